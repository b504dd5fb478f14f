"""Faults of what is painted: bleed, text, lines, colours, inks, pictures, codes."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from faults import at, drawn, edited, fault, qr, rect, text
from generator.units import mm_to_pt


@fault("T406")
def a_band_ends_at_the_trim(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 0 k {rect(-3, -3, 91, 3)} f")


@fault("T406")
def a_band_ends_halfway_in_the_bleed(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 0 k {rect(-3, -3, 91, 1.5)} f")


@fault("T406")
def a_patch_at_one_edge_has_no_bleed(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 .2 k {rect(83, 30, 2, 8)} f", page=2)


@fault("T407")
def text_stands_near_the_cut(pdf: bytes) -> bytes:
    return text(pdf, 8, at(1.5, 30))


@fault("T407")
def a_code_stands_near_the_cut(pdf: bytes) -> bytes:
    return drawn(pdf, qr(1, 15, 0.5), page=2)


@fault("T409")
def text_is_small(pdf: bytes) -> bytes:
    return text(pdf, 6, at(10, 18))


@fault("T409")
def text_is_made_small_by_its_matrix(pdf: bytes) -> bytes:
    return text(pdf, 12, "0 0", before=f".5 0 0 .5 {at(10, 18)} cm")


@fault("T409")
def text_is_squeezed(pdf: bytes) -> bytes:
    return text(pdf, 10, at(10, 18), before="50 Tz")


@fault("T409", language="zh-Hans", smallest_text_pt=8.0)
def a_script_with_fine_parts_is_small(pdf: bytes) -> bytes:
    """The same letters, but as their text says they are Chinese."""
    def chinese(opened: Pdf) -> None:
        for thing in opened.objects:
            if isinstance(thing, Dictionary) and "/ToUnicode" in thing:
                thing.ToUnicode.write(b"begincmap 1 beginbfrange <0000> <1fff> <4e00> endbfrange endcmap")
    return edited(text(pdf, 7.5, at(10, 18)), chinese)


@fault("T410")
def a_line_is_thin(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 1 K .1 w {at(10, 20)} m {at(40, 20)} l S")


@fault("T410")
def a_line_has_no_width(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 1 K 0 w {at(10, 20)} m {at(40, 20)} l S")


@fault("T410")
def a_line_is_made_thin_by_its_matrix(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 1 K 1 w .2 0 0 .2 {at(10, 20)} cm 0 0 m 300 0 l S")


@fault("T410")
def a_filled_rectangle_is_a_thin_line(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 1 k {rect(10, 20, 30, 0.05)} f")


@fault("T410")
def a_border_between_two_rectangles_is_thin(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 1 k {rect(10, 16, 30, 3)} {rect(10.05, 16.05, 29.9, 2.9)} f*")


@fault("T410")
def a_fill_is_clipped_to_a_thin_line(pdf: bytes) -> bytes:
    return drawn(pdf, f"{rect(10, 16, 30, 0.06)} W n 0 0 0 1 k {rect(10, 15, 30, 3)} f")


@fault("T411")
def a_fill_is_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, f".1 .3 .3 rg {rect(10, 16, 5, 3)} f")


@fault("T411")
def a_stroke_is_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, f"0 0 0 RG 1 w {at(10, 20)} m {at(40, 20)} l S")


@fault("T411")
def text_is_in_rgb_black(pdf: bytes) -> bytes:
    return text(pdf, 8, at(10, 18), ink="0 0 0 rg")


def image(colour: object, parts: int, width: int = 120, height: int = 60, value: int = 60, **more: object):  # noqa: ANN201
    """A plain picture, as a function of the file; 10 × 5 mm at 300 ppi is 119 × 60 pixels."""
    def make(opened: Pdf) -> Stream:
        return opened.make_stream(bytes([value]) * (width * height * parts), Type=Name.XObject, Subtype=Name.Image, Width=width,
                                  Height=height, ColorSpace=colour(opened) if callable(colour) else colour, BitsPerComponent=8, **more)
    return make


SHOWN = f"{mm_to_pt(10):.4f} 0 0 {mm_to_pt(5):.4f} {at(10, 15)} cm /X Do"


@fault("T411")
def a_picture_is_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, SHOWN, XObject=image(Name.DeviceRGB, 3))


@fault("T411")
def a_picture_has_a_table_of_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, SHOWN, XObject=image(Array([Name.Indexed, Name.DeviceRGB, 255, String(b"abc" * 256)]), 1))


@fault("T411")
def a_picture_does_not_say_its_colours(pdf: bytes) -> bytes:
    return drawn(pdf, SHOWN, XObject=lambda opened: opened.make_stream(
        b"\0\0\0\x0cjP  ", Type=Name.XObject, Subtype=Name.Image, Width=120, Height=60, Filter=Name.JPXDecode))


@fault("T411")
def a_picture_written_in_the_page_is_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, f"4 0 0 4 {at(10, 15)} cm BI /W 20 /H 20 /BPC 8 /CS /RGB /F /AHx ID {'40' * 1200}> EI")


@fault("T411")
def a_fill_is_in_lab(pdf: bytes) -> bytes:
    lab = Array([Name.Lab, Dictionary(WhitePoint=[0.9505, 1, 1.089], Range=[-128, 127, -128, 127])])
    return drawn(pdf, f"/X cs 50 0 0 sc {rect(10, 16, 5, 3)} f", ColorSpace=lambda opened: lab)


@fault("T411")
def a_fill_is_in_calibrated_rgb(pdf: bytes) -> bytes:
    calibrated = Array([Name.CalRGB, Dictionary(WhitePoint=[0.9505, 1, 1.089])])
    return drawn(pdf, f"/X cs .5 0 0 sc {rect(10, 16, 5, 3)} f", ColorSpace=lambda opened: calibrated)


@fault("T411")
def a_fill_has_an_rgb_profile(pdf: bytes) -> bytes:
    return drawn(pdf, f"/X cs .5 0 0 sc {rect(10, 16, 5, 3)} f",
                 ColorSpace=lambda opened: Array([Name.ICCBased, opened.make_stream(b"profile", N=3)]))


def _tint(opened: Pdf, parts: int = 1) -> Dictionary:
    return Dictionary(FunctionType=2, Domain=[0, 1], C0=[0.0] * 4, C1=[0.0, 1.0, 1.0, 0.0], N=1)


@fault("T411")
def a_fill_is_in_a_spot_colour(pdf: bytes) -> bytes:
    return drawn(pdf, f"/X cs 1 scn {rect(10, 16, 5, 3)} f",
                 ColorSpace=lambda opened: Array([Name.Separation, Name("/PANTONE 185 C"), Name.DeviceCMYK, _tint(opened)]))


@fault("T411")
def a_fill_is_in_registration_colour(pdf: bytes) -> bytes:
    return drawn(pdf, f"/X cs 1 scn {rect(10, 16, 5, 3)} f",
                 ColorSpace=lambda opened: Array([Name.Separation, Name.All, Name.DeviceCMYK, _tint(opened)]))


@fault("T411")
def grey_is_turned_into_rgb_by_a_default(pdf: bytes) -> bytes:
    def put(opened: Pdf) -> None:
        opened.pages[0].resources.ColorSpace = Dictionary(DefaultGray=Array([Name.ICCBased, opened.make_stream(b"p", N=3)]))
    return edited(drawn(pdf, f".8 g {rect(10, 16, 5, 3)} f"), put)


def form(content: str, **more: object):  # noqa: ANN201
    """A form that paints this, as a function of the file."""
    return lambda opened: opened.make_stream(content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 300, 200],
                                             Resources=Dictionary(), **more)


@fault("T411")
def a_form_paints_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, "/X Do", XObject=form(f"1 0 0 rg {rect(10, 16, 5, 3)} f"))


@fault("T411")
def a_pattern_paints_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, f"/Pattern cs /X scn {rect(10, 16, 5, 3)} f", Pattern=lambda opened: opened.make_stream(
        b"1 0 0 rg 0 0 3 3 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 4, 4], XStep=4, YStep=4,
        Resources=Dictionary()))


@fault("T411")
def a_soft_mask_paints_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, f"/X gs 0 0 0 1 k {rect(10, 16, 5, 3)} f", ExtGState=lambda opened: Dictionary(SMask=Dictionary(
        S=Name.Luminosity, G=form("1 1 1 rg 0 0 300 200 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))(opened))))


@fault("T411")
def a_transparency_group_mixes_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, "/X Do", XObject=form(f"0 0 0 1 k {rect(10, 16, 5, 3)} f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)))


def shading(colour: Name, first: list[float], last: list[float]):  # noqa: ANN201
    """A run of colour from left to right, as a function of the file."""
    return lambda opened: Dictionary(ShadingType=2, ColorSpace=colour, Coords=[0, 0, 100, 0], Extend=[True, True],
                                     Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=first, C1=last, N=1))


@fault("T411")
def a_run_of_colour_is_in_rgb(pdf: bytes) -> bytes:
    return drawn(pdf, f"{rect(10, 16, 5, 3)} W n /X sh", Shading=shading(Name.DeviceRGB, [0, 0, 0], [1, 1, 1]))


@fault("T412")
def small_text_is_in_two_inks(pdf: bytes) -> bytes:
    return text(pdf, 8, at(10, 18), ink="1 0 0 .5 k")


@fault("T412")
def small_text_is_grey(pdf: bytes) -> bytes:
    return text(pdf, 8, at(10, 18), ink="0 0 0 .6 k")


@fault("T412")
def small_text_is_seen_through(pdf: bytes) -> bytes:
    return drawn(text(pdf, 8, at(10, 18), before="/X gs"), "n", ExtGState=lambda opened: Dictionary(ca=0.5))


@fault("T412", "T420")
def a_group_of_text_is_seen_through(pdf: bytes) -> bytes:
    def grouped(opened: Pdf) -> None:
        page = opened.pages[0]
        whole = opened.make_stream(page.Contents.read_bytes() if isinstance(page.Contents, Stream) else
                                   b"\n".join(part.read_bytes() for part in page.Contents), Type=Name.XObject, Subtype=Name.Form,
                                   BBox=page.MediaBox, Resources=page.Resources, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK))
        page.Resources = Dictionary(XObject=Dictionary(G=whole), ExtGState=Dictionary(Half=Dictionary(ca=0.9)))
        page.Contents = opened.make_stream(b"/Half gs /G Do")
    return edited(pdf, grouped)


@fault("T412")
def large_text_is_in_three_inks(pdf: bytes) -> bytes:
    return text(pdf, 12, at(10, 17), ink=".5 .5 .5 0 k")


@fault("T412")
def small_text_is_outlined_in_colour(pdf: bytes) -> bytes:
    return text(pdf, 8, at(10, 18), ink="0 0 0 1 k 0 1 1 0 K .3 w", before="2 Tr")


@fault("T413")
def a_fill_has_too_much_ink(pdf: bytes) -> bytes:
    return drawn(pdf, f".8 .8 .7 .7 k {rect(10, 16, 5, 3)} f")


@fault("T413")
def a_picture_has_too_much_ink(pdf: bytes) -> bytes:
    return drawn(pdf, SHOWN, XObject=image(Name.DeviceCMYK, 4, value=200))


@fault("T413")
def a_photograph_has_too_much_ink(pdf: bytes) -> bytes:
    jpeg = io.BytesIO()
    Image.new("CMYK", (120, 60), (200, 200, 200, 200)).save(jpeg, "JPEG", quality=95)
    stored = np.asarray(Image.open(io.BytesIO(jpeg.getvalue()))).mean() > 128  # which way round the library writes it
    inverted = b"Adobe" in jpeg.getvalue() and stored

    def make(opened: Pdf) -> Stream:
        return opened.make_stream(jpeg.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=120, Height=60, BitsPerComponent=8,
                                  ColorSpace=Name.DeviceCMYK, Filter=Name.DCTDecode, Decode=[1, 0] * 4 if inverted else [0, 1] * 4)
    return drawn(pdf, SHOWN, XObject=make)


@fault("T413")
def a_run_of_colour_has_too_much_ink(pdf: bytes) -> bytes:
    return drawn(pdf, f"{rect(10, 16, 5, 3)} W n /X sh", Shading=shading(Name.DeviceCMYK, [0] * 4, [.9] * 4))


@fault("T414")
def a_picture_is_coarse(pdf: bytes) -> bytes:
    return drawn(pdf, SHOWN, XObject=image(Name.DeviceGray, 1, 60, 30, 200))


@fault("T414")
def a_picture_is_coarse_in_one_direction(pdf: bytes) -> bytes:
    return drawn(pdf, SHOWN, XObject=image(Name.DeviceGray, 1, 400, 30, 200))


@fault("T414")
def a_mask_of_one_bit_is_coarse(pdf: bytes) -> bytes:
    return drawn(pdf, "0 0 0 1 k " + SHOWN, XObject=lambda opened: opened.make_stream(
        b"\xf0" * (20 * 80), Type=Name.XObject, Subtype=Name.Image, Width=160, Height=80, ImageMask=True, BitsPerComponent=1))


@fault("T420")
def a_code_is_in_four_inks(pdf: bytes) -> bytes:
    return drawn(pdf, qr(10, 16, ink=".6 .5 .5 1 k"), page=2)


@fault("T420")
def a_code_is_grey(pdf: bytes) -> bytes:
    return drawn(pdf, qr(10, 16, ink="0 0 0 .7 k"), page=2)


@fault("T420", "T422")
def a_code_stands_on_a_tint(pdf: bytes) -> bytes:
    return drawn(pdf, qr(10, 16, panel="0 0 .3 0 k"), page=2)


@fault("T421")
def a_code_is_too_small(pdf: bytes) -> bytes:
    return drawn(pdf, qr(10, 16, 0.3), page=2)


@fault("T422")
def a_line_crosses_the_quiet_zone(pdf: bytes) -> bytes:
    return drawn(pdf, f"{qr(10, 16)} 0 0 0 1 k {rect(11, 16, 0.4, 10)} f", page=2)


@fault("T422", "T407")
def a_code_is_cut_through_its_quiet_zone(pdf: bytes) -> bytes:
    return drawn(pdf, qr(-1, 16), page=2)


@fault("T423")
def a_code_cannot_be_read(pdf: bytes) -> bytes:
    return drawn(pdf, qr(10, 16, holes=frozenset((row, column) for row in range(9, 25) for column in range(9, 25))), page=2)


@fault("T423")
def a_code_has_lost_some_modules(pdf: bytes) -> bytes:
    return drawn(pdf, qr(10, 16, holes=frozenset((row, column) for row in range(10, 13) for column in range(10, 13))), page=2)


@fault("T437")
def white_text_overprints(pdf: bytes) -> bytes:
    return drawn(text(pdf, 8, at(10, 18), ink="0 0 0 0 k", before="/X gs"), "n", ExtGState=lambda opened: Dictionary(OP=True, op=True, OPM=1))


@fault("T437")
def a_white_fill_overprints(pdf: bytes) -> bytes:
    return drawn(pdf, f"/X gs 1 g {rect(10, 4.5, 5, 1)} f", ExtGState=lambda opened: Dictionary(op=True))


@fault("T436")
def a_curve_of_its_own_is_set(pdf: bytes) -> bytes:
    return drawn(pdf, "/X gs", ExtGState=lambda opened: Dictionary(TR=Dictionary(FunctionType=2, Domain=[0, 1], N=2)))


@fault("T436")
def a_screen_of_its_own_is_set(pdf: bytes) -> bytes:
    return drawn(pdf, "/X gs", ExtGState=lambda opened: Dictionary(HT=Dictionary(
        Type=Name.Halftone, HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)))

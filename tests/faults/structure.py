"""Faults of the file as a whole: boxes, pages, fonts, identification, what does not belong in it."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Page, Pdf, String

from faults import drawn, edited, fault
from generator.units import mm_to_pt


@fault("T401")
def the_file_breaks_off(pdf: bytes) -> bytes:
    return pdf[:len(pdf) // 2]


@fault("T401")
def the_file_opens_after_a_repair_only(pdf: bytes) -> bytes:
    at = pdf.rindex(b"startxref")
    return pdf[:at] + b"startxref\n7\n%%EOF\n"


@fault("T401")
def the_file_is_empty(pdf: bytes) -> bytes:
    return b""


@fault("T401")
def the_file_is_a_picture(pdf: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(4000)


@fault("T402")
def the_file_is_encrypted(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: None, encryption=Encryption(owner="owner", user="", R=6))


def insets(box: str, left: float, bottom: float, right: float, top: float, page: int = 1):  # noqa: ANN201
    """Move the edges of a box inwards, in mm, as a change to the file."""
    def change(opened: Pdf) -> None:
        target = opened.pages[page - 1].obj
        values = [float(v) for v in target[box]]
        moves = [mm_to_pt(v) for v in (left, bottom, -right, -top)]
        target[box] = Array([round(v + m, 4) for v, m in zip(values, moves, strict=True)])
    return change


@fault("T403")
def a_page_has_no_trim_box(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        del opened.pages[0].obj["/TrimBox"]
    return edited(pdf, change)


@fault("T403", "T405")
def the_bleed_box_cuts_into_the_trim(pdf: bytes) -> bytes:
    return edited(pdf, insets("/BleedBox", 4, 0, 0, 0))


@fault("T403")
def a_page_is_turned(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: setattr(opened.pages[1], "Rotate", 180))


@fault("T403")
def a_page_is_scaled_by_its_unit(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: opened.pages[0].obj.__setitem__("/UserUnit", 2))


@fault("T403")
def the_crop_box_hides_the_bleed(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: opened.pages[0].obj.__setitem__("/CropBox", opened.pages[0].TrimBox))


@fault("T404")
def the_card_is_narrower_than_ordered(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        for page in (1, 2):
            for box in ("/TrimBox", "/BleedBox", "/MediaBox"):
                insets(box, 0.4, 0, 0, 0, page)(opened)
    return edited(pdf, change)


@fault("T404", trim_mm=None)
def the_back_is_smaller_than_the_front(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        for box in ("/TrimBox", "/BleedBox", "/MediaBox"):
            insets(box, 0, 0, 0, 0.5, 2)(opened)
    return edited(pdf, change)


@fault("T405")
def a_page_has_no_bleed_box(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        del opened.pages[0].obj["/BleedBox"]
    return edited(pdf, change)


@fault("T405")
def the_bleed_is_too_small(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        for box in ("/BleedBox", "/MediaBox"):
            insets(box, 1, 1, 1, 1)(opened)
    return edited(pdf, change)


@fault("T405")
def the_bleed_is_too_small_on_one_side(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        for box in ("/BleedBox", "/MediaBox"):
            insets(box, 0, 0, 0, 0.5)(opened)
    return edited(pdf, change)


@fault("T405")
def there_is_room_for_marks(pdf: bytes) -> bytes:
    return edited(pdf, insets("/MediaBox", -8, -8, -8, -8))


def fonts(opened: Pdf) -> list[Dictionary]:
    """The card's fonts."""
    return [thing for thing in opened.objects if isinstance(thing, Dictionary) and thing.get("/Subtype") == Name.Type0]


@fault("T415")
def a_font_is_not_embedded(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        descriptor = fonts(opened)[0].DescendantFonts[0].FontDescriptor
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]
    return edited(pdf, change)


@fault("T415")
def a_font_is_whole_and_no_subset(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: setattr(fonts(opened)[0], "BaseFont", Name("/Noto-Sans")))


@fault("T415")
def a_font_is_of_type_3(pdf: bytes) -> bytes:
    def make(opened: Pdf) -> Dictionary:
        glyph = opened.make_stream(b"500 0 0 0 500 500 d1 0 0 400 400 re f")
        return opened.make_indirect(Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 500, 500], FontMatrix=[0.001, 0, 0, 0.001, 0, 0], FirstChar=65, LastChar=65,
            Widths=[500], CharProcs=Dictionary(A=glyph), Encoding=Dictionary(Type=Name.Encoding, Differences=[65, Name.A]),
            Resources=Dictionary()))
    return drawn(pdf, "0 0 0 1 k BT /X 9 Tf 60 60 Td (A) Tj ET", Font=make)


@fault("T416")
def a_font_does_not_say_its_letters(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        del fonts(opened)[0]["/ToUnicode"]
    return edited(pdf, change)


@fault("T416")
def a_font_says_some_letters_only(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: fonts(opened)[0].ToUnicode.write(b"begincmap 1 beginbfchar <0003> <0020> endbfchar endcmap"))


@fault("T417", pages=2)
def the_back_is_missing(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: opened.pages.__delitem__(1))


@fault("T417", pages=2)
def there_is_an_empty_page(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        opened.pages.append(opened.pages[1])
        opened.pages[2].Contents = opened.make_stream(b"")
    return edited(pdf, change)


@fault("T418", stitched=True)
def a_stitched_booklet_has_six_pages(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        for _ in range(2):
            opened.pages.extend([Page(opened.pages[0]), Page(opened.pages[1])])
    return edited(pdf, change)


def without(key: str, *, of: str = "Root"):  # noqa: ANN201
    """Take a key out of the catalog, the information or the trailer, as a change to the file."""
    def change(opened: Pdf) -> None:
        del {"Root": opened.Root, "Info": opened.docinfo, "Intent": opened.Root.get("/OutputIntents", [Dictionary()])[0]}[of][key]
    return change


def xmp(old: bytes, new: bytes):  # noqa: ANN201
    """Change the XMP packet, as a change to the file."""
    def change(opened: Pdf) -> None:
        before = opened.Root.Metadata.read_bytes()
        assert old in before
        opened.Root.Metadata.write(before.replace(old, new))
    return change


@fault("T430")
def there_is_no_output_intent(pdf: bytes) -> bytes:
    return edited(pdf, without("/OutputIntents"))


@fault("T430")
def the_output_intent_names_no_condition(pdf: bytes) -> bytes:
    return edited(pdf, without("/OutputConditionIdentifier", of="Intent"))


@fault("T430")
def the_output_intent_has_no_profile(pdf: bytes) -> bytes:
    return edited(pdf, without("/DestOutputProfile", of="Intent"))


@fault("T430")
def the_profile_is_for_rgb(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        profile = opened.Root.OutputIntents[0].DestOutputProfile
        data = profile.read_bytes()
        profile.write(data[:12] + b"mntrRGB " + data[20:])
        profile.N = 3
    return edited(pdf, change)


@fault("T430")
def the_profile_breaks_off(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        profile = opened.Root.OutputIntents[0].DestOutputProfile
        profile.write(profile.read_bytes()[:5000])
    return edited(pdf, change)


@fault("T430")
def the_output_intent_is_for_archives(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: setattr(opened.Root.OutputIntents[0], "S", Name.GTS_PDFA1))


@fault("T431")
def the_file_does_not_say_that_it_is_pdf_x(pdf: bytes) -> bytes:
    return edited(pdf, without("/Metadata"))


@fault("T431")
def the_file_says_that_it_is_pdf_x_1a(pdf: bytes) -> bytes:
    return edited(pdf, xmp(b"PDF/X-4", b"PDF/X-1a:2003"))


@fault("T431")
def the_metadata_is_no_xml(pdf: bytes) -> bytes:
    return edited(pdf, xmp(b"</rdf:RDF>", b"<rdf:RDF>"))


@fault("T431")
def nobody_says_whether_it_is_trapped(pdf: bytes) -> bytes:
    return edited(edited(pdf, without("/Trapped", of="Info")), xmp(b"<pdf:Trapped>False</pdf:Trapped>", b""))


@fault("T431")
def it_has_no_title(pdf: bytes) -> bytes:
    return edited(edited(pdf, without("/Title", of="Info")), xmp(b">Card</rdf:li>", b"></rdf:li>"))


@fault("T431")
def the_file_is_of_an_old_version(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: None, force_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.disable)


@fault("T432")
def the_file_runs_a_script(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: setattr(opened.Root, "Names", Dictionary(JavaScript=Dictionary(Names=[
        String("a"), Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))]))))


@fault("T432")
def the_file_acts_when_it_is_opened(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: setattr(opened.Root, "OpenAction", Dictionary(S=Name.URI, URI=String("https://help.example.org/"))))


@fault("T432")
def the_file_has_a_form_to_fill_in(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: setattr(opened.Root, "AcroForm", Dictionary(Fields=[opened.make_indirect(Dictionary(T=String("name")))])))


@fault("T433")
def a_file_is_attached(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: opened.attachments.__setitem__("list.txt", b"names"))


@fault("T433")
def a_picture_has_another_version(pdf: bytes) -> bytes:
    from faults.painting import SHOWN, image
    return drawn(pdf, SHOWN, XObject=image(Name.DeviceGray, 1, value=200, Alternates=Array([])))


@fault("T434")
def a_layer_can_be_hidden(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        group = opened.make_indirect(Dictionary(Type=Name.OCG, Name=String("Old number")))
        opened.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=[group]))
    return edited(pdf, change)


def note(kind: Name, *rect: float):  # noqa: ANN201
    """An annotation on the first page, as a change to the file."""
    def change(opened: Pdf) -> None:
        opened.pages[0].obj.Annots = Array([opened.make_indirect(Dictionary(Type=Name.Annot, Subtype=kind, Rect=list(rect)))])
    return change


@fault("T435")
def a_link_lies_on_the_page(pdf: bytes) -> bytes:
    return edited(pdf, note(Name.Link, 40, 40, 80, 60))


@fault("T435")
def a_note_sticks_in_the_bleed(pdf: bytes) -> bytes:
    return edited(pdf, note(Name.Text, -10, -10, 4, 4))

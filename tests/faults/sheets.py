"""A clean sheet for the print room, six cards on both sides, and its faults."""

from __future__ import annotations

import io
import re
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from faults import HEIGHT_MM, WIDTH_MM, clean, drawn, edited, fault
from generator.units import mm_to_pt

SHEET_MM = (320.0, 450.0)
LEFTS, BOTTOMS = (30.0, 140.0), (60.0, 140.0, 220.0)  # neither in the middle across nor upwards
BLEED, MARK, GAP = 3.0, 4.0, 1.0


@cache
def clean_sheet(shift_mm: float = 0.0, marks_too: bool = True) -> bytes:
    """Turned over the short edge, as the print room does; ``shift_mm``: how far the back is off."""
    with pikepdf.open(io.BytesIO(clean())) as pdf:
        stamps = []
        for page in pdf.pages:
            stamp = page.as_form_xobject()
            stamp.BBox = page.BleedBox
            stamps.append(pdf.make_indirect(stamp))
        for number in range(2):
            _side(pdf, stamps[number], number, shift_mm, marks_too)
        del pdf.pages[:2]
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def _side(pdf: Pdf, stamp: pikepdf.Object, number: int, shift: float, marks_too: bool) -> None:
    width, height = SHEET_MM
    bottoms = [height - bottom - HEIGHT_MM if number else bottom for bottom in BOTTOMS]
    off = shift if number else 0.0
    parts = []
    for left in LEFTS:
        for bottom in bottoms:
            x, y = left + off - BLEED, bottom - BLEED
            parts.append(f"q {_pt(x)} {_pt(y)} {_pt(WIDTH_MM + 2 * BLEED)} {_pt(HEIGHT_MM + 2 * BLEED)} re W n "
                         + (f"-1 0 0 -1 {_pt(x + WIDTH_MM + 2 * BLEED)} {_pt(y + HEIGHT_MM + 2 * BLEED)}" if number
                            else f"1 0 0 1 {_pt(x)} {_pt(y)}") + " cm /P Do Q")
    parts.append("q /All CS 1 SCN .25 w")
    off = off if marks_too else 0.0
    for left in LEFTS:
        for x in (left + off, left + WIDTH_MM + off):
            for y in (min(bottoms) - BLEED - GAP - MARK, max(bottoms) + HEIGHT_MM + BLEED + GAP):
                parts.append(f"{_pt(x)} {_pt(y)} m {_pt(x)} {_pt(y + MARK)} l S")
    parts.append("Q")
    pdf.add_blank_page(page_size=(mm_to_pt(width), mm_to_pt(height)))
    page = pdf.pages[-1]
    page.TrimBox = page.MediaBox
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0.0] * 4, C1=[1.0] * 4, N=1)
    page.Resources = Dictionary(XObject=Dictionary(P=stamp),
                                ColorSpace=Dictionary(All=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])))
    page.Contents = pdf.make_stream("\n".join(parts).encode())


def _pt(mm: float) -> str:
    return f"{mm_to_pt(mm):.4f}"


@fault("T408", "T440", sheet=True)
def a_mark_stands_in_the_margin(pdf: bytes) -> bytes:
    return drawn(pdf, f"/All CS 1 SCN .25 w {_pt(2)} {_pt(200)} m {_pt(6)} {_pt(200)} l S "
                      f"{_pt(2)} {_pt(250)} m {_pt(6)} {_pt(250)} l S")


@fault("T404", sheet=True)
def the_sheet_is_too_small(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        for page in opened.pages:
            page.MediaBox = page.TrimBox = [0, mm_to_pt(0.5), mm_to_pt(320), mm_to_pt(449.5)]
    return edited(pdf, change)


@fault("T440", sheet=True)
def the_backs_are_shifted_by_a_pixel(pdf: bytes) -> bytes:
    return clean_sheet(0.13)


@fault("T440", sheet=True)
def the_copies_of_the_back_are_shifted_and_its_marks_are_not(pdf: bytes) -> bytes:
    return clean_sheet(0.5, marks_too=False)


@fault("T440", sheet=True, turn="long-edge")
def the_sheet_is_turned_over_its_other_edge(pdf: bytes) -> bytes:
    return pdf


@fault("T440", sheet=True)
def the_backs_stand_on_their_heads(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        page = opened.pages[1]
        content = page.Contents.read_bytes().decode()
        for x, y in re.findall(r"-1 0 0 -1 (\S+) (\S+) cm", content):
            low = float(x) - mm_to_pt(WIDTH_MM + 2 * BLEED), float(y) - mm_to_pt(HEIGHT_MM + 2 * BLEED)
            content = content.replace(f"-1 0 0 -1 {x} {y} cm", f"1 0 0 1 {low[0]:.4f} {low[1]:.4f} cm")
        page.Contents = opened.make_stream(content.encode())
    return edited(pdf, change)


@fault("T440", sheet=True)
def a_back_is_missing(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        page = opened.pages[1]
        page.Contents = opened.make_stream(page.Contents.read_bytes().replace(b"/P Do", b"", 1))
    return edited(pdf, change)


@fault("T411", sheet=True)
def a_patch_of_the_sheet_is_in_registration_colour(pdf: bytes) -> bytes:
    return drawn(pdf, f"/All cs 1 scn {_pt(270)} {_pt(200)} 20 20 re f")


@fault("T403", sheet=True)
def the_sheet_has_no_trim_box(pdf: bytes) -> bytes:
    def change(opened: Pdf) -> None:
        del opened.pages[0].obj["/TrimBox"]
    return edited(pdf, change)

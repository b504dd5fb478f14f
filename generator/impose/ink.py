"""Floor 6. Marks and colour bars as drawing operators.

Marks are drawn in the separation All (ISO 32000-1, 8.6.6.4): they show on every plate, so a
press is set up by them; on any other printer they are black. Never in RGB.
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.impose.shapes import Box, Mark, Patch
from generator.units import mm_to_pt

LINE_PT = 0.25  # thinner lines break up
SPACE = "All"  #: the name of the marks' colour space in a page's resources
_DASH = "[1.4 1.2] 0"  # pt: a mark of 4 mm shows four dashes and a bit


def number(value: float) -> str:
    """A length as PDF writes it: four decimals of a point are far below what prints."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def rectangle(box: Box, sheet_height_mm: float) -> str:
    """A box as operands of ``re``."""
    return " ".join(number(mm_to_pt(v))
                    for v in (box.left, sheet_height_mm - box.bottom, box.width, box.height))


def all_inks(pdf: pikepdf.Pdf, cmyk: bool) -> pikepdf.Object:
    """The colour space for marks; a printer without plates draws it in its black."""
    inks = 4 if cmyk else 1
    tint = Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0] * 4 if cmyk else [1], C1=[1] * 4 if cmyk else [0])
    space = Name.DeviceCMYK if inks == 4 else Name.DeviceGray
    return pdf.make_indirect(Array([Name.Separation, Name.All, space, tint]))


def draw(marks: Iterable[Mark], sheet_height_mm: float) -> str:
    """Operators for all marks: cuts solid, folds dashed."""
    marks = tuple(marks)
    parts = [f"q /{SPACE} CS 1 SCN {LINE_PT} w 0 J"]
    for fold, dash in ((False, "[] 0"), (True, _DASH)):
        lines = [f"{_point(m.x1, m.y1, sheet_height_mm)} m {_point(m.x2, m.y2, sheet_height_mm)} l"
                 for m in marks if m.fold is fold]
        if lines:
            parts += [f"{dash} d", *lines, "S"]
    return "\n".join([*parts, "Q"])


def paint(patches: Iterable[Patch], sheet_height_mm: float) -> list[str]:
    """Operators for the colour bars."""
    return [f"q {' '.join(map(number, patch.ink))} k {rectangle(patch.box, sheet_height_mm)} re f Q" for patch in patches]


def _point(x: float, y: float, sheet_height_mm: float) -> str:
    """PDF counts from the bottom."""
    return f"{number(mm_to_pt(x))} {number(mm_to_pt(sheet_height_mm - y))}"

"""Floor 6. Marks as drawing operators, in black only."""

from __future__ import annotations

from collections.abc import Iterable

from generator.impose.sheet import Mark
from generator.units import mm_to_pt

LINE_PT = 0.25  # thinner lines break up
_DASH = "[1.4 1.2] 0"  # pt: a mark of 4 mm shows four dashes and a bit


def number(value: float) -> str:
    """A length as PDF writes it: four decimals of a point are far below what prints."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def draw(marks: Iterable[Mark], sheet_height_mm: float) -> str:
    """Operators for all marks: cuts solid, folds dashed."""
    marks = tuple(marks)
    parts = [f"q 0 G {LINE_PT} w 0 J"]
    for fold, dash in ((False, "[] 0"), (True, _DASH)):
        lines = [f"{_point(m.x1, m.y1, sheet_height_mm)} m {_point(m.x2, m.y2, sheet_height_mm)} l"
                 for m in marks if m.fold is fold]
        if lines:
            parts += [f"{dash} d", *lines, "S"]
    return "\n".join([*parts, "Q"])


def _point(x: float, y: float, sheet_height_mm: float) -> str:
    """PDF counts from the bottom."""
    return f"{number(mm_to_pt(x))} {number(mm_to_pt(sheet_height_mm - y))}"

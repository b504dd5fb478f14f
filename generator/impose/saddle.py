"""Floor 6. Pages to be stitched through the fold, two beside each other, on A4.

A spread of A6 is exactly as wide as A4, so bleed is off and each page keeps a
white band at head, foot and fore edge. The sheet carries the same spread twice,
one above the other: cut the stack in the middle and each half is a whole
booklet, in order. No words fit outside the trims; marks stand in the half
millimetre between them. Creep (about 0.12 mm a leaf) stays within the white band.
"""

from __future__ import annotations

import io
from typing import Literal

import pikepdf

from generator.impose.place import add_side, finished, new_sheet, stamps_of
from generator.impose.sheet import EDGE_MM, SHEET_MM, Box, Layout, Mark, Place, Side, Unfit
from generator.impose.words import Slug
from generator.units import pt_to_mm

BAND_MM = EDGE_MM  # white at head, foot and fore edge of each page
SAFE_MM = 6.0  # text nearer to the trim than this could lie in the band
_MARK_MM = 4.0

HOW = ("Print at 100 %, on both sides, flip on the long edge. Cut the stack in the middle: "
       "each half is one booklet. Fold in half, page 1 outside, and staple in the fold.")

Direction = Literal["ltr", "rtl"]


def leaves(pages: int, direction: Direction) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Page numbers (0-based) of each leaf from the outermost: (left, right) in front, then behind.

    Right to left binds on the right, so each pair is exchanged.
    """
    if pages < 4 or pages % 4:
        raise Unfit(f"a stitched booklet has a multiple of four pages, not {pages}")
    found = []
    for first in range(0, pages // 2, 2):
        last = pages - 1 - first
        front, back = (last, first), (first + 1, last - 1)
        found.append((front, back) if direction == "ltr" else (front[::-1], back[::-1]))
    return tuple(found)


def stitched(pages: int, trim_mm: tuple[float, float], direction: Direction) -> Layout:
    """Where the pages lie; ``sides`` are front and back of each sheet in turn."""
    width, height = trim_mm
    # Only a quarter of A4 needs no cut but the middle one.
    if abs(SHEET_MM[0] - 2 * width) > 1e-6 or not 0.5 <= SHEET_MM[1] - 2 * height <= 2:
        raise Unfit(f"only A6 pages are stitched, not {width:g} × {height:g} mm")
    half = SHEET_MM[1] / 2
    left = SHEET_MM[0] / 2 - width
    tops = ((half - height) / 2, half + (half - height) / 2)
    sides = []
    for number, leaf in enumerate(leaves(pages, direction), 1):
        for name, pair in zip(("front", "back"), leaf):
            places = tuple(_page(page, at, left + at * width, top, width, height)
                           for top in tops for at, page in enumerate(pair))
            sides.append(Side(f"sheet {number}, {name}", places, _cut()))
    return Layout("stitched", SHEET_MM, 1, 2, tuple(Box(left, top, 2 * width, height) for top in tops),
                  0.0, tuple(sides))


def impose_booklet(source: bytes, direction: Direction, slug: Slug,
                   safe_mm: float) -> dict[str, bytes]:
    """The variant "stitched": sheets front and back in turn, the outermost first.

    ``safe_mm`` is the format's safe margin; below :data:`SAFE_MM` text could be
    cut by the band, so it is refused. The pages themselves carry any DRAFT.
    """
    if safe_mm < SAFE_MM:
        raise Unfit(f"a safe margin of {safe_mm:g} mm is too small to print on A4: {SAFE_MM:g} mm")
    with pikepdf.open(io.BytesIO(source)) as pages:
        left, bottom, right, top = (float(v) for v in pages.pages[0].trimbox)
        # To the half millimetre: WeasyPrint counts in CSS pixels.
        trim = tuple(round(2 * pt_to_mm(v)) / 2 for v in (right - left, top - bottom))
        plan = stitched(len(pages.pages), trim, direction)
        with new_sheet(pages, slug.title, duplex=True) as pdf:
            stamps = stamps_of(pages, pdf, trim, 0.0)
            for side in plan.sides:
                add_side(pdf, side, stamps, plan.sheet_mm, [], None)
            return {"stitched": finished(pdf)}


def _page(page: int, at: int, left: float, top: float, width: float, height: float) -> Place:
    """A page left (0) or right (1) of the fold; the band is white except at the fold."""
    trim = Box(left, top, width, height)
    shown = trim.grown(-BAND_MM * (at == 0), -BAND_MM, -BAND_MM * (at == 1), -BAND_MM)
    return Place(page, trim, shown)


def _cut() -> tuple[Mark, ...]:
    """The cut in the middle of the sheet, at both sides and in the fold."""
    width, middle = SHEET_MM[0], SHEET_MM[1] / 2
    return tuple(Mark(x, middle, x + _MARK_MM, middle)
                 for x in (EDGE_MM, (width - _MARK_MM) / 2, width - EDGE_MM - _MARK_MM))

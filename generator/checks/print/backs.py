"""On a sheet printed on both sides each back lies behind its front.

The sheet is turned over its long or its short edge, as the printer's file says. The places
of the copies and of the cut marks of the first side, mirrored, must be those of the second:
no pixel off at 200 dpi (0.127 mm). Copies are what the sheet shows of other pages; marks are
short straight lines. A sheet laid out evenly fits over either edge, but over the wrong one
each back stands on its head: that is looked at as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.box import Box
from generator.checks.finished.reading.operators import Matrix
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.paint import Paint
from generator.checks.print.reading.walk import paints, seen
from generator.problem import error
from generator.units import PT_PER_INCH, mm_to_pt, pt_to_mm

KINDS = ("imposed",)
CODE = error("T440", "backs-off-register", "Cut by the front, the back of every card is shifted, or is another card's.")
DPI = 200
LONGEST_MARK_MM = 10.0
_PIXEL = PT_PER_INCH / DPI
_NEAR_MM = 10.0  # a partner further off is another one
_SHOWN = 200  # places in the picture
_REMEDY = "Impose both sides for this printer's turn."


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Pages two by two: each copy and each mark has its partner on the other side, and no back stands on its head."""
    if file.page_count % 2:
        return
    turn = f"when the sheet is turned over its {job.printer.turn.replace('-', ' ')}"
    for front in file.pages[::2]:
        sheet, back = file.frames[front - 1].media, file.frames[front].media
        fronts, backs = _copies(file, front), _copies(file, front + 1)
        for what, here, there in (("copies", [one.box for one in fronts], [one.box for one in backs]),
                                  ("marks", _marks(file, front, fronts), _marks(file, front + 1, backs))):
            alone = [*_alone([_mirrored(box, sheet, back, job) for box in here], there),
                     *_alone([_mirrored(box, back, sheet, job) for box in there], here)]
            if alone:
                off = min(_away(box, there) for box in alone)
                by = f" (the nearest is {pt_to_mm(off):.2f} mm off)" if 0 < off < mm_to_pt(_NEAR_MM) else ""
                yield job.found(CODE, front + 1, f"{what} of pages {front} and {front + 1} do not lie behind each other{by} {turn}; "
                                "every back is expected behind its front.", _REMEDY, alone[:_SHOWN])
        places = [_mirrored(one.box, sheet, back, job) for one in fronts]
        upside_down = [there.box for here, place in zip(fronts, places, strict=True) for there in backs
                       if _away(place, [there.box]) < _PIXEL / 2 and not _upright(here.matrix, there.matrix, sheet, job)]
        if upside_down:
            yield job.found(CODE, front + 1, f"{len(upside_down)} backs stand on their heads behind their fronts {turn}; "
                            "each is expected to be read when its front is turned like a page.", _REMEDY, upside_down[:_SHOWN])


def _copies(file: Opened, page: int) -> list[Paint]:
    return [paint for paint in paints(file, page, lambda paint: paint.what == "copy") if paint.box.width > 0 and paint.box.height > 0]


def _marks(file: Opened, page: int, copies: list[Paint]) -> list[Box]:
    return [paint.box for paint in seen(file, page, lambda paint: paint.what == "stroke" and 0 < pt_to_mm(paint.length_pt) <= LONGEST_MARK_MM)
            if min(paint.box.width, paint.box.height) < 1 and not any(paint.box.sticks_out_of(copy.box) <= 0 for copy in copies)]


def _sideways(sheet: Box, job: Job) -> bool:
    """Whether the sheet is turned over an upright edge, so that left becomes right."""
    return (sheet.height >= sheet.width) == (job.printer.turn == "long-edge")


def _mirrored(box: Box, sheet: Box, back: Box, job: Job) -> Box:
    """Where a place of one side lies as seen from the other."""
    if _sideways(sheet, job):
        return Box(back.left + sheet.right - box.right, back.bottom + box.bottom - sheet.bottom,
                   back.left + sheet.right - box.left, back.bottom + box.top - sheet.bottom)
    return Box(back.left + box.left - sheet.left, back.bottom + sheet.top - box.top,
               back.left + box.right - sheet.left, back.bottom + sheet.top - box.bottom)


def _upright(front: Matrix, back: Matrix, sheet: Box, job: Job) -> bool:
    """Whether what is up on the front is up on the back, seen through the paper."""
    across, up = (-back[2], back[3]) if _sideways(sheet, job) else (back[2], -back[3])
    return front[2] * across + front[3] * up > 0


def _alone(places: list[Box], others: list[Box]) -> list[Box]:
    """Places without a partner less than half a pixel away at any edge."""
    return [place for place in places if _away(place, others) >= _PIXEL / 2]


def _away(place: Box, others: list[Box]) -> float:
    """How far the nearest of the others is off, in points, at the edge that is furthest off."""
    return min((max(abs(a - b) for a, b in zip(place, other, strict=True)) for other in others), default=float("inf"))

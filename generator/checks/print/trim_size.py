"""The trimmed item has the size that was ordered; a sheet is as large as the printer's paper.

Tolerance ±0.2 mm, which is what guillotines keep (printing houses' file checks: trim size).
Another size is scaled to fit or sent back.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.box import Box
from generator.checks.print.reading.boxes import box_of
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error
from generator.units import pt_to_mm

KINDS = ("print", "imposed")
CODE = error("T404", "trim-size", "A page of another size is scaled: type shrinks, and QR codes no longer scan.")
TOLERANCE_MM = 0.2


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """All TrimBoxes are the size ordered, or at least alike; a MediaBox is the printer's sheet, upright or across."""
    if job.kind == "imposed":
        size = job.printer.sheet_mm
        wanted = ((size.width, size.height), (size.height, size.width)) if size else ()
    else:
        first = file.trim(1)
        wanted = (job.trim_mm or (pt_to_mm(first.width), pt_to_mm(first.height)),)
    for page in file.pages:
        if job.kind == "print" and box_of(file, page, "TrimBox") is None:
            continue  # told by the check of page boxes
        box = file.frames[page - 1].media if job.kind == "imposed" else file.trim(page)
        if wanted and not any(_fits(box, one) for one in wanted):
            what = "sheet" if job.kind == "imposed" else "trimmed page"
            yield job.found(CODE, page, f"the {what} is {pt_to_mm(box.width):.1f} × {pt_to_mm(box.height):.1f} mm, "
                            f"and {wanted[0][0]:.5g} × {wanted[0][1]:.5g} mm is expected.",
                            "Export at 100 % in the size that was ordered.", [box.inside(file.box(page))])


def _fits(box: Box, size: tuple[float, float]) -> bool:
    return (abs(pt_to_mm(box.width) - size[0]) <= TOLERANCE_MM
            and abs(pt_to_mm(box.height) - size[1]) <= TOLERANCE_MM)

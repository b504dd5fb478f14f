"""Each page has its boxes, one inside the other: MediaBox, BleedBox, TrimBox.

PDF/X-4 (ISO 15930-7, 6.12) asks each page for a TrimBox within the BleedBox within the
MediaBox, and a CropBox, where there is one, must not hide the bleed. A page that says it is turned or scaled
(``/Rotate``, ``/UserUnit``, ISO 32000-1, 7.7.3.3) is measured differently by different software.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.box import Box
from generator.checks.print.reading.boxes import box_of
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error
from generator.units import mm_to_pt, pt_to_mm

KINDS = ("print", "imposed")
CODE = error("T403", "page-boxes", "The printer's software cuts or shifts the page by a box that is wrong.")
TOLERANCE_MM = 0.05  # the rounding of coordinates


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """TrimBox in BleedBox in MediaBox; the CropBox shows all of the bleed; the page is upright at true scale."""
    for page in file.pages:
        frame = file.frames[page - 1]
        trim, bleed = box_of(file, page, "TrimBox"), box_of(file, page, "BleedBox")
        if trim is None and (job.kind == "print" or job.is_x4):
            yield job.found(CODE, page, "there is no TrimBox, and one is expected on each page.",
                            "Export with the page boxes of the trimmed item.")
        nested = [("TrimBox", trim), ("BleedBox", bleed), ("MediaBox", frame.media)]
        known = [(name, box) for name, box in nested if box is not None]
        if bleed is not None:
            known.append(("CropBox", frame.box))
        for (name, box), (outer, around) in zip(known, known[1:], strict=False):
            if name == "MediaBox":
                name, box = "BleedBox", bleed or box
            if box.sticks_out_of(around) > mm_to_pt(TOLERANCE_MM):
                yield job.found(CODE, page, f"the {name} reaches {pt_to_mm(box.sticks_out_of(around)):.2f} mm beyond the {outer}, "
                                "and TrimBox within BleedBox within MediaBox is expected.",
                                "Set the boxes anew when exporting.", [_shown(box, frame.box)])
        if frame.turned:
            yield job.found(CODE, page, "the page is marked as turned or scaled (/Rotate, /UserUnit), and upright in points is expected.",
                            "Export the page upright and at 100 %.")


def _shown(box: Box, page: Box) -> Box:
    return box.inside(page)

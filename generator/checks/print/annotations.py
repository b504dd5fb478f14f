"""No annotation lies on the page or in its bleed.

ISO 15930-7, 6.16: notes, links, form fields and stamps only outside the BleedBox. Whether
an annotation is printed is for each program to decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.box import Box
from generator.checks.print.reading.boxes import box_of
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T435", "annotations", "One program prints a note or a link's frame, and another leaves it out.")
_OF_THE_PRINTER = ("/TrapNet", "/PrinterMark")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Annotations, other than the printer's own, keep out of the BleedBox (of the page, where there is none)."""
    for page in file.pages:
        area = box_of(file, page, "BleedBox") or file.frames[page - 1].media
        boxes = []
        for note in file.pdf.pages[page - 1].obj.get("/Annots", []):
            if note.get("/Subtype") in _OF_THE_PRINTER:
                continue
            left, bottom, right, top = (float(value) for value in note.Rect)
            box = Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))
            if box.left < area.right and box.right > area.left and box.bottom < area.top and box.top > area.bottom:
                boxes.append(box)
        if boxes:
            yield job.found(CODE, page, f"{len(boxes)} annotations (notes, links, fields) lie on the page, and none is expected.",
                            "Export without links, notes and form fields.", boxes)

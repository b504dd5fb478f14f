"""A file for a press is in its four inks: no RGB, no Lab, no spot colour.

What is in another colour space is converted by the printer's software in its own way: RGB
black becomes four inks at close to 300 %, which smears and is refused. Pages, forms,
patterns, soft masks, images, shadings and transparency groups all count. Separations are
All (marks outside the item) and Black only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.paint import Paint
from generator.checks.print.reading.walk import paints
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T411", "colour-space", "Black text in RGB comes out in four inks that shift, and small letters blur.")
THICKEST_MARK_PT = 1.0  #: registration ink prints on every plate: for thin marks only


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Every colour space in use says how much of each of the four inks is laid down."""
    if not job.is_cmyk:
        return
    for page in file.pages:
        wrong: dict[tuple[str, str], list[Paint]] = {}
        registration = []
        for paint in paints(file, page, lambda paint: paint.what not in ("copy", "state") and (
                not paint.ink.space.for_press or paint.ink.space.colorants == ("All",))):
            if not paint.ink.space.for_press:
                wrong.setdefault((paint.ink.space.name, paint.where), []).append(paint)
            elif paint.ink.space.colorants == ("All",) and (
                    job.kind == "print" or paint.what not in ("stroke", "fill") or paint.thin_pt > THICKEST_MARK_PT):
                registration.append(paint.box)
        for (space, where), parts in wrong.items():
            place = "" if where == "page" else f" in a {where}"
            counts = ", ".join(f"{times} × {what}" for what, times in sorted(Counter(part.what for part in parts).items()))
            yield job.found(CODE, page, f"{counts} in {space}{place}, and CMYK or black alone is expected.",
                            "Convert all colours to CMYK; text to black alone (0 0 0 100).",
                            [part.box for part in parts if part.box.width > 0])
        if registration:
            yield job.found(CODE, page, f"{len(registration)} parts are in registration colour (Separation All), "
                            "and only thin marks of a sheet may be.", "Use black alone.", registration)

"""Nowhere do the inks add up to more than the printer's limit.

280 to 320 % on coated paper (ISO 12647-2; the printer's file says which): more does not dry,
smears and comes off on the next sheet. Colours of fills, lines, text and shadings are added
up, and images pixel by pixel; a speck under a thousandth of an image does not count.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.pixels import heaviest_shade, heavy_pixels
from generator.checks.print.reading.walk import seen
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T413", "total-ink", "Too much ink does not dry: it smears on the hand and on the next sheet.")
TOLERANCE_PERCENT = 1.0
_SPECK = 0.001  # of the pixels of an image


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Each colour, and each image, stays within the limit."""
    if not job.is_cmyk:
        return
    limit = job.printer.total_ink_percent
    for page in file.pages:
        heavy = []
        for paint in seen(file, page, lambda paint: paint.what in ("shading", "image") or paint.ink.percent > limit + TOLERANCE_PERCENT):
            percent = paint.ink.percent
            if paint.ink.space.colorants == ("All",):
                continue  # marks: their own check says where they may stand
            if paint.what == "shading":
                percent = heaviest_shade(paint.thing, paint.ink.space)
            elif paint.what == "image":
                share, most = file.once(("ink", paint.thing.objgen if paint.thing.is_indirect else id(paint.thing), limit),
                                        lambda: heavy_pixels(paint.thing, paint.ink.space, limit + TOLERANCE_PERCENT))  # noqa: B023
                percent = most if share > _SPECK else 0.0
            if percent > limit + TOLERANCE_PERCENT:
                heavy.append((percent, paint.box))
        if heavy:
            yield job.found(CODE, page, f"the inks add up to {max(percent for percent, _ in heavy):.0f} %, "
                            f"and at most {limit} % is expected.",
                            "Use lighter or fewer inks; black alone instead of four inks.", [box for _, box in heavy])

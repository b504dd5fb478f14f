"""QR codes are in black ink alone, on bare paper.

In several inks a code gets soft edges as soon as the inks shift; in RGB it becomes four of
them. Asked of the operators that paint into the code's place, not of the rendered page,
where four inks look as black as one. The contrast is measured as well (ISO/IEC 15415).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.box import Box
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.paint import Paint
from generator.checks.print.reading.walk import touching
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T420", "qr-black", "A code in several inks or on a tint is lost when the inks shift or the card is worn.")
BLACK = 64  #: grey value; RGB black renders as 0, black ink alone (CMYK) as 32
WHITE = 250
_INSET = 0.5  # points: what only touches the code's edge is another thing


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """What paints a code is black alone or white, and it renders as black on white."""
    for code, measure in zip(file.codes, file.measures, strict=True):
        place = code.box.grown(-_INSET)
        parts = touching(file, code.page, place)
        # A panel of bare paper hides what lies below it; that it is bare is measured.
        panels = [at for at, paint in enumerate(parts) if _is_panel(paint, place)]
        inks = sorted({_name(paint) for paint in parts[max(panels, default=0):] if not _fits(paint, job)})
        if inks:
            yield job.found(CODE, code.page, f"a QR code is painted in {', '.join(inks)}, and black alone on white is expected.",
                            "Draw the code in black ink alone (0 0 0 100), with nothing behind it.", [code.box])
        elif measure is not None and (measure.lightest_dark > BLACK or measure.darkest_light < WHITE):
            yield job.found(CODE, code.page, f"a QR code is grey {measure.lightest_dark} on {measure.darkest_light} "
                            "(0 is black, 255 white), and black on white is expected.",
                            "Draw the code in black ink alone (0 0 0 100), with nothing behind it.", [code.box])


def _is_panel(paint: Paint, place: Box) -> bool:
    return (paint.what == "fill" and paint.ink.is_none and not paint.overprint and paint.pieces == 1
            and place.sticks_out_of(paint.box) <= 0)


def _fits(paint: Paint, job: Job) -> bool:
    space = paint.ink.space
    if paint.what == "image":
        return not job.is_cmyk or space.family == "DeviceGray" or (space.base is not None and space.base.family == "DeviceGray")
    if paint.what == "shading":
        return False
    if space.family == "Pattern":
        return True  # what the pattern paints is asked itself
    rgb_black = not job.is_cmyk and space.family in ("DeviceRGB", "CalRGB", "ICCBased") and max(paint.ink.values, default=1) == 0
    return paint.ink.is_none or (paint.alpha > 0.99 and (paint.ink.is_black or rgb_black))


def _name(paint: Paint) -> str:
    return f"an image in {paint.ink}" if paint.what == "image" else str(paint.ink)

"""Running text is in black ink alone, or is left out of a coloured ground.

Inks shift against each other by a tenth of a millimetre and more: a thin letter in two inks
gets a coloured edge, in a tint it is broken up into dots. Display text (from the printer's
size on, 9 pt) may be in two inks at most. Reversed out, that is no ink at all, is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.paint import Paint
from generator.checks.print.reading.walk import seen
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T412", "text-ink", "Small letters in several inks blur when the inks shift, and a digit is misread.")
DISPLAY_INKS = 2
OPAQUE = 0.995  # less is a tint
TOLERANCE_PT = 0.005


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Below display size black alone and full; from it on at most two inks."""
    if not job.is_cmyk:
        return
    for page in file.pages:
        glyphs = file.glyphs(page)
        wrong = {}
        for paint in seen(file, page, _is_asked):
            size = 0.0
            if paint.show >= 0:
                sizes = glyphs.size[glyphs.show == paint.show]
                size = float(sizes.min()) if len(sizes) else 0.0
            seen_through = paint.alpha < OPAQUE
            display = size >= job.printer.display_text_pt - TOLERANCE_PT
            if not display or paint.ink.count > DISPLAY_INKS:
                ink = f"{paint.ink} at {paint.alpha:.0%} opacity" if seen_through else str(paint.ink)
                wrong.setdefault((display, ink), []).append((size, paint.box))
        for (display, ink), found in wrong.items():
            expected = (f"at most {DISPLAY_INKS} inks" if display
                        else f"black ink alone (0 0 0 100) below {job.printer.display_text_pt:g} pt")
            yield job.found(CODE, page, f"text of {min(size for size, _ in found):.4g} pt is in {ink}, and {expected} is expected.",
                            "Set it in black alone, or leave it out of a dark ground (no ink).", [box for _, box in found])


def _is_asked(paint: Paint) -> bool:
    """Text that is neither left out nor full black. What is in no ink at all is told by the check of colour spaces."""
    ink = paint.ink
    return paint.what == "text" and not ink.is_none and not (ink.is_black and paint.alpha >= OPAQUE) and ink.space.for_press

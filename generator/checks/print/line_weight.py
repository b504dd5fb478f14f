"""No line is thinner than the printer can hold.

0.25 pt with most printing houses (offset and digital); a line of width 0 is as thin as the
machine can draw, which on a plate setter is invisible. Borders are often painted as narrow
fills and not as strokes, so a fill that is much longer than thick is a line as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.walk import seen
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T410", "thin-line", "A hairline breaks up or vanishes on the press, and a form loses its frame.")
TOLERANCE_PT = 0.005  # the rounding of coordinates


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Strokes and narrow fills are at least the printer's thinnest line."""
    least = job.printer.thinnest_line_pt
    for page in file.pages:
        thin = seen(file, page, lambda paint: paint.thin_pt < least - TOLERANCE_PT)
        if thin:
            yield job.found(CODE, page, f"{len(thin)} lines are as thin as {min(paint.thin_pt for paint in thin):.2f} pt, "
                            f"and at least {least:g} pt is expected.", "Draw them thicker.", [paint.box for paint in thin])

"""Nothing that is left out of a ground is set to overprint.

White that overprints (ISO 32000-1, 8.6.7) adds no ink to what lies below: it shows on the
screen and vanishes on the press. Printing houses' preflight calls it white overprint.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.walk import seen
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T437", "white-overprint", "A white number on a dark ground is there on the screen and gone on paper.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """No text, fill, stroke or mask without ink has overprint switched on."""
    for page in file.pages:
        lost = [paint.box for paint in seen(file, page, lambda paint: (
            paint.overprint and paint.what in ("text", "fill", "stroke", "mask") and paint.ink.is_none))]
        if lost:
            yield job.found(CODE, page, f"{len(lost)} white parts are set to overprint, and vanish on the press.",
                            "Switch overprint off for everything white.", lost)

"""Four modules of bare paper surround each QR code.

ISO/IEC 18004, 6.3.8. Decoders on a desk forgive text or a tint in the quiet zone; the
phones for which this is made do not, so it is measured and not tried out.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.codes import QUIET
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T422", "qr-quiet-zone", "Without bare paper around it a phone does not see where the code begins.")
PAPER = 250  #: grey value; 255 less the rounding of smoothed edges


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """No ink, and no cut, within four modules of the code."""
    for code, measure in zip(file.codes, file.measures, strict=True):
        if measure is not None and measure.quiet < PAPER:
            what = "the edge of the paper lies" if measure.quiet < 0 else f"ink (grey {measure.quiet} of 255) stands"
            yield job.found(CODE, code.page, f"{what} within {QUIET} modules of a QR code, and bare paper is expected.",
                            "Keep text, tints and lines at least 4 modules away from the code.",
                            [code.box.grown(QUIET * code.box.width / code.modules)])

"""A module, the smallest square of a QR code, is at least 0.4 mm wide.

The smallest that passed both readings (300 dpi; 150 dpi blurred by 0.1 mm) was 0.40 mm;
offset ink spreads by some hundredths more. Measured by the ruler at 600 dpi, since a good
decoder forgives what a phone does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T421", "qr-module", "Smaller squares run into each other on paper, and the phone finds no code.")
SMALLEST_MM = 0.4
TOLERANCE_MM = 0.005  # a pixel of the rendering, over the width of a code


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Each code's modules are wide enough, and the code can be measured at all."""
    for code, measure in zip(file.codes, file.measures, strict=True):
        if measure is None or measure.module_mm < SMALLEST_MM - TOLERANCE_MM:
            what = "cannot be measured" if measure is None else f"has modules of {measure.module_mm:.2f} mm"
            yield job.found(CODE, code.page, f"a QR code {what}, and at least {SMALLEST_MM} mm is expected.",
                            "Make the code larger or its address shorter.", [code.box])

"""A module, the smallest square of a QR code, is at least 0.4 mm wide.

The smallest that passed at 300 dpi and, blurred, at 150 dpi on paper-like renderings was
0.40 mm; at 300 dpi with twice the blur 0.45 mm, which is what the templates aim at.
Measured by the ruler at 600 dpi, since a good decoder forgives what a phone does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V322", "qr-module", "Smaller squares run into each other on paper, and the phone finds no code.")
SMALLEST_MM = 0.4
TOLERANCE_MM = 0.005  # a pixel of the rendering, over the width of a code


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each code's modules are wide enough, and the code can be measured at all."""
    for seen, measure in zip(file.codes, file.measures, strict=True):
        if measure is None or measure.module_mm < SMALLEST_MM - TOLERANCE_MM:
            what = "cannot be measured" if measure is None else f"has modules of {measure.module_mm:.2f} mm"
            yield CODE.at(expected.path, seen.page,
                          f"page {seen.page}: the QR code {what}, and at least {SMALLEST_MM} mm is expected.",
                          "Make the code larger or its address shorter (42 bytes fit version 3).",
                          locale=expected.language)

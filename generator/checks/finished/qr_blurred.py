"""Each QR code is still read when it is small and out of focus.

A cheap phone, a hand that trembles, ink that spreads: rendered at 150 dpi and blurred
with a standard deviation of 0.1 mm, the code must be read again. Measured with zxing-cpp
3.1: modules of 0.27 mm still pass, so 0.4 mm (V322) leaves room for a worse decoder.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V321", "qr-blurred", "The code scans in the office and fails on the cheap phone for which it is made.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The blurred reading is the sharp one."""
    for seen, blurred in zip(file.codes, file.blurred, strict=True):
        if blurred != seen.payload:
            yield CODE.at(expected.path, seen.page,
                          f"page {seen.page}: blurred, the QR code reads {blurred or 'nothing'}, "
                          f"and {seen.payload} is expected.",
                          "Make the code larger or its address shorter, black on white.",
                          locale=expected.language)

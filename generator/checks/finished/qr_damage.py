"""No module of a QR code is covered or changed: its error correction is still whole.

Level M repairs about 15% of a symbol (ISO/IEC 18004, 6.5.1). That is for creases and dirt
on the street; a logo or a line over the code uses it up at the desk. ISO/IEC 15415 grades
the unused error correction, which the decoder reports from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V325", "qr-damage", "The first crease or stain makes a code unreadable that is already damaged in print.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """On the fine rendering the decoder had nothing to repair."""
    for seen, measure in zip(file.codes, file.measures, strict=True):
        if measure is not None and measure.unused < 1:
            yield CODE.at(expected.path, seen.page,
                          f"page {seen.page}: {1 - measure.unused:.0%} of the QR code's error correction is used up, "
                          "and an undamaged code is expected.",
                          "Let nothing stand on the code, and draw every module.", locale=expected.language)

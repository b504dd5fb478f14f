"""QR codes are black on white.

ISO/IEC 15415 grades symbol contrast; its best grade is asked for here with room to
spare, since the card will be creased, dirty and read in the dark. Measured at the middle
of every module at 600 dpi: a tint behind the code or a coloured ink shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V324", "qr-contrast", "A grey code on a tint is lost on a worn card and in poor light.")
BLACK = 64  # grey value; RGB black renders as 0, black ink alone (CMYK) as 32
WHITE = 250


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Dark modules are black, light ones the bare paper."""
    for seen, measure in zip(file.codes, file.measures, strict=True):
        if measure is not None and (measure.lightest_dark > BLACK or measure.darkest_light < WHITE):
            yield CODE.at(expected.path, seen.page,
                          f"page {seen.page}: the QR code is grey {measure.lightest_dark} on {measure.darkest_light} "
                          f"(0 is black, 255 white), and black on white is expected.",
                          "Draw it in black alone, on white, with no tint behind it.",
                          locale=expected.language)

"""Four modules of bare paper surround each QR code.

ISO/IEC 18004, 6.3.8. Decoders on a desk forgive text or a tint in the quiet zone; the
phones for which this is made do not, so it is measured and not tried out.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V323", "qr-quiet-zone", "Without bare paper around it a phone does not see where the code begins.")
PAPER = 250  # grey value; 255 less the rounding of smoothed edges


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """No ink, and no edge of the paper, within four modules of the code."""
    for seen, measure in zip(file.codes, file.measures, strict=True):
        if measure is not None and measure.quiet < PAPER:
            what = ("the edge of the paper lies" if measure.quiet < 0
                    else f"ink (grey {measure.quiet} of 255) stands")
            yield CODE.at(expected.path, seen.page,
                          f"page {seen.page}: {what} within 4 modules of the QR code, and bare paper is expected.",
                          "Keep text, tints and lines at least 4 modules away from the code.",
                          locale=expected.language)

"""Every telephone number stands on the page whole, its digits in the order in which they are dialled.

``08000 121 700`` in an Arabic paragraph is drawn as ``700 121 08000`` unless it is
isolated (Unicode UAX #9, rules W and L2; WeasyPrint 70 has no ``unicode-bidi``), and the
text layer says the right order all the same. So only the places of the glyphs count:
digits on one baseline, sorted along the writing direction, sheets upside down included.
A number broken over two lines, or with its digits on each other, is no number.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.numbers import bare, numbers
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V301", "digit-order", "Whoever dials digits in another order reaches a stranger, or nobody.")
_REMEDY = ('Put each number into one element with dir="ltr" and no-break spaces between its groups, '
           "and give it room on one line.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each expected number is found at least once, and nowhere in another order."""
    found = numbers(file, expected)
    for run in found.unknown:
        for phone in expected.phones:
            if sorted(run.text) == sorted(bare(phone)):
                seen = "digits that stand on each other" if run.overlapping else run.shown
                yield CODE.at(expected.path, run.page,
                              f"page {run.page}: {seen} is seen where {phone} is expected.",
                              _REMEDY, locale=expected.language)
                break
    for phone, runs in found.verified.items():
        if not runs:
            yield CODE.at(expected.path, 0,
                          f"{phone} is expected, and it is not seen whole and in order on any page.",
                          _REMEDY, locale=expected.language)

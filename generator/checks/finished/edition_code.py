"""The edition code is printed, in its order from left to right.

By the code an officer finds out what a card on the street says and whether it was
recalled. In a right-to-left page its groups are turned like those of a number unless they
are isolated, so it is looked for by the places of its glyphs.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.numbers import numbers
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "imposed")
CODE = error("V361", "edition-code", "A card without its code cannot be traced when a number on it changes.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The code is seen at least once in the file."""
    if expected.code and not numbers(file, expected).codes:
        yield CODE.at(expected.path, 0,
                      f"the edition code {expected.code} is not seen whole and in order on any page; once is expected.",
                      'Print it in one element with dir="ltr" and no-break spaces between its groups.',
                      locale=expected.language)

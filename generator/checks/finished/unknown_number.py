"""No other number stands on the page.

A run of three digits or more is dialled by somebody in need. Allowed are the numbers of
the facts, the edition code, and what the approved texts themselves contain (a year);
facts come from content/ and never from a translator.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.numbers import bare, numbers
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V302", "unknown-number", "A number that nobody checked may be a wrong one, and it is dialled all the same.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each run of three digits or more is expected. Another order of an expected number is V301."""
    orders = {"".join(sorted(bare(phone))) for phone in expected.phones}
    for run in numbers(file, expected).unknown:
        if "".join(sorted(run.text)) not in orders:
            yield CODE.at(expected.path, run.page,
                          f"page {run.page}: the number {run.shown} is seen, and neither facts nor texts have it; "
                          f"expected are {', '.join(expected.phones) or 'none'}.",
                          "Take it out, or enter it as a fact in content/services/; if it is an expected number "
                          "with something beside it, give it more room.",
                          locale=expected.language)

"""The edition code is printed, in its order from left to right.

By the code an officer finds out what a card on the street says and whether it was
recalled. In a right-to-left page its groups are turned like those of a number unless they
are isolated, so it is looked for by the places of its glyphs. A mistyped copy of it on
one of the cards of a sheet is looked for too.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.numbers import bare, numbers
from generator.checks.finished.reading.runs import visual_runs
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V361", "edition-code", "A card without its code cannot be traced when a number on it changes.")


_NEAR = 3  # characters that may differ in what is still meant to be this code


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The code is seen at least once in the file, and nowhere almost."""
    if not expected.code:
        return
    remedy = 'Print it in one element with dir="ltr", with no-break spaces between its groups.'
    if not numbers(file, expected).codes:
        yield CODE.at(expected.path, 0,
                      f"the edition code {expected.code} is not seen whole and in order on any page; once is expected.",
                      remedy, locale=expected.language)
    for page in file.pages:
        for seen in sorted(set(_almost(file, page, bare(expected.code)))):
            yield CODE.at(expected.path, page,
                          f"page {page}: {seen} is seen where the edition code {expected.code} is expected.",
                          remedy, locale=expected.language)


def _almost(file: Opened, page: int, code: str) -> Iterator[str]:
    """Whatever stands on the page that differs from the code in a few places."""
    alphabet = frozenset(code) | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    for run in visual_runs(file.glyphs(page), lambda text: set(text) <= alphabet):
        if code in run.text:
            continue
        for start in range(len(run.text) - len(code) + 1):
            part = run.text[start:start + len(code)]
            if sum(one != other for one, other in zip(part, code, strict=True)) <= _NEAR:
                yield part

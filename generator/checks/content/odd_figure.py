"""Numbers are printed in 0-9: a figure of another script, raised or in a circle, prints as another one or turned round.

So does one with a mark on it, which strikes it out or crowns it. It would stand in the
English, which each translation must follow, or in a name that is printed as it is in
every language.
"""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from generator.catalog.letters import shown
from generator.checks.content import Content
from generator.checks.figures import is_odd, printed_english
from generator.problem import Problem, error

CODE = error("C340", "odd-figure", "a figure that is none of 0-9 is misread, misprinted, or not dialled")


def check(content: Content) -> Iterator[Problem]:
    """An error for each English text and each name with a figure that is none of 0-9, or with a mark on one."""
    for one in printed_english(content.library):
        if odd := "".join(dict.fromkeys(filter(is_odd, one.words))):
            yield CODE.at(one.path, one.line, f"“{shown(odd, 20)}” in this {one.what} is a figure and none of 0-9.", "Write it with 0-9, or as a word.",
                          context=one.context)
        for mark in dict.fromkeys(_marks(one.words)):
            yield CODE.at(one.path, one.line, f"U+{ord(mark):04X} {unicodedata.name(mark, '')} stands on a figure in this {one.what}.", "Delete it.",
                          context=one.context)


def _marks(words: str) -> list[str]:
    """Marks on a digit, or on the last digit of what is put in."""
    return [mark for before, mark in pairwise(words) if before in "0123456789}" and unicodedata.category(mark)[0] == "M"]

"""Numbers are printed in 0-9: a figure of another script, raised or in a circle, prints as another one or turned round.

It would stand in the English, which each translation must follow, or in a name that is
printed as it is in every language.
"""

from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.checks.content import Content
from generator.checks.figures import is_odd, printed_english
from generator.problem import Problem, error

CODE = error("C340", "odd-figure", "a figure that is none of 0-9 is misread, misprinted, or not dialled")


def check(content: Content) -> Iterator[Problem]:
    """An error for each English text and each name with a figure that is none of 0-9."""
    for one in printed_english(content.library):
        if odd := "".join(dict.fromkeys(filter(is_odd, one.words))):
            yield CODE.at(one.path, one.line, f"“{shown(odd, 20)}” in this {one.what} is a figure and none of 0-9.", "Write it with 0-9, or as a word.",
                          context=one.context)

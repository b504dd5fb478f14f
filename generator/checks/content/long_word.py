"""A word that no line can hold is cut at the edge of the card, without a warning of the typesetter."""

import re
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import PLACEHOLDER, printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E222", "long-word", "a word that is cut takes the number behind it along")
ALONE = True

#: Characters. The longest word of our catalogs has 18; agglutinating languages reach 44.
LONGEST = 50
_BREAKS = re.compile("[ \u200b/\u2010\u2013\u2014-]+")  # a line may end at these; not at a no-break space

EXAMPLES = (
    Example("hu", "A long word.", "Megszentségteleníthetetlenségeskedéseitekért.", False),
    Example("ro", "A long word.", "ajutor" * 9, True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with such a word, where the locale has spaces between words."""
    for one in printable(content.library, content.catalogs):
        if not one.has_word_spaces:
            continue
        long = next((w for w in _BREAKS.split(PLACEHOLDER.sub(" ", one.said)) if len(w) > LONGEST), "")
        if long:
            yield one.problem(CODE, f"has a word of {len(long)} characters: “{shown(long, 20)}”.", "Put spaces between words.")

"""No kashida: the stroke that stretches a word in Arabic script is no letter, and the typesetter needs none.

A search does not find a word with it, a screen reader stumbles, and it makes a line
longer that has no room to spare. Standing alone, as some write a dash, it is left.
"""

import re
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, warning

CODE = warning("E507", "kashida", "a stretched word is not found by a search and is misread aloud")
ALONE = True

_STRETCHED = re.compile("\\S*(?:\\w\u0640|\u0640\\w)\\S*")

EXAMPLES = (
    Example("ar", "Help", "مساعدة", bad=False),
    Example("ar", "Help", "مســـاعدة", bad=True),
    Example("ar", "Yes or no", "نعم ـ لا", bad=False),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for the first stretched word of each translation."""
    for one in printable(content.library, content.catalogs):
        found = _STRETCHED.search(one.said)
        if found:
            yield one.problem(CODE, f"has a stretched word: “{shown(found[0], 40)}”.", "Take the stroke ـ (U+0640) out.")

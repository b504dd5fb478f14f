"""One translation for two English texts: one of the two was pasted into the wrong place, or a difference was lost.

Two texts of one edition then say the same, and what the other one should have said
is missing. Texts that say nearly the same in English may fall together: a waiver
in content/waivers/ says so.
"""

import functools
from collections.abc import Iterator

from generator.catalog.printable import Printable, printable
from generator.checks.content import Content
from generator.problem import Problem, warning

CODE = warning("E504", "same-translation", "a text in the wrong place says nothing where it is needed")

LETTERED = 20_000  #: texts that are remembered: the English of all languages is the same
#: Capitals aside, what may differ.
_NONE = dict.fromkeys(map(ord, " .:!?\u00a0\u202f؟۔।።。：！？፦"))


def check(content: Content) -> Iterator[Problem]:
    """A warning for each translation that stands already for another English text."""
    first: dict[tuple[str, str], Printable] = {}
    for one in printable(content.library, content.catalogs):
        said = letters(one.said)
        before = first.setdefault((one.locale.tag, said), one)
        if before is not one and said and letters(before.english) != letters(one.english):
            yield one.problem(CODE, f"says the same as {before.entry.context}, and the English does not.",
                              "Look which of the two is in the wrong place.")


@functools.lru_cache(LETTERED)
def letters(text: str) -> str:
    """The text without what may differ: capitals, spaces, signs at the ends of sentences."""
    return text.casefold().translate(_NONE)

"""A word that stands twice is a slip of the hand, in languages that do not double words on purpose.

Indonesian, Filipino, Thai, Vietnamese, Chinese, Tamil, the languages of northern
India, Persian, Kurdish, Turkish, Somali, Oromo and those of Ethiopia do: each, slowly
and one by one are said so. They are not judged.
"""

import re
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, warning

CODE = warning("E508", "double-word", "a slip of the hand in one place makes the reader doubt the rest")
ALONE = True

_JUDGED = frozenset("ar bg cs cy es fr hu lt lv pl pt ro ru sk sq uk".split())
_GRAMMAR = {"fr": {"nous", "vous"}, "ro": {"rând"}, "pt": {"pouco"}, "es": {"poco"}}  # vous vous taisez
_TWICE = re.compile(r"(?<![\w-])([^\W\d_]+)\s+\1(?![\w-])", re.IGNORECASE)

EXAMPLES = (
    Example("ro", "You can call.", "Puteți puteți suna.", bad=True),
    Example("pl", "The police and the doctor", "Policja i i lekarz", bad=True),
    Example("vi", "Always", "luôn luôn", bad=False),
    Example("ro", "You can call.", "Puteți suna.", bad=False),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for the first doubled word of each translation."""
    for one in printable(content.library, content.catalogs):
        if one.locale.tag not in _JUDGED:
            continue
        word = next((found[1] for found in _TWICE.finditer(one.said)
                     if found[1].casefold() not in _GRAMMAR.get(one.locale.tag, ())), "")
        if word and not _TWICE.search(one.english):
            yield one.problem(CODE, f"says “{shown(word, 30)}” twice.", "Take one away.")

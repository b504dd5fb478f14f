"""Letters are written in one piece where Unicode has one (NFC): ș is one character, not s with a mark beside it.

Two spellings of one letter look the same and are different for a search, for the
hash of a sign-off, and for a font that has only one of them. Letters that keyboards write
in one piece and NFC takes apart (Bengali য়, Gurmukhi ਸ਼), and the order of Arabic marks, are left.
"""

import unicodedata
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, warning

CODE = warning("E510", "letters-in-pieces", "a mark can fall beside its letter, and a search does not find the word")
ALONE = True

EXAMPLES = (
    Example("vi", "The police", "Cảnh sát", bad=False),
    Example("vi", "The police", "Ca\u0309nh sa\u0301t", bad=True),
    Example("ro", "Police", "Polit\u0326ia", bad=True),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for each translation that has a letter in pieces."""
    for one in printable(content.library, content.catalogs):
        word = next((word for word in one.said.split() if len(unicodedata.normalize("NFC", word)) < len(word)), "")
        if word:
            yield one.problem(CODE, f"has letters in pieces: “{shown(word, 40)}”.",
                              "Type the word anew, or let a text editor compose it (Unicode NFC).")

"""No English in a translated item, except names, the short form NRM and what is declared bilingual.

Where a script is not Latin, any Latin word is one left behind; in Latin scripts a whole
sentence of more than two letters that is still the English can be told, and three words of it in a row.
"""

import re
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import Printable, printable
from generator.checks.content import Content
from generator.checks.content.address_changed import addresses
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E220", "english-left", "a word that the reader cannot read is a word missing")
ALONE = True

#: So short a word may be the same in two languages: Spanish says “No” too.
SHARED = 2
#: So many words of the English in a row, names left out, are no chance; “no” and “a” are words of many languages.
_ROW, _LETTERS = 3, 8

_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_IN_A_ROW = re.compile(rf"(?<![\w-])(?=((?:(?:[a-z]+|I) ){{{_ROW - 1}}}[a-z]+)(?![\w-]))")

EXAMPLES = (
    Example("ro", "Ask for the NRM.", "Cereți NRM.", False),
    Example("ro", "You can ask for help.", "You can ask for help", True),
    Example("es", "No", "No", False),
    Example("ro", "Ask about each of them.", "Întrebați about each of them.", True),
    Example("fil", "Ask for Bed and Breakfast House.", "Itanong ang Bed and Breakfast House.", False),
    Example("ar", "What is the NRM?", "ما هو NRM؟", False),
    Example("th", "Call now.", "โทร now", True),
    Example("th", "See gov.uk/help.", "ดูที่ gov.uk/help", False),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation that is still English or holds Latin words in another script."""
    # A part of England may keep its English name, wherever it is named.
    names = {word for text in content.library.texts.values() if text.is_name
             for word in _LATIN_WORD.findall(text.english) if word[0].isupper()}
    for one in printable(content.library, content.catalogs):
        left = []
        if "Latn" not in one.scripts:
            left = [w for w in _LATIN_WORD.findall(_without_addresses(one)) if w not in names]
            left = [] if one.text.is_name and one.said == one.english else left
        elif not one.text.is_name and _letters(one.said) == _letters(one.english) and len(_letters(one.said)) > SHARED:
            left = [one.english]
        elif not one.text.is_name:
            left = _row(one)
        if left:
            yield one.problem(CODE, f"still holds English: “{shown(left[0], 40)}”.", "Translate it.")


def _without_addresses(one: Printable) -> str:
    """The translation without the addresses that it has to copy."""
    text = one.own_words
    for address in addresses(one.english):
        text = text.replace(address, " ")
    return text


def _row(one: Printable) -> list[str]:
    """The first words of the English in a row that the translation holds too."""
    said = set(_IN_A_ROW.findall(_without_addresses(one)))
    return [row for row in _IN_A_ROW.findall(one.english) if row in said and len(row) >= _LETTERS + _ROW - 1][:1]


def _letters(text: str) -> str:
    """The sentence without what a careless hand changes: capitals, spaces, signs at the end."""
    return "".join(c for c in text.casefold() if c.isalpha())

"""A translator never types a number. The digits of a translation, of any script, are those of the English.

Numbers are always printed in 0-9: others print reversed in right-to-left text.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from generator.checks.content import Content
from generator.problem import Problem, error

CODE = error("E212", "digits-differ", "a number typed into a translation can be wrong, and nobody would know")


def _digits(text: str) -> Counter[str]:
    return Counter(str(unicodedata.digit(c)) for c in text if unicodedata.category(c) == "Nd")


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation whose digits are not those of the English, or not 0-9."""
    for tag, catalog in content.catalogs.items():
        for entry in catalog.entries.values():
            if entry.fuzzy or not entry.translation or entry.context not in content.library.texts:
                continue
            if _digits(entry.english) != _digits(entry.translation):
                message, remedy = "The digits differ from the English.", "Numbers come from content/: keep the {…} of the English."
            elif any(unicodedata.category(c) == "Nd" and c not in "0123456789" for c in entry.translation):
                message, remedy = "A digit is not one of 0-9.", "Write it with 0-9."
            else:
                continue
            yield CODE.at(catalog.path, entry.line, f"{entry.context}: {message}", remedy,
                          locale=tag, context=entry.context)

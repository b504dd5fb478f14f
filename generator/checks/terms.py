"""Floor 7. Whether a term of the glossary stands in a text, however it is inflected."""

from __future__ import annotations

import functools
import re
import unicodedata

#: Words of the same English term: refers, referred, co-ordinators. Not referral, which is another.
_ENDINGS = "(?:s|es|ed|red|ing|ring)?"


@functools.cache
def _english(term: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(_plain(term))}{_ENDINGS}\b")


@functools.cache
def _stem(stem: str, begins_a_word: bool) -> re.Pattern[str]:
    alternatives = [r"\S*\s+".join(map(re.escape, one.split())) for one in _plain(stem).split(" / ")]
    return re.compile((r"(?<!\w)" if begins_a_word else "") + f"(?:{'|'.join(alternatives)})")


def says_english(term: str, english: str) -> bool:
    """Whether the English text uses this term."""
    return bool(_english(term).search(_plain(english)))


def says(stem: str, text: str, begins_a_word: bool = False) -> bool:
    """Whether the text has this stem: each word of it begins a word there; “ / ” parts alternatives.

    In scripts that write articles and prepositions onto the word the first one may
    stand inside a word.
    """
    return bool(_stem(stem, begins_a_word).search(_plain(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()

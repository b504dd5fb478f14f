"""Floor 7. Figures as a reader takes them: digits of any script, raised, in circles, or within one sign with a word (㏳ is 20日)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from generator.catalog.printable import PLACEHOLDER
from generator.model.library import Library

DIALLED = "+*#\u066d"  #: signs that a telephone dials, and the Arabic star
_LOOKS_LIKE_ONE = "OoIl|ОоІӀΟοΙ"  #: Latin, then Cyrillic and Greek
_BESIDE = re.compile(r"[0-9][^\w{}]{0,2}(?=\{[^{}]*\})|(?<=\})[^\w{}]{0,2}[0-9]")


@cache
def figures(character: str) -> str:
    """The digits 0-9 that a character is read as; empty for none, and for figures that are not decimal, such as Ⅳ."""
    if character.isascii():
        return character if character.isdigit() else ""
    return "".join(str(unicodedata.decimal(c)) for c in unicodedata.normalize("NFKC", character) if c.isdecimal())


@cache
def is_odd(character: str) -> bool:
    """Whether a character is read as a figure and is none of 0-9."""
    return not character.isascii() and (unicodedata.category(character)[0] == "N" or bool(figures(character)))


@cache
def plain_sign(character: str) -> str:
    """A sign that is dialled in its plain form (＋ and ₊ are +); any other character as it is."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain in DIALLED else character


def beside(text: str, facts: Mapping[str, str]) -> list[str]:
    """Each digit that would be read as a part of what is put in beside it (“1{phone}”, “{phone} 24”), and each letter
    that looks like a digit and touches a telephone number (“{phone}O”); ``facts``: what the placeholders stand for."""
    found = _BESIDE.findall(text)
    for place in PLACEHOLDER.finditer(text):
        if facts.get(place[1], "").endswith(".phone"):
            found += [c for c in (text[:place.start()][-1:], text[place.end():][:1]) if c and c in _LOOKS_LIKE_ONE]
    return found


class Printed(NamedTuple):
    """Words of content/ that are printed as they are."""

    words: str
    path: str
    line: int
    context: str  #: of the text that they are, or in which they stand; empty for a name beside its number
    what: str  #: text | name


def printed_english(library: Library) -> Iterator[Printed]:
    """Every English text, and every name that is printed in all languages, once for each text in which it stands."""
    bound = defaultdict(list)
    for text in library.texts.values():
        yield Printed(text.english, text.path, text.line, text.context, "text")
        for fact in text.facts.values():
            bound[fact].append(text.context)
    for service in library.services.values():
        for context in ("", *bound[f"{service.id}.name"]):
            yield Printed(service.name, *library.place("services", service.id, "name"), context, "name")
    for locale in library.locales.values():
        for key in ("english_name", "say", "endonym"):
            if name := getattr(locale, key):
                yield Printed(name, *library.place("locales", locale.tag, key), "", "name")

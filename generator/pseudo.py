"""Floor 2. Pseudo-locales: the English in other letters, made as it is needed and kept in no file.

Who designs a page reads English; a text that is too long, a template that sets a
sentence of its own, a line that takes left for right show in these before a
translator has written a word. ``en-XA`` is accented, in brackets and longer;
``ar-XB`` is in Arabic letters, right to left; ``ur-XC`` in Nastaliq, the tallest
of our scripts. The letters of each alphabet stand for those of English one for
one, so that whoever knows the English can find the sentence.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.catalog.printable import PLACEHOLDER, printable
from generator.model.catalog import Catalog, Entry
from generator.model.content import Gettext, Locale
from generator.model.library import Library

ACCENTED, RIGHT_TO_LEFT, TALL = TAGS = ("en-XA", "ar-XB", "ur-XC")
PATH = "locales/messages.pot"  #: what a problem names: all of it is the English

Growth = tuple[float, float, float, float]  #: one factor for each class of length

CLASSES = (10, 20, 50)  #: characters of the English, placeholders aside: up to 10, 20, 50, and longer
#: Of translations in general, 95th percentile. A table for designers, far wider than our own catalogs.
WIDE: Growth = (3.0, 2.1, 1.7, 1.5)
PERCENTILE = 0.95

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: One character for each, all in Noto Sans. None is what UTF-8 read as Windows-1252 leaves behind (š, ž, â).
_ACCENTS = str.maketrans(_LETTERS + _LETTERS.upper(),
                         "áƀćđéƒĝĥíĵķĺɱñóþɋŕśţúṽŵẋýź" "ÁƁĆĐÉƑĜĤÍĴĶĹṀÑÓÞɊŔŚŢÚṼŴẊÝŹ")
#: Often for often and seldom for seldom, so that words are as wide and join as much as real ones.
_BY_USE = "etaoinshrdlucmwfgypbvkjxqz"
_ARABIC = dict(zip(_BY_USE, "اليمونرتبهدعسفكقحجشطصخزثضغ", strict=True))
_URDU = dict(zip(_BY_USE, "ایرنکولمہتسبدپجگٹچھشخقزعفح", strict=True))
_SIGNS = {",": "،", ";": "؛", "?": "؟"}
_FILLER = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BRACKETS = "«»"  #: [] would be a note between translators


@dataclass(frozen=True)
class _Kind:
    tag: str
    like: str  #: the locale whose fonts, leading and sizes it has
    name: str


_KINDS = (_Kind(ACCENTED, "en", "Pseudo (accented)"), _Kind(RIGHT_TO_LEFT, "ar", "Pseudo (right to left)"),
          _Kind(TALL, "ur", "Pseudo (Nastaliq)"))


def real_growth(library: Library, catalogs: Mapping[str, Catalog]) -> Growth:
    """The 95th percentile of what our own translations are longer than their English, class by class."""
    seen: list[list[float]] = [[] for _ in WIDE]
    for one in printable(library, catalogs):
        length = own_length(one.english)
        if one.locale.tag not in TAGS and not one.text.is_name and length:
            seen[_class(length)].append(own_length(one.said) / length)
    return tuple(max(1.0, sorted(found)[math.ceil(PERCENTILE * len(found)) - 1]) if found else wide  # type: ignore[return-value]
                 for found, wide in zip(seen, WIDE, strict=True))


def pseudo_library(library: Library) -> Library:
    """The library with the three locales added; every area is made in these and in no other.

    An area gives up its own address: what is printed on a page that nobody is to
    get must not lead anywhere.
    """
    locales = {kind.tag: _locale(kind, library.locales[kind.like]) for kind in _KINDS if kind.like in library.locales}
    areas = {name: area.model_copy(update={"locales": dict.fromkeys(locales, 0), "address": None, "address_renews_on": None})
             for name, area in library.areas.items()}
    return replace(library, locales={**library.locales, **locales}, areas=areas)


def pseudo_catalogs(library: Library, growth: Growth = WIDE) -> dict[str, Catalog]:
    """A catalog for each pseudo-locale, of all texts of the library."""
    return {tag: Catalog(tag, PATH, {text.context: Entry(text.context, text.english, pseudo(tag, text.english, growth), 0)
                                     for text in library.texts.values()}) for tag in TAGS}


def pseudo(tag: str, english: str, growth: Growth = WIDE) -> str:
    """One sentence. Placeholders, digits and their order stay; a text without a letter stays as it is."""
    parts = PLACEHOLDER.split(english)
    if not any(c.isalpha() for part in parts[::2] for c in part):
        return english
    said = "".join("{" + part + "}" if i % 2 else _written(tag, part) for i, part in enumerate(parts))
    return _grown(said, growth[_class(own_length(english))] * own_length(english)) if tag == ACCENTED else said


def own_length(text: str) -> int:
    """Characters that take room of their own: no placeholders, and no marks above and below."""
    return sum(unicodedata.category(c) != "Mn" for c in PLACEHOLDER.sub("", text))


def _class(length: int) -> int:
    return next((i for i, most in enumerate(CLASSES) if length <= most), len(CLASSES))


def _locale(kind: _Kind, like: Locale) -> Locale:
    plurals = like.gettext or Gettext(nplurals="2", plural="(n != 1)")  # type: ignore[arg-type]
    return like.model_copy(update={"tag": kind.tag, "english_name": kind.name, "say": None, "text": "full", "gettext": plurals, "voice": None,
                                   "endonym": pseudo(kind.tag, like.english_name, (1.0,) * 4)})  # type: ignore[arg-type]


def _written(tag: str, text: str) -> str:
    if tag == ACCENTED:
        return text.translate(_ACCENTS)
    letters = _ARABIC if tag == RIGHT_TO_LEFT else _URDU
    written = ""
    for character, following in zip(text, text[1:] + " ", strict=False):
        # Greatest care with what stands before a digit: 1,000 is one number.
        if character in _SIGNS and not following.isdigit():
            written += _SIGNS[character]
        elif character == "." and tag == TALL and following == " ":
            written += "۔"
        elif character.isalpha():
            base = unicodedata.normalize("NFKD", character)[0].lower()
            written += letters.get(base, letters["a"])
        elif unicodedata.category(character)[0] != "M":  # its letter has become another
            written += character
    return written


def _grown(said: str, wanted: float) -> str:
    missing = math.ceil(wanted - 1e-9) - own_length(said) - len(_BRACKETS)
    more = ""
    for word in itertools.cycle(_FILLER):
        if len(more) >= missing:
            break
        more += " " + word.translate(_ACCENTS)
    more = more[:max(0, missing)]
    if more.endswith(" "):
        more = more[:-1] + "é"
    return _BRACKETS[0] + said + more + _BRACKETS[1]

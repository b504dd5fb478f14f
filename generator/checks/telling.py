"""Floor 7. Words that tell what an item is: slavery, trafficking, victim, police, exploitation, in every language.

They stand in content/glossary/ under ``telling``, as ``word`` (whole), ``word-`` (and all that begins
so) or ``-word-`` (inside another too, where articles and prepositions are written on). Capitals are
matched as they stand: NRM. A person who writes or reads in a hurry leaves marks out, so both sides
are compared without them, without joiners, and with one letter for each that looks the same.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.catalog.printable import JOINERS, is_letter
from generator.model.library import Library
from generator.pseudo import TAGS, pseudo

SOURCE = "en"
EMERGENCY = "999"  #: beside it, and nowhere else outside, the police may be named (safety rule 7)
BESIDE_IT = frozenset({"police"})  #: terms of the glossary that may

#: Marks of Latin, Cyrillic and Arabic letters, the dot below of Indic ones, and what shows nothing at all.
#: Vowel signs of Indic, Thai and Ethiopic scripts stay: they make other words.
_DROPPED = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u093c\u09bc\u0a3c\u0640\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
#: One letter for each that is written for another: the alphabets of Arabic, the homophones of Amharic, dotless i.
_ONE_FOR = str.maketrans({
    "ı": "i", "ł": "l", "đ": "d", "ø": "o", "’": "'", "ʼ": "'", "‘": "'", "ʻ": "'", "‐": "-", "‑": "-",
    **dict.fromkeys("ىیےېۍ", "ي"), "ێ": "ي", **dict.fromkeys("ةہھەۀۂ", "ه"), **dict.fromkeys("کڪ", "ك"), "ګ": "گ",
    **dict.fromkeys("ٱ", "ا"), **dict.fromkeys("ۆۇۋ", "و"), "ڵ": "ل", "ڕ": "ر",
    **{chr(other + n): chr(kept + n) for other, kept, count in (
        (0x1210, 0x1200, 7), (0x1280, 0x1200, 7), (0x1220, 0x1230, 8), (0x12D0, 0x12A0, 7), (0x1340, 0x1338, 7)) for n in range(count)},
    "ኰ": "ኮ", "ጐ": "ጎ", "ቈ": "ቆ", "ኈ": "ሆ"})
_RUN_ON = ("CJK", "THAI", "LAO", "KHMER", "MYANMAR")  #: scripts, by the name of a letter, without spaces between words


@functools.lru_cache(4096)
def folded(text: str) -> str:
    """A text as words are compared: no case, no marks, no joiners, one letter for each that looks the same."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", plain).translate(_ONE_FOR)).translate(_ONE_FOR)


@functools.lru_cache(4096)
def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("’", "'").translate(dict.fromkeys(map(ord, JOINERS + "\u00ad\u200b\u2060")))


def _small(text: str) -> str:
    return _plain(text).casefold()


@dataclass(frozen=True)
class Word:
    """One entry of a list."""

    term: str  #: of the glossary
    entry: str  #: as written there
    tag: str

    @cached_property
    def _core(self) -> str:
        return self.entry.strip("-")

    @cached_property
    def _exact(self) -> bool:
        return self.tag == SOURCE and self._core != self._core.casefold()

    @property
    def compared(self) -> Callable[[str], str]:
        """How a text is read for this word."""
        # English has no marks of its own: poliçe must not become police.
        return _plain if self._exact else _small if self.tag == SOURCE else folded

    def _as_compared(self, text: str) -> str:
        return self.compared(text)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Where it could stand in such a text: what is beside it is looked at besides."""
        return re.compile(self.source)

    @cached_property
    def source(self) -> str:
        """The pattern as written."""
        return r"[\s-]+".join(re.escape(self._as_compared(part.strip("-"))) + (r"\w*?" if part.endswith("-") else "") for part in self.entry.split())

    @cached_property
    def _runs_on(self) -> bool:
        return any(unicodedata.name(c, "").startswith(_RUN_ON) for c in self._core)

    def stands_in(self, text: str) -> bool:
        """Whether the word stands in a text of people."""
        compared, runs_on = self._as_compared(text), self._runs_on
        for found in self.pattern.finditer(compared):
            before, after = compared[:found.start()][-1:], compared[found.end():][:1]
            begins = runs_on or self.entry.startswith("-") or not (before and is_letter(before))
            # What ends before a vowel sign ends inside a letter.
            ends = self.entry.endswith("-") or not after or (not unicodedata.category(after).startswith("M") if runs_on else not is_letter(after))
            if begins and ends:
                return True
        return False

    def stands_in_name(self, name: str) -> bool:
        """Whether the word stands in the name of a file or an address: small letters, words run together."""
        return self._in_name is not None and self._in_name.search(_ascii(name)) is not None

    @cached_property
    def _in_name(self) -> re.Pattern[str] | None:
        core = _ascii(self._core)
        if self._exact or not core.isascii() or len(core) < 3:  # noqa: PLR2004 - two letters stand in everything
            return None
        if self.tag == SOURCE:
            return re.compile(re.escape(core))
        ends = "" if self.entry.endswith("-") else "(?![a-z0-9])"
        return re.compile(rf"(?<![a-z0-9]){re.escape(core).replace(' ', '-?')}{ends}")


def _ascii(text: str) -> str:
    return folded(text).replace("_", "-")


class Telling:
    """All lists of one library."""

    def __init__(self, words: Mapping[str, tuple[Word, ...]], names: tuple[str, ...] = ()):
        self.words, self.names = words, names
        self._together: dict[str, list[tuple[Callable[[str], str], re.Pattern[str]]]] = {}

    @classmethod
    def of(cls, library: Library) -> Telling:
        """Of the glossary, for the pseudo-locales too; and the services' own names and sites."""
        words: dict[str, list[Word]] = {}
        for term in library.glossary.values():
            for tag, entries in term.telling.items():
                words.setdefault(tag, []).extend(_word(term.id, entry, tag) for entry in entries)
            for tag in TAGS:
                words.setdefault(tag, []).extend(_pseudo(term.id, entry, tag) for entry in term.telling.get(SOURCE, ()))
        contacts = {f"{area.id}-{slot}" for area in library.areas.values() for slot in area.contacts}  # their names have a check of their own
        names = {name for service in library.services.values() if service.id not in contacts
                 for name in (service.name, service.web.site if service.web else "") if len(name.split()) > 1 or "." in name or name.isupper()}
        return cls({tag: tuple(found) for tag, found in words.items()}, tuple(sorted(names)))

    def in_text(self, tag: str, text: str, besides: frozenset[str] = frozenset()) -> str:
        """The first entry that tells in a text of this language, English words among it; empty where none does.

        ``besides``: terms that may stand here.
        """
        if any(pattern.search(compared(text)) for compared, pattern in self._any_of(tag)):
            for word in self._of(tag):
                if word.term not in besides and word.stands_in(text):
                    return word.entry
        return self._name_in(_plain(text))

    def _any_of(self, tag: str) -> list[tuple[Callable[[str], str], re.Pattern[str]]]:
        """All words of a language in one pattern for each way of reading: most texts have none, and each word need not be looked for."""
        if tag not in self._together:
            ways: dict[Callable[[str], str], list[str]] = {}
            for word in self._of(tag):
                ways.setdefault(word.compared, []).append(f"(?:{word.source})")
            self._together[tag] = [(compared, re.compile("|".join(patterns))) for compared, patterns in ways.items()]
        return self._together[tag]

    def _name_in(self, plain: str) -> str:
        if not self._any_name.search(plain):
            return ""
        return next((name for name in self.names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)), "")

    @cached_property
    def _any_name(self) -> re.Pattern[str]:
        return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in self.names) or "(?!)")

    def in_name(self, name: str) -> str:
        """The first entry of any language that tells in the name of a file, or in an address."""
        return next((word.entry for tag, words in self.words.items() if tag not in TAGS for word in words if word.stands_in_name(name)), "")

    def in_any(self, text: str) -> str:
        """The first entry of any language that tells in a text whose language nobody knows, such as a name."""
        return next((found for tag in self.words if tag not in TAGS and (found := self.in_text(tag, text))), "")

    def _of(self, tag: str) -> Iterator[Word]:
        yield from self.words.get(tag, ())
        if tag != SOURCE:
            yield from self.words.get(SOURCE, ())


@functools.cache
def _word(term: str, entry: str, tag: str) -> Word:
    """Its pattern is made once, however often the lists are asked for."""
    return Word(term, entry, tag)


@functools.cache
def _pseudo(term: str, entry: str, tag: str) -> Word:
    core = entry.strip("-")
    return Word(term, entry.replace(core, pseudo(tag, core, (0.0,) * 4).strip("«»")), tag)

"""Floor 1. Which translations could be printed, and what their words are made of: the ground of the checks."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.catalog import Catalog, Entry
from generator.model.content import Locale
from generator.model.library import Library, Text
from generator.problem import Code, Problem

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SHORT_FORMS = frozenset({"NRM"})  # heard and seen by everybody who meets it, in every language
JOINERS = "\u200c\u200d"

#: Scripts of a locale whose name is not that of its letters in Unicode.
_LETTERS = {"Hans": {"Hani", "Bopo"}, "Hant": {"Hani", "Bopo"}, "Jpan": {"Hani", "Hira", "Kana"},
            "Kore": {"Hang", "Hani"}}
#: Written without spaces: a word in letters of another script may touch theirs.
_NO_SPACES = frozenset({"Hani", "Bopo", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr"})
_NEUTRAL = frozenset({"Zyyy", "Zinh", "Zzzz"})
_NO_SCRIPT = _NEUTRAL | {""}
CHARACTERS = 20_000  #: whose nature is remembered: some thousand stand in all catalogs together, each a hundred times
_NOT_THEIR_OWN = re.compile(rf"{PLACEHOLDER.pattern}|{'|'.join(sorted(SHORT_FORMS))}")


@dataclass(frozen=True)
class Printable:
    """One translation that the join would print, with all it belongs to."""

    locale: Locale
    catalog: Catalog
    text: Text
    entry: Entry

    @property
    def english(self) -> str:
        """What it translates."""
        return self.text.english

    @property
    def said(self) -> str:
        """The translation."""
        return self.entry.translation

    @property
    def own_words(self) -> str:
        """The translation without placeholders and the short forms of English."""
        return _NOT_THEIR_OWN.sub(" ", self.said)

    @property
    def scripts(self) -> frozenset[str]:
        """The scripts in which this locale is written."""
        return frozenset(_LETTERS.get(self.locale.script, {self.locale.script}))

    @property
    def has_word_spaces(self) -> bool:
        """Whether this locale puts spaces between words."""
        return not self.scripts & _NO_SPACES

    def problem(self, code: Code, message: str, remedy: str) -> Problem:
        """A problem at this translation; the message is of the form “… holds this or that.”"""
        context = self.entry.context
        return code.at(self.catalog.path, self.entry.line, f"{context} {message}", remedy,
                       locale=self.locale.tag, context=context)


def can_be_printed(text: Text | None, entry: Entry) -> bool:
    """Whether this is a translation of today's English that is not fuzzy."""
    return text is not None and bool(entry.translation) and not entry.fuzzy and entry.english == text.english


def printable(library: Library, catalogs: Mapping[str, Catalog]) -> Iterator[Printable]:
    """Every translation of today's English that is not fuzzy; the join refuses the others itself."""
    for tag, catalog in catalogs.items():
        for entry in catalog.entries.values():
            text = library.texts.get(entry.context)
            if can_be_printed(text, entry):
                yield Printable(library.locales[tag], catalog, text, entry)


def sentences(library: Library, catalogs: Mapping[str, Catalog]) -> Iterator[Printable]:
    """The same without proper names, which may stay as they are in English."""
    return (one for one in printable(library, catalogs) if not one.text.is_name)


@functools.lru_cache(maxsize=CHARACTERS)
def is_letter(character: str) -> bool:
    """A letter, or a mark that belongs to one."""
    return unicodedata.category(character)[0] in "LM"


def words(text: str) -> Iterator[str]:
    """Runs of letters with their marks and joiners."""
    word = ""
    for character in text:
        if is_letter(character) or (word and character in JOINERS):
            word += character
        elif word:
            yield word
            word = ""
    if word:
        yield word


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of the letters of a text; marks and letters common to all do not count."""
    return frozenset(map(_script, text)) - _NO_SCRIPT


def script(character: str) -> str:
    """Of any character, by its name in Unicode; Zyyy and Zinh are common to all."""
    from fontTools import unicodedata as scripts  # where nothing has to be judged nobody waits for its tables
    return scripts.script(character)


@functools.lru_cache(maxsize=CHARACTERS)
def _script(character: str) -> str:
    """Of a letter; nothing for what is none."""
    return script(character) if is_letter(character) else ""


def mixed_scripts(word: str, allowed: frozenset[str]) -> frozenset[str]:
    """The scripts of a word that no word may mix; empty for a good word."""
    found = scripts_of(word)
    touching = found - _NO_SPACES
    return touching if len(touching) > 1 and not touching <= allowed else frozenset()


@functools.lru_cache(maxsize=CHARACTERS)
def foreign(character: str, allowed: frozenset[str]) -> bool:
    """A letter, mark or sign of a script that is none of ``allowed``."""
    if unicodedata.category(character)[0] not in "LMPS":
        return False
    from fontTools import unicodedata as scripts
    used = scripts.script_extension(character)
    return not used & _NEUTRAL and not used & allowed

"""What a class of error is. The lists of classes stand in errors_*.py; they share nothing with the checks."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import catalogfile

LATIN = ("lt", "pl", "ro", "so", "sq", "vi")
ARABIC = ("ar", "fa", "ur")
ETHIOPIC = ("am", "ti")
NO_SPACES = ("th", "zh-Hans")
#: The first digit of the figures that people write in a language, where they are not 0-9.
ZERO = {"ar": "٠", "fa": "۰", "ur": "۰", "bn": "০", "th": "๐"}
END = ".!?:。！？：؟۔።፧।…"


@dataclass(frozen=True)
class Place:
    """Where an error is put: one entry of one catalog, with all catalogs around it."""

    tag: str
    entry: catalogfile.One
    files: Mapping[str, catalogfile.File]
    rng: random.Random

    @property
    def text(self) -> str:
        return self.entry.text

    def insert(self, what: str) -> str:
        """The text with ``what`` between two words, or where the language puts no spaces, anywhere."""
        gaps = [m.start() for m in re.finditer(" ", self.text)]
        at = [i for i in range(1, len(self.text)) if self.text[:i].count("{") == self.text[:i].count("}")]
        if not gaps and (self.tag not in NO_SPACES or not at):
            return f"{self.text} {what.strip()}"
        if self.tag in NO_SPACES:
            i = self.rng.choice(at)
            return self.text[:i] + what.strip() + self.text[i:]
        i = self.rng.choice(gaps)
        return self.text[:i] + " " + what.strip() + self.text[i:]

    def inside(self, what: str) -> str | None:
        """The text with ``what`` between two letters of a word."""
        at = [m.start() + 1 for m in re.finditer(r"(?=[^\W\d_]{2})", self.text)
              if self.text[:m.start() + 1].count("{") == self.text[:m.start() + 1].count("}")]
        if not at:
            return None
        i = self.rng.choice(at)
        return self.text[:i] + what + self.text[i:]

    def swap(self, pairs: Mapping[str, str]) -> str | None:
        """The text with one letter replaced, outside placeholders."""
        at = [i for i, c in enumerate(self.text) if c in pairs and self.text[:i].count("{") == self.text[:i].count("}")]
        if not at:
            return None
        i = self.rng.choice(at)
        return self.text[:i] + pairs[self.text[i]] + self.text[i + 1:]

    def words(self) -> list[re.Match[str]]:
        """Words that hold no placeholder."""
        return [m for m in re.finditer(r"\S+", self.text) if "{" not in m[0] and any(c.isalpha() for c in m[0])]

    def of(self, tag: str) -> str:
        """The same text in another locale."""
        return next((e.text for e in self.files[tag].entries if e.context == self.entry.context), "")


Make = Callable[[Place], str | None]


@dataclass(frozen=True)
class Error:
    """One class of error in one string. ``make`` gives the spoilt text, or None where it has no place for it."""

    name: str
    group: str
    level: str  #: error or warning: what the checks are expected to say
    make: Make
    typed: bool = False  #: into texts in which the telephone number stands as digits, in English and translation


def one_of(*choices: str) -> Callable[[Callable[[Place, str], str | None]], Make]:
    """A maker that takes one of several variants, chosen by the place."""
    def bind(make: Callable[[Place, str], str | None]) -> Make:
        return lambda place: make(place, place.rng.choice(choices))
    return bind

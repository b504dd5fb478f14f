"""What a class of error is. The lists of classes stand in errors_*.py; they share nothing with the checks."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import catalogfile
import yaml

#: The script of each locale, as its file names it.
SCRIPT: dict[str, str] = {f.stem: yaml.safe_load(f.read_text(encoding="utf-8"))["script"]
                          for f in sorted((Path(__file__).parents[1] / "content" / "locales").glob("*.yaml")) if f.stem != "en"}
#: The first digit of the figures that people write in a language, where they are not 0-9.
ZERO = {"ar": "٠", "ckb": "٠", **dict.fromkeys(("fa", "fa-AF", "ps", "ur"), "۰"), "bn": "০", **dict.fromkeys(("hi", "ne"), "०"),
        "pa": "੦", "ta": "௦", "th": "๐"}
#: So near to each other that a text of one is no error in the other.
NEAR = ({"fa", "fa-AF"},)
END = ".!?:。！？：؟۔።፧।…"


def letters(tag: str) -> str:
    """The script whose letters the locale is written in; both ways of writing Chinese are one."""
    return {"Hans": "Hani", "Hant": "Hani"}.get(SCRIPT[tag], SCRIPT[tag])


def written_in(*scripts: str) -> tuple[str, ...]:
    """The locales of these scripts."""
    return tuple(tag for tag in SCRIPT if letters(tag) in scripts)


def others(tag: str, tags: Iterable[str], same_script: bool) -> list[str]:
    """The other locales of ``tags`` in the same script, or in another one."""
    return [t for t in tags if t != tag and (letters(t) == letters(tag)) is same_script and {t, tag} not in NEAR]


LATIN = written_in("Latn")
ARABIC = written_in("Arab")
ETHIOPIC = written_in("Ethi")
CHINESE = written_in("Hani")
NO_SPACES = written_in("Thai", "Hani")
CAPITALS = written_in("Latn", "Cyrl")


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

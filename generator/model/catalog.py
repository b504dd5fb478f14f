"""Floor 0. A catalog as read: one locale's translations by context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One translation and its place."""

    context: str  #: msgctxt
    english: str  #: msgid
    translation: str  #: msgstr; empty when missing
    line: int  #: of the entry in the file
    fuzzy: bool = False  #: never printed
    machine: bool = False  #: drafted by machine and not yet revised by a person


@dataclass(frozen=True)
class Catalog:
    """locales/<tag>.po."""

    tag: str
    path: str  #: relative to the root
    entries: Mapping[str, Entry] = field(default_factory=dict)  #: by context
    sum: str = field(default="", compare=False)  #: sha256 of the bytes that were read, hex; empty for one that was not read from a file

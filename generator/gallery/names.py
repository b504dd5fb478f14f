"""Floor 8. What people call the ids of the manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.library import Library

SOURCE_TAG = "en"  #: the office reads English
UNKNOWN = 1_000_000  #: the order of a material that nobody named
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")


@dataclass(frozen=True)
class Names:
    """What people call the ids of the manifest. An id that is missing here is shown as it is."""

    areas: Mapping[str, str]  #: area id → its name
    locales: Mapping[str, tuple[str, str, str]]  #: tag → English name, endonym, direction
    materials: Mapping[str, tuple[str, int]]  #: material id → its title, and its place in the order
    printers: Mapping[str, str] = field(default_factory=dict)  #: printer id → its name
    formats: Mapping[str, str] = field(default_factory=dict)  #: format id → its name

    @classmethod
    def of(cls, library: Library) -> Names:
        """The names that content gives."""
        return cls(areas={a.id: a.name for a in library.areas.values()},
                   locales={loc.tag: (loc.english_name, loc.endonym, loc.direction) for loc in library.locales.values()},
                   materials={m.id: (m.title, m.order) for m in library.materials.values()},
                   printers={p.id: p.name for p in library.printers.values()},
                   formats={f.id: f.name for f in library.formats.values()})

    def language(self, tag: str) -> tuple[str, str, str]:
        """English name, endonym where it is another word, direction."""
        english, endonym, direction = self.locales.get(tag, (tag or "All languages", "", "ltr"))
        return english, "" if endonym == english else endonym, direction

    def area(self, id: str) -> str:
        """An area's name."""
        return self.areas.get(id, id or "All areas")

    def material(self, id: str) -> tuple[str, int]:
        """A material's title, and its place in the order."""
        return self.materials.get(id, (id or "All materials", UNKNOWN))


def day(iso: str | None) -> tuple[str, str] | None:
    """A date for a machine and for people."""
    if not iso:
        return None
    date = dt.date.fromisoformat(iso)
    return iso, f"{date.day} {MONTHS[date.month - 1]} {date.year}"

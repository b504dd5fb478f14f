"""Floor 0. All content together, with the place of everything, and its English texts by context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.content import Area, Format, Locale, Material, Service, TextPiece
from generator.model.office import Expiry, Person, Referrals, SignOff, Term, Waiver
from generator.model.printer import Printer
from generator.model.printrun import PrintRun
from generator.model.web import Ledger, Notice

Loc = tuple[str | int, ...]  #: where in a YAML file: keys and indices from the root


@dataclass(frozen=True)
class Text:
    """One English sentence, as translators meet it."""

    context: str  #: msgctxt: safety-card.heading. It never changes.
    english: str  #: msgid
    path: str  #: where it is written, relative to the root
    line: int
    notes: tuple[str, ...] = ()  #: for the translator
    facts: Mapping[str, str] = field(default_factory=dict)  #: placeholder → what it is bound to
    is_name: bool = False  #: a proper name: it may stay as it is in English
    english_only: bool = False  #: stands on items in English alone: no translator meets it


@dataclass(frozen=True)
class Piece:
    """A text-bearing record of a material together with its place."""

    material: str
    loc: Loc
    record: TextPiece

    @property
    def context(self) -> str:
        """The msgctxt of this piece's own text."""
        return f"{self.material}.{self.record.id}"


@dataclass(frozen=True)
class Library:
    """What the folder content/ and the templates say, read and valid one by one."""

    services: Mapping[str, Service]
    areas: Mapping[str, Area]
    formats: Mapping[str, Format]
    locales: Mapping[str, Locale]
    materials: Mapping[str, Material]
    printers: Mapping[str, Printer]
    signoff: Mapping[str, SignOff]
    people: Mapping[str, Person]
    glossary: Mapping[str, Term]
    waivers: Mapping[str, Waiver]
    referrals: Mapping[str, Referrals]
    texts: Mapping[str, Text]
    icons: frozenset[str]  #: names of the small drawings in templates/icons/, for lines of a list
    pictures: frozenset[str]  #: names of the large ones in templates/pictures/, for a block of pictures
    lines: Mapping[str, Mapping[Loc, int]]  #: file → loc → line
    print_runs: Mapping[str, PrintRun] = field(default_factory=dict)
    unread: Mapping[str, object] = field(default_factory=dict)  #: file that is there and cannot be used → the Problem that says why
    notices: Mapping[str, Notice] = field(default_factory=dict)
    ledger: Mapping[str, Ledger] = field(default_factory=dict)
    expiry: Mapping[str, Expiry] = field(default_factory=dict)  #: kind of fact
    sums: Mapping[str, str] = field(default_factory=dict)  #: file of content/ → sha256 of the bytes that were read, hex

    def place(self, folder: str, name: str, *loc: str | int) -> tuple[str, int]:
        """File and line of something in content/<folder>/<name>.yaml; the nearest known line above it."""
        for area in self.areas.values() if folder == "services" else ():
            for slot in area.contacts:
                if name == f"{area.id}-{slot}":  # a contact of an area is read as a service
                    return self.place("areas", area.id, "contacts", slot, *loc)
        path = f"content/{folder}/{name}.yaml"
        known = self.lines.get(path, {})
        while loc and tuple(loc) not in known:
            loc = loc[:-1]
        return path, known.get(tuple(loc), 1)


def pieces(material: Material) -> tuple[Piece, ...]:
    """Every record of a material that may bear a text, in reading order."""
    found: list[Piece] = []
    if material.pdf_title:
        found.append(Piece(material.id, ("pdf_title",), material.pdf_title))
    for p, page in enumerate(material.pages):
        for b, block in enumerate(page.blocks):
            at: Loc = ("pages", p, "blocks", b)
            found.append(Piece(material.id, at, block))
            found.extend(Piece(material.id, (*at, "items", i), item) for i, item in enumerate(block.items))
    return tuple(found)


def notices_of(library: Library, material: Material, area: Area) -> tuple[str, ...]:
    """The notices that stand on this page now: of the area, and of each service whose number is a block of it."""
    services = (library.services.get(block.service or "") for page in material.pages for block in page.blocks)
    wanted = (area.notice, *(service.notice for service in services if service))
    return tuple(dict.fromkeys(name for name in wanted if name in library.notices))


def is_made_in(material: Material, locale: Locale) -> bool:
    """Whether this material is meant to exist in this language (not asked: whether its texts are there)."""
    if material.text == "facts":
        return True
    if material.on_one_sheet:
        return False
    if locale.is_source:
        return not material.bilingual
    return bool(locale.gettext) and (material.text == "core" or material.text == locale.text == "full")

"""Floor 7. Which texts, services and drawings stand outside: on what shows of a closed item that a victim holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.telling import BESIDE_IT, EMERGENCY
from generator.model.content import Block, Format, Item, Material, TextPiece
from generator.model.faces import HOLDERS, outside, pages_in
from generator.model.library import Library, Loc

TITLE = "the title of its file"
EVERYWHERE = "every item"


@dataclass(frozen=True)
class Shown:
    """One piece of a material where it shows."""

    material: str
    where: str  #: its page, in words
    loc: Loc  #: in the file of the material
    piece: TextPiece
    contexts: tuple[str, ...]  #: of its texts; several for a line of the area
    beside_999: bool

    @property
    def besides(self) -> frozenset[str]:
        """Terms of the glossary that may stand here."""
        return BESIDE_IT if self.beside_999 else frozenset()


def shown(library: Library) -> Iterator[Shown]:
    """Every piece that stands outside, and each title; once for each material, whatever its forms."""
    for material in library.materials.values():
        if material.audience not in HOLDERS:
            continue
        if material.pdf_title:
            yield Shown(material.id, TITLE, ("pdf_title",), material.pdf_title, (_context(material, material.pdf_title),), False)
        for n in sorted({n for name in material.formats if name in library.formats for n in _outside(material, library.formats[name])}):
            page = material.pages[n]
            for b, block in enumerate(page.blocks):
                at: Loc = ("pages", n, "blocks", b)
                for loc, piece in ((at, block), *(((*at, "items", i), item) for i, item in enumerate(block.items))):
                    yield Shown(material.id, f"its page {page.id}", loc, piece, tuple(_contexts(library, material, piece)), is_emergency(library, piece))


def contexts(library: Library) -> dict[str, tuple[str, frozenset[str]]]:
    """The msgctxt of every text that shows: where, in words, and the terms that may stand in it there."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for one in shown(library):
        for context in one.contexts:
            where, besides = found.get(context, (f"{one.material}, {one.where}", one.besides))
            found[context] = where, besides & one.besides
    for context in library.texts:
        if context.startswith("layout.") or context in {f"area.{area}.name" for area in library.areas}:
            found[context] = EVERYWHERE, frozenset()
    return {context: kept for context, kept in found.items() if context in library.texts}


def is_emergency(library: Library, piece: TextPiece) -> bool:
    """Whether 999 stands beside it, or in it."""
    text = library.texts.get(getattr(piece, "same_as", None) or "")
    facts = {**(text.facts if text else {}), **piece.facts}
    names = [getattr(piece, "service", None) or "", *(bound.removesuffix(".phone") for bound in facts.values() if bound.endswith(".phone"))]
    services = (library.services.get(name) for name in names)
    return any(service and service.phone and service.phone.dial == EMERGENCY for service in services)


def _outside(material: Material, form: Format) -> Iterator[int]:
    pages = pages_in(material, form)
    for number in outside(form, len(pages)) if pages else ():
        yield pages[number][0]


def _context(material: Material, piece: TextPiece) -> str:
    return piece.same_as or f"{material.id}.{piece.id}"


def _contexts(library: Library, material: Material, piece: Block | Item | TextPiece) -> Iterator[str]:
    if piece.text or piece.same_as:
        yield _context(material, piece)
    if slot := getattr(piece, "slot", None):
        # A line of the area, or the hours of a person there.
        yield from (context for area in library.areas.values() for context in (f"area.{area.id}.{slot}", f"area.{area.id}.{slot}-hours"))

"""What one file names must stand in another: a format, a service, a locale, a text, a picture."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.content.references import UNKNOWN, no_fact, no_text, unknown
from generator.model.library import Library, pieces
from generator.model.content import Material
from generator.problem import Problem

CODE = UNKNOWN


def check(content: Content) -> Iterator[Problem]:
    """An error for each name that leads nowhere, with the nearest that exists."""
    library = content.library
    for material in library.materials.values():
        yield from _of_material(library, material)
    for area in library.areas.values():
        named = [("printer", "printers", area.printer, library.printers, ("printer",)),
                 *(("material", "materials", name, library.materials, ("copies", name)) for name in area.copies),
                 *(("locale", "locales", tag, library.locales, ("locales", tag)) for tag in area.locales),
                 *(("locale", "locales", tag, library.locales, ("contacts", slot, "languages"))
                   for slot, contact in area.contacts.items() for tag in contact.languages)]
        for key, folder, name, known, loc in named:
            if name not in known:
                yield unknown(library, library.place("areas", area.id, *loc), key, name, known, folder)
    for folder, records in (("areas", library.areas), ("services", library.services)):
        for record in records.values():
            if record.notice and record.notice not in library.notices:
                yield unknown(library, library.place(folder, record.id, "notice"), "notice", record.notice, library.notices, "notices")
    for notice in library.notices.values():
        for name, bound in notice.facts.items():
            service, _, fact = bound.partition(".")
            if fact not in ("phone", "name") or service not in library.services:
                yield no_fact(library, library.place("notices", notice.id, "facts", name), name, bound)


def _of_material(library: Library, material: Material) -> Iterator[Problem]:
    def place(*loc: str | int) -> tuple[str, int]:
        return library.place("materials", material.id, *loc)

    for i, name in enumerate(material.formats):
        if name not in library.formats:
            yield unknown(library, place("formats", i), "format", name, library.formats, "formats")
    for p, page in enumerate(material.pages):
        for i, name in enumerate(page.formats):
            if name not in material.formats:  # it may exist; this material does not have it
                yield UNKNOWN.at(*place("pages", p, "formats", i), f"format: “{name}” is none of this material’s own.",
                                 f"It has {', '.join(material.formats)}.")
    if material.stands_in_for and material.stands_in_for not in library.materials:
        yield unknown(library, place("stands_in_for"), "stands_in_for", material.stands_in_for, library.materials, "materials")
    for piece in pieces(material):
        record = piece.record
        service = getattr(record, "service", None)
        if service and service not in library.services:
            yield unknown(library, place(*piece.loc, "service"), "service", service, library.services, "services")
        if record.same_as and record.same_as not in library.texts:
            yield no_text(library, place(*piece.loc, "same_as"), record.same_as)

"""What one file names must stand in another: a format, a service, a locale, a text, a picture."""

import difflib
from collections.abc import Iterable, Iterator

from generator.checks.content import Content
from generator.model.library import Loc, pieces
from generator.problem import Problem, error

CODE = error("C311", "unknown-reference", "what refers to nothing prints nothing")


def check(content: Content) -> Iterator[Problem]:
    """An error for each name that leads nowhere, with the nearest that exists."""
    library = content.library
    for material in library.materials.values():
        wanted: list[tuple[Loc, str, str, Iterable[str]]] = [(("formats",), "format", name, library.formats) for name in material.formats]
        wanted += [(("pages", p, "formats"), "format", name, material.formats)
                   for p, page in enumerate(material.pages) for name in page.formats]
        if material.stands_in_for:
            wanted.append(((), "stands_in_for", material.stands_in_for, library.materials))
        for piece in pieces(material):
            record = piece.record
            if getattr(record, "service", None):
                wanted.append((piece.loc, "service", record.service, library.services))
            if record.same_as:
                wanted.append((piece.loc, "same_as", record.same_as, library.texts))
        for loc, key, name, known in wanted:
            if name not in known:
                yield _unknown(library.place("materials", material.id, *loc, *(() if key == "format" else (key,))), key, name, known)
    for area in library.areas.values():
        if area.printer not in library.printers:
            yield _unknown(library.place("areas", area.id, "printer"), "printer", area.printer, library.printers)
        for material in area.copies:
            if material not in library.materials:
                yield _unknown(library.place("areas", area.id, "copies", material), "material", material, library.materials)
        for tag in area.locales:
            if tag not in library.locales:
                yield _unknown(library.place("areas", area.id, "locales", tag), "locale", tag, library.locales)
        for slot, contact in area.contacts.items():
            for tag in contact.languages:
                if tag not in library.locales:
                    yield _unknown(library.place("areas", area.id, "contacts", slot, "languages"), "locale", tag, library.locales)


def _unknown(place: tuple[str, int], key: str, name: str, known: Iterable[str]) -> Problem:
    near = difflib.get_close_matches(name, list(known), 1)
    return CODE.at(*place, f"{key}: “{name}” does not exist.",
                   f"Did you mean {near[0]}?" if near else "Write the name of one that exists.")

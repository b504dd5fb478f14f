"""Floor 7. Every string that must be seen on an item, with its faces and its direction, straight from the edition.

No template is asked. Telephone numbers that stand alone, the edition code and the mark of a
draft are not here: checks of their own look for those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.fonts import FALLBACK
from generator.model.edition import Contact, Edition, EditionBlock, Line, Run, Said

_ENGLISH = "en"
_DAY_AND_NIGHT = "layout.day-and-night"


def said(edition: Edition, sheet: bool = False) -> tuple[Said, ...]:
    """Each as often as it must be seen; with its page, where a page of the file is a page of the item and no ``sheet``."""
    one_a_page = not (sheet or edition.format.flows) and edition.format.panels == 1
    return tuple(replace(one, page=page if one_a_page else 0) for page, one in _all(edition) if one.text.strip())


def beside(edition: Edition) -> tuple[Said, ...]:
    """The office's own words, which a form may show or not: names of languages and regions, whom the item is for."""
    tongues = [line.tongue for page in edition.pages for block in page.blocks for line in block.lines if line.tongue]
    words = (edition.locale.english_name, edition.locale.spoken, edition.for_whom,
             *(tongue.region.replace("-", " ").title() for tongue in tongues), *(tongue.english_name for tongue in tongues))
    return tuple(_english(edition, word) for word in dict.fromkeys(words) if word)


def _all(edition: Edition) -> Iterator[tuple[int, Said]]:
    yield 0, _own(edition, edition.area_name)
    for number, page in enumerate(edition.pages, 1):
        for block in page.blocks:
            yield number, _own(edition, block.runs)
            yield number, _english(edition, block.english)
            yield from ((number, one) for one in _of_type(edition, block))
            for line in block.lines:
                yield from ((number, one) for one in _line(edition, block, line))


def _of_type(edition: Edition, block: EditionBlock) -> Iterator[Said]:
    if block.type == "language":
        yield _own(edition, (Run(edition.locale.endonym),))
    if block.type == "qr":
        yield Said((Run(edition.address.removeprefix("https://")),), (FALLBACK,), _ENGLISH, "ltr", breaks_anywhere=True)
    if block.type == "coordinator" and block.contact:
        yield _name(edition, block.contact)


def _line(edition: Edition, block: EditionBlock, line: Line) -> Iterator[Said]:
    tongue = line.tongue
    yield Said(line.runs, tongue.fonts, tongue.tag, tongue.direction) if tongue else _own(edition, line.runs)
    yield _english(edition, line.english)
    if tongue and block.type == "language-lines":
        yield _english(edition, tongue.english_name)
    if line.contact:
        yield _name(edition, line.contact)
        if line.contact.always:
            yield _own(edition, (Run(dict(edition.words).get(_DAY_AND_NIGHT, "Day and night")),))
    if line.says_language:
        yield _english(edition, edition.locale.spoken)


def _own(edition: Edition, runs: tuple[Run, ...]) -> Said:
    return Said(runs, edition.locale.fonts, edition.locale.tag, edition.locale.direction)


def _name(edition: Edition, contact: Contact) -> Said:
    """A name stays English in any paragraph; there it may begin a line at the right."""
    return Said((Run(contact.name, "name"),), (FALLBACK,), _ENGLISH, edition.locale.direction)


def _english(edition: Edition, text: str) -> Said:
    return Said((Run(text),), edition.locale.fonts, _ENGLISH, "ltr")

"""Floor 7. The strings of an edition on the pages of a file, looked for once for several checks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.fontfile import FontFile
from generator.checks.finished.reading.fonts import Font
from generator.checks.finished.reading.kept import Kept
from generator.checks.finished.reading.shaping import Face, Piece, pieces
from generator.checks.finished.reading.strings import Finder, sides
from generator.model.edition import Expected, Said

#: By the bytes of the font: the outlines of a letter are asked once for all files that share it.
_faces: Kept[Face] = Kept(12, lambda *_: 300_000)


@dataclass(frozen=True)
class Found:
    """A string and how often it is seen."""

    said: Said
    wanted: int
    times: int


@dataclass(frozen=True)
class Strings:
    """What was found, and what no string explains."""

    strings: tuple[Found, ...]
    left: tuple[tuple[int, int], ...]  #: page, and the row of a glyph there


def found_strings(file: Opened, expected: Expected) -> Strings:
    """Look for every string of the edition; the longest first, since a short one may be a part of it."""
    return file.once((found_strings, expected), lambda: _look(file, expected))


def _look(file: Opened, expected: Expected) -> Strings:
    wanted: dict[tuple[str, tuple[str, ...], int], list[Said]] = {}
    for said in expected.said:  # a word that two languages share may stand for either
        wanted.setdefault((said.text, said.fonts, said.page), []).append(said)
    strings = {key: _pieces(said[0]) for key, said in wanted.items()}
    order = sorted((key for key, string in strings.items() if string), key=lambda key: -len(key[0]))
    finder = Finder(sides([file.glyphs(page) for page in file.pages], embedded(file)))
    times = dict.fromkeys(order, 0)
    for over_pages in (False, True) if expected.flows else (False,):
        for key in order:
            if times[key] < len(wanted[key]) or not over_pages:
                times[key] += finder.all(strings[key], wanted[key][0].direction, over_pages, page=key[2])
    for said in sorted(expected.beside, key=lambda said: -len(said.text)):
        finder.all(_pieces(said), said.direction)
    return Strings(tuple(Found(wanted[key][0], len(wanted[key]), times[key]) for key in order), tuple(finder.left()))


def embedded(file: Opened) -> Callable[[Font], Face | None]:
    """Opens the embedded font of a PDF font, once for all files that share its bytes; None where there is none."""
    return file.once(embedded, lambda: functools.cache(lambda font: _face(font.program) if font.program else None))


def _face(program: FontFile) -> Face:
    return _faces.of(program.digest, lambda: Face(program.data))


def _pieces(said: Said) -> tuple[Piece, ...]:
    return pieces(said.runs, said.fonts, said.language, said.direction, said.breaks_anywhere)

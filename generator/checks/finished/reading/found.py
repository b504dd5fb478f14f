"""Floor 7. The strings of an edition on the pages of a file, looked for once for several checks."""

from __future__ import annotations

from dataclasses import dataclass

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.fonts import Font
from generator.checks.finished.reading.shaping import Face, Piece, pieces
from generator.checks.finished.reading.strings import Finder, Spot, sides
from generator.model.edition import Expected, Said


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
    left: tuple[tuple[int, Spot], ...]  #: page, and an outline on it


def found_strings(file: Opened, expected: Expected) -> Strings:
    """Look for every string of the edition; the longest first, since a short one may be a part of it."""
    return file.once((found_strings, expected), lambda: _look(file, expected))


def _look(file: Opened, expected: Expected) -> Strings:
    wanted: dict[tuple[Piece, ...], tuple[Said, int]] = {}
    for said in expected.said:
        first, times = wanted.get(string := _pieces(said), (said, 0))
        wanted[string] = first, times + 1
    order = sorted((string for string in wanted if string), key=lambda s: -sum(len(piece.text) for piece in s))
    faces: dict[int, Face | None] = {}

    def face_of(font: Font) -> Face | None:
        if id(font) not in faces:
            faces[id(font)] = Face(font.program.data) if font.program else None
        return faces[id(font)]

    finder = Finder(sides([file.glyphs(page) for page in file.pages], face_of))
    times = dict.fromkeys(order, 0)
    for over_pages in (False, True) if expected.flows else (False,):
        for string in order:
            if times[string] < wanted[string][1] or not over_pages:
                times[string] += finder.all(string, wanted[string][0].direction, over_pages)
    for said in sorted(expected.beside, key=lambda said: -len(said.text)):
        finder.all(_pieces(said), said.direction)
    return Strings(tuple(Found(*wanted[string], times[string]) for string in order), tuple(finder.left()))


def _pieces(said: Said) -> tuple[Piece, ...]:
    return pieces(said.runs, said.fonts, said.language, said.direction, said.breaks_anywhere)

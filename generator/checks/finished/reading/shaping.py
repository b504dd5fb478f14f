"""Floor 7. What a string looks like when it is shaped here, by HarfBuzz, with the project's own font files.

Nothing of the typesetter is asked: its line breaks are not known here, so a string comes as
pieces that no line break may divide (a word; a cluster of Thai or Chinese; a part of an
address), each with every shape that it may rightly have (regular or bold, the language's own
face or the one of Latin letters). A shape is a set of outlines and their places, in em. The
outline itself stands for a glyph, since numbers of glyphs differ from subset to subset.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import uharfbuzz as harfbuzz
from fontTools.pens.recordingPen import RecordingPen
from fontTools.unicodedata import script

from generator.fonts import FALLBACK, WEIGHTS, face_file
from generator.model.edition import Run

Outline = int  #: of a drawn path; 0 where nothing is drawn
_FREE = frozenset(("Hani", "Hira", "Kana", "Bopo", "Thai", "Laoo", "Khmr", "Mymr"))  #: scripts written without spaces
_BREAKS = re.compile("[\\s\u200b\u00ad]+")
_AFTER = re.compile(r"(?<=[-/‐–—_.@])(?=\w)")  # a line may end here within a word
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
_LEFT_TO_RIGHT = frozenset(("L", "EN", "AN"))


class Stroke(NamedTuple):
    """One outline of a shape; its place from the left end of the shape on the baseline, in em."""

    outline: Outline
    x: float
    y: float


class Shape(NamedTuple):
    """A piece as it is drawn. ``width`` in em."""

    strokes: tuple[Stroke, ...]  #: those that draw something
    width: float


class Piece(NamedTuple):
    """A part of a string that stands on one line."""

    text: str
    way: str  #: ltr | rtl | either, for signs that take the way of what stands around them
    shapes: tuple[Shape, ...]  #: any of them is right
    begins: bool = True  #: a space, or nothing, stands before it
    ends: bool = True  #: a space, or nothing, stands after it


class Face:
    """A font file: shapes with it, and the outlines of its glyphs."""

    def __init__(self, data: harfbuzz.Blob | bytes, index: int = 0) -> None:
        self._face = harfbuzz.Face(data if isinstance(data, harfbuzz.Blob) else harfbuzz.Blob(data), index)
        self.font = harfbuzz.Font(self._face)
        self.em = self._face.upem
        self._outlines: dict[int, Outline] = {}

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for it."""
        return self.font.get_nominal_glyph(ord(character)) is not None

    def drawing_of(self, character: str) -> Outline:
        """The outline of a character that the font has, as it stands alone."""
        return self.outline(self.font.get_nominal_glyph(ord(character)) or 0)

    def outline(self, glyph: int) -> Outline:
        """What a glyph draws, the same number for the same drawing in any font of this process."""
        found = self._outlines.get(glyph)
        if found is None:
            pen = RecordingPen()
            self.font.draw_glyph_with_pen(glyph, pen)
            found = self._outlines[glyph] = hash((self.em, *pen.value)) or 1 if pen.value else 0
        return found

    def shape(self, text: str, way: str, language: str) -> list[tuple[int, Shape]]:
        """Clusters of a text of one way and one script, from left to right: where each begins in the text, and its shape."""
        buffer = harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction, buffer.language = way, language
        harfbuzz.shape(self.font, buffer)
        clusters: list[tuple[int, list[Stroke], float]] = []
        at = 0.0
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if not clusters or clusters[-1][0] != info.cluster:
                clusters.append((info.cluster, [], at))
            outline = self.outline(info.codepoint)
            if outline:
                clusters[-1][1].append(Stroke(outline, (at - clusters[-1][2] + place.x_offset) / self.em, place.y_offset / self.em))
            at += place.x_advance
        ends = [start for _, _, start in clusters[1:]] + [at]
        return [(cluster, Shape(tuple(strokes), (end - start) / self.em))
                for (cluster, strokes, start), end in zip(clusters, ends, strict=True)]


@functools.cache
def face(family: str, weight: str) -> Face | None:
    """The project's own font; None where this machine lacks it (the typesetter cannot have used it either)."""
    found = face_file(family, weight)
    return found and Face(harfbuzz.Blob.from_file_path(str(found[0])), found[1])


@functools.lru_cache(maxsize=20_000)
def pieces(runs: tuple[Run, ...], families: tuple[str, ...], language: str, way: str, breaks_anywhere: bool = False) -> tuple[Piece, ...]:
    """A string in its logical order. ``families``: the stack of its locale; ``way``: of its paragraph."""
    found: list[Piece] = []
    spaced = True
    for run in runs:
        foreign = run.kind != "text"  # isolated from left to right
        tag = "en" if run.kind == "name" else language
        for n, word in enumerate(_BREAKS.split(run.text)):
            spaced |= n > 0
            if spaced and found:
                found[-1] = found[-1]._replace(ends=True)
            if word:
                mine = [one for part in (_AFTER.split(word) if foreign or way == "ltr" else [word])
                        for one in _word(part, families, tag, "ltr" if foreign else way, breaks_anywhere)]
                found += [one._replace(begins=spaced and not k, ends=False) for k, one in enumerate(mine)]
                spaced = spaced and not mine
    return (*found[:-1], found[-1]._replace(ends=True)) if found else ()


@functools.lru_cache(maxsize=50_000)
def _word(word: str, families: tuple[str, ...], language: str, way: str, breaks_anywhere: bool) -> tuple[Piece, ...]:
    return tuple(piece for part, part_way in _of_one_way(word, way) for free, text in _free(part, breaks_anywhere)
                 for piece in (_clusters(text, families, language, part_way) if free else [_whole(text, families, language, part_way)])
                 if any(shape.strokes for shape in piece.shapes))


def _of_one_way(word: str, way: str) -> list[tuple[str, str]]:
    """Parts of a word in one direction each. From left to right everything is, but for a foreign word."""
    if way == "ltr" and not any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in word):
        return [(word, "ltr")]
    parts: list[list[str]] = []
    for character in word:
        kind = unicodedata.bidirectional(character)
        here = "rtl" if kind in _RIGHT_TO_LEFT else "ltr" if kind in _LEFT_TO_RIGHT else parts[-1][1] if kind == "NSM" and parts else "either"
        if kind == "BN":
            here = parts[-1][1] if parts else "either"
        if parts and parts[-1][1] == here != "either":
            parts[-1][0] += character
        else:
            parts.append([character, here])
    return [(text, here) for text, here in parts]


def _free(text: str, breaks_anywhere: bool) -> list[tuple[bool, str]]:
    """Parts that a line break may divide anywhere, and others."""
    parts: list[tuple[bool, str]] = []
    for character in text:
        free = breaks_anywhere or script(character) in _FREE or unicodedata.east_asian_width(character) in "WF" \
            or bool(parts and parts[-1][0] and not character.isalnum())
        if parts and parts[-1][0] == free:
            parts[-1] = free, parts[-1][1] + character
        else:
            parts.append((free, character))
    return parts


@functools.cache
def _stacks(families: tuple[str, ...]) -> tuple[tuple[Face, ...], ...]:
    """The faces that may have drawn a text: its locale's, or those of an English name, in either weight."""
    stacks = dict.fromkeys(tuple(dict.fromkeys(stack)) for stack in ((*families, FALLBACK), (FALLBACK, *families)))
    return tuple(tuple(filter(None, (face(family, weight) for family in stack))) for weight in WEIGHTS for stack in stacks)


def _drawn_by(text: str, stack: tuple[Face, ...]) -> list[tuple[str, Face]]:
    """Parts of a text with the first face that has their letters; a mark stays with its letter."""
    parts: list[tuple[str, Face]] = []
    for character in text:
        one = next((f for f in stack if f.has(character)), None)
        if parts and (one is None or unicodedata.category(character)[0] in "MC" and parts[-1][1].has(character)):
            one = parts[-1][1]
        if one is None:
            one = stack[0]
        if parts and parts[-1][1] is one:
            parts[-1] = parts[-1][0] + character, one
        else:
            parts.append((character, one))
    return parts


def _shaped(drawn: list[tuple[str, Face]], way: str, language: str) -> list[tuple[str, Shape]]:
    """Each cluster's text and shape, in logical order."""
    found: list[tuple[str, Shape]] = []
    for part, one in drawn:
        clusters = sorted(one.shape(part, way, language), key=lambda c: c[0])
        ends = [start for start, _ in clusters[1:]] + [len(part)]
        found += [(part[start:end], shape) for (start, shape), end in zip(clusters, ends, strict=True)]
    return found


def _joined(shapes: list[Shape], way: str) -> Shape:
    at, strokes = 0.0, []
    for shape in shapes if way == "ltr" else reversed(shapes):
        strokes += [Stroke(s.outline, s.x + at, s.y) for s in shape.strokes]
        at += shape.width
    return Shape(tuple(strokes), at)


def _each(text: str, families: tuple[str, ...], language: str, way: str) -> Iterator[tuple[str, list[tuple[str, Shape]]]]:
    """Every way in which a text may rightly be drawn, as clusters."""
    seen: list[list[tuple[str, Face]]] = []
    for stack in _stacks(families):
        drawn = _drawn_by(text, stack)
        if drawn not in seen:
            seen.append(drawn)
            for one in ("ltr", "rtl") if way == "either" else (way,):
                yield one, _shaped(drawn, one, language)


def _whole(text: str, families: tuple[str, ...], language: str, way: str) -> Piece:
    return Piece(text, way, tuple(dict.fromkeys(_joined([shape for _, shape in clusters], one)
                                                for one, clusters in _each(text, families, language, way))))


def _clusters(text: str, families: tuple[str, ...], language: str, way: str) -> list[Piece]:
    """One piece for each cluster that all faces agree on; else the whole."""
    each = [clusters for _, clusters in _each(text, families, language, way)]
    if any([t for t, _ in one] != [t for t, _ in each[0]] for one in each):
        return [_whole(text, families, language, way)]
    return [Piece(each[0][n][0], way, tuple(dict.fromkeys(one[n][1] for one in each))) for n in range(len(each[0]))]

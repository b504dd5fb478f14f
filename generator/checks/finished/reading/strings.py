"""Floor 7. Where a string stands on the pages: piece after piece, line after line, by the places of outlines.

Neither the order of the operators nor the text layer plays a part. A piece stands where every
outline of one of its shapes is found at its place. The next piece stands beside it, on the
next line, or on the next page. Where parts of two directions meet in a string, their order on
the line is not asked (that is the Unicode Bidirectional Algorithm's), only that they touch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from generator.checks.finished.reading.glyphs import Glyphs
from generator.checks.finished.reading.fonts import Font
from generator.checks.finished.reading.shaping import Face, Outline, Piece, Shape, Stroke

#: All in em of the larger type. A line of Nastaliq is 2.2 high; a box between two lines of a paragraph adds to it.
#: How far an outline may stand from its place: kerning beyond the piece; versions of HarfBuzz kern Nastaliq differently.
_OFF = {"ltr": 0.06, "rtl": 0.16, "either": 0.06}
_WIDEST_SHIFT = 12  #: of the beginning of a centred line against the one above
_LEAST_GAP, _WIDEST_GAP = -0.45, 1.7  # between pieces of a line
_APART, _OVERLAP = 0.12, 0.2  #: of neighbouring letters of a word, at most
_SAME_LINE = 0.2
_NEIGHBOUR = 0.7  #: a word this near stands on the same line of the same text
_SIZES = 0.02  #: a string is written in one size
_NEXT_LINE = (0.5, 3.6)
_TRIES = 4000  #: for one string; a page that needs more is not as it should be


_Pens = list[tuple[float, float, int]]


class Spot(NamedTuple):
    """An outline on a page, in the page's own reading direction. Points."""

    row: int
    along: float
    height: float
    size: float


class Stand(NamedTuple):
    """A piece on a page."""

    side: int  #: which of the file's ways of reading
    left: float
    right: float
    height: float
    size: float
    rows: tuple[int, ...]


class Side:
    """All outlines of a page that are written at one angle."""

    def __init__(self, page: int, outlines: list[Outline], spots: list[Spot], ends: list[float], fonts: list[int]) -> None:
        self.page = page
        self.fonts = dict(zip((spot.row for spot in spots), fonts, strict=True))
        self.spots: dict[Outline, list[Spot]] = {}  #: of each, from left to right
        for outline, spot in sorted(zip(outlines, spots, strict=True), key=lambda pair: pair[1].along):
            self.spots.setdefault(outline, []).append(spot)
        self._alongs = {outline: [spot.along for spot in those] for outline, those in self.spots.items()}
        #: Where the pen stands before each outline, and after it: place, height, row.
        self.starts: _Pens = sorted((spot.along, spot.height, spot.row) for spot in spots)
        self.ends: _Pens = sorted((end, spot.height, spot.row) for end, spot in zip(ends, spots, strict=True))

    def at(self, outline: Outline, along: float, height: float, off: float) -> Iterator[Spot]:
        """The outlines of this kind at a place."""
        alongs, spots = self._alongs[outline], self.spots[outline]
        for n in range(bisect_left(alongs, along - off), len(alongs)):
            if alongs[n] > along + off:
                return
            if -off <= spots[n].height - height <= off:
                yield spots[n]

    def touches(self, pens: _Pens, along: float, stand: Stand, back: float, forth: float) -> bool:
        """Whether another letter of the same line and font begins or ends here, from ``back`` to ``forth`` em away."""
        em, font = stand.size, self.fonts[stand.rows[0]]
        for n in range(bisect_left(pens, (along - back * em,)), len(pens)):
            place, height, row = pens[n]
            if place >= along + forth * em:
                return False
            if abs(height - stand.height) < _SAME_LINE * em and row not in stand.rows and self.fonts[row] == font:
                return True
        return False


def sides(pages: Sequence[Glyphs], faces: Callable[[Font], Face | None]) -> list[Side]:
    """What is drawn on each page at each angle. ``faces``: the embedded font of a PDF font, opened."""
    found: list[Side] = []
    for glyphs in pages:
        turned = np.round(glyphs.angle) % 360
        numbers, sizes, advances = glyphs.glyph.tolist(), glyphs.size.tolist(), glyphs.advance.tolist()
        opened = [faces(show.font) for show in glyphs.shows]
        shows = glyphs.show.tolist()
        seen = glyphs.inked & glyphs.painted
        for angle in np.unique(turned[seen]):
            way = np.radians(angle)
            along = (glyphs.x * np.cos(way) + glyphs.y * np.sin(way)).tolist()
            height = (glyphs.y * np.cos(way) - glyphs.x * np.sin(way)).tolist()
            rows = np.flatnonzero(seen & (turned == angle)).tolist()
            found.append(Side(
                glyphs.page, [one.outline(numbers[row]) if (one := opened[shows[row]]) and numbers[row] >= 0 else 0 for row in rows],
                [Spot(row, along[row], height[row], sizes[row]) for row in rows], [along[row] + advances[row] for row in rows],
                [id(opened[shows[row]]) for row in rows]))
    return found


class Finder:
    """Finds strings; what a string was found in is taken, and stands for no other."""

    def __init__(self, all_sides: list[Side]) -> None:
        self.sides = all_sides
        self.taken: set[tuple[int, int]] = set()  #: page, row
        self._count: dict[Outline, int] = {}
        for side in all_sides:
            for outline, spots in side.spots.items():
                self._count[outline] = self._count.get(outline, 0) + len(spots)

    def all(self, string: tuple[Piece, ...], way: str = "ltr", over_pages: bool = False, page: int = 0) -> int:
        """How often it stands whole on the pages, or on one of them; each is taken. ``over_pages``: it may go on overleaf."""
        self._over_pages, self._from_right, self._from_left = over_pages, way == "rtl", way == "ltr"
        self._mixed = self._from_right or any(piece.way == "rtl" for piece in string)
        times = 0
        if not string:
            return times
        # A line under its own line first: two headings in two columns may begin with the same words.
        for self._shift, number in ((shift, n) for shift in (0, _WIDEST_SHIFT) for n, side in enumerate(self.sides) if page in (0, side.page)):
            for first in self._anywhere(string[0], number):
                if any((self.sides[first.side].page, row) in self.taken for row in first.rows):
                    continue
                self._tries = _TRIES
                chain = self._rest(string, 1, [first])
                if chain:
                    times += 1
                    self.taken.update((self.sides[one.side].page, row) for one in chain for row in one.rows)
        return times

    def left(self) -> Iterator[tuple[int, Spot]]:
        """Every outline that no string was found in, with its page."""
        for side in self.sides:
            for spots in side.spots.values():
                for spot in spots:
                    if (side.page, spot.row) not in self.taken:
                        yield side.page, spot

    def _anywhere(self, piece: Piece, number: int, near: Stand | None = None) -> list[Stand]:
        """Where the piece stands; on the line of ``near`` or on the next, where that is given."""
        found, side = [], self.sides[number]
        for shape in piece.shapes:
            if all(stroke.outline in side.spots for stroke in shape.strokes):
                anchor = min(shape.strokes, key=lambda s: self._count[s.outline])
                for spot in side.spots[anchor.outline]:
                    if near is not None and not (abs(spot.size - near.size) < _SIZES * near.size and -_SAME_LINE * near.size
                                                 < near.height - spot.height + anchor.y * spot.size < _NEXT_LINE[1] * near.size):
                        continue
                    stand = self._stand(piece, shape, anchor, spot, number)
                    if stand:
                        found.append(stand)
        # As a reader goes: from the top, then along the line.
        return sorted(found, key=lambda s: (-s.height, s.left))

    def _stand(self, piece: Piece, shape: Shape, anchor: Stroke, spot: Spot, number: int) -> Stand | None:
        """The shape, where one of its outlines is the anchor; None where another is not in its place."""
        size, side = spot.size, self.sides[number]
        left, base, off = spot.along - anchor.x * size, spot.height - anchor.y * size, _OFF[piece.way] * size
        rows: list[int] = []
        for stroke in shape.strokes:
            for one in side.at(stroke.outline, left + stroke.x * size, base + stroke.y * size, off):
                if abs(one.size - size) < _SIZES * size and one.row not in rows and (side.page, one.row) not in self.taken:
                    rows.append(one.row)
                    break
            else:
                return None
        stand = Stand(number, left, left + shape.width * size, base, size, tuple(rows))
        if not self._mixed and (piece.begins and side.touches(side.ends, left, stand, _APART, _OVERLAP)
                                   or piece.ends and side.touches(side.starts, stand.right, stand, _OVERLAP, _APART)):
            return None
        return stand

    def _rest(self, string: tuple[Piece, ...], at: int, chain: list[Stand]) -> list[Stand] | None:
        """The chain with all further pieces, or None."""
        while at < len(string):
            self._tries -= 1
            if self._tries < 0:
                return None
            nexts = list(self._nexts(string[at], string[at - 1], chain))
            if len(nexts) != 1:
                for one in nexts:
                    whole = self._rest(string, at + 1, [*chain, one])
                    if whole:
                        return whole
                return None
            chain = [*chain, nexts[0]]
            at += 1
        return chain

    def _nexts(self, piece: Piece, last_piece: Piece, chain: list[Stand]) -> Iterator[Stand]:
        """Where the next piece may stand, the likeliest first."""
        last, used = chain[-1], {(one.side, row) for one in chain for row in one.rows}
        line = [one for one in chain if one.side == last.side and abs(one.height - last.height) < _SAME_LINE * last.size]
        low, high = min(one.left for one in line), max(one.right for one in line)
        here = [one for one in self._anywhere(piece, last.side, last) if used.isdisjoint((one.side, row) for row in one.rows)]
        same, below = [], []
        for one in here:
            down = (last.height - one.height) / last.size
            if abs(down) < _SAME_LINE:
                if self._beside(piece.way, last_piece.way, one, last, low, high):
                    same.append(one)
            elif _NEXT_LINE[0] < down < _NEXT_LINE[1] and self._is_edge(piece, one, first=True) and self._is_edge(last_piece, last, first=False):
                below.append(one)
        yield from same
        start = (lambda one: abs(one.right - high)) if self._from_right else (lambda one: abs(one.left - low))
        yield from sorted((one for one in below if one.right > low - self._from_left * self._shift * last.size
                           and one.left < high + self._from_right * self._shift * last.size), key=start)
        page = self.sides[last.side].page
        if self._over_pages and not same and not below:
            for number, side in enumerate(self.sides):
                if side.page == page + 1:
                    yield from (one for one in self._anywhere(piece, number) if abs(one.size - last.size) < _SIZES * last.size)

    def _is_edge(self, piece: Piece, stand: Stand, first: bool) -> bool:
        """Whether it is the first, or the last, of its line; where directions meet this is not asked of foreign words."""
        if self._mixed and piece.way != "rtl":
            return True
        side = self.sides[stand.side]
        if first == (piece.way != "rtl"):
            return not side.touches(side.ends, stand.left, stand, _NEIGHBOUR, _OVERLAP)
        return not side.touches(side.starts, stand.right, stand, _OVERLAP, _NEIGHBOUR)

    def _beside(self, way: str, before: str, one: Stand, last: Stand, low: float, high: float) -> bool:
        """Whether a piece on the line stands where the next one may: in its direction, from the last or from the whole line."""
        em = last.size
        after, ahead = (one.left - last.right) / em, (last.left - one.right) / em
        if way == before == "ltr":
            return _LEAST_GAP < after < _WIDEST_GAP
        if way == before == "rtl":
            return _LEAST_GAP < ahead < _WIDEST_GAP
        left_of_all, right_of_all = (low - one.right) / em, (one.left - high) / em
        if way == "rtl" and self._from_right:
            return _LEAST_GAP < left_of_all < _WIDEST_GAP
        if way == "ltr" and self._from_right:  # the first of some foreign words, whose last touches the line
            return left_of_all > _LEAST_GAP or _LEAST_GAP < after < _WIDEST_GAP
        if way == "either":
            return any(_LEAST_GAP < gap < _WIDEST_GAP for gap in (after, ahead, left_of_all, right_of_all))
        return left_of_all > _LEAST_GAP or right_of_all > _LEAST_GAP

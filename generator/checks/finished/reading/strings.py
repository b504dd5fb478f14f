"""Floor 7. Where a string stands on the pages: piece after piece, line after line, by the places of outlines.

Neither the order of the operators nor the text layer plays a part. A piece stands where every
outline of one of its shapes is found at its place. The next piece stands beside it, on the
next line, or on the next page. Where parts of two directions meet in a string, their order on
the line is not asked (that is the Unicode Bidirectional Algorithm's), only that they touch.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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


class Stand(NamedTuple):
    """A piece on a page. Points, in the page's own reading direction."""

    side: int  #: which of the file's ways of reading
    left: float
    right: float
    height: float
    size: float
    spots: tuple[int, ...]  #: of the side


#: Where something stands on the line, in order, and which spot it is.
_Pens = tuple[list[float], list[int]]


class Side:
    """All outlines of a page that are written at one angle: spots, counted from 0, and columns of where each stands."""

    def __init__(self, page: int, rows: np.ndarray, outlines: np.ndarray, names: list[Outline], along: np.ndarray,
                 height: np.ndarray, size: np.ndarray, end: np.ndarray, fonts: list[int]) -> None:
        """``outlines``: of each spot, its place in ``names``."""
        self.page = page
        self.rows = rows.tolist()  #: of the page's glyphs
        self.fonts = fonts
        self.along, self.height, self.size = along.tolist(), height.tolist(), size.tolist()
        #: Where the pen stands before each outline, and after it.
        self.starts, self.ends = _pens(along), _pens(end)
        self.of: dict[Outline, _Pens] = {}  #: the spots of each outline, from left to right
        order = np.lexsort((along, outlines))
        for those in np.split(order, np.flatnonzero(np.diff(outlines[order])) + 1):
            if len(those):
                self.of[names[outlines[those[0]]]] = along[those].tolist(), those.tolist()
        self._by_height: dict[Outline, _Pens] = {}

    def between(self, outline: Outline, low: float, high: float) -> list[int]:
        """The spots of an outline that are so high, from left to right."""
        known = self._by_height.get(outline)
        if known is None:
            heights = sorted((self.height[spot], n) for n, spot in enumerate(self.of[outline][1]))
            known = self._by_height[outline] = [height for height, _ in heights], [n for _, n in heights]
        spots = self.of[outline][1]
        return [spots[n] for n in sorted(known[1][bisect_left(known[0], low):bisect_right(known[0], high)])]

    def touches(self, pens: _Pens, along: float, stand: Stand, back: float, forth: float) -> bool:
        """Whether another letter of the same line and font begins or ends here, from ``back`` to ``forth`` em away."""
        em, font, end = stand.size, self.fonts[stand.spots[0]], along + forth * stand.size
        places, spots = pens
        for n in range(bisect_left(places, along - back * em), len(places)):
            if places[n] >= end:
                return False
            spot = spots[n]
            if abs(self.height[spot] - stand.height) < _SAME_LINE * em and spot not in stand.spots and self.fonts[spot] == font:
                return True
        return False


def _pens(places: np.ndarray) -> _Pens:
    order = np.argsort(places, kind="stable")
    return places[order].tolist(), order.tolist()


def sides(pages: Sequence[Glyphs], faces: Callable[[Font], Face | None]) -> list[Side]:
    """What is drawn on each page at each angle. ``faces``: the embedded font of a PDF font, opened."""
    found: list[Side] = []
    for glyphs in pages:
        seen = glyphs.inked & glyphs.painted
        if not seen.any():
            continue
        opened = {id(font): faces(font) for font in {id(show.font): show.font for show in glyphs.shows}.values()}
        fonts = np.array([id(opened[id(show.font)]) for show in glyphs.shows], np.int64)[glyphs.show]
        by_font = {id(one): one for one in opened.values()}
        names: dict[Outline, int] = {}
        outlines = np.zeros(len(glyphs), int)
        for font in np.unique(fonts).tolist():
            face, rows = by_font[font], np.flatnonzero(fonts == font)
            each, back = np.unique(glyphs.glyph[rows], return_inverse=True)
            outlines[rows] = np.array([names.setdefault(face.outline(n) if face and n >= 0 else 0, len(names)) for n in each.tolist()], int)[back]
        for angle in np.unique(glyphs.turned[seen]).tolist():
            rows, line = np.flatnonzero(seen & (glyphs.turned == angle)), glyphs.at(angle)
            found.append(Side(glyphs.page, rows, outlines[rows], list(names), line.along[rows], line.height[rows], glyphs.size[rows],
                              (line.along + glyphs.advance)[rows], fonts[rows].tolist()))
    return found


#: Whether a shape from ``left`` to ``right`` at a height is worth looking for.
_Fits = Callable[[float, float, float], bool]


class Finder:
    """Finds strings; what a string was found in is taken, and stands for no other."""

    def __init__(self, all_sides: list[Side]) -> None:
        self.sides = all_sides
        self._taken = [bytearray(len(side.rows)) for side in all_sides]
        self._anchors: dict[tuple[int, int], tuple[Piece, list[tuple[Shape, Stroke]]]] = {}  #: with the piece, so that its id stays its own
        self._count: dict[Outline, int] = {}
        for side in all_sides:
            for outline, (_, spots) in side.of.items():
                self._count[outline] = self._count.get(outline, 0) + len(spots)

    def all(self, string: tuple[Piece, ...], way: str = "ltr", over_pages: bool = False, page: int = 0) -> int:
        """How often it stands whole on the pages, or on one of them; each is taken. ``over_pages``: it may go on overleaf."""
        self._over_pages, self._from_right, self._from_left = over_pages, way == "rtl", way == "ltr"
        self._mixed = self._from_right or any(piece.way == "rtl" for piece in string)
        times = 0
        if not string:
            return times
        numbers, firsts = [n for n, side in enumerate(self.sides) if page in (0, side.page)], {}
        # A line under its own line first: two headings in two columns may begin with the same words.
        for self._shift in (0, _WIDEST_SHIFT):
            for number in numbers:
                if times or number not in firsts:  # where something was taken it is looked for anew
                    firsts[number] = self._anywhere(string[0], number)
                for first in firsts[number]:
                    if any(self._taken[number][spot] for spot in first.spots):
                        continue
                    self._tries = _TRIES
                    chain = self._rest(string, 1, [first])
                    if chain:
                        times += 1
                        for one in chain:
                            for spot in one.spots:
                                self._taken[one.side][spot] = 1
        return times

    def left(self) -> Iterator[tuple[int, int]]:
        """Every outline that no string was found in: its page, and its row among the glyphs there."""
        for side, taken in zip(self.sides, self._taken, strict=True):
            yield from ((side.page, row) for row, is_taken in zip(side.rows, taken, strict=True) if not is_taken)

    def _anywhere(self, piece: Piece, number: int, near: Stand | None = None, fits: _Fits | None = None) -> list[Stand]:
        """Where the piece stands; on the line of ``near`` or on the next, and where it ``fits``, where these are given."""
        found, side = [], self.sides[number]
        for shape, anchor in self._anchored(piece, number):
            if near is None:
                spots = side.of[anchor.outline][1]
            else:  # a little more is looked through than what is asked for below
                em, rise = near.size, sorted((anchor.y * (1 - 2 * _SIZES) * near.size, anchor.y * (1 + 2 * _SIZES) * near.size))
                spots = side.between(anchor.outline, near.height + rise[0] - 1.01 * _NEXT_LINE[1] * em, near.height + rise[1] + 1.01 * _SAME_LINE * em)
            for spot in spots:
                size, height = side.size[spot], side.height[spot]
                if near is not None and not (abs(size - near.size) < _SIZES * near.size and -_SAME_LINE * near.size
                                             < near.height - height + anchor.y * size < _NEXT_LINE[1] * near.size):
                    continue
                left, base = side.along[spot] - anchor.x * size, height - anchor.y * size
                if fits is None or fits(left, left + shape.width * size, base):
                    stand = self._stand(piece, shape, left, base, size, number)
                    if stand:
                        found.append(stand)
        # As a reader goes: from the top, then along the line.
        return sorted(found, key=lambda s: (-s.height, s.left)) if len(found) > 1 else found

    def _anchored(self, piece: Piece, number: int) -> list[tuple[Shape, Stroke]]:
        """The shapes of a piece whose outlines are all there, each with the one that is seldom seen."""
        key = id(piece), number
        if key not in self._anchors:
            there = self.sides[number].of
            self._anchors[key] = piece, [(shape, min(shape.strokes, key=lambda s: self._count[s.outline])) for shape in piece.shapes
                                         if all([stroke.outline in there for stroke in shape.strokes])]
        return self._anchors[key][1]

    def _stand(self, piece: Piece, shape: Shape, left: float, base: float, size: float, number: int) -> Stand | None:
        """The shape in this place; None where an outline is not in its own."""
        side, taken, off, near = self.sides[number], self._taken[number], _OFF[piece.way] * size, _SIZES * size
        heights, sizes, spots = side.height, side.size, []
        for outline, x, y in shape.strokes:
            alongs, those = side.of[outline]
            along, height = left + x * size, base + y * size
            for n in range(bisect_left(alongs, along - off), len(alongs)):
                if alongs[n] > along + off:
                    return None
                spot = those[n]
                if -off <= heights[spot] - height <= off and abs(sizes[spot] - size) < near and not taken[spot] and spot not in spots:
                    spots.append(spot)
                    break
            else:
                return None
        stand = Stand(number, left, left + shape.width * size, base, size, tuple(spots))
        if not self._mixed and (piece.begins and side.touches(side.ends, left, stand, _APART, _OVERLAP)
                                or piece.ends and side.touches(side.starts, stand.right, stand, _OVERLAP, _APART)):
            return None
        return stand

    def _rest(self, string: tuple[Piece, ...], at: int, chain: list[Stand]) -> list[Stand] | None:
        """The chain with all further pieces, or None."""
        used = {(one.side, spot) for one in chain for spot in one.spots}
        chain = list(chain)
        while at < len(string):
            self._tries -= 1
            if self._tries < 0:
                return None
            nexts = list(self._nexts(string[at], string[at - 1], chain, used))
            if len(nexts) != 1:
                for one in nexts:
                    whole = self._rest(string, at + 1, [*chain, one])
                    if whole:
                        return whole
                return None
            chain.append(nexts[0])
            used.update((nexts[0].side, spot) for spot in nexts[0].spots)
            at += 1
        return chain

    def _nexts(self, piece: Piece, last_piece: Piece, chain: list[Stand], used: set[tuple[int, int]]) -> Iterator[Stand]:
        """Where the next piece may stand, the likeliest first."""
        last = chain[-1]
        em = last.size
        line = [one for one in chain if one.side == last.side and abs(one.height - last.height) < _SAME_LINE * em]
        low, high = min([one.left for one in line]), max([one.right for one in line])
        least, most = low - self._from_left * self._shift * em, high + self._from_right * self._shift * em

        def fits(left: float, right: float, height: float) -> bool:
            down = (last.height - height) / em
            if abs(down) < _SAME_LINE:
                return self._beside(piece.way, last_piece.way, left, right, last, low, high)
            return _NEXT_LINE[0] < down < _NEXT_LINE[1] and (self._over_pages or right > least and left < most)

        here = [one for one in self._anywhere(piece, last.side, last, fits) if used.isdisjoint([(one.side, spot) for spot in one.spots])]
        same = [one for one in here if abs((last.height - one.height) / em) < _SAME_LINE]
        below = [one for one in here if abs((last.height - one.height) / em) >= _SAME_LINE
                 and self._is_edge(piece, one, first=True) and self._is_edge(last_piece, last, first=False)]
        yield from same
        yield from sorted((one for one in below if one.right > least and one.left < most), key=(lambda one: abs(one.right - high)) if self._from_right else (lambda one: abs(one.left - low)))
        if self._over_pages and not same and not below:
            page = self.sides[last.side].page
            for number, side in enumerate(self.sides):
                if side.page == page + 1:
                    yield from (one for one in self._anywhere(piece, number) if abs(one.size - em) < _SIZES * em)

    def _is_edge(self, piece: Piece, stand: Stand, first: bool) -> bool:
        """Whether it is the first, or the last, of its line; where directions meet this is not asked of foreign words."""
        if self._mixed and piece.way != "rtl":
            return True
        side = self.sides[stand.side]
        if first == (piece.way != "rtl"):
            return not side.touches(side.ends, stand.left, stand, _NEIGHBOUR, _OVERLAP)
        return not side.touches(side.starts, stand.right, stand, _OVERLAP, _NEIGHBOUR)

    def _beside(self, way: str, before: str, left: float, right: float, last: Stand, low: float, high: float) -> bool:
        """Whether a piece on the line stands where the next one may: in its direction, from the last or from the whole line."""
        em = last.size
        after, ahead = (left - last.right) / em, (last.left - right) / em
        if way == before == "ltr":
            return _LEAST_GAP < after < _WIDEST_GAP
        if way == before == "rtl":
            return _LEAST_GAP < ahead < _WIDEST_GAP
        left_of_all, right_of_all = (low - right) / em, (left - high) / em
        if way == "rtl" and self._from_right:
            return _LEAST_GAP < left_of_all < _WIDEST_GAP
        if way == "ltr" and self._from_right:  # the first of some foreign words, whose last touches the line
            return left_of_all > _LEAST_GAP or _LEAST_GAP < after < _WIDEST_GAP
        if way == "either":
            return any(_LEAST_GAP < gap < _WIDEST_GAP for gap in (after, ahead, left_of_all, right_of_all))
        return left_of_all > _LEAST_GAP or right_of_all > _LEAST_GAP

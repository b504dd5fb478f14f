"""Floor 7. The glyphs of one page as columns, in the space and the points of the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from unicodedata import category

import numpy as np

from generator.checks.finished.reading.again import Shift
from generator.checks.finished.reading.content import Moved, Show
from generator.checks.finished.reading.fonts import Font


@dataclass(frozen=True)
class Line:
    """Where the glyphs of a page stand for a reader who holds the page at one angle. Points."""

    along: np.ndarray  #: the origins, along the writing direction
    height: np.ndarray
    ink_along: np.ndarray  #: the middles of what is inked, in order; NaN last
    ink_height: np.ndarray  #: of the same, in the same order
    ink_row: np.ndarray


@dataclass(frozen=True)
class Glyphs:
    """Columns of equal length, one row a glyph. Lengths in points, angles in degrees."""

    page: int  #: 1-based
    shows: tuple[Show, ...]  #: for what they show; of a copy, those of the first
    show: np.ndarray  #: which of ``shows`` drew it
    code: np.ndarray
    x: np.ndarray  #: origin
    y: np.ndarray
    angle: np.ndarray  #: of the writing direction, 0 to the right, 90 upwards
    advance: np.ndarray
    size: np.ndarray  #: type size on the page
    boxes: np.ndarray  #: left, bottom, right, top of the ink; NaN where there is none
    clips: np.ndarray  #: left, bottom, right, top of what may show
    mirrored: np.ndarray
    text: tuple[str, ...]  #: as ToUnicode gives it; empty where it gives none
    glyph: np.ndarray  #: numbers; 0 is .notdef, -1 unknown

    def __len__(self) -> int:
        return len(self.code)

    def font(self, row: int) -> Font:
        """The font of one glyph."""
        return self.shows[self.show[row]].font

    @cached_property
    def inked(self) -> np.ndarray:
        """Whether the glyph has an outline, so that something ought to be seen."""
        return ~np.isnan(self.boxes[:, 0])

    @cached_property
    def turned(self) -> np.ndarray:
        """``angle`` in whole degrees, 0 to 359."""
        return np.round(self.angle) % 360

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], np.ndarray]:
        """Each text once, and which of them each glyph has."""
        numbers: dict[str, int] = {}
        which = np.array([numbers.setdefault(text, len(numbers)) for text in self.text], int)
        return tuple(numbers), which

    def at(self, angle: float) -> Line:
        """As it is read at this angle, in degrees."""
        if angle not in self._lines:
            way = np.radians(angle)
            x, y = (self.boxes[:, 0] + self.boxes[:, 2]) / 2, (self.boxes[:, 1] + self.boxes[:, 3]) / 2
            along, height = x * np.cos(way) + y * np.sin(way), y * np.cos(way) - x * np.sin(way)
            order = np.argsort(along, kind="stable")
            self._lines[angle] = Line(self.x * np.cos(way) + self.y * np.sin(way), self.y * np.cos(way) - self.x * np.sin(way),
                                      along[order], height[order], order)
        return self._lines[angle]

    @cached_property
    def _lines(self) -> dict[float, Line]:
        return {}

    @cached_property
    def letters(self) -> np.ndarray:
        """Whether each is a letter, a digit or a mark, and no sign that could be a part of a drawing (blocks, shapes, private ones)."""
        texts, which = self.texts
        return np.array([not any(category(c) in _SIGNS for c in text) for text in texts], bool)[which]

    @cached_property
    def painted(self) -> np.ndarray:
        """False for text in a mode that paints nothing."""
        return np.array([show.painted for show in self.shows], bool)[self.show]


_SIGNS = frozenset(("So", "Co", "Cn", "Cs"))


class _Block:
    """Columns of pieces of text that stand together, made once for all their copies."""

    def __init__(self, shows: tuple[Show, ...]) -> None:
        self.shows = shows
        counts = [len(show.run.codes) for show in shows]
        self.show = np.repeat(np.arange(len(shows)), counts)
        self.code = np.array([code for show in shows for code in show.run.codes], int)
        self.offset = np.array([value for show in shows for value in show.run.offsets], float)
        self.advance = np.array([value for show in shows for value in show.run.advances], float)
        self.glyph = np.array([glyph for show in shows for glyph in show.run.glyphs], int)
        self.text = tuple(text for show in shows for text in show.run.text)
        self.matrix = np.array([show.matrix for show in shows], float).reshape(-1, 6)
        self.clip = np.array([show.clip for show in shows], float).reshape(-1, 4)
        self.set = np.array([(show.size, show.across, show.rise) for show in shows], float).reshape(-1, 3)
        self.ink = _ink(shows, self.show, self.code)


def columns(page: int, found: list[Show | Moved]) -> Glyphs:
    """Put the shown glyphs of a page into columns and move them to the page's space."""
    blocks: dict[int, _Block] = {}
    placed: list[tuple[_Block, Shift | None]] = []
    for moved, group in groupby(found, lambda one: isinstance(one, Moved)):
        if not moved:
            placed.append((_Block(tuple(group)), None))
            continue
        for one in group:
            if id(one.shows) not in blocks:
                blocks[id(one.shows)] = _Block(one.shows)
            placed.append((blocks[id(one.shows)], one.shift))
    if not placed:
        placed = [(_Block(()), None)]

    def all_of(column: str) -> np.ndarray:
        return np.concatenate([getattr(block, column) for block, _ in placed])

    firsts = np.cumsum([0, *(len(block.shows) for block, _ in placed)])
    index = np.concatenate([block.show + first for (block, _), first in zip(placed, firsts, strict=False)])
    matrix = np.concatenate([block.matrix if shift is None else block.matrix * shift.sign + (0, 0, 0, 0, shift.right, shift.up)
                             for block, shift in placed])
    clip = np.concatenate([block.clip if shift is None else shift.boxes(block.clip) for block, shift in placed])
    code, offset, ink = all_of("code"), all_of("offset"), all_of("ink")
    a, b, c, d, e, f = matrix[index].T
    size, across, rise = all_of("set")[index].T
    along, up = np.hypot(a, b), np.hypot(c, d)
    xs = offset[:, None] + ink[:, [0, 2, 0, 2]] / 1000 * (size * across)[:, None]
    ys = rise[:, None] + ink[:, [1, 1, 3, 3]] / 1000 * size[:, None]
    px = xs * a[:, None] + ys * c[:, None] + e[:, None]
    py = xs * b[:, None] + ys * d[:, None] + f[:, None]
    boxes = np.stack([px.min(1), py.min(1), px.max(1), py.max(1)], axis=1) if len(code) else ink
    return Glyphs(
        page=page, shows=tuple(show for block, _ in placed for show in block.shows), show=index, code=code,
        x=offset * a + rise * c + e, y=offset * b + rise * d + f,
        angle=np.degrees(np.arctan2(b * np.sign(size * across), a * np.sign(size * across))),
        advance=all_of("advance") * along,
        # The smaller of both directions: squeezed type is small type.
        size=np.abs(size) * np.minimum(up, along * np.abs(across)),
        boxes=boxes, clips=clip[index], mirrored=(a * d - b * c) * np.sign(across) < 0,
        text=tuple(text for block, _ in placed for text in block.text), glyph=all_of("glyph"))


def _ink(shows: tuple[Show, ...], index: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Outline boxes in thousandths of the em, font by font."""
    ink = np.full((len(code), 4), np.nan)
    fonts = list({id(show.font): show.font for show in shows}.values())
    number = {id(font): n for n, font in enumerate(fonts)}
    owner = np.array([number[id(show.font)] for show in shows], int)[index]
    for n, font in enumerate(fonts):
        rows = np.flatnonzero(owner == n)
        if len(rows):
            ink[rows] = font.boxes(code[rows])
    return ink

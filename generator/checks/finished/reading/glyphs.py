"""Floor 7. The glyphs of one page as columns, in the space and the points of the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.checks.finished.reading.content import Show
from generator.checks.finished.reading.fonts import Font


@dataclass(frozen=True)
class Glyphs:
    """Columns of equal length, one row a glyph. Lengths in points, angles in degrees."""

    page: int  #: 1-based
    shows: tuple[Show, ...]
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

    def __len__(self) -> int:
        return len(self.code)

    def font(self, row: int) -> Font:
        """The font of one glyph."""
        return self.shows[self.show[row]].font

    @cached_property
    def text(self) -> tuple[str, ...]:
        """The text of each glyph, as ToUnicode gives it; empty where it gives none."""
        return tuple(text for show in self.shows for text in show.run.text)

    @cached_property
    def glyph(self) -> np.ndarray:
        """Glyph numbers; 0 is .notdef, -1 unknown."""
        return np.concatenate([_NONE, *(show.run.glyphs for show in self.shows)])

    @cached_property
    def inked(self) -> np.ndarray:
        """Whether the glyph has an outline, so that something ought to be seen."""
        return ~np.isnan(self.boxes[:, 0])

    @cached_property
    def painted(self) -> np.ndarray:
        """False for text in a mode that paints nothing."""
        return np.array([show.painted for show in self.shows], bool)[self.show]


_NONE = np.empty(0, int)  # so that a page without text has columns too


def columns(page: int, shows: list[Show]) -> Glyphs:
    """Put the shown glyphs of a page into columns and move them to the page's space."""
    counts = [len(show.run.codes) for show in shows]
    index = np.repeat(np.arange(len(shows)), counts)
    code = np.concatenate([_NONE, *(show.run.codes for show in shows)])
    offset = np.concatenate([_NONE, *(show.run.offsets for show in shows)]).astype(float)
    advance = np.concatenate([_NONE, *(show.run.advances for show in shows)]).astype(float)
    a, b, c, d, e, f = np.array([show.matrix for show in shows], float).reshape(-1, 6)[index].T
    size = np.array([show.size for show in shows], float)[index]
    across = np.array([show.across for show in shows], float)[index]
    rise = np.array([show.rise for show in shows], float)[index]
    along, up = np.hypot(a, b), np.hypot(c, d)
    ink = _ink(shows, index, code)
    xs = offset[:, None] + ink[:, [0, 2, 0, 2]] / 1000 * (size * across)[:, None]
    ys = rise[:, None] + ink[:, [1, 1, 3, 3]] / 1000 * size[:, None]
    px = xs * a[:, None] + ys * c[:, None] + e[:, None]
    py = xs * b[:, None] + ys * d[:, None] + f[:, None]
    boxes = np.stack([px.min(1), py.min(1), px.max(1), py.max(1)], axis=1) if len(code) else ink
    return Glyphs(
        page=page, shows=tuple(shows), show=index, code=code,
        x=offset * a + rise * c + e, y=offset * b + rise * d + f,
        angle=np.degrees(np.arctan2(b * np.sign(size * across), a * np.sign(size * across))),
        advance=advance * along,
        # The smaller of both directions: squeezed type is small type.
        size=np.abs(size) * np.minimum(up, along * np.abs(across)),
        boxes=boxes,
        clips=np.array([show.clip for show in shows], float).reshape(-1, 4)[index],
        mirrored=(a * d - b * c) * np.sign(across) < 0)


def _ink(shows: list[Show], index: np.ndarray, code: np.ndarray) -> np.ndarray:
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

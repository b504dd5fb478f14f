"""Floor 7. Runs of characters as the eye reads them: on one baseline, along the writing direction.

Only places count. Two characters belong together when they stand on one baseline, the
gap is less than ``WIDEST_GAP`` and no other ink stands between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from generator.checks.finished.reading.glyphs import Glyphs, Line

#: Em. 1.2 widths of a digit (Noto Sans: 0.572 em); a no-break space is 0.26 em.
WIDEST_GAP = 0.69
_SAME_BASELINE = 0.12  # em; a raised digit or a shifted one begins a run of its own
_MOST_OVERLAP = 0.3  # widths; kerning stays far below


@dataclass(frozen=True)
class VisualRun:
    """What stands together, in the order in which it is seen."""

    page: int  #: 1-based
    text: str  #: without spaces
    shown: str  #: with a space where there is a gap
    rows: tuple[int, ...]  #: of the page's glyphs, one for each character
    overlapping: bool  #: two characters stand on each other: nobody can say which comes first


def visual_runs(glyphs: Glyphs, wanted: Callable[[str], bool], *,
                skip: frozenset[int] = frozenset(), holding: str = "") -> Iterator[VisualRun]:
    """The runs of glyphs whose text is ``wanted``; only lines that hold ``holding``, if given."""
    texts, which = glyphs.texts
    rows = np.flatnonzero(np.array([bool(text) and wanted(text) for text in texts], bool)[which] & glyphs.inked & glyphs.painted)
    if skip:
        rows = rows[[row not in skip for row in rows.tolist()]]
    for angle in np.unique(glyphs.turned[rows]).tolist():
        line = glyphs.at(angle)
        for those in _lines(rows[glyphs.turned[rows] == angle], line.height, glyphs.size):
            those = those[np.argsort(line.along[those], kind="stable")]
            if holding and holding not in "".join([glyphs.text[row] for row in those.tolist()]):
                continue
            yield from _split(glyphs, those, line)


def _lines(rows: np.ndarray, height: np.ndarray, size: np.ndarray) -> Iterator[np.ndarray]:
    """The rows of each baseline."""
    rows = rows[np.argsort(height[rows], kind="stable")]
    steps = np.diff(height[rows]) > _SAME_BASELINE * np.minimum(size[rows][1:], size[rows][:-1])
    yield from np.split(rows, np.flatnonzero(steps) + 1)


def _split(glyphs: Glyphs, rows: np.ndarray, line: Line) -> Iterator[VisualRun]:
    each = zip(rows.tolist(), line.along[rows].tolist(), glyphs.advance[rows].tolist(), glyphs.size[rows].tolist(), strict=True)
    last, last_along, last_advance, last_size = next(each)
    run: list[int] = [last]
    shown, overlapping = glyphs.text[last], False
    for row, along, advance, size in each:
        gap = along - last_along - last_advance
        em = max(size, last_size)
        if gap >= WIDEST_GAP * em or (gap > 0.02 * em and _ink_between(line, last, row, last_along + last_advance / 2, along + advance / 2, last_size)):
            yield VisualRun(glyphs.page, shown.replace(" ", ""), shown, _each(glyphs, run), overlapping)
            run, shown, overlapping = [], "", False
        else:
            shown += " " if gap > 0.12 * em else ""
            overlapping |= gap < -_MOST_OVERLAP * min(advance, last_advance)
        run.append(row)
        shown += glyphs.text[row]
        last, last_along, last_advance, last_size = row, along, advance, size
    yield VisualRun(glyphs.page, shown.replace(" ", ""), shown, _each(glyphs, run), overlapping)


def _each(glyphs: Glyphs, run: list[int]) -> tuple[int, ...]:
    return tuple(row for row in run for _ in glyphs.text[row])


def _ink_between(line: Line, first: int, second: int, start: float, stop: float, em: float) -> bool:
    """Whether the middle of some other ink stands in the gap, at the height of the letters."""
    near = slice(np.searchsorted(line.ink_along, start, "right"), np.searchsorted(line.ink_along, stop, "left"))
    over = line.ink_height[near] - line.height[first]
    return any(row not in (first, second) for row in line.ink_row[near][(over > -0.2 * em) & (over < 0.8 * em)].tolist())

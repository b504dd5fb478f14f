"""Floor 7. Runs of characters as the eye reads them: on one baseline, along the writing direction.

Only places count. Two characters belong together when they stand on one baseline, the
gap is less than ``WIDEST_GAP`` and no other ink stands between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from generator.checks.finished.reading.glyphs import Glyphs

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
    fits = {text: bool(text) and wanted(text) for text in set(glyphs.text)}
    rows = np.array([row for row, text in enumerate(glyphs.text) if fits[text] and row not in skip], int)
    rows = rows[glyphs.inked[rows] & glyphs.painted[rows]]
    turned = np.round(glyphs.angle) % 360  # whole degrees, 0 to 359
    for angle in np.unique(turned[rows]):
        way = np.radians(angle)
        along = glyphs.x * np.cos(way) + glyphs.y * np.sin(way)
        height = glyphs.y * np.cos(way) - glyphs.x * np.sin(way)
        for line in _lines(rows[turned[rows] == angle], height, glyphs.size):
            line = line[np.argsort(along[line], kind="stable")]
            if holding and holding not in "".join(glyphs.text[row] for row in line):
                continue
            yield from _split(glyphs, line, along, height, way)


def _lines(rows: np.ndarray, height: np.ndarray, size: np.ndarray) -> Iterator[np.ndarray]:
    """The rows of each baseline."""
    rows = rows[np.argsort(height[rows], kind="stable")]
    steps = np.diff(height[rows]) > _SAME_BASELINE * np.minimum(size[rows][1:], size[rows][:-1])
    yield from np.split(rows, np.flatnonzero(steps) + 1)


def _split(glyphs: Glyphs, line: np.ndarray, along: np.ndarray, height: np.ndarray,
           way: float) -> Iterator[VisualRun]:
    run: list[int] = [int(line[0])]
    shown, overlapping = glyphs.text[run[0]], False
    for row in map(int, line[1:]):
        last = run[-1]
        gap = along[row] - along[last] - glyphs.advance[last]
        em = max(glyphs.size[row], glyphs.size[last])
        if gap >= WIDEST_GAP * em or (gap > 0.02 * em and _ink_between(glyphs, last, row, along, height, way)):
            yield VisualRun(glyphs.page, shown.replace(" ", ""), shown, _each(glyphs, run), overlapping)
            run, shown, overlapping = [], "", False
        else:
            shown += " " if gap > 0.12 * em else ""
            overlapping |= bool(gap < -_MOST_OVERLAP * min(glyphs.advance[row], glyphs.advance[last]))
        run.append(row)
        shown += glyphs.text[row]
    yield VisualRun(glyphs.page, shown.replace(" ", ""), shown, _each(glyphs, run), overlapping)


def _each(glyphs: Glyphs, run: list[int]) -> tuple[int, ...]:
    return tuple(row for row in run for _ in glyphs.text[row])


def _ink_between(glyphs: Glyphs, first: int, second: int, along: np.ndarray,
                 height: np.ndarray, way: float) -> bool:
    """Whether the middle of some other ink stands in the gap, at the height of the letters."""
    middle_x = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2
    middle_y = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    at = middle_x * np.cos(way) + middle_y * np.sin(way)
    over = middle_y * np.cos(way) - middle_x * np.sin(way) - height[first]
    em = glyphs.size[first]
    start, stop = along[first] + glyphs.advance[first] / 2, along[second] + glyphs.advance[second] / 2
    hit = (at > start) & (at < stop) & (over > -0.2 * em) & (over < 0.8 * em)
    hit[[first, second]] = False
    return bool(hit.any())

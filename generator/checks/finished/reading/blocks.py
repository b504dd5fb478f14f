"""Floor 7. Where on a rendered page a QR code could be, so that the decoder need not look at all of it.

Letters are left out first: a symbol is painted by areas, pictures or characters that are
signs (blocks, shapes), never by letters, digits and their marks. The rest is cut along bare
strips again and again (recursive X-Y cut; Nagy and Seth 1984). Every row and column of a
symbol has ink, so no cut goes through one; what is left lower or narrower than the smallest
symbol that any phone reads holds none. The decoder sees each block as it is, letters too.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

BARE = 250  #: grey value from which a pixel is paper
GAP = 12  #: pixels, 1 mm at 300 dpi: a bare strip at least so wide is a cut
SMALLEST = 36  #: pixels, 3 mm: 21 modules of 0.14 mm, a third of what is asked of ours
MARGIN = 24  #: pixels kept around a block, so that the decoder sees the paper around a symbol
_STEP = 8  # the decoder judges light and dark in squares of so many pixels: blocks begin where those do
_DEEPEST = 8
_WORTH = 0.7  # of the page; when the blocks are more than this, the page is looked at in one piece

Part = tuple[int, int, int, int]  #: top, bottom, left, right


def blocks(image: np.ndarray, letters: np.ndarray) -> list[Part]:
    """The parts of the page in which a symbol could stand, from top to bottom; all of it where cutting gains nothing.

    ``letters``: left, top, right, bottom in pixels of what is certainly none.
    """
    high, wide = image.shape
    whole = (0, high, 0, wide)
    found = []
    rest = image.copy()
    for left, top, right, bottom in letters.tolist():
        rest[top:bottom, left:right] = 255
    for top, bottom, left, right in _cut(rest, whole, 0):
        found.append((max(top - MARGIN, 0) // _STEP * _STEP, min(bottom + MARGIN, high),
                      max(left - MARGIN, 0) // _STEP * _STEP, min(right + MARGIN, wide)))
    looked_at = sum((bottom - top) * (right - left) for top, bottom, left, right in found)
    return found if looked_at < _WORTH * high * wide else [whole]


def _cut(image: np.ndarray, part: Part, depth: int) -> Iterator[Part]:
    top, bottom, left, right = part
    piece = image[top:bottom, left:right]
    rows = _inked(piece.min(axis=1), top)
    parts = []
    for first, last in rows:
        parts += [(first, last, start, end) for start, end in _inked(image[first:last, left:right].min(axis=0), left)]
    for one in parts:
        if len(parts) == 1 or depth == _DEEPEST:
            yield one
        else:
            yield from _cut(image, one, depth + 1)


def _inked(darkest: np.ndarray, start: int) -> list[tuple[int, int]]:
    """Where ink stands, in stretches with less than a gap of paper within them; too short ones left out."""
    at = np.flatnonzero(darkest < BARE)
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > GAP)
    firsts, lasts = at[np.concatenate([[0], breaks + 1])], at[np.concatenate([breaks, [len(at) - 1]])] + 1
    return [(start + first, start + last) for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True) if last - first >= SMALLEST]

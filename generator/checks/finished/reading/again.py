"""Floor 7. A form that is shown again on a page, moved or turned by half a turn: what it draws is moved with it.

A sheet shows a card eighteen times. The first is read operator by operator; another is
taken as the same only where its matrix is the first one's but for a shift or half a turn,
where it begins with the same settings, and where its clip lies in the same place of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from generator.checks.finished.reading.box import Box
from generator.checks.finished.reading.operators import Matrix

T = TypeVar("T")
_ALIKE = 1e-9  # of the parts of a matrix that scale and turn
_NEAR_PT = 0.001  # of clips: coordinates are written with four decimals or more


@dataclass(frozen=True)
class Shift:
    """From one place to another. Lengths in points."""

    sign: int  #: 1, or -1 where it is turned by half a turn
    right: float
    up: float
    clip: Box  #: in the first place
    clip_there: Box

    @property
    def matrix(self) -> Matrix:
        """From the page to the page."""
        return float(self.sign), 0.0, 0.0, float(self.sign), self.right, self.up

    def box(self, box: Box) -> Box:
        """Where a box lies there. An edge that the clip made is made by the clip there."""
        there = _moved(box, self.sign, self.right, self.up)
        first = self.clip if self.sign > 0 else Box(self.clip.right, self.clip.top, self.clip.left, self.clip.bottom)
        edges = box if self.sign > 0 else Box(box.right, box.top, box.left, box.bottom)
        return Box(*(limit if edge == cut else at for at, edge, cut, limit in zip(there, edges, first, self.clip_there, strict=True)))

    def boxes(self, boxes: np.ndarray) -> np.ndarray:
        """The same for rows of left, bottom, right, top."""
        turned = boxes if self.sign > 0 else boxes[:, [2, 3, 0, 1]]
        first = self.clip if self.sign > 0 else Box(self.clip.right, self.clip.top, self.clip.left, self.clip.bottom)
        return np.where(turned == first, self.clip_there, turned * self.sign + (self.right, self.up) * 2)


@dataclass(frozen=True)
class Again(Generic[T]):
    """What a form drew in one place."""

    ctm: Matrix
    clip: Box
    found: tuple[T, ...]
    operators: int = 0  #: how many were walked

    def shift(self, ctm: Matrix, clip: Box) -> Shift | None:
        """From here to another place; None where that is no plain shift or half turn, or where the clip cuts elsewhere."""
        for sign in (1, -1):
            if all(abs(there - sign * here) < _ALIKE for here, there in zip(self.ctm[:4], ctm[:4], strict=True)):
                right, up = ctm[4] - sign * self.ctm[4], ctm[5] - sign * self.ctm[5]
                moved = _moved(self.clip, sign, right, up)
                if all(abs(one - other) < _NEAR_PT for one, other in zip(moved, clip, strict=True)):
                    return Shift(sign, right, up, self.clip, clip)
        return None


def _moved(box: Box, sign: int, right: float, up: float) -> Box:
    if sign > 0:
        return Box(box.left + right, box.bottom + up, box.right + right, box.top + up)
    return Box(right - box.right, up - box.top, right - box.left, up - box.bottom)

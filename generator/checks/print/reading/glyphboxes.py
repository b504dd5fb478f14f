"""Floor 7. Rows of glyphs as places: neighbours in one line are one place."""

from __future__ import annotations

import numpy as np

from generator.checks.finished.reading.box import Box
from generator.checks.finished.reading.glyphs import Glyphs


def visible(glyphs: Glyphs) -> np.ndarray:
    """Whether each glyph draws ink that the clip lets through."""
    with np.errstate(invalid="ignore"):
        return (glyphs.inked & glyphs.painted
                & (np.minimum(glyphs.boxes[:, 2], glyphs.clips[:, 2]) > np.maximum(glyphs.boxes[:, 0], glyphs.clips[:, 0]))
                & (np.minimum(glyphs.boxes[:, 3], glyphs.clips[:, 3]) > np.maximum(glyphs.boxes[:, 1], glyphs.clips[:, 1])))


def boxes_of(glyphs: Glyphs, rows: np.ndarray) -> list[Box]:
    """The bounds of these glyphs, one box for those of one operator."""
    found = []
    for show in np.unique(glyphs.show[rows]):
        boxes = glyphs.boxes[rows[glyphs.show[rows] == show]]
        boxes = boxes[~np.isnan(boxes[:, 0])]
        if len(boxes):
            found.append(Box(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()))
    return found

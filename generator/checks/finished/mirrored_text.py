"""No text is drawn as in a mirror.

A back whose columns are mirrored for the long-edge turn is moved, never flipped: one
minus sign in a matrix does the other. The sign of each glyph's matrix is asked
(ISO 32000-1, 8.3.3), since the text layer of a flipped page is perfect.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V364", "mirrored-text", "Mirrored letters and digits cannot be read.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The matrix of no glyph turns it over."""
    for page in file.pages:
        glyphs = file.glyphs(page)
        rows = np.flatnonzero(glyphs.mirrored & glyphs.inked)
        if len(rows):
            seen = "".join(glyphs.text[row] for row in rows[:20])
            yield CODE.at(expected.path, page,
                          f"page {page}: {len(rows)} glyphs ({seen}) are mirrored; upright or turned ones are expected.",
                          "Place copies by moving and turning them, never by a negative scale on one axis.",
                          locale=expected.language)

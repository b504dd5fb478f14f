"""No text is hidden: white on white, covered, or painted in no ink at all.

Covered and white text stays in the text layer, so that every comparison of strings
passes (measured). The rendered page must show a difference inside the outline box of each
glyph that has an outline.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading import raster
from generator.checks.finished.reading.box import Box
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V362", "hidden-text", "The reader never sees a sentence that every check believes to be there.")
DARK = 100  # grey value up to which a box is full of ink
KNOT = 4  # pixels around it in which paper must show
FAINTEST = 40  # grey values between the darkest and the lightest pixel; V363 asks for far more


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each inked glyph makes a difference on the rendered page."""
    for page in file.pages:
        glyphs, extremes = file.glyphs(page), file.extremes[page - 1]
        rows = np.flatnonzero(glyphs.inked & ((extremes[:, 1] - extremes[:, 0] < FAINTEST) | ~glyphs.painted))
        rows = [row for row in rows if not glyphs.text[row].isspace() and not _in_a_knot(file, page, row)]
        if rows:
            seen = "".join(glyphs.text[row] for row in rows[:20])
            yield CODE.at(expected.path, page,
                          f"page {page}: {len(rows)} glyphs ({seen}) leave no trace on the rendered page; "
                          "each is expected to be seen.",
                          "Give the text a colour that differs from what lies under it, and let nothing cover it.",
                          locale=expected.language)


def _in_a_knot(file: Opened, page: int, row: int) -> bool:
    """A small stroke of Nastaliq, wholly within the ink of its neighbours, with paper just beyond them. A bar is no neighbour."""
    glyphs, (darkest, lightest) = file.glyphs(page), file.extremes[page - 1][row]
    if lightest > DARK or not glyphs.painted[row]:
        return False
    left, bottom, right, top = glyphs.boxes[row]
    x, y, boxes = (left + right) / 2, (bottom + top) / 2, glyphs.boxes
    over = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
    if np.count_nonzero(over) < 2:  # noqa: PLR2004 - its own is one
        return False
    around = raster.window(file.image(page), Box(left, bottom, right, top), file.box(page), raster.DPI, margin=KNOT)
    return around.size > 0 and int(around.max()) - int(darkest) >= FAINTEST

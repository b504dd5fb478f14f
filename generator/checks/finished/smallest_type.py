"""No type is smaller than the locale and the format allow.

Type size times matrix, the smaller of both directions: squeezed type is small type.
Floors: 6 pt for Latin at the foot of a card, 7 pt for printers, more for scripts with
finer parts, 8 pt for Nastaliq (content/locales/).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V342", "small-type", "Nobody reads it in poor light, on a worn card, without glasses.")
TOLERANCE_PT = 0.05


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Every glyph that draws something is large enough on the page."""
    for page in file.pages:
        glyphs = file.glyphs(page)
        rows = np.flatnonzero(glyphs.inked & (glyphs.size < expected.smallest_pt - TOLERANCE_PT))
        if len(rows):
            seen = "".join(glyphs.text[row] for row in rows[:20])
            yield CODE.at(expected.path, page,
                          f"page {page}: {len(rows)} glyphs ({seen}) are as small as {glyphs.size[rows].min():.2f} pt, "
                          f"and at least {expected.smallest_pt:g} pt is expected.",
                          "Shorten the text, so that it fits at a size that can be read.",
                          locale=expected.language)

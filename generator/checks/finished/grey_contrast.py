"""All text can be read when it is printed in grey: contrast of at least 4.5 to 1.

WCAG 2.2, 1.4.3, for every size of type: cards are copied on office machines, worn, and
read in the dark. Measured between the darkest and the lightest pixel of each run on the
grey rendering, so a colour counts as the grey that it becomes.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.hidden_text import FAINTEST
from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.raster import contrast
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V363", "grey-contrast", "Pale text vanishes on a grey printer and on a worn card.")
LEAST = 4.5
TOLERANCE = 0.05  # one step of 255 grey values


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each run of text differs enough from its ground. Text that leaves no trace is V362."""
    for page in file.pages:
        glyphs, extremes = file.glyphs(page), file.extremes[page - 1]
        seen = glyphs.inked & (extremes[:, 1] - extremes[:, 0] >= FAINTEST)
        dark, light = np.full(len(glyphs.shows), 255), np.zeros(len(glyphs.shows), int)
        np.minimum.at(dark, glyphs.show[seen], extremes[seen, 0])
        np.maximum.at(light, glyphs.show[seen], extremes[seen, 1])
        worst = [(contrast(dark[show], light[show]), show) for show in np.unique(glyphs.show[seen])]
        worst = [(ratio, show) for ratio, show in worst if ratio < LEAST - TOLERANCE]
        if worst:
            ratio, show = min(worst)
            text = "".join(glyphs.text[row] for row in np.flatnonzero(glyphs.show == show)[:30])
            yield CODE.at(expected.path, page,
                          f"page {page}: {len(worst)} pieces of text are too pale, {text!r} at {ratio:.1f} to 1; "
                          f"at least {LEAST} to 1 is expected.",
                          "Take a darker ink or a lighter ground.", locale=expected.language)

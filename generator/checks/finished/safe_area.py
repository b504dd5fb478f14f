"""All text stands inside the safe area of the trimmed item.

A guillotine wanders: whatever stands nearer to the edge than the format's safe margin
(4 mm with most printers; the format owns it) may be cut off. Measured on the outline of
every glyph, since marks and Nastaliq leave their line.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened, inner
from generator.model.edition import Expected
from generator.problem import Problem, error
from generator.units import mm_to_pt, pt_to_mm

KINDS = ("screen", "print")
CODE = error("V340", "safe-area", "The guillotine takes the outermost letters or digits with it.")
TOLERANCE_MM = 0.15  # overshoot of round letters, rounding of coordinates


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each outline is inside the trim less the safe margin."""
    for page in file.pages:
        glyphs = file.glyphs(page)
        area = inner(file.trim(page), expected.safe_mm)
        out = np.maximum.reduce([area.left - glyphs.boxes[:, 0], area.bottom - glyphs.boxes[:, 1],
                                 glyphs.boxes[:, 2] - area.right, glyphs.boxes[:, 3] - area.top])
        rows = np.flatnonzero(np.nan_to_num(out, nan=-1.0) > mm_to_pt(TOLERANCE_MM))
        if len(rows):
            seen = "".join(glyphs.text[row] for row in rows[:12])
            yield CODE.at(expected.path, page,
                          f"page {page}: {len(rows)} glyphs ({seen}) stand up to {pt_to_mm(out[rows].max()):.2f} mm "
                          f"outside the safe area; all are expected {expected.safe_mm:g} mm inside the trim.",
                          "Shorten the text or move its block inwards.", locale=expected.language)

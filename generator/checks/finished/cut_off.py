"""No letter is cut: by its box, by the edge of a copy, or by the edge of the page.

``overflow: hidden`` and a form's bounding box leave the text layer whole and the picture
cut (measured). The outline of each glyph is compared with the clip under which it is
drawn (ISO 32000-1, 8.5.4). Nastaliq leaves its line and suffers first.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error
from generator.units import mm_to_pt, pt_to_mm

KINDS = ("screen", "print", "imposed")
CODE = error("V343", "cut-off", "A line without its dots or its last word says something else.")
TOLERANCE_MM = 0.15


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each outline is inside its clip; the outermost clip is the page itself."""
    for page in file.pages:
        glyphs = file.glyphs(page)
        box, clip = glyphs.boxes, glyphs.clips
        out = np.maximum.reduce([clip[:, 0] - box[:, 0], clip[:, 1] - box[:, 1],
                                 box[:, 2] - clip[:, 2], box[:, 3] - clip[:, 3]])
        rows = np.flatnonzero(np.nan_to_num(out, nan=-1.0) > mm_to_pt(TOLERANCE_MM))
        if len(rows):
            seen = "".join(glyphs.text[row] for row in rows[:20])
            yield CODE.at(expected.path, page,
                          f"page {page}: {len(rows)} glyphs ({seen}) are cut by up to "
                          f"{pt_to_mm(out[rows].max()):.2f} mm; whole letters are expected.",
                          "Give the block more room, and never hide what overflows.", locale=expected.language)

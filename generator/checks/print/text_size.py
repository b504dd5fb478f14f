"""No type is smaller than the printer and the script allow.

Type size times matrix, the smaller of both directions: squeezed type is small type.
Printing houses ask for at least 5 to 7 pt; a script with finer parts needs more, Nastaliq
8 pt (content/locales/). The larger of the two floors holds for the script's own letters;
addresses, codes and digits in plain Latin beside them have the printer's.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.glyphboxes import boxes_of, visible
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T409", "small-type", "Nobody reads it in poor light, on a worn card, without glasses.")
TOLERANCE_PT = 0.05


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Every glyph that draws something is large enough on the page."""
    for page in file.pages:
        glyphs = file.glyphs(page)
        own = np.array([any(c.isalpha() and not c.isascii() for c in text) for text in glyphs.text], bool)
        least = np.where(own, job.text_pt, job.printer.smallest_text_pt)
        rows = np.flatnonzero(visible(glyphs) & (glyphs.size < least - TOLERANCE_PT))
        if len(rows):
            seen = "".join(glyphs.text[row] for row in rows[:20])
            yield job.found(CODE, page, f"{len(rows)} glyphs ({seen}) are as small as {glyphs.size[rows].min():.2f} pt, "
                            f"and at least {least[rows].max():g} pt is expected.",
                            "Set the text larger; shorten it where it then runs over.", boxes_of(glyphs, rows))

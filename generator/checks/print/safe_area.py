"""Text and QR codes keep the printer's distance from the trim.

A guillotine wanders: 4 mm with most printing houses, 3 to 5 mm in all. A format that is
smaller than a bank card owns its margin (content/formats/). Measured on the outline of
every glyph, since marks and Nastaliq leave their line.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened, inner
from generator.checks.print.reading.glyphboxes import boxes_of, visible
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error
from generator.units import mm_to_pt, pt_to_mm

KINDS = ("print",)
CODE = error("T407", "safe-area", "The guillotine takes the outermost letters or digits with it.")
TOLERANCE_MM = 0.15  # overshoot of round letters, rounding of coordinates


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Each glyph and each code is inside the trim less the safe margin."""
    safe = job.printer.safe_mm if job.safe_mm is None else job.safe_mm
    for page in file.pages:
        glyphs, area = file.glyphs(page), inner(file.trim(page), safe)
        out = np.maximum.reduce([area.left - glyphs.boxes[:, 0], area.bottom - glyphs.boxes[:, 1],
                                 glyphs.boxes[:, 2] - area.right, glyphs.boxes[:, 3] - area.top])
        rows = np.flatnonzero(visible(glyphs) & (np.nan_to_num(out, nan=-1.0) > mm_to_pt(TOLERANCE_MM)))
        if len(rows):
            seen = "".join(glyphs.text[row] for row in rows[:12])
            yield job.found(CODE, page, f"{len(rows)} glyphs ({seen}) stand up to {pt_to_mm(out[rows].max()):.2f} mm "
                            f"outside the safe area; all are expected {safe:g} mm inside the trim.",
                            "Move the text inwards.", boxes_of(glyphs, rows))
        for code in file.codes:
            if code.page == page and code.box.sticks_out_of(area) > mm_to_pt(TOLERANCE_MM):
                yield job.found(CODE, page, f"a QR code stands {pt_to_mm(code.box.sticks_out_of(area)):.2f} mm outside the safe area; "
                                f"it is expected {safe:g} mm inside the trim.", "Move the code inwards.", [code.box])

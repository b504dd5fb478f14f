"""On a sheet for an office printer nothing is drawn within 5 mm of the edge of the A4.

Office printers cannot print there: what lies in the margin is lost, and many of them then
shrink the whole page to make it fit, QR codes and type with it. Every ink counts, marks
too, so the rendered sheet is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading import raster
from generator.model.edition import Expected
from generator.problem import Problem, error
from generator.units import MM_PER_INCH

KINDS = ("imposed",)
CODE = error("V341", "sheet-margin", "An office printer drops what lies in its margin, or shrinks the whole sheet.")
MARGIN_MM = 5.0
TOLERANCE_MM = 0.15  # two pixels of smoothed edges
_INK = 250  # grey value below which a pixel is ink


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The rendered sheet is white along its edges."""
    for page in file.pages:
        image = file.image(page)
        # Only the bands along the edges are looked at: the rest of the sheet may be anything.
        band = int((MARGIN_MM - TOLERANCE_MM) / MM_PER_INCH * raster.DPI)
        edges = {"left": image[:, :band], "right": image[:, ::-1][:, :band],
                 "top": image[:band].T, "bottom": image[::-1][:band].T}
        near = {}
        for side, strip in edges.items():
            inked = np.flatnonzero((strip < _INK).any(axis=0))
            if len(inked):
                near[side] = inked[0] / raster.DPI * MM_PER_INCH
        if near:
            yield CODE.at(expected.path, page,
                          f"page {page}: ink stands " + ", ".join(f"{mm:.1f} mm from the {side}" for side, mm in near.items())
                          + f" edge, and {MARGIN_MM:g} mm of bare paper are expected.",
                          "Move the copies or the marks inwards, or put fewer copies on the sheet.",
                          locale=expected.language)

"""On a sheet nothing is printed nearer to its edges than the machine can.

The printer's file says how much (5 mm on an office printer, the gripper's 8 mm on a press).
What lies in the margin is lost, and an office printer then shrinks the whole page to make
it fit. Every ink counts, marks too, so the rendered sheet is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading import raster
from generator.checks.print.reading.boxes import bands
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error
from generator.units import MM_PER_INCH, mm_to_pt

KINDS = ("imposed",)
CODE = error("T408", "sheet-margin", "A machine drops what lies in its margin, or shrinks the whole sheet.")
TOLERANCE_MM = 0.15  # two pixels of smoothed edges
_INK = 250  # grey value below which a pixel is ink


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """The rendered sheet is white along its edges."""
    wanted = job.printer.sheet_margin_mm
    band = int((wanted - TOLERANCE_MM) / MM_PER_INCH * raster.DPI)
    if band < 1:
        return
    for page in file.pages:
        image = file.image(page)
        edges = {"left": image[:, :band], "bottom": image[::-1][:band].T,
                 "right": image[:, ::-1][:, :band], "top": image[:band].T}
        near = {side: inked[0] / raster.DPI * MM_PER_INCH for side, strip in edges.items()
                if len(inked := np.flatnonzero((strip < _INK).any(axis=0)))}
        if near:
            sheet = file.box(page)
            strips = dict(zip(edges, bands(sheet, sheet.grown(-mm_to_pt(wanted))), strict=True))
            yield job.found(CODE, page, "ink stands " + ", ".join(f"{mm:.1f} mm from the {side}" for side, mm in near.items())
                            + f" edge, and {wanted:g} mm of bare paper are expected.",
                            "Move the copies or the marks inwards.", [strips[side] for side in near])

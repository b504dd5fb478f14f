"""What runs to the trim runs on to the edge of the bleed.

The guillotine wanders by up to half a millimetre and the paper stretches; printing houses
therefore ask for 3 to 4 mm of ink beyond the cut. Looked at on the rendered page at 300 dpi:
ink just inside the trim is compared with ink at the outer edge of the bleed. A line thinner
than half a millimetre may end at the trim: nobody sees where it was cut.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading import raster
from generator.checks.finished.reading.box import Box
from generator.checks.print.reading.boxes import box_of
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error
from generator.units import MM_PER_INCH, PT_PER_INCH, pt_to_mm

KINDS = ("print",)
CODE = error("T406", "bleed-not-inked", "A colour that ends at the cut leaves a white thread along the edge of the card.")
_INK = 253  # grey value below which a pixel is ink: a tint of one percent, not the rounding of white
_STRIP = 3  # pixels looked at inside the trim, a quarter of a millimetre
_SKIP = 2  # pixels at the very edge, which are mixed with what lies beyond
SHORTEST_MM = 0.5


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """On each side no ink stops between the trim and the edge of the bleed."""
    for page in file.pages:
        bleed = box_of(file, page, "BleedBox")
        if bleed is None or bleed.sticks_out_of(file.box(page)) > 1:
            continue
        boxes = [box for side in ("left", "right", "bottom", "top") for box in _bare(file, page, bleed, side)]
        if boxes:
            length = sum(max(pt_to_mm(box.width), pt_to_mm(box.height)) for box in boxes)
            yield job.found(CODE, page, f"along {length:.1f} mm of the edge ink runs to the trim and not to the edge of the bleed; "
                            f"{job.printer.bleed_mm:g} mm of ink beyond the trim is expected.",
                            "Draw the colour or picture out to the edge of the bleed.", boxes)


def _bare(file: Opened, page: int, bleed: Box, side: str) -> list[Box]:
    """The stretches of one side where ink ends early, as boxes between trim and edge."""
    image, shown, trim = file.image(page), file.box(page), file.trim(page)
    scale = raster.DPI / PT_PER_INCH
    # Turned so that the side lies at the top: rows count from the edge of the page inwards.
    upright = {"top": image, "bottom": image[::-1], "left": image.T, "right": image.T[::-1]}[side]
    edge = {"top": shown.top - bleed.top, "bottom": bleed.bottom - shown.bottom,
            "left": bleed.left - shown.left, "right": shown.right - bleed.right}[side]
    cut = {"top": shown.top - trim.top, "bottom": trim.bottom - shown.bottom,
           "left": trim.left - shown.left, "right": shown.right - trim.right}[side]
    outer, inner = max(round(edge * scale), 0) + _SKIP, round(cut * scale)
    if inner - outer < 2:
        return []
    across = ((trim.left - shown.left, trim.right - shown.left) if side in ("top", "bottom")
              else (shown.top - trim.top, shown.top - trim.bottom))
    first, last = round(across[0] * scale) + _SKIP, round(across[1] * scale) - _SKIP
    inside = (upright[inner + 1:inner + 1 + _STRIP, first:last] < _INK).all(axis=0)
    outside = (upright[outer:outer + _STRIP, first:last] < _INK).any(axis=0)
    bare = []
    for begin, end in _stretches(inside):
        # A slanting edge moves sideways within the bleed; at most by its depth.
        depth = inner - outer
        if outside[max(begin - depth, 0):end + depth].any():
            failing = [(a + begin, b + begin) for a, b in _stretches(~outside[begin:end]) if b - a > depth + _STRIP]
        else:
            failing = [(begin, end)]
        bare += [(a, b) for a, b in failing if (b - a) / raster.DPI * MM_PER_INCH > SHORTEST_MM]
    places = []
    for begin, end in bare:
        a, b = (begin + first) / scale, (end + first) / scale
        places.append({"top": Box(shown.left + a, trim.top, shown.left + b, bleed.top),
                       "bottom": Box(shown.left + a, bleed.bottom, shown.left + b, trim.bottom),
                       "left": Box(bleed.left, shown.top - b, trim.left, shown.top - a),
                       "right": Box(trim.right, shown.top - b, bleed.right, shown.top - a)}[side])
    return places


def _stretches(mask: np.ndarray) -> list[tuple[int, int]]:
    """Where a row is true, as first and one past the last."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))

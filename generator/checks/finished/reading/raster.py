"""Floor 7. Pages as grey pixels, through pdfium: what a grey printer would lay down."""

from __future__ import annotations

import numpy as np
import pypdfium2

from generator.checks.finished.reading.box import Box
from generator.units import PT_PER_INCH

#: One rendering of each page serves all checks. At 300 dpi a stem of 6 pt type is two
#: pixels wide, so that its darkest pixel is the ink itself and no mixture with the paper.
DPI = 300

_ENOUGH = 400  # pixels of a letter's height or width that are looked at; a larger one is thinned out
_FEW = 6  # boxes of one size that are quicker looked at one by one
_SHARES = [value / 255 for value in range(256)]
_LUMINANCE = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in _SHARES]


def grey(page: pypdfium2.PdfPage, dpi: float, crop: tuple[float, float, float, float] = (0, 0, 0, 0)) -> np.ndarray:
    """Rows of grey values, 0 black to 255 white. ``crop``: points off left, bottom, right, top."""
    pixels = page.render(scale=dpi / PT_PER_INCH, crop=crop, grayscale=True).to_numpy()
    return pixels.reshape(pixels.shape[:2])


def window(image: np.ndarray, box: Box, page: Box, dpi: float, margin: int = 0) -> np.ndarray:
    """The pixels that a box touches, and ``margin`` pixels more on each side."""
    scale = dpi / PT_PER_INCH
    left = max(0, int(np.floor((box.left - page.left) * scale)) - margin)
    right = int(np.ceil((box.right - page.left) * scale)) + margin
    top = max(0, int(np.floor((page.top - box.top) * scale)) - margin)
    bottom = int(np.ceil((page.top - box.bottom) * scale)) + margin
    return image[top:max(top, bottom), left:max(left, right)]


def around(image: np.ndarray, boxes: np.ndarray, page: Box, dpi: float) -> tuple[np.ndarray, np.ndarray]:
    """Left, top, right, bottom in pixels of each box and one pixel around it; and which are known, the others being NaN."""
    high, wide = image.shape
    scale = dpi / PT_PER_INCH
    with np.errstate(invalid="ignore"):
        edges = np.stack([np.floor((boxes[:, 0] - page.left) * scale) - 1,
                          np.floor((page.top - boxes[:, 3]) * scale) - 1,
                          np.ceil((boxes[:, 2] - page.left) * scale) + 1,
                          np.ceil((page.top - boxes[:, 1]) * scale) + 1], axis=1)
    known = ~np.isnan(edges[:, 0])
    return np.clip(np.where(known[:, None], edges, 0), 0, (wide, high, wide, high)).astype(int), known


def extremes(image: np.ndarray, boxes: np.ndarray, page: Box, dpi: float) -> np.ndarray:
    """Darkest and lightest grey value in each box and one pixel around it, as two columns.

    The pixel around lets a stroke that fills its box (a full stop, an alef) show its paper.
    Boxes that are NaN or off the page give 255 and 255: nothing is seen there.
    """
    found = np.full((len(boxes), 2), 255, int)
    high, wide = image.shape
    pixels, known = around(image, boxes, page, dpi)
    left, top, right, bottom = pixels.T
    high_, wide_ = bottom - top, right - left
    rows = np.flatnonzero(known & (high_ > 0) & (wide_ > 0))
    # Boxes of one size are looked at together: of the copies on a sheet, and of the same letter in a line.
    sizes = high_[rows] * (wide + 1) + wide_[rows]
    order = rows[np.argsort(sizes, kind="stable")]
    for group in np.split(order, np.flatnonzero(np.diff(np.sort(sizes))) + 1):
        if not len(group):
            continue
        h, w = int(high_[group[0]]), int(wide_[group[0]])
        coarse = 1 + max(h, w) // _ENOUGH
        if len(group) < _FEW or coarse > 1:
            for row in group.tolist():
                patch = image[top[row]:bottom[row]:coarse, left[row]:right[row]:coarse]
                found[row] = np.minimum.reduce(patch, axis=None), np.maximum.reduce(patch, axis=None)
            continue
        windows = np.lib.stride_tricks.as_strided(image, (high - h + 1, wide - w + 1, h, w), image.strides * 2, writeable=False)
        patches = windows[top[group], left[group]].reshape(len(group), -1)
        found[group, 0], found[group, 1] = np.minimum.reduce(patches, axis=1), np.maximum.reduce(patches, axis=1)
    return found


def contrast(dark: int, light: int) -> float:
    """Contrast ratio of two grey values, 1 to 21 (WCAG 2.2, "contrast ratio", "relative luminance")."""
    return (_LUMINANCE[light] + 0.05) / (_LUMINANCE[dark] + 0.05)

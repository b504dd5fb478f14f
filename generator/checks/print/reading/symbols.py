"""Floor 7. QR codes that are seen on a page and cannot be read."""

from __future__ import annotations

import numpy as np

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading import raster
from generator.checks.finished.reading.box import Box
from generator.units import PT_PER_INCH

_FINDER = np.array([[1] * 7, [1, 0, 0, 0, 0, 0, 1], *[[1, 0, 1, 1, 1, 0, 1]] * 3, [1, 0, 0, 0, 0, 0, 1], [1] * 7], bool)
_ALIKE = 0.9  # of the 147 modules of three finder patterns
_SIZES = range(21, 70, 4)  # modules on a side, versions 1 to 13


def unread(file: Opened, page: int) -> list[Box]:
    """Where a QR code stands that gives no payload at 300 dpi: its finder patterns are there, its data is not."""
    image, shown, scale, boxes = file.image(page), file.box(page), PT_PER_INCH / raster.DPI, []
    for corners in file.looked(page)[1]:
        # The decoder takes an eye in a drawing for a corner now and then (measured): the patterns are asked for.
        if _is_code(image, corners):
            (left, top), (right, bottom) = corners.min(axis=0) * scale, corners.max(axis=0) * scale
            boxes.append(Box(shown.left + left, shown.top - bottom, shown.left + right, shown.top - top))
    return list(dict.fromkeys(boxes))


def _is_code(image: np.ndarray, corners: np.ndarray) -> bool:
    """Whether the three finder patterns (ISO/IEC 18004, 6.3.3) lie in the corners, for any size of symbol."""
    top_left, top_right, bottom_right, bottom_left = corners
    for modules in _SIZES:
        middles = (np.arange(7) + 0.5) / modules
        alike = 0
        for xs, ys in ((middles, middles), (1 - middles, middles), (middles, 1 - middles)):
            x, y = np.meshgrid(xs, ys)
            points = (np.multiply.outer((1 - x) * (1 - y), top_left) + np.multiply.outer(x * (1 - y), top_right)
                      + np.multiply.outer(x * y, bottom_right) + np.multiply.outer((1 - x) * y, bottom_left))
            columns = np.clip(points[..., 0].round().astype(int), 0, image.shape[1] - 1)
            rows = np.clip(points[..., 1].round().astype(int), 0, image.shape[0] - 1)
            alike += int(((image[rows, columns] < 128) == _FINDER).sum())
        if alike >= _ALIKE * 3 * 49:
            return True
    return False

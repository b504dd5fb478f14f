"""Floor 7. The boxes that a page itself names, and the edges around a box."""

from __future__ import annotations

import pikepdf

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.box import Box

SIDES = ("left", "bottom", "right", "top")


def box_of(file: Opened, page: int, name: str) -> Box | None:
    """The box of this name, such as TrimBox; None where the page does not name it."""
    values = file.pdf.pages[page - 1].obj.get(f"/{name}")
    if not isinstance(values, pikepdf.Array) or len(values) != 4:
        return None
    left, bottom, right, top = (float(value) for value in values)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def beyond(outer: Box, inner: Box) -> tuple[float, float, float, float]:
    """How many points lie between the two boxes at the left, the bottom, the right and the top."""
    return (inner.left - outer.left, inner.bottom - outer.bottom, outer.right - inner.right, outer.top - inner.top)


def bands(outer: Box, inner: Box) -> tuple[Box, ...]:
    """The four strips between two boxes, left, bottom, right, top."""
    return (Box(outer.left, outer.bottom, inner.left, outer.top), Box(outer.left, outer.bottom, outer.right, inner.bottom),
            Box(inner.right, outer.bottom, outer.right, outer.top), Box(outer.left, inner.top, outer.right, outer.top))

"""Floor 7. A rectangle on a page."""

from __future__ import annotations

from typing import NamedTuple


class Unreadable(Exception):
    """The file is not as a PDF should be. ``Opened`` turns it into a fault; it never leaves it."""


class Box(NamedTuple):
    """Edges in PDF points, the origin at the bottom left of the page's own space."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points."""
        return self.top - self.bottom

    def grown(self, by: float) -> Box:
        """The same box with ``by`` points more on each side (fewer where negative)."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def inside(self, other: Box) -> Box:
        """What both boxes share; empty boxes have no width or height."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, max(left, min(self.right, other.right)),
                   max(bottom, min(self.top, other.top)))

    def sticks_out_of(self, other: Box) -> float:
        """By how many points this box leaves the other; 0 or less where it does not."""
        return max(other.left - self.left, other.bottom - self.bottom,
                   self.right - other.right, self.top - other.top)

"""Floor 7. What is painted: one record for each painting operator, and the state that decides it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from generator.checks.finished.reading.again import Shift
from generator.checks.finished.reading.box import Box
from generator.checks.finished.reading.operators import Matrix, Path, corners, moved, times
from generator.checks.print.reading.colour import BLACK, Ink

#: copy: a form drawn by the page itself (on a sheet: one copy). group: a transparency group.
What = Literal["fill", "stroke", "text", "image", "mask", "shading", "copy", "group", "state"]
LINE = 3  #: a piece that is so many times longer than thick is a line, not a dot
_MANY = 200  # a QR code has more pieces; a sheet has fewer marks
_NOTHING_PT = 0.005  # thinner is the rounding of coordinates: two edges that meet


@dataclass(frozen=True)
class Paint:
    """One painting operator, or one setting that matters. Places in points of the page."""

    what: What
    page: int  #: 1-based
    box: Box  #: what may be seen of it: its bounds within the clip; of no width or height where nothing is
    ink: Ink
    where: str  #: page | pattern | soft mask
    thin_pt: float = math.inf  #: a stroke's width, or the shorter side of a piece of a fill that is a line
    length_pt: float = 0.0  #: of the longest side of the box of a stroke
    pieces: int = 0  #: of the path of a fill
    parts: tuple[Box, ...] = ()  #: where a fill has a few pieces: the bounds of each, as ``box``
    overprint: bool = False
    alpha: float = 1.0  #: 1 opaque, with that of the groups around it
    clip: Box | None = None  #: of text: what may be seen of it
    show: int = -1  #: of text: its row in ``Glyphs.shows``; -1 within a pattern
    thing: Any = None  #: the image, shading, group or state itself
    matrix: Matrix = (1, 0, 0, 1, 0, 0)  #: of an image: unit square to page; of a copy: its own space to page
    resources: Any = None  #: of an image or a shading: where its names are looked up

    def touches(self, place: Box) -> bool:
        """Whether the bounds of any of its pieces share an area with a place."""
        return any(both.width > 0 and both.height > 0 for both in (part.inside(place) for part in self.parts or (self.box,)))

    def again(self, shift: Shift, shows: int, text_boxes: Sequence[Box]) -> Paint:
        """The same where its form stands elsewhere on the page.

        ``shows``: how many rows of text come between; ``text_boxes``: where the glyphs of each row stand.
        """
        there = object.__new__(Paint)  # a frozen record is slow to make anew, and a sheet has thousands
        vars(there).update(vars(self), box=shift.box(self.box), parts=tuple(shift.box(part) for part in self.parts))
        if self.what in ("image", "mask"):
            vars(there)["matrix"] = times(self.matrix, shift.matrix)
        if self.show >= 0:
            clip = shift.box(self.clip) if self.clip else None
            vars(there).update(show=self.show + shows, clip=clip, box=text_boxes[self.show + shows].inside(clip) if clip else there.box)
        return there

    @cached_property
    def is_seen(self) -> bool:
        """Whether the operator lays anything on the page itself."""
        return (self.what in ("fill", "stroke", "text", "image", "mask", "shading") and self.where != "soft mask"
                and self.box.width > 0 and self.box.height > 0)


@dataclass
class State:
    """The part of the graphics state that decides inks; saved by q, restored by Q."""

    ctm: Matrix
    clip: Box
    fill: Ink = BLACK
    stroke: Ink = BLACK
    fill_pattern: Any = None
    stroke_pattern: Any = None
    width: float = 1.0
    alpha: float = 1.0  #: of the groups around
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    fill_over: bool = False
    stroke_over: bool = False
    render: int = 0


def path_box(path: Path, ctm: Matrix) -> Box:
    """Of the whole path on the page, control points included."""
    if path.box is None:
        return Box(0, 0, 0, 0)
    if ctm[1] == ctm[2] == 0:  # upright: the bounds of the pieces are those of the whole
        return moved(corners(path.box), ctm)
    return moved([corner for box in path.boxes for corner in corners(box)], ctm)


def each(path: Path, ctm: Matrix) -> list[Box]:
    """The bounds of each piece on the page: one path may hold all marks of a sheet. Of very many, of all together."""
    if len(path.pieces) > _MANY:
        return [path_box(path, ctm)]
    return [moved(corners(box), ctm) for box in path.boxes]


def thinnest(path: Path, ctm: Matrix, clip: Box) -> float:
    """Of the pieces that are lines, filled: the thickness in points; infinite where none is.

    A border is painted as two rectangles, one within the other, with the ring between filled.
    """
    across, up = scales(ctm)
    boxes = [box for piece, box in zip((piece for piece in path.pieces if piece), path.boxes, strict=True) if len(piece) > 1]
    sides = [(box.width * across, box.height * up) for box in boxes]
    if len(boxes) == 2:
        outer, inner = sorted(boxes, key=lambda box: -box.width * box.height)
        if inner.width and inner.height and inner.sticks_out_of(outer) <= 0:
            wide, high = outer.width * across, outer.height * up
            sides += [((inner.left - outer.left) * across, high), ((outer.right - inner.right) * across, high),
                      (wide, (inner.bottom - outer.bottom) * up), (wide, (outer.top - inner.top) * up)]
    if len(boxes) == 1:  # a wide fill in a narrow clip is a line too
        seen = moved(corners(boxes[0]), ctm).inside(clip)
        sides.append((seen.width, seen.height))
    return min((min(pair) for pair in sides
                if min(pair) > _NOTHING_PT and max(pair) > LINE * min(pair)), default=math.inf)


def scales(ctm: Matrix) -> tuple[float, float]:
    """How long a unit across and a unit up are on the page."""
    return math.hypot(ctm[0], ctm[1]), math.hypot(ctm[2], ctm[3])


def square(ctm: Matrix) -> Box:
    """Where the unit square lies: an image."""
    return moved([(0, 0), (1, 0), (0, 1), (1, 1)], ctm)


def rectangle(values: Any, ctm: Matrix) -> Box:
    """Where a rectangle of the file, such as a form's BBox, lies."""
    left, bottom, right, top = map(float, values)
    return moved(corners(Box(left, bottom, right, top)), ctm)

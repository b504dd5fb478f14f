"""Floor 6. What imposing speaks of: forms, panels, places, marks, sheets. No PDF here, only millimetres.

A *unit* is what is cut out in one piece and then perhaps folded; a *panel* is one source
page in a unit, a *place* that page on the sheet. Boxes count from the top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["cards", "folded-cards", "leaflet", "stitched", "zine", "sheet"]
Variant = str  #: single | duplex | fold | stitched | zine
Direction = Literal["ltr", "rtl"]
Cmyk = tuple[float, float, float, float]  #: of each ink, 0 to 1

TINY = 1e-6  # mm; swallows rounding in sums


class Unfit(ValueError):
    """The form and this sheet, or the form and the file, do not go together."""


@dataclass(frozen=True)
class Form:
    """What is imposed. Lengths in millimetres; the trim of what is folded is the open one, of a booklet one page."""

    kind: Kind
    width_mm: float
    height_mm: float
    bleed_mm: float  #: of the source pages
    direction: Direction  #: on which side it is opened
    pages: int  #: of the source
    safe_mm: float | None = None  #: no text nearer to the trim, where known: a white band must not cut any


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge, mm."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge, mm."""
        return self.top + self.height

    def grown(self, left: float, top: float, right: float, bottom: float) -> Box:
        """With so many millimetres more on each side."""
        return Box(self.left - left, self.top - top,
                   self.width + left + right, self.height + top + bottom)

    def moved(self, x: float, y: float) -> Box:
        """The same, ``x`` mm to the right and ``y`` mm down."""
        return Box(self.left + x, self.top + y, self.width, self.height)

    def within(self, other: Box) -> Box:
        """What both have in common."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, min(self.right, other.right) - left, min(self.bottom, other.bottom) - top)

    def about(self, sheet_mm: tuple[float, float]) -> Box:
        """After the sheet was turned by 180 degrees."""
        return Box(sheet_mm[0] - self.right, sheet_mm[1] - self.bottom, self.width, self.height)


@dataclass(frozen=True)
class Mark:
    """A straight line, from one point to the other, mm."""

    x1: float
    y1: float
    x2: float
    y2: float
    fold: bool = False  #: dashed; else it marks a cut

    @property
    def box(self) -> Box:
        """The room it takes, without its thickness."""
        return Box(min(self.x1, self.x2), min(self.y1, self.y2), abs(self.x2 - self.x1), abs(self.y2 - self.y1))

    def mirrored(self, width: float) -> Mark:
        """As seen through the paper: left and right exchanged. It starts at the same place, as its dashes do."""
        return replace(self, x1=width - self.x1, x2=width - self.x2)

    def about(self, sheet_mm: tuple[float, float]) -> Mark:
        """After the sheet was turned by 180 degrees."""
        width, height = sheet_mm
        return Mark(width - self.x1, height - self.y1, width - self.x2, height - self.y2, self.fold)

    def moved(self, x: float, y: float) -> Mark:
        """The same, ``x`` mm to the right and ``y`` mm down."""
        return Mark(self.x1 + x, self.y1 + y, self.x2 + x, self.y2 + y, self.fold)


@dataclass(frozen=True)
class Panel:
    """A source page in a unit."""

    page: int  #: 0-based, in the source
    box: Box  #: from the unit's top left
    cut: tuple[bool, bool, bool, bool] = (True, True, True, True)  #: left, top, right, bottom; else a fold is there
    turned: bool = False  #: by 180 degrees
    creep: float = 0.0  #: mm by which the picture moves to the right


@dataclass(frozen=True)
class Unit:
    """A piece before it is put on a sheet, mm. Sides come in turn: a front, its back, the next front.

    A back is given as it is seen when the piece was turned over an upright edge.
    """

    width: float
    height: float
    sides: tuple[tuple[str, tuple[Panel, ...]], ...]
    folds_x: tuple[float, ...] = ()  #: upright fold lines, from the left of the front
    folds_y: tuple[float, ...] = ()  #: level fold lines, from the top
    inner: tuple[Mark, ...] = ()  #: marks inside the piece, on its front


@dataclass(frozen=True)
class Place:
    """One source page on the sheet."""

    page: int  #: 0-based, in the source
    trim: Box
    shown: Box  #: what is seen of it: the trim and the bleed that is kept
    turned: bool = False  #: by 180 degrees

    def about(self, sheet_mm: tuple[float, float]) -> Place:
        """After the sheet was turned by 180 degrees."""
        return Place(self.page, self.trim.about(sheet_mm), self.shown.about(sheet_mm), not self.turned)


@dataclass(frozen=True)
class Patch:
    """A field of a colour bar."""

    box: Box
    ink: Cmyk


@dataclass(frozen=True)
class Side:
    """One page of the imposed file."""

    name: str  #: for the words on the sheet, such as "side A (front)"
    places: tuple[Place, ...]
    marks: tuple[Mark, ...]
    bars: tuple[Patch, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Sheets in full. Where a sheet has two sides, they follow each other."""

    variant: Variant
    sheet_mm: tuple[float, float]  #: width and height as printed: upright or across
    margin_mm: float  #: white at the sheet's edges
    columns: int
    rows: int
    units: tuple[Box, ...]  #: the trim of each piece that is cut out; row by row, on the first side
    bleed_mm: float
    banded: bool  #: no bleed, no waste: each piece keeps a white band instead
    sides: tuple[Side, ...]
    slugs: tuple[Box, ...]  #: where the words stand, at the head and at the foot; none where there is no room
    folds_x: tuple[float, ...] = ()  #: upright folds of a piece, from the left of its front
    folds_y: tuple[float, ...] = ()

    @property
    def copies(self) -> int:
        """Finished pieces on one sheet."""
        return len(self.units)

    @property
    def two_sided(self) -> bool:
        """Whether backs are printed."""
        return len(self.sides) > 1

    @property
    def across(self) -> bool:
        """Whether the sheet is wider than high."""
        return self.sheet_mm[0] > self.sheet_mm[1]

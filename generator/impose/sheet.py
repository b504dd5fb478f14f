"""Floor 6. Where copies lie on a sheet. No PDF here, only millimetres from the sheet's top left.

A *unit* is what is cut out in one piece and then perhaps folded; a *place* is
one source page in it. A unit's outer edges keep the bleed; where two places
meet at a fold, each ends exactly there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["cards", "folded-cards"]
Variant = Literal["single", "duplex", "fold", "stitched"]

SHEET_MM = (210.0, 297.0)  # A4 upright
EDGE_MM = 5.0  # office printers leave this much white
MARK_MM = 4.0  # a mark's length
GAP_MM = 1.0  # between a bleed area and a mark
SLUG_MM = 3.0  # the height of the line of words at the head and at the foot

#: What is left for bleed areas: at the sides marks, at head and foot words too.
ROOM_MM = (SHEET_MM[0] - 2 * (EDGE_MM + MARK_MM + GAP_MM),
           SHEET_MM[1] - 2 * (EDGE_MM + SLUG_MM + GAP_MM + MARK_MM + GAP_MM))

_TINY = 1e-6  # mm; swallows rounding in sums


class Unfit(ValueError):
    """The form and this sheet, or the form and the file, do not go together."""


@dataclass(frozen=True)
class Form:
    """What is imposed. Lengths in millimetres; a folded card's trim is the open one."""

    kind: Kind
    width_mm: float
    height_mm: float
    bleed_mm: float
    direction: Literal["ltr", "rtl"]  #: on which side a folded card's cover lies
    pages: int  #: 1 or 2; front and back, or outside and inside


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres, from the top left of the sheet (or of the unit)."""

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


@dataclass(frozen=True)
class Place:
    """One source page on the sheet."""

    page: int  #: 0-based, in the source
    trim: Box
    shown: Box  #: what is seen of it: the trim and the bleed that is kept
    turned: bool = False  #: by 180 degrees


@dataclass(frozen=True)
class Mark:
    """A straight line, from one point to the other, mm."""

    x1: float
    y1: float
    x2: float
    y2: float
    fold: bool = False  #: dashed; else it marks a cut


@dataclass(frozen=True)
class Side:
    """One page of the imposed file."""

    name: str  #: for the words on the sheet, such as "side A (front)"
    places: tuple[Place, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Layout:
    """A sheet in full. ``sides[1]``, where there is one, is as seen after a turn on the long edge."""

    variant: Variant
    sheet_mm: tuple[float, float]
    columns: int
    rows: int
    units: tuple[Box, ...]  #: the trim of each piece that is cut out; row by row, on the first side
    bleed_mm: float
    sides: tuple[Side, ...]

    @property
    def copies(self) -> int:
        """Finished pieces on one sheet."""
        return len(self.units)

    @property
    def slugs(self) -> tuple[Box, Box]:
        """Where the words stand, at the head and at the foot."""
        width, height = self.sheet_mm
        line = Box(EDGE_MM + MARK_MM + GAP_MM, EDGE_MM, ROOM_MM[0], SLUG_MM)
        return line, line.moved(0, height - 2 * EDGE_MM - SLUG_MM)


@dataclass(frozen=True)
class Unit:
    """A piece before it is put on a sheet: its size, its sides' names and places, its folds, mm."""

    width: float
    height: float
    sides: tuple[tuple[str, tuple[Place, ...]], ...]
    folds_x: tuple[float, ...] = ()  #: upright fold lines, from the unit's left
    folds_y: tuple[float, ...] = ()  #: level fold lines, from the unit's top


def units(form: Form) -> dict[Variant, Unit]:
    """The pieces this form can be printed as, by variant; the first is the plainest.

    A sheet turned on its long edge shows its back upright, so a back is always
    printed upright; only its column is mirrored. A half folded behind over an
    upright line also shows upright, but one folded behind over a level line
    shows upside down: so there the inside is printed turned.
    """
    width, height = form.width_mm, form.height_mm
    if form.pages not in (1, 2):
        raise Unfit(f"a form of kind {form.kind} has one or two pages, not {form.pages}")

    def whole(page: int) -> tuple[Place, ...]:
        return (_place(page, 0, 0, width, height, form.bleed_mm, (1, 1, 1, 1)),)

    middle = (width / 2,) if form.kind == "folded-cards" else ()
    if form.pages == 1:
        return {"single": Unit(width, height, (("one side", whole(0)),), middle)}
    if form.kind == "cards":
        halves = (_place(0, 0, 0, width, height, form.bleed_mm, (1, 1, 0, 1)),
                  _place(1, width, 0, width, height, form.bleed_mm, (0, 1, 1, 1)))
        return {"duplex": Unit(width, height, (("side A (front)", whole(0)),
                                               ("side B (back)", whole(1)))),
                "fold": Unit(2 * width, height, (("one side (front, back)", halves),), (width,))}
    halves = (_place(0, 0, 0, width, height, form.bleed_mm, (1, 1, 1, 0)),
              _place(1, 0, height, width, height, form.bleed_mm, (1, 0, 1, 1), turned=True))
    return {"duplex": Unit(width, height, (("side A (outside)", whole(0)),
                                           ("side B (inside)", whole(1))), middle),
            "fold": Unit(width, 2 * height, (("one side (outside, inside)", halves),),
                         middle, (height,))}


def variants(form: Form) -> tuple[Variant, ...]:
    """The variants of this form of which at least one piece fits on a sheet."""
    return tuple(variant for variant, unit in units(form).items() if _fits(unit, form.bleed_mm))


def layout(form: Form, variant: Variant | None = None) -> Layout:
    """Where everything lies in this variant (without one, the plainest)."""
    from_name = units(form)
    variant = variant or next(iter(from_name))
    unit, bleed = from_name[variant], form.bleed_mm
    if not _fits(unit, bleed):
        raise Unfit(f"a piece of {unit.width:g} × {unit.height:g} mm does not fit on A4")
    columns, across = _fill(unit.width, bleed, ROOM_MM[0])
    rows, down = _fill(unit.height, bleed, ROOM_MM[1])
    lefts = _centred(columns, unit.width, across, SHEET_MM[0])
    tops = _centred(rows, unit.height, down, SHEET_MM[1])
    corners = [(left, top) for top in tops for left in lefts]
    marks = _marks(unit, lefts, tops, bleed)
    sides = []
    for number, (name, places) in enumerate(unit.sides):
        # The back of a piece lies in the mirrored column: the sheet's left is now its right.
        mirrored = [(SHEET_MM[0] - left - unit.width, top) for left, top in corners]
        sides.append(Side(name, tuple(
            Place(place.page, place.trim.moved(left, top), place.shown.moved(left, top), place.turned)
            for left, top in (mirrored if number else corners) for place in places), marks))
    return Layout(variant, SHEET_MM, columns, rows,
                  tuple(Box(left, top, unit.width, unit.height) for left, top in corners),
                  bleed, tuple(sides))


def _place(page: int, left: float, top: float, width: float, height: float, bleed: float,
           keeps: tuple[int, int, int, int], turned: bool = False) -> Place:
    """A page in a unit; ``keeps`` says at which sides (left, top, right, bottom) bleed stays."""
    trim = Box(left, top, width, height)
    return Place(page, trim, trim.grown(*(keep * bleed for keep in keeps)), turned)


def _fits(unit: Unit, bleed: float) -> bool:
    return all(_fill(length, bleed, room)[0] > 0
               for length, room in zip((unit.width, unit.height), ROOM_MM))


def _fill(length: float, bleed: float, room: float) -> tuple[int, float]:
    """How many pieces of this length lie side by side in the room, and the gutter between trims.

    As many as fit with their bleeds touching; then, if there is room, the
    gutters widen so that marks stand in them and each piece can be cut alone.
    """
    count = int((room + _TINY) // (length + 2 * bleed))
    wide = 2 * (bleed + GAP_MM) + MARK_MM
    enough = count * length + (count - 1) * wide + 2 * bleed <= room + _TINY
    return count, wide if enough else 2 * bleed


def _centred(count: int, length: float, gutter: float, sheet: float) -> tuple[float, ...]:
    """Where each piece begins, mm."""
    first = (sheet - count * length - (count - 1) * gutter) / 2
    return tuple(first + number * (length + gutter) for number in range(count))


def _marks(unit: Unit, lefts: tuple[float, ...], tops: tuple[float, ...],
           bleed: float) -> tuple[Mark, ...]:
    """Each cut and each fold, at both ends, wherever a mark has room outside every bleed area."""
    upright = [(left + x, fold) for left in lefts for x, fold in _lines(unit.width, unit.folds_x)]
    level = [(top + y, fold) for top in tops for y, fold in _lines(unit.height, unit.folds_y)]
    marks = [Mark(x, y, x, y + MARK_MM, fold)
             for x, fold in upright for y in _starts(tops, unit.height, bleed)]
    marks += [Mark(x, y, x + MARK_MM, y, fold)
              for y, fold in level for x in _starts(lefts, unit.width, bleed)]
    return tuple(dict.fromkeys(marks))


def _lines(length: float, folds: tuple[float, ...]) -> list[tuple[float, bool]]:
    return [(0.0, False), *((fold, True) for fold in folds), (length, False)]


def _starts(begins: tuple[float, ...], length: float, bleed: float) -> list[float]:
    """Where marks start along an axis: before the first piece, in wide gutters, after the last."""
    away = bleed + GAP_MM
    wide = len(begins) > 1 and begins[1] - begins[0] - length >= 2 * away + MARK_MM - _TINY
    inner = [begin + length + away for begin in begins[:-1]] if wide else []
    return [begins[0] - away - MARK_MM, *inner, begins[-1] + length + away]

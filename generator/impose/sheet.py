"""Floor 6. Where pieces lie on a printer's sheet, upright or across.

Three ways, in millimetres from the sheet's top left corner: with bleed, marks at the sides
and words at head and foot; *tight*, one piece nearly as large as the sheet; and *banded*,
where pieces fill the sheet to its edges, as A6 fills A4: a printer leaves its margin white,
so each piece keeps a white band of that width, and no waste is left for words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.impose.cards import cards, flat, folded_cards
from generator.impose.leaflet import leaflet
from generator.impose.marks import GAP_MM, MARK_MM, SLUG_MM, band_marks, bars, bleed_marks
from generator.impose.saddle import stitched
from generator.impose.shapes import TINY, Box, Form, Layout, Panel, Place, Side, Unfit, Unit, Variant
from generator.impose.zine import zine
from generator.model.printer import Printer

SLACK_MM = 2.0  # pieces that leave no more of the sheet than this fill it
SAFE_MM = 1.0  # between the white band and any text
_ACROSS = 4 / 3  # so many times the pieces are worth a sheet laid across
_INSIDE_MM = 0.005  # viewers widen a clip to whole pixels: an edge on the line between two would show one more
_WORDS_MM = 200.0  # so much room the longest line of words takes
_BARS_MM = 60.0  # and the colour bars
_STRIP_MM = SLUG_MM + GAP_MM  # a tight piece leaves this much at head and foot for words


@dataclass(frozen=True)
class Grid:
    """Pieces in rows and columns."""

    sheet_mm: tuple[float, float]
    columns: int
    rows: int
    gutters: tuple[float, float]  #: between trims, across and down
    way: str  #: bleed | tight | banded

    @property
    def copies(self) -> int:
        """How many pieces."""
        return self.columns * self.rows


def units(form: Form, printer: Printer) -> dict[Variant, Unit]:
    """The pieces this form can be printed as, by variant; the first is the plainest."""
    if form.kind == "stitched":
        return stitched(form, printer.creep_mm)
    found = {"cards": cards, "folded-cards": folded_cards, "leaflet": leaflet, "zine": zine, "sheet": flat}[form.kind](form)
    if printer.colour == "cmyk":
        found.pop("fold", None)  # a press prints both sides
    return found


def is_whole(form: Form, printer: Printer) -> bool:
    """Whether a flat piece is as large as the printer's sheet: then there is nothing to impose."""
    sheet = _sheet(printer)
    return form.kind in ("sheet", "cards") and any(
        abs(width - form.width_mm) < TINY and abs(height - form.height_mm) < TINY for width, height in (sheet, sheet[::-1]))


def variants(form: Form, printer: Printer) -> tuple[Variant, ...]:
    """The variants of this form of which at least one piece fits on a sheet; none for a piece as large as the sheet."""
    if is_whole(form, printer):
        return ()
    return tuple(variant for variant, unit in units(form, printer).items() if _grid(unit, form, printer))


def layout(form: Form, printer: Printer, variant: Variant | None = None) -> Layout:
    """Where everything lies in this variant (without one, the plainest)."""
    from_name = units(form, printer)
    variant = variant or next(iter(from_name))
    if variant not in from_name:
        raise Unfit(f"a form of kind {form.kind} has no variant “{variant}” for the printer {printer.id}")
    unit, bleed, margin = from_name[variant], min(form.bleed_mm, printer.bleed_mm), printer.sheet_margin_mm
    grid = None if is_whole(form, printer) else _grid(unit, form, printer)
    if grid is None:
        raise Unfit(does_not_fit(unit, printer))
    banded = grid.way == "banded"
    if banded and form.safe_mm is not None and form.safe_mm < margin + SAFE_MM - TINY:
        raise Unfit(f"a safe margin of {form.safe_mm:g} mm is too small where {margin:g} mm stay white: "
                    f"{margin + SAFE_MM:g} mm are needed")
    sheet = grid.sheet_mm
    lefts, tops = (_centred(count, length, gutter, whole) for count, length, gutter, whole
                   in zip((grid.columns, grid.rows), (unit.width, unit.height), grid.gutters, sheet))
    corners = [(left, top) for top in tops for left in lefts]
    if banded:
        marks = band_marks(unit, lefts, tops, sheet, margin, folds=form.kind != "stitched")
    else:
        marks = bleed_marks(unit, lefts, tops, bleed, sheet, margin)
    marks += tuple(mark.moved(left, top) for left, top in corners for mark in unit.inner)
    slugs = () if banded else _slugs(grid, lefts, unit.width, margin, printer.colour_bars)
    # Over the long edge of an upright sheet, or the short one of a sheet laid across, the axis runs upright.
    upright_axis = (printer.turn == "long-edge") == (sheet[0] <= sheet[1])
    sides = []
    for number, (name, panels) in enumerate(unit.sides):
        side = Side(name, (), marks)
        if number % 2:
            # The back of a piece lies in the mirrored column: the sheet's left is now its right.
            side = Side(name, (), tuple(mark.mirrored(sheet[0]) for mark in marks))
        at = [(sheet[0] - left - unit.width, top) for left, top in corners] if number % 2 else corners
        side = replace(side, places=tuple(_place(panel, left, top, bleed, margin if banded else None, form.kind == "cards")
                                          for left, top in at for panel in panels))
        if number % 2 and not upright_axis:
            side = Side(name, tuple(place.about(sheet) for place in side.places), tuple(m.about(sheet) for m in side.marks))
        if printer.colour_bars and not banded:
            side = replace(side, bars=bars(side.marks, slugs[1], tops[-1] + unit.height + bleed, sheet, margin))
        sides.append(side)
    return Layout(variant, sheet, margin, grid.columns, grid.rows,
                  tuple(Box(left, top, unit.width, unit.height) for left, top in corners),
                  0.0 if banded else bleed, banded, tuple(sides), slugs, unit.folds_x, unit.folds_y)


def does_not_fit(unit: Unit, printer: Printer) -> str:
    """In words."""
    width, height = _sheet(printer)
    return f"{unit.width:g} × {unit.height:g} mm does not fit on a sheet of {width:g} × {height:g} mm"


def _sheet(printer: Printer) -> tuple[float, float]:
    if printer.sheet_mm is None:
        raise Unfit(f"the printer {printer.id} has no sheet (sheet_mm)")
    return printer.sheet_mm.width, printer.sheet_mm.height


def _grid(unit: Unit, form: Form, printer: Printer) -> Grid | None:
    """The best way to lay this unit; upright where it makes little difference."""
    sheet, bleed, margin = _sheet(printer), min(form.bleed_mm, printer.bleed_mm), printer.sheet_margin_mm
    both = (sheet, sheet[::-1])
    bled = [grid for one in both if (grid := _bled(unit, bleed, margin, one))]
    best = None
    for grid in bled:
        if best is None or grid.copies >= _ACROSS * best.copies - TINY:
            best = grid
    for banded in (grid for one in both if (grid := _banded(unit, one))):
        if best is None or banded.copies >= 2 * best.copies:
            best = banded
    return best or next(_tight(unit, bleed, margin, both), None)


def _bled(unit: Unit, bleed: float, margin: float, sheet: tuple[float, float]) -> Grid | None:
    room = (sheet[0] - 2 * (margin + MARK_MM + GAP_MM), sheet[1] - 2 * (margin + _STRIP_MM + MARK_MM + GAP_MM))
    (columns, across), (rows, down) = (_fill(length, bleed, space) for length, space in zip((unit.width, unit.height), room))
    return Grid(sheet, columns, rows, (across, down), "bleed") if columns > 0 and rows > 0 else None


def _tight(unit: Unit, bleed: float, margin: float, sheets: tuple[tuple[float, float], ...]) -> Iterator[Grid]:
    for sheet in sheets:
        room = sheet[0] - 2 * margin, sheet[1] - 2 * (margin + _STRIP_MM)
        if _WORDS_MM <= unit.width <= room[0] - 2 * bleed + TINY and unit.height + 2 * bleed <= room[1] + TINY:
            yield Grid(sheet, 1, 1, (0.0, 0.0), "tight")


def _banded(unit: Unit, sheet: tuple[float, float]) -> Grid | None:
    counts = tuple(int((whole + TINY) // length) for whole, length in zip(sheet, (unit.width, unit.height)))
    over = [whole - count * length for whole, count, length in zip(sheet, counts, (unit.width, unit.height))]
    if min(counts) < 1 or max(over) > SLACK_MM:
        return None
    return Grid(sheet, *counts, (over[0] / counts[0], over[1] / counts[1]), "banded")


def _fill(length: float, bleed: float, room: float) -> tuple[int, float]:
    """How many pieces of this length lie side by side in the room, and the gutter between trims.

    As many as fit with their bleeds touching; then, if there is room, the
    gutters widen so that marks stand in them and each piece can be cut alone.
    """
    count = int((room + TINY) // (length + 2 * bleed))
    wide = 2 * (bleed + GAP_MM) + MARK_MM
    enough = count * length + (count - 1) * wide + 2 * bleed <= room + TINY
    return count, wide if enough else 2 * bleed


def _centred(count: int, length: float, gutter: float, sheet: float) -> tuple[float, ...]:
    """Where each piece begins, mm."""
    first = (sheet - count * length - (count - 1) * gutter) / 2
    return tuple(first + number * (length + gutter) for number in range(count))


def _place(panel: Panel, left: float, top: float, bleed: float, band: float | None, at_folds: bool) -> Place:
    """A panel on the sheet. A card keeps its white band at a fold too: there it is folded over, not opened."""
    whole = panel.box.moved(left, top)
    trim = whole.moved(panel.creep, 0)
    if band is None:
        shown = trim.grown(bleed, bleed, bleed, bleed).within(whole.grown(*(bleed * cut for cut in panel.cut)))
    else:
        shown = trim.within(whole.grown(*(-(band + _INSIDE_MM) * (cut or at_folds) for cut in panel.cut)))
    return Place(panel.page, trim, shown, panel.turned)


def _slugs(grid: Grid, lefts: tuple[float, ...], width: float, margin: float, with_bars: bool) -> tuple[Box, Box]:
    """A line of words at the head and at the foot. Beside a tight piece marks stand in the same strip, and the bars."""
    side = MARK_MM + GAP_MM
    line = Box(margin + side, margin, grid.sheet_mm[0] - 2 * (margin + side), SLUG_MM)
    if grid.way == "tight":
        line = Box(lefts[0] + GAP_MM, margin, width - 2 * GAP_MM, SLUG_MM)
    foot = line.moved(0, grid.sheet_mm[1] - 2 * margin - SLUG_MM)
    beside = grid.way == "tight" and with_bars and line.width >= _WORDS_MM + _BARS_MM
    return line, foot.grown(0, 0, -_BARS_MM * beside, 0)

"""Floor 6. Where cut marks, fold marks and colour bars stand, in millimetres from the sheet's top left."""

from __future__ import annotations

from generator.impose.shapes import TINY, Box, Cmyk, Mark, Patch, Unit

MARK_MM = 4.0  # a mark's length
LEAST_MARK_MM = 2.0  # a shorter one is not seen
GAP_MM = 1.0  # between a bleed area and a mark
SLUG_MM = 3.0  # the height of the line of words at the head and at the foot
TICK_MM = 2.0  # a fold mark on the piece itself, where no waste is left
PATCH_MM = 5.0  # a field of a colour bar
_LEAST_PATCH_MM = 3.0

#: Each ink alone, two solid inks on each other, each ink at half (ISO 12647-2 reads the same fields).
INKS: tuple[Cmyk, ...] = (
    (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 1, 0, 0), (0, 1, 1, 0), (1, 0, 1, 0),
    (.5, 0, 0, 0), (0, .5, 0, 0), (0, 0, .5, 0), (0, 0, 0, .5))


def bleed_marks(unit: Unit, lefts: tuple[float, ...], tops: tuple[float, ...], bleed: float,
                sheet: tuple[float, float], margin: float) -> tuple[Mark, ...]:
    """Each cut and each fold, at both ends, wherever a mark has room outside every bleed area."""
    upright = [(left + x, fold) for left in lefts for x, fold in _lines(unit.width, unit.folds_x)]
    level = [(top + y, fold) for top in tops for y, fold in _lines(unit.height, unit.folds_y)]
    marks = [Mark(x, start, x, start + length, fold)
             for x, fold in upright for start, length in _ends(tops, unit.height, bleed, sheet[1], margin)]
    marks += [Mark(start, y, start + length, y, fold)
              for y, fold in level for start, length in _ends(lefts, unit.width, bleed, sheet[0], margin)]
    return tuple(dict.fromkeys(marks))


def _lines(length: float, folds: tuple[float, ...]) -> list[tuple[float, bool]]:
    return [(0.0, False), *((fold, True) for fold in folds), (length, False)]


def _ends(begins: tuple[float, ...], length: float, bleed: float, sheet: float, margin: float) -> list[tuple[float, float]]:
    """Where marks start along an axis, and how long they are: before the first piece, in wide gutters, after the last."""
    away = bleed + GAP_MM
    wide = len(begins) > 1 and begins[1] - begins[0] - length >= 2 * away + MARK_MM - TINY
    found = [(begin + length + away, MARK_MM) for begin in begins[:-1]] if wide else []
    room = begins[0] - away - margin
    outer = MARK_MM if room > MARK_MM - TINY else room
    if outer >= LEAST_MARK_MM - TINY:
        found = [(begins[0] - away - outer, outer), *found, (begins[-1] + length + away, outer)]
    return found


def band_marks(unit: Unit, lefts: tuple[float, ...], tops: tuple[float, ...], sheet: tuple[float, float],
               margin: float, *, folds: bool) -> tuple[Mark, ...]:
    """In the white bands: cuts between pieces, at both ends and where lines cross them; folds as ticks on the piece."""
    width, height = sheet
    cuts_x = [width * number / len(lefts) for number in range(1, len(lefts))]
    cuts_y = [height * number / len(tops) for number in range(1, len(tops))]
    half = MARK_MM / 2
    folds_x = [left + fold for left in lefts for fold in unit.folds_x]
    folds_y = [top + fold for top in tops for fold in unit.folds_y]
    marks = [Mark(x, y, x, y + MARK_MM) for x in cuts_x
             for y in (margin, *(cross - half for cross in (*cuts_y, *folds_y)), height - margin - MARK_MM)]
    marks += [Mark(x, y, x + MARK_MM, y) for y in cuts_y
              for x in (margin, *(cross - half for cross in (*cuts_x, *folds_x)), width - margin - MARK_MM)]
    if folds:
        marks += [Mark(x, y, x, y + TICK_MM, True) for x in folds_x for y in _ticks(tops, unit.height, margin)]
        marks += [Mark(x, y, x + TICK_MM, y, True) for y in folds_y for x in _ticks(lefts, unit.width, margin)]
    return tuple(dict.fromkeys(marks))


def _ticks(begins: tuple[float, ...], length: float, margin: float) -> list[float]:
    """At both ends of each piece, as near to its edge as the printer prints."""
    return [at for begin in begins for at in (begin + margin, begin + length - margin - TICK_MM)]


def bars(marks: tuple[Mark, ...], foot: Box, bottom: float, sheet: tuple[float, float], margin: float) -> tuple[Patch, ...]:
    """The colour bars of a side, under its pieces (whose bleed ends at ``bottom``), clear of marks and words.

    Beside a tight piece they share the line of words, and are a little lower.
    """
    height = min(PATCH_MM, foot.top - bottom - GAP_MM)
    if height > PATCH_MM - TINY:
        left, right, top = foot.left, foot.right, foot.top - PATCH_MM - min(2 * GAP_MM, foot.top - bottom - PATCH_MM) / 2
    else:
        height = min(PATCH_MM, sheet[1] - margin - bottom - GAP_MM / 2)
        left, right, top = foot.right + GAP_MM, sheet[0] - margin, sheet[1] - margin - height
    if height < _LEAST_PATCH_MM - TINY:
        return ()
    found: list[Patch] = []
    for ink in INKS:
        box = Box(left, top, PATCH_MM, height)
        while near := [m for m in marks if _touches(m, box.grown(.5, .5, .5, .5))]:
            box = box.moved(max(m.box.right for m in near) + .6 - box.left, 0)
        if box.right > right + TINY:
            return ()  # half a bar says nothing
        found.append(Patch(box, ink))
        left = box.right
    return tuple(found)


def _touches(mark: Mark, box: Box) -> bool:
    line = mark.box
    return line.left < box.right and line.right > box.left and line.top < box.bottom and line.bottom > box.top

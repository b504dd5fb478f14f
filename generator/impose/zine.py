"""Floor 6. A zine: eight pages on one side of one sheet, folded three times and cut once in the middle.

The upper row stands on its head, so that heads meet at the cut:

    7 6 5 4   (upside down)
    8 1 2 3

Right to left opens on the other side: both rows are mirrored.
"""

from __future__ import annotations

from generator.impose.shapes import Box, Form, Mark, Panel, Unfit, Unit, Variant

PAGES = 8
_ROWS = ((7, 6, 5, 4), (8, 1, 2, 3))
_CUT_MM = 6.0  # of the cut is drawn at each end: the pages' heads keep clear of it
_END_MM = 1.5  # half the cross stroke that ends the cut


def zine(form: Form) -> dict[Variant, Unit]:
    """Four columns and two rows; the cut runs between the two middle columns' ends."""
    if form.pages != PAGES:
        raise Unfit(f"a zine has {PAGES} pages, not {form.pages}")
    width, height = form.width_mm, form.height_mm
    panels = []
    for row, numbers in enumerate(_ROWS):
        for column, number in enumerate(numbers if form.direction == "ltr" else numbers[::-1]):
            panels.append(Panel(number - 1, Box(column * width, row * height, width, height),
                                (column == 0, row == 0, column == 3, row == 1), turned=row == 0))
    left, right = width, 3 * width
    cut = (Mark(left, height, left + _CUT_MM, height), Mark(right - _CUT_MM, height, right, height),
           *(Mark(x, height - _END_MM, x, height + _END_MM) for x in (left, right)))
    return {"zine": Unit(4 * width, 2 * height, (("one side", tuple(panels)),),
                         (width, 2 * width, 3 * width), (height,), cut)}

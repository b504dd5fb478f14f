"""Floor 6. Pages to be stitched through the fold, two beside each other on each side of a leaf.

Leaves lie in each other when they are folded, and push the inner ones out at the fore edge:
there each inner leaf loses more when the booklet is cut. So its pages move to the fold
beforehand (creep), the outermost not at all.
"""

from __future__ import annotations

from generator.impose.shapes import Box, Direction, Form, Panel, Unfit, Unit, Variant


def leaves(pages: int, direction: Direction) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Page numbers (0-based) of each leaf from the outermost: (left, right) in front, then behind.

    Right to left binds on the right, so each pair is exchanged.
    """
    if pages < 4 or pages % 4:
        raise Unfit(f"a stitched booklet has a multiple of four pages, not {pages}")
    found = []
    for first in range(0, pages // 2, 2):
        last = pages - 1 - first
        front, back = (last, first), (first + 1, last - 1)
        found.append((front, back) if direction == "ltr" else (front[::-1], back[::-1]))
    return tuple(found)


def stitched(form: Form, creep_mm: float) -> dict[Variant, Unit]:
    """One spread a side; nothing is shown across the fold."""
    width, height = form.width_mm, form.height_mm
    sheets = leaves(form.pages, form.direction)
    sides = []
    for number, leaf in enumerate(sheets):
        creep = number * creep_mm
        for name, (left, right) in zip(("front", "back"), leaf):
            sides.append((f"sheet {number + 1} of {len(sheets)}, {name}",
                          (Panel(left, Box(0, 0, width, height), (True, True, False, True), creep=creep),
                           Panel(right, Box(width, 0, width, height), (False, True, True, True), creep=-creep))))
    return {"stitched": Unit(2 * width, height, tuple(sides), (width,))}

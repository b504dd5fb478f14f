"""Floor 6. Cards, folded cards and flat sheets as units: what is cut out in one piece.

A half folded behind over an upright line shows upright, but one folded behind over a
level line shows upside down: so there the inside is printed turned.
"""

from __future__ import annotations

from generator.impose.shapes import Box, Form, Panel, Unfit, Unit, Variant


def cards(form: Form) -> dict[Variant, Unit]:
    """Cut to both sides; or front and back beside each other on one side, folded over and cut."""
    width, height = form.width_mm, form.height_mm
    if form.pages == 1:
        return {"single": Unit(width, height, (("one side", _whole(form, 0)),))}
    _one_or_two(form)
    halves = (Panel(0, Box(0, 0, width, height), (True, True, False, True)),
              Panel(1, Box(width, 0, width, height), (False, True, True, True)))
    return {"duplex": Unit(width, height, (("side A (front)", _whole(form, 0)), ("side B (back)", _whole(form, 1)))),
            "fold": Unit(2 * width, height, (("one side (front, back)", halves),), (width,))}


def folded_cards(form: Form) -> dict[Variant, Unit]:
    """Folded once over an upright line; on one side, first once over a level line."""
    width, height = form.width_mm, form.height_mm
    middle = (width / 2,)
    if form.pages == 1:
        return {"single": Unit(width, height, (("one side", _whole(form, 0)),), middle)}
    _one_or_two(form)
    halves = (Panel(0, Box(0, 0, width, height), (True, True, True, False)),
              Panel(1, Box(0, height, width, height), (True, False, True, True), turned=True))
    return {"duplex": Unit(width, height, (("side A (outside)", _whole(form, 0)), ("side B (inside)", _whole(form, 1))), middle),
            "fold": Unit(width, 2 * height, (("one side (outside, inside)", halves),), middle, (height,))}


def flat(form: Form) -> dict[Variant, Unit]:
    """One flat piece, or several leaves of one size, printed on both sides."""
    if form.pages < 1:
        raise Unfit("a sheet has one page at least")
    if form.pages == 1:
        return {"single": Unit(form.width_mm, form.height_mm, (("one side", _whole(form, 0)),))}
    leaves = (form.pages + 1) // 2
    sides = tuple((f"sheet {page // 2 + 1} of {leaves}, {'back' if page % 2 else 'front'}",
                   _whole(form, page) if page < form.pages else ()) for page in range(2 * leaves))
    return {"duplex": Unit(form.width_mm, form.height_mm, sides)}


def _whole(form: Form, page: int) -> tuple[Panel, ...]:
    return (Panel(page, Box(0, 0, form.width_mm, form.height_mm)),)


def _one_or_two(form: Form) -> None:
    if form.pages != 2:
        raise Unfit(f"a form of kind {form.kind} has one or two pages, not {form.pages}")

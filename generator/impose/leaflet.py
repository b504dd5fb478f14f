"""Floor 6. A leaflet of three panels, rolled up: the last panel folds in first, so it is the narrowest.

The widths are those of templates/leaflet-dl.css: 99.5, 99.5 and 98 mm of 297.
"""

from __future__ import annotations

from generator.impose.shapes import Box, Form, Panel, Unfit, Unit, Variant

SHORTER_MM = 1.0  # of the flap against a third; the two others share it


def panels_mm(form: Form) -> tuple[float, float, float]:
    """The panels of the outside from the left: flap, back, cover; right to left, the other way round."""
    third = form.width_mm / 3
    widths = (third - SHORTER_MM, third + SHORTER_MM / 2, third + SHORTER_MM / 2)
    return widths if form.direction == "ltr" else widths[::-1]


def leaflet(form: Form) -> dict[Variant, Unit]:
    """Outside and inside; both folds run upright."""
    if form.pages != 2:
        raise Unfit(f"a leaflet has two sides, not {form.pages}")
    first, second, _ = panels_mm(form)
    whole = Box(0, 0, form.width_mm, form.height_mm)
    return {"duplex": Unit(form.width_mm, form.height_mm,
                           (("side A (outside)", (Panel(0, whole),)), ("side B (inside)", (Panel(1, whole),))),
                           (first, first + second))}

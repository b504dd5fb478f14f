"""Floor 8. How to cut, fold and stitch what the office printer prints: one page, to be pinned above the machine.

Each drawing is made from the same layout as the sheets themselves, so a changed format or
printer changes the page. It has no script and asks for nothing.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from generator.impose import Box, Form, Layout, Mark, Side, Unfit, layout
from generator.model.content import Format
from generator.model.library import Library
from generator.model.printer import Printer
from generator.templates.drawn import draw, sandbox, text_of

SOURCE_TAG = "en"  # the office reads English
OFFICE = "office"  #: of content/printers/: the one that is always there
DRAWN_SIDES = 2  # sides that are drawn: a booklet's other sheets look alike


@dataclass(frozen=True)
class Drawing:
    """One side of a sheet: boxes, lines and page numbers in millimetres of paper."""

    width: float
    height: float
    name: str
    boxes: tuple[tuple[Box, bool], ...]  #: tinted where true: what lies outside when it is done
    cuts: tuple[Mark, ...]
    folds: tuple[Mark, ...]
    numbers: tuple[tuple[float, float, str, bool], ...]  #: x, y, what stands there, on its head
    flat: bool = True  #: a sheet; else folded paper, seen from its head


@dataclass(frozen=True)
class Entry:
    """One form: what it is, how many lie on a sheet, its drawings and its steps."""

    title: str
    count: str
    drawings: tuple[Drawing, ...]
    steps: tuple[str, ...]
    folded: Drawing | None = None

    @property
    def across(self) -> bool:
        """Whether its sheets lie across."""
        return self.drawings[0].width > self.drawings[0].height


@dataclass(frozen=True)
class _Kind:
    title: str
    format: str
    variant: str
    pages: int
    steps: tuple[str, ...]


_KINDS = (
    _Kind("Cards, to cut", "card-85x55", "duplex", 2, (
        "Cut along the marks with a guillotine or a knife and a ruler.",
        "Check one card: the back stands upright behind the front.")),
    _Kind("Cards, to fold over", "card-85x55", "fold", 2, (
        "Fold over at the dashed marks, printing outside.",
        "Glue the halves, or leave them as they are.",
        "Cut along the marks through both layers.")),
    _Kind("Folded card", "folded-card-170x55", "duplex", 2, (
        "Cut along the marks.",
        "Fold in half at the dashed marks, the cover outside.")),
    _Kind("DL leaflet", "leaflet-dl", "duplex", 2, (
        "Do not cut. Lay side B (inside) up.",
        "Fold in the narrow panel at its dashed marks.",
        "Fold the panel at the other end over it: that is the cover.")),
    _Kind("Stitched booklet, A6", "booklet-a6", "stitched", 8, (
        "Keep the sheets in order. Cut the whole stack in the middle: two booklets.",
        "Fold each in half, page 1 outside.",
        "Staple twice in the fold, from outside.")),
    _Kind("Stitched booklet, A5", "booklet-a5", "stitched", 8, (
        "Keep the sheets in order.",
        "Fold the stack in half, page 1 outside.",
        "Staple twice in the fold, from outside.")),
    _Kind("Pocket zine", "zine-a7", "zine", 8, (
        "Fold at each dashed line, both ways, and open again.",
        "Cut along the solid line in the middle, from mark to mark.",
        "Fold lengthwise, printing outside. Push both ends together: four leaves stand up.",
        "Fold them round, page 1 outside.")),
)
_POSTER = _Kind("Poster with tabs", "tear-off-a4", "single", 1, (
    "Cut upwards along each dashed line, and no further.",
    "Do not cut across: the tabs are torn off."))


def guide(library: Library, root: Path) -> str:
    """The whole page, for ``guide.html`` beside the gallery. A form that is not in the content is left out."""
    templates = root / "templates"
    style = text_of(templates / "guide.css") or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    printer = library.printers.get(OFFICE)
    return draw(sandbox(templates, trim_blocks=True, lstrip_blocks=True), "guide.html.j2", dict(
        entries=entries(library, templates), printer=printer.name if printer else "", english=SOURCE_TAG, style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"))


def entries(library: Library, templates: Path) -> tuple[Entry, ...]:
    """Every form that the office's printer can make, drawn."""
    printer, found = library.printers.get(OFFICE), []
    if printer is None:
        return ()
    for kind, make in (*((kind, _imposed) for kind in _KINDS), (_POSTER, _poster(templates))):
        form = library.formats.get(kind.format)
        if form is None or form.trim_mm is None:
            continue
        try:
            found.append(make(kind, form, printer))
        except Unfit:
            continue  # another printer stands in the office: this form is not made there
    return tuple(found)


def _imposed(kind: _Kind, form: Format, printer: Printer) -> Entry:
    shape = Form(form.imposition, form.trim_mm.width, form.trim_mm.height, form.bleed_mm, "ltr", kind.pages)
    plan = layout(shape, printer, kind.variant)
    sides = plan.sides[:DRAWN_SIDES]
    count = f"{plan.copies} on a sheet" if plan.copies > 1 else "1 on a sheet"
    if len(plan.sides) > DRAWN_SIDES:
        count = f"{plan.copies} of {kind.pages} pages from {len(plan.sides) // 2} sheets"
    turn = f"Print on both sides, flip on the {printer.turn.replace('-', ' ')}." if plan.two_sided else "Print on one side."
    return Entry(kind.title, count, tuple(_drawn(plan, side, kind) for side in sides), (turn, *kind.steps), _folded(plan, kind))


def _drawn(plan: Layout, side: Side, kind: _Kind) -> Drawing:
    width, height = plan.sheet_mm
    boxes = tuple((place.trim, place.page == 0) for place in side.places)
    numbered = kind.variant in ("stitched", "zine")
    numbers = tuple((place.trim.left + place.trim.width / 2, place.trim.top + place.trim.height / 2, str(place.page + 1), place.turned)
                    for place in side.places) if numbered else ()
    upright = sorted({(round(m.x1, 3), m.fold) for m in side.marks if m.x1 == m.x2})
    level = [m for m in side.marks if m.y1 == m.y2]
    cuts = [Mark(x, 0, x, height) for x, fold in upright if not fold and not _inside(plan, x)]
    folds = [Mark(x, 0, x, height, True) for x, fold in upright if fold]
    for y in sorted({round(m.y1, 3) for m in level}):
        ends = [m.box for m in level if round(m.y1, 3) == y and not m.fold]
        inner = [box for box in ends if any(u.left < box.left + box.width / 2 < u.right and u.top < y < u.bottom for u in plan.units)]
        if inner:  # a cut inside the piece ends where its marks end
            cuts.append(Mark(min(box.left for box in inner), y, max(box.right for box in inner), y))
        elif ends:
            cuts.append(Mark(0, y, width, y))
        if any(m.fold for m in level if round(m.y1, 3) == y):
            ends_at = ((0, inner[0].left), (max(box.right for box in inner), width)) if inner else ((0, width),)
            folds += [Mark(x1, y, x2, y, True) for x1, x2 in ends_at]
    if kind.variant == "stitched" and not any(mark.x1 == mark.x2 for mark in folds):  # an office sheet marks no such fold
        folds += [Mark(unit.left + x, unit.top, unit.left + x, unit.bottom, True) for unit in plan.units for x in plan.folds_x]
    return Drawing(width, height, side.name, boxes, tuple(cuts), tuple(folds), numbers)


def _folded(plan: Layout, kind: _Kind) -> Drawing | None:
    """The folded piece from its head, half open: each line is a panel, as long as its panel is wide."""
    edges = (0.0, *plan.folds_x, plan.units[0].width)
    panels = [right - left for left, right in zip(edges, edges[1:])]
    if kind.variant == "zine":
        arm = panels[0]
        lines = [(0, arm, 2 * arm, arm), (arm, 0, arm, 2 * arm)]
    elif len(panels) == 3:  # the flap goes in first
        flap, back, cover = panels
        lines = [(0, 0, *_at(0, flap, 40)), (0, 0, back, 0), (back, 0, *_at(back, -cover, 115))]
    elif len(panels) == 2 and kind.variant != "fold":
        lines = [(0, 0, *_at(0, panels[0], 50)), (0, 0, *_at(0, panels[1], 5))]
    else:
        return None
    left, top = min(min(x1, x2) for x1, _, x2, _ in lines), min(min(y1, y2) for _, y1, _, y2 in lines)
    marks = tuple(Mark(x1, y1, x2, y2).moved(-left, -top) for x1, y1, x2, y2 in lines)
    return Drawing(max(m.box.right for m in marks), max(m.box.bottom for m in marks), "half folded, from the head",
                   (), marks, (), (), flat=False)


def _at(x: float, length: float, degrees: float) -> tuple[float, float]:
    """Where a panel ends that is hinged at ``x`` and stands open by so much."""
    angle = math.radians(degrees)
    return x + length * math.cos(angle), -abs(length) * math.sin(angle)


def _inside(plan: Layout, x: float) -> bool:
    """Whether an upright line would run through a piece."""
    return any(unit.left + 1e-6 < x < unit.right - 1e-6 for unit in plan.units)


def _poster(templates: Path) -> Callable[[_Kind, Format, Printer], Entry]:
    """A poster is printed as it is; its tabs stand in its template and its style."""
    def make(kind: _Kind, form: Format, printer: Printer) -> Entry:
        width, height = form.trim_mm.width, form.trim_mm.height
        count = re.search(r"set count = (\d+)", text_of(templates / "tear-off.html.j2") or "")
        length = re.search(r"--length: (\d+)mm", text_of(templates / "tear-off.css") or "")
        if not (count and length):
            raise Unfit("the tabs are not found")
        top, tabs = height - float(length[1]), int(count[1])
        lines = tuple(Mark(width * n / tabs, top, width * n / tabs, height) for n in range(1, tabs))
        side = Drawing(width, height, "one side", ((Box(0, 0, width, top), True),), lines, (), ())
        return Entry(kind.title, f"{tabs} tabs", (side,), ("Print on one side.", *kind.steps))
    return make

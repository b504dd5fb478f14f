"""Floor 6. The words outside the trims: for the office, in English, cut off before anything is given."""

from __future__ import annotations

from dataclasses import dataclass

from generator.impose.shapes import Form, Layout, Side, Variant
from generator.impose.sheet import layout
from generator.model.printer import Printer


@dataclass(frozen=True)
class Slug:
    """What the office must know of a sheet. Neutral, in Latin letters."""

    item: str  #: such as "safety-card"
    language: str  #: its English name
    code: str  #: edition code
    draft: bool

    @property
    def title(self) -> str:
        """The file's title: it may show on a shared screen, so it names nothing."""
        return f"Sheet {self.code}".strip()


def headline(slug: Slug, plan: Layout, side: Side) -> str:
    """The line at the head of a sheet: what it is."""
    piece = plan.units[0]
    copies = f"{plan.copies} copies" if plan.copies > 1 else "1 copy"
    parts = [slug.item, slug.language, slug.code, side.name, f"{copies}, {piece.width:g} x {piece.height:g} mm"]
    if slug.draft:
        parts.insert(0, "DRAFT, do not hand out")
    return " | ".join(part for part in parts if part)


def how(form: Form, printer: Printer, variant: Variant) -> str:
    """How to print, cut, fold and stitch this variant, as it stands at the foot of the sheet."""
    plan = layout(form, printer, variant)
    turn = f"on both sides, flip on the {printer.turn.replace('-', ' ')}." if plan.two_sided else "on one side."
    return f"Print at 100 %, {turn} {_finish(form, plan)}"


def _finish(form: Form, plan: Layout) -> str:
    fold = plan.variant == "fold"
    if form.kind == "cards":
        if not fold:
            return _cut(plan)
        apart = "" if plan.columns == 1 else "Cut the columns apart. "
        return f"{apart}Fold at the dashed marks, printing outside." + ("" if _uncut(plan) else f" {_cut(plan, ' through both layers')}")
    cover = "right" if form.direction == "ltr" else "left"
    if form.kind == "folded-cards":
        if plan.variant == "single":
            return f"{_cut(plan, ', then fold in half')[:-1]}, printing outside."
        if not fold:
            return f"{_cut(plan)} Fold in half, cover ({cover} half of side A) outside."
        apart = "" if plan.rows == 1 else "Cut the rows apart. "
        return f"{apart}Fold the lower half behind. {_cut(plan)} Fold in half, cover (upper {cover}) outside."
    first = _cut(plan) + " " if not _uncut(plan) else ""
    if form.kind == "leaflet":
        flap = "left" if form.direction == "ltr" else "right"
        return f"{first}Fold at the dashed marks: the narrow panel ({flap} end of side A) in first, then the cover over it."
    if form.kind == "stitched":
        if plan.copies > 1 and plan.banded:
            return (f"Cut the stack {'in the middle' if plan.copies == 2 else 'at the marks'}: each part is one booklet. "
                    "Fold in half, page 1 outside, and staple in the fold.")
        if plan.banded:
            return "Fold the stack in half, page 1 outside, and staple in the fold."
        apart = "Cut the copies apart: each pile is one booklet. " if plan.copies > 1 else ""
        return f"{apart}Fold in half at the dashed marks, page 1 outside, staple in the fold. Cut the three open sides at the marks."
    if form.kind == "zine":
        return (f"{first}Fold at all dashed marks, open. Cut along the line in the middle. "
                "Fold lengthwise, push the ends together, fold round, page 1 outside.")
    return _cut(plan)


def _uncut(plan: Layout) -> bool:
    """Whether the piece is the whole sheet."""
    return plan.banded and plan.copies == 1


def _cut(plan: Layout, more: str = "") -> str:
    """Where marks have no room, the measure is said."""
    level = any(m.y1 == m.y2 for m in plan.sides[0].marks)
    upright = any(m.x1 == m.x2 for m in plan.sides[0].marks)
    if plan.banded or level and upright:
        return f"Cut at the marks{more}."
    piece = plan.units[0]
    said = []
    if not level:
        said.append(f"head and foot {piece.top:g} mm")
    if not upright:
        said.append(f"the sides {piece.left:g} mm")
    return f"Cut at the marks{more}; {' and '.join(said)} from the sheet's edge."


def words(slug: Slug, form: Form, printer: Printer, variant: Variant) -> tuple[str, ...]:
    """Every line that stands outside the trims of this variant; none where there is no room."""
    plan = layout(form, printer, variant)
    if not plan.slugs:
        return ()
    return (*(headline(slug, plan, side) for side in plan.sides), how(form, printer, variant))

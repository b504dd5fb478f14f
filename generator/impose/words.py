"""Floor 6. The words outside the trims: for the office, in English, cut off before anything is given."""

from __future__ import annotations

from dataclasses import dataclass

from generator.impose.sheet import Form, Layout, Side, Variant, layout


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
    parts = [slug.item, slug.language, slug.code, side.name,
             f"{plan.copies} copies, {piece.width:g} x {piece.height:g} mm"]
    if slug.draft:
        parts.insert(0, "DRAFT, do not hand out")
    return " | ".join(part for part in parts if part)


def how(form: Form, variant: Variant) -> str:
    """How to print, cut and fold this variant, as it stands at the foot of the sheet."""
    plan = layout(form, variant)
    print_it = "Print at 100 %, " + ("on both sides, flip on the long edge." if variant == "duplex"
                                     else "on one side.")
    if form.kind == "cards":
        if variant != "fold":
            return f"{print_it} Cut at the marks."
        apart = "" if plan.columns == 1 else "Cut the columns apart. "
        return (f"{print_it} {apart}Fold at the dashed marks, printing outside. "
                "Cut at the marks through both layers.")
    if variant == "single":
        return f"{print_it} Cut at the marks, then fold in half, printing outside."
    cover = "right" if form.direction == "ltr" else "left"
    if variant == "duplex":
        return f"{print_it} Cut at the marks. Fold in half, cover ({cover} half of side A) outside."
    apart = "" if plan.rows == 1 else "Cut the rows apart. "
    return (f"{print_it} {apart}Fold the lower half behind. Cut at the marks. "
            f"Fold in half, cover (upper {cover}) outside.")


def words(slug: Slug, form: Form, variant: Variant) -> tuple[str, ...]:
    """Every line that stands outside the trims of this variant."""
    plan = layout(form, variant)
    return (*(headline(slug, plan, side) for side in plan.sides), how(form, variant))

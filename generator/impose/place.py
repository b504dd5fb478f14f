"""Floor 6. Source pages onto sheets, with pikepdf.

Each source page becomes one form object that is shown as often as the sheet
has copies, so fonts and pictures are stored once. Nothing in the file tells
when or by what it was made: the same source gives the same bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.impose.font import Subset, embed, subset_for
from generator.impose.ink import SPACE, all_inks, draw, number, paint, rectangle
from generator.impose.shapes import Box, Form, Layout, Place, Side, Unfit
from generator.impose.sheet import does_not_fit, is_whole, layout, units, variants
from generator.impose.words import Slug, headline, how
from generator.model.printer import Printer
from generator.units import mm_to_pt, pt_to_mm

TEXT_PT = 7.5
LEAST_TEXT_PT = 7.0
_TRIM_SLACK_MM = 0.2  # WeasyPrint counts in CSS pixels


@dataclass(frozen=True)
class Stamp:
    """A source page as a form object of the new PDF; the middle of its trim in points."""

    form: pikepdf.Object
    middle: tuple[float, float]


def impose(source: bytes, form: Form, slug: Slug, font: Path, printer: Printer) -> dict[str, bytes]:
    """One file for each variant of this form that fits on the printer's sheet, by the variant's name.

    ``source``: pages with MediaBox = trim + bleed and a TrimBox. ``font``: the TrueType file
    for the words outside the trims. Nothing for a piece as large as the sheet; :class:`Unfit`
    where nothing fits.
    """
    plans = {variant: layout(form, printer, variant) for variant in variants(form, printer)}
    if not plans and not is_whole(form, printer):
        raise Unfit(does_not_fit(next(iter(units(form, printer).values())), printer))
    with pikepdf.open(io.BytesIO(source)) as pages:
        if len(pages.pages) != form.pages:
            raise Unfit(f"the file has {len(pages.pages)} pages, the form {form.pages}")
        return {variant: _file(pages, form, slug, font, printer, plan) for variant, plan in plans.items()}


def _file(pages: pikepdf.Pdf, form: Form, slug: Slug, font: Path, printer: Printer, plan: Layout) -> bytes:
    words = [(headline(slug, plan, side), how(form, printer, plan.variant)) if plan.slugs else () for side in plan.sides]
    part = subset_for(font, "".join(line for pair in words for line in pair))
    with _new_sheet(pages, slug.title, plan, printer) as pdf:
        stamps = _stamps(pages, pdf, (form.width_mm, form.height_mm), form.bleed_mm)
        face = embed(pdf, part) if plan.slugs else None
        marks = all_inks(pdf, printer.colour == "cmyk")
        for side, lines in zip(plan.sides, words):
            text = [_line(line, box, part, plan.sheet_mm[1]) for line, box in zip(lines, plan.slugs)]
            _add_side(pdf, side, stamps, plan.sheet_mm, text, face, marks)
        return _finished(pdf)


def _new_sheet(pages: pikepdf.Pdf, title: str, plan: Layout, printer: Printer) -> pikepdf.Pdf:
    """An empty file that asks the printer for true size and the right turn, and means the same inks as the source."""
    pdf = pikepdf.new()
    pdf.docinfo["/Title"] = title
    pdf.Root.Lang = pikepdf.String(str(pages.Root.get("/Lang", "en")))
    turn = Name.DuplexFlipLongEdge if printer.turn == "long-edge" else Name.DuplexFlipShortEdge
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=turn if plan.two_sided else Name.Simplex)
    if "/OutputIntents" in pages.Root:
        # A sheet of PDF/X-4 pages is PDF/X-4 itself (ISO 15930-7): its identification, title and dates are those of the pages.
        pdf.Root.OutputIntents = pdf.copy_foreign(pages.make_indirect(pages.Root.OutputIntents))
        if "/Metadata" in pages.Root:
            pdf.Root.Metadata = pdf.copy_foreign(pages.Root.Metadata)
        for key in ("/Title", "/Trapped", "/CreationDate", "/ModDate"):
            if key in pages.docinfo:
                pdf.docinfo[key] = pages.docinfo[key]
    return pdf


def _stamps(pages: pikepdf.Pdf, pdf: pikepdf.Pdf, trim_mm: tuple[float, float],
            bleed_mm: float) -> list[Stamp]:
    """The source pages as form objects of ``pdf``; they must have this trim and this bleed."""
    stamps, reach = [], mm_to_pt(bleed_mm)
    for page in pages.pages:
        left, bottom, right, top = (float(v) for v in page.trimbox)
        found = pt_to_mm(right - left), pt_to_mm(top - bottom)
        if any(abs(a - b) > _TRIM_SLACK_MM for a, b in zip(found, trim_mm)):
            raise Unfit(f"page {page.index + 1} is trimmed to {found[0]:.2f} × {found[1]:.2f} mm, "
                        f"the form to {trim_mm[0]:g} × {trim_mm[1]:g} mm")
        stamp = pdf.copy_foreign(page.as_form_xobject())
        # pikepdf clips to the TrimBox; the bleed must show.
        stamp.BBox = Array([_round(v) for v in (left - reach, bottom - reach,
                                                right + reach, top + reach)])
        stamps.append(Stamp(stamp, ((left + right) / 2, (bottom + top) / 2)))
    return stamps


def _add_side(pdf: pikepdf.Pdf, side: Side, stamps: list[Stamp], sheet_mm: tuple[float, float],
              text: list[str], face: pikepdf.Object | None, marks: pikepdf.Object) -> None:
    """Append a page: the copies, each in its own clip, then bars, marks and words."""
    width, height = sheet_mm
    used = sorted({place.page for place in side.places})
    content = [_copy(place, stamps[place.page], height) for place in side.places]
    content += [*paint(side.bars, height), draw(side.marks, height), *text]
    resources = Dictionary(XObject=Dictionary({f"/P{n}": stamps[n].form for n in used}),
                           ColorSpace=Dictionary({f"/{SPACE}": marks}))
    if face is not None:
        resources.Font = Dictionary(F0=face)
    page = pdf.add_blank_page(page_size=(_round(mm_to_pt(width)), _round(mm_to_pt(height))))
    if "/OutputIntents" in pdf.Root:
        page.TrimBox = page.MediaBox
    page.Resources = resources
    page.Contents = pdf.make_stream("\n".join(content).encode("ascii"))


def _finished(pdf: pikepdf.Pdf) -> bytes:
    """The file, without a date, and with an identity that follows from its content."""
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True, compress_streams=True, recompress_flate=False,
             object_stream_mode=pikepdf.ObjectStreamMode.generate, min_version="1.6" if "/OutputIntents" in pdf.Root else "")
    return file.getvalue()


def _copy(place: Place, stamp: Stamp, sheet_height: float) -> str:
    x = mm_to_pt(place.trim.left + place.trim.width / 2)
    y = mm_to_pt(sheet_height - place.trim.top - place.trim.height / 2)
    sign = -1 if place.turned else 1
    shift = x - sign * stamp.middle[0], y - sign * stamp.middle[1]
    return (f"q {rectangle(place.shown, sheet_height)} re W n "
            f"{sign} 0 0 {sign} {number(shift[0])} {number(shift[1])} cm /P{place.page} Do Q")


def _line(text: str, box: Box, part: Subset, sheet_height: float) -> str:
    """One line of words in its box; a long one is set a little smaller."""
    size, room = TEXT_PT, mm_to_pt(box.width)
    if part.width(text, size) > room:
        size = LEAST_TEXT_PT
    if part.width(text, size) > room:
        raise Unfit(f"these words are too long for a sheet: “{text}”")
    # Middle the height of letters with their tails in the box.
    tail = 0.25 * size
    base = mm_to_pt(sheet_height - box.bottom) + (mm_to_pt(box.height) - size) / 2 + tail
    return (f"BT 0 g /F0 {number(size)} Tf {number(mm_to_pt(box.left))} {number(base)} Td "
            f"{part.show(text)} Tj ET")


def _round(value: float) -> float:
    return round(value, 4)

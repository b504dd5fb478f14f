"""Floor 9. What a finished file of an edition must show, and at which sizes its text may stand."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import said as strings
from generator.fonts import FALLBACK
from generator.impose import Form
from generator.impose.leaflet import panels_mm
from generator.model.edition import Discreet, Edition, EditionPage, Expected
from generator.model.faces import outside
from generator.model.sizes import SMALLEST_PT
from generator.typeset.typesetter import Size


def text_size(edition: Edition) -> Size:
    """Sizes to try: the format's, scaled for the script, never under the script's own floor."""
    sizes, locale = edition.format.text_pt, edition.locale
    smallest = max(sizes.smallest, locale.smallest_pt)
    if sizes.smallest > SMALLEST_PT:
        smallest = max(round(sizes.smallest * locale.scale, 2), locale.smallest_pt)
    return Size(max(round(sizes.preferred * locale.scale, 2), smallest), round(smallest, 2))


def said(edition: Edition, pages: tuple[EditionPage, ...] | None = None) -> tuple[str, ...]:
    """Every string that must stand in the finished item, or on some pages of it."""
    texts = ["".join(run.text for run in edition.area_name)]
    for page in edition.pages if pages is None else pages:
        for block in page.blocks:
            texts += ["".join(run.text for run in block.runs), block.english]
            if block.contact:
                texts.append(block.contact.shown)
            for line in block.lines:
                texts.append("".join(run.text for run in line.runs))
                if line.contact:
                    texts += [line.contact.name, line.contact.shown]
                texts.append(line.english)
                if line.tongue and line.runs:
                    texts += [line.tongue.english_name, line.tongue.endonym]
                if line.says_language:
                    texts.append(edition.locale.spoken)
            if block.type == "language":
                texts += [edition.locale.endonym, edition.locale.spoken]
            if block.type == "qr":
                texts.append(edition.address.removeprefix("https://"))
    return tuple(dict.fromkeys(text for text in texts if text))


def expected(edition: Edition, path: str, kind: str, pages: int, trim_mm: tuple[float, float], *more: str) -> Expected:
    """What must stand in the file ``path`` of this kind; ``more`` are words outside the trims of a sheet."""
    form = edition.format
    codes = sum(len(page.of_type("qr")) for page in edition.pages)
    return Expected(
        path=path, kind=kind, pages=pages, trim_mm=trim_mm, bleed_mm=0.0, safe_mm=form.safe_mm,
        smallest_pt=form.text_pt.smallest if form.kind == "large-print" else SMALLEST_PT,
        language=edition.locale.tag, direction=edition.locale.direction,
        phones=edition.phones(), qr=(edition.address,) * (min(codes, 1) if kind == "imposed" else codes),
        fonts=(*edition.fonts, FALLBACK), code=edition.code, draft=edition.status == "draft",
        texts=(*said(edition), edition.locale.english_name, *more), flows=form.flows, said=strings.said(edition, sheet=kind == "imposed"), beside=strings.beside(edition),
        discreet=_discreet(edition, kind))


def _discreet(edition: Edition, kind: str) -> Discreet:
    locale = edition.locale
    always = (*(text for _, text in edition.words), locale.english_name, locale.spoken, locale.endonym, edition.address, edition.code, "DRAFT")
    named = tuple(block.contact.name for page in edition.outside for block in page.blocks if block.type == "coordinator" and block.contact)
    return Discreet(
        titles=(edition.title,) if kind == "screen" else (edition.code, f"Sheet {edition.code}"),
        texts=(*always, *said(edition)), held=edition.is_held,
        outside=tuple(_faces(edition)) if edition.is_held and kind != "imposed" else (),
        outside_texts=(*always, *named, *said(edition, edition.outside)))


def _faces(edition: Edition) -> Iterator[tuple[int, float, float]]:
    """Where on the pages of the file that stands which shows; nothing where the text flows as it will.

    Several panels lie beside each other, those outside on the first page; a leaflet has its flap there too.
    """
    form, size = edition.format, edition.format.page_mm
    if form.flows or size is None:
        return
    if form.panels == 1:
        yield from ((number + 1, 0.0, size.width) for number in outside(form, len(edition.pages)))
    elif form.imposition == "leaflet":
        ltr = edition.locale.direction == "ltr"
        flap = panels_mm(Form("leaflet", size.width, size.height, 0.0, edition.locale.direction, 2))[0 if ltr else -1]
        yield 1, flap if ltr else 0.0, size.width if ltr else size.width - flap
    else:
        yield 1, 0.0, size.width

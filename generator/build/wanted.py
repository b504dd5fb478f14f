"""Floor 9. What a finished file of an edition must show, and at which sizes its text may stand."""

from __future__ import annotations

from generator.checks import said as strings
from generator.fonts import FALLBACK
from generator.model.edition import Edition, Expected
from generator.typeset.typesetter import Size

SMALLEST_PT = 7.0  #: of anything printed: the office's small print too


def text_size(edition: Edition) -> Size:
    """Sizes to try: the format's, scaled for the script, never under the script's own floor."""
    sizes, locale = edition.format.text_pt, edition.locale
    smallest = max(sizes.smallest, locale.smallest_pt)
    if sizes.smallest > SMALLEST_PT:
        smallest = max(round(sizes.smallest * locale.scale, 2), locale.smallest_pt)
    return Size(max(round(sizes.preferred * locale.scale, 2), smallest), round(smallest, 2))


def said(edition: Edition) -> tuple[str, ...]:
    """Every string that must stand in the finished item."""
    texts = ["".join(run.text for run in edition.area_name)]
    for page in edition.pages:
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
        texts=(*said(edition), edition.locale.english_name, *more), flows=form.flows, said=strings.said(edition), beside=strings.beside(edition))

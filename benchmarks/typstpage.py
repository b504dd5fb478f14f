"""An edition as the data that page.typ sets: the same words, sizes, faces, drawings and code as on our page."""

from __future__ import annotations

import json
from pathlib import Path

from generator.fonts import FALLBACK
from generator.model.edition import Edition, EditionBlock, Line, Run
from generator.qr import qr_code

BAND_PT = 23.0  #: of the number in a band of a card


def data(edition: Edition, size_pt: float, bleed_mm: float, root: Path) -> str:
    """JSON for ``sys.inputs.data``."""
    form, locale = edition.format, edition.locale
    code = qr_code(edition.address)
    count = max(form.panels, 1)
    pages = [[_block(edition, block) for block in page.blocks] for page in edition.pages]
    icons = {line.icon for page in edition.pages for block in page.blocks for line in block.lines if line.icon}
    lang, _, region = locale.tag.partition("-")
    return json.dumps({
        "width": form.page_mm.width + 2 * bleed_mm, "height": form.page_mm.height + 2 * bleed_mm, "bleed": bleed_mm,
        "edge": form.safe_mm + bleed_mm, "size": size_pt, "leading": locale.leading, "rtl": locale.direction == "rtl",
        "lang": lang if lang != "mul" else "en", "fonts": [*dict.fromkeys((*locale.fonts, FALLBACK))], "title": edition.title or edition.name,
        "draft": edition.status == "draft", "code": edition.code, "area": _runs(edition.area_name) or [["name", locale.english_name]],
        "address": edition.address.removeprefix("https://"), "band": BAND_PT * form.page_mm.width / 85 if form.page_mm.width < 85 else BAND_PT,
        "qr": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.size} {code.size}"><path d="{code.path}"/></svg>',
        "drawings": {icon: (root / "templates" / "icons" / f"{icon}.svg").read_text(encoding="utf-8") for icon in sorted(icons)},
        "sheets": [pages[i:i + count] for i in range(0, len(pages), count)]}, ensure_ascii=False)


def _block(edition: Edition, block: EditionBlock) -> dict[str, object]:
    return {"type": block.type, "text": _runs(block.runs), "english": block.english, "lines": [_line(edition, one) for one in block.lines],
            "number": block.contact.shown if block.contact else "", "endonym": edition.locale.endonym, "spoken": edition.locale.spoken}


def _line(edition: Edition, line: Line) -> dict[str, object]:
    more = [["name", line.contact.name], ["number", line.contact.shown]] if line.contact else []
    tongue = line.tongue
    return {"icon": line.icon, "text": [*_runs(line.runs), *more], "english": line.english,
            "say": edition.locale.spoken if line.says_language else "", "name": tongue.english_name if tongue else "",
            "fonts": [*dict.fromkeys((*tongue.fonts, FALLBACK))] if tongue else [], "rtl": bool(tongue) and tongue.direction == "rtl"}


def _runs(runs: tuple[Run, ...]) -> list[list[str]]:
    return [[run.kind, run.text] for run in runs]

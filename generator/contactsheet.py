"""Floor 8. Pages of many languages side by side on one picture, to be looked at by people."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from generator.units import mm_to_pt

PX_PER_MM = 3.2
GAP = 18  #: pixels between pictures
LABEL = 100  #: pixels for the name of a locale
PAPER, DESK, INK = "#ffffff", "#c9d2d3", "#16252b"

#: What is shown of each material: page indices; None shows all.
SHOWN: dict[str, tuple[int, ...] | None] = {
    "number-card": None, "safety-card": None, "folded-card": None, "booklet": (0, 4, 11, 14)}


def contact_sheets(build: Path, target: Path, area: str, font: Path) -> list[Path]:
    """One PNG for each material of ``build`` in ``target``: every language of ``area``, in its order."""
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    written = []
    target.mkdir(parents=True, exist_ok=True)
    for material, pages in SHOWN.items():
        outputs = [o for o in manifest["outputs"]
                   if (o["area"], o["material"], o["kind"]) == (area, material, "screen")]
        if not outputs:
            continue
        columns = {"number-card": 5, "safety-card": 2, "folded-card": 1, "booklet": 2}[material]
        path = target / f"{material}.png"
        _sheet([(o["locale"], _pictures(build / o["path"], pages)) for o in outputs], columns, font).save(path, optimize=True)
        written.append(path)
    return written


def _pictures(pdf: Path, pages: tuple[int, ...] | None) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[i].render(scale=PX_PER_MM / mm_to_pt(1)).to_pil().convert("RGB")
                for i in (pages if pages is not None else range(len(document)))]
    finally:
        document.close()


def _sheet(rows: list[tuple[str, list[Image.Image]]], columns: int, font: Path) -> Image.Image:
    label = ImageFont.truetype(str(font), 17)
    one_wide = sum(p.width + GAP for p in rows[0][1]) + LABEL
    one_high = max(p.height for p in rows[0][1]) + GAP
    lines = -(-len(rows) // columns)
    sheet = Image.new("RGB", (one_wide * columns + GAP, one_high * lines + GAP), DESK)
    draw = ImageDraw.Draw(sheet)
    for index, (locale, pictures) in enumerate(rows):
        x, y = GAP + (index % columns) * one_wide, GAP + (index // columns) * one_high
        draw.text((x, y), locale, fill=INK, font=label)
        x += LABEL - GAP
        for picture in pictures:
            sheet.paste(picture, (x, y))
            x += picture.width + GAP
    return sheet.quantize(128)

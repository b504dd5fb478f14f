"""Floor 8. Pages of many languages side by side on one picture, to be looked at by people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

#: Languages whose scripts break layouts in different ways, and long ones; a sheet of one item for all is shown as it is.
LOOKED_AT = ("en", "ar", "ur", "zh-Hans", "ti", "bn", "th", "vi", "so", "ta", "om", "mul")
WIDEST, HIGHEST = 440, 350  #: pixels of a page
MOST_PAGES = 4  #: of one item; the rest looks alike
SHEET_WIDTH = 1800  #: pixels, about
GAP = 18  #: pixels between pictures
LABEL = 84  #: pixels for the name of a locale
DESK, INK = "#c9d2d3", "#16252b"
KINDS = ("screen", "large-print", "image")


def contact_sheets(build: Path, target: Path, area: str, font: Path, locales: Sequence[str] = LOOKED_AT) -> list[Path]:
    """One PNG for each material and format of ``build`` in ``target``, with these languages of ``area``."""
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    items: dict[str, list[dict[str, str]]] = {}
    for output in manifest["outputs"]:
        if output["area"] == area and output["kind"] in KINDS and (not locales or output["locale"] in locales):
            items.setdefault(Path(output["path"]).stem, []).append(output)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, outputs in sorted(items.items()):
        outputs.sort(key=lambda o: locales.index(o["locale"]) if locales else o["locale"])
        rows = [(o["locale"], _pictures(build / o["path"])) for o in outputs]
        path = target / f"{name}.png"
        _sheet(rows, font).save(path, optimize=True)
        written.append(path)
    return written


def _pictures(file: Path) -> list[Image.Image]:
    if file.suffix == ".png":
        picture = Image.open(file).convert("RGB")
        picture.thumbnail((WIDEST, HIGHEST))
        return [picture]
    document = pypdfium2.PdfDocument(file)
    try:
        pages = [document[i] for i in range(min(len(document), MOST_PAGES))]
        return [page.render(scale=min(WIDEST / page.get_width(), HIGHEST / page.get_height(), 3.2)).to_pil().convert("RGB")
                for page in pages]
    finally:
        document.close()


def _sheet(rows: list[tuple[str, list[Image.Image]]], font: Path) -> Image.Image:
    label = ImageFont.truetype(str(font), 17)
    one_wide = max(sum(p.width + GAP for p in pictures) for _, pictures in rows) + LABEL
    one_high = max(p.height for _, pictures in rows for p in pictures) + GAP
    columns = max(1, min(len(rows), SHEET_WIDTH // one_wide))
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
    return sheet.quantize(64)

"""Pictures of the web pages and the gallery for docs/screenshots/: run by `make screenshots`, after `make`."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, sync_playwright

from browser import CHROMIUM

ROOT = Path(__file__).parents[1]
BUILD, TARGET = ROOT / "build", ROOT / "docs" / "screenshots"
PAGES = ("en", "ro", "ar", "ur", "zh-hans", "ti", "bn", "th", "ta")
GAP, FRAME = 24, "#b9c2c4"


def shot(browser: Browser, file: Path, width: int, height: int, scheme: str = "light", tiles: bool = False) -> Image.Image:
    """The top of a page as a phone or a desk shows it, or the gallery from its first tile that was made."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.goto(file.as_uri() + "#status=draft" * tiles)
        if tiles:
            page.evaluate("document.getElementById('bar').scrollIntoView()")
            page.wait_for_timeout(600)  # thumbnails come when they are seen
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    finally:
        context.close()


def side_by_side(pictures: list[Image.Image], columns: int) -> Image.Image:
    """In rows, each in a thin frame."""
    framed = [ImageOps.expand(one, 1, FRAME) for one in pictures]
    wide, high = max(one.width for one in framed) + GAP, max(one.height for one in framed) + GAP
    rows = -(-len(framed) // columns)
    sheet = Image.new("RGB", (columns * wide + GAP, rows * high + GAP), "white")
    for number, one in enumerate(framed):
        sheet.paste(one, (GAP + number % columns * wide, GAP + number // columns * high))
    return sheet


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        phones = [shot(browser, BUILD / "wiltshire" / tag / "index.html", 320, 640) for tag in PAGES]
        phones.append(shot(browser, BUILD / "wiltshire" / "en" / "index.html", 320, 640, "dark"))
        desk = [shot(browser, BUILD / "wiltshire" / tag / "index.html", 1100, 700) for tag in ("en", "ur")]
        gallery = [shot(browser, BUILD / "index.html", 1280, 900), shot(browser, BUILD / "index.html", 1280, 900, tiles=True)]
        narrow = [shot(browser, BUILD / "index.html", 320, 900), shot(browser, BUILD / "index.html", 320, 900, "dark", tiles=True)]
        browser.close()
    for name, sheet in (("page-320", side_by_side(phones, 5)), ("page-desk", side_by_side(desk, 2)),
                        ("gallery", side_by_side(gallery, 2)), ("gallery-320", side_by_side(narrow, 2))):
        sheet.quantize(128).save(TARGET / f"{name}.png", optimize=True)
        print(f"docs/screenshots/{name}.png")


if __name__ == "__main__":
    main()

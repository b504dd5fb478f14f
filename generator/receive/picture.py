"""Floor 10. A picture of the place on a page where a text does not come out: the text in a frame, and what stands round it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from generator.build.wanted import text_size
from generator.model.edition import Edition
from generator.page import Pages
from generator.thumbnail import thumbnail
from generator.typeset.marked import MARK, marked
from generator.typeset.places import Layout
from generator.typeset.typesetter import Typesetter

PX_PER_MM = 10  #: 254 dpi: the smallest type can be read
AROUND_MM = 5.0  #: of the page round the text: a line or two of what stands beside it
FRAME_MM, FRAME_AWAY_MM = 0.25, 0.7
FRAME_COLOUR = "#b3372b"


def picture(edition: Edition, context: str, number: int, pages: Pages, typesetter: Typesetter) -> bytes:
    """A PNG of page ``number`` (1-based) round the text of ``context``, at the smallest size, with whatever is wrong there.

    Of another page if the text stands on another one only; of the whole page if it
    stands on none; empty if the page cannot be made.
    """
    page, problems = pages.render(marked(edition, {context: 1}))
    if problems:
        return b""
    layout = Layout(typesetter, page.html, f"{page.css}\nhtml{{font-size:{text_size(edition).smallest_pt:g}pt}}")
    number = min(max(number, 1), len(layout.document.pages))
    places = layout.places(MARK)
    if places and all(place.page != number - 1 for place in places):
        number = places[0].page + 1
    here = [place for place in places if place.page == number - 1]
    width, _ = layout.sizes_mm()[number - 1]
    pdf = layout.document.copy(layout.document.pages[number - 1:number]).write_pdf()
    whole = thumbnail(pdf, round(width * PX_PER_MM))
    if not here:
        return whole
    return _crop(whole, (min(p.left for p in here), min(p.top for p in here), max(p.right for p in here), max(p.bottom for p in here)))


def _crop(png: bytes, text_mm: tuple[float, float, float, float]) -> bytes:
    """What stands round the text (left, top, right, bottom), the text in a thin frame; never beyond the page."""
    with Image.open(io.BytesIO(png)) as opened:
        sheet = opened.convert("RGB")

    def grown(by_mm: float) -> tuple[int, int, int, int]:
        left, top, right, bottom = text_mm
        return (max(0, int((left - by_mm) * PX_PER_MM)), max(0, int((top - by_mm) * PX_PER_MM)),
                min(sheet.width, round((right + by_mm) * PX_PER_MM)), min(sheet.height, round((bottom + by_mm) * PX_PER_MM)))

    left, top, right, bottom = grown(FRAME_AWAY_MM)
    ImageDraw.Draw(sheet).rectangle((left, top, right - 1, bottom - 1), outline=FRAME_COLOUR, width=round(FRAME_MM * PX_PER_MM))
    out = io.BytesIO()
    sheet.crop(grown(AROUND_MM)).quantize(64).save(out, "PNG", optimize=False)
    return out.getvalue()

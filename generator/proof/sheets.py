"""Floor 10. The printed pages of one item with their numbered marks: geometry, in millimetres on the proof."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from generator.build.wanted import said, text_size
from generator.fonts import FALLBACK
from generator.model.edition import Edition
from generator.page import Pages
from generator.problem import Problem
from generator.proof.texts import ProofText
from generator.typeset.finish import finish
from generator.typeset.marked import MARK, marked
from generator.typeset.places import Layout, Place
from generator.typeset.typesetter import Typesetter

PICTURE_MM = (154.0, 94.0)  #: the largest that a picture becomes
LARGEST = 1.35  #: times its own size
GUTTER_MM = 11.0  #: beside a picture, for the numbers
CHIP_MM = 4.6
PHONE = "@page{size:390px 560px;margin:0}nav ul{display:none!important}h1,h2,p,li,.show,.danger,.call{break-inside:avoid}"  #: a page of the web as a small phone shows it
DATE = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Mark:
    """A number beside the picture, the frame round its text, and the line between."""

    number: int
    left: float  #: of the frame, from the picture's top left
    top: float
    width: float
    height: float
    chip_x: float  #: centre of the number, from the figure's top left
    chip_y: float
    end_x: float  #: where the line meets the frame, from the figure's top left
    end_y: float


@dataclass(frozen=True)
class Sheet:
    """One printed page."""

    page: int  #: 1-based
    width: float  #: of the picture
    height: float
    scale: float
    marks: tuple[Mark, ...]
    texts: tuple[ProofText, ...]
    room_mm: float
    more_percent: int | None  #: so much more text would fit; None where a page has no end


@dataclass(frozen=True)
class Item:
    """One material: its edition, its pages, and the PDF whose pages are the pictures."""

    edition: Edition
    title: str
    texts: tuple[ProofText, ...]
    sheets: tuple[Sheet, ...]
    unseen: tuple[ProofText, ...]  #: texts that stand on no page: the file's title, words for the ear
    pdf: bytes
    size_pt: float | None
    sizes_pt: tuple[float, float] | None  #: smallest, preferred
    problems: tuple[Problem, ...]  #: why it cannot be printed as it is


def make_item(edition: Edition, title: str, texts: list[ProofText], pages: Pages, typesetter: Typesetter) -> tuple[Item | None, list[Problem]]:
    """Set the item as the build does, and find each text on its pages."""
    plain, problems = pages.render(edition)
    if plain is None:
        return None, problems
    texts = [replace(text, number=number) for number, text in enumerate((t for t in texts if _said(t, plain.html)), 1)]
    numbered, problems = pages.render(marked(edition, {text.context: text.number for text in texts}))
    if numbered is None:
        return None, problems
    tight: list[tuple[float, float]] | None = None
    form, size_pt, sizes, pdf = edition.format, None, None, b""
    if form.is_paper:
        size = text_size(edition)
        set_, problems = typesetter.set(
            plain.html, plain.css, size=size, pages=edition.page_count, edge_mm=form.safe_mm,
            families=frozenset((*edition.fonts, FALLBACK)), accessible=False, date=DATE,
            path=f"{edition.area}/{edition.locale.tag.lower()}/{edition.material}.pdf", text="".join(said(edition)))
        size_pt, sizes = (set_.size_pt if set_ else size.smallest_pt), (size.smallest_pt, size.preferred_pt)
        pdf = set_.pdf if set_ else b""
        layout = Layout(typesetter, numbered.html, _at(numbered.css, size_pt))
        if set_:
            tight = Layout(typesetter, plain.html, _at(plain.css, size.smallest_pt)).heights_mm()
    else:
        layout = Layout(typesetter, numbered.html, PHONE, without=("script",), media="screen")
    places = layout.places(MARK)
    # The numbered marks may push a full page over; what is shown is the page as it is printed.
    most = set_.pages if form.is_paper and set_ else len(layout.sizes_mm())
    sheets = tuple(_sheet(edition, page, mm, [p for p in places if p.page == page], texts, height,
                          tight[page] if tight and page < len(tight) else None)
                   for page, (mm, height) in enumerate(zip(layout.sizes_mm(), layout.heights_mm())) if page < most)
    seen = {place.mark for place in places if place.page < most}
    return Item(edition, title, tuple(texts), sheets, tuple(t for t in texts if str(t.number) not in seen),
                finish(pdf or layout.pdf(DATE), bleed_mm=0.0), size_pt, sizes, tuple(problems)), []


def _at(css: str, size_pt: float) -> str:
    return f"{css}\nhtml{{font-size:{size_pt:g}pt}}"


def _said(text: ProofText, html: str) -> bool:
    """Whether a word of the layout is used in this item at all."""
    return not text.context.startswith("layout.") or text.runs[0].text in html


def _sheet(edition: Edition, page: int, mm: tuple[float, float], places: list[Place], texts: list[ProofText],
           height: tuple[float, float], tight: tuple[float, float] | None) -> Sheet:
    scale = min(LARGEST, PICTURE_MM[0] / mm[0], PICTURE_MM[1] / mm[1])
    numbers = {int(p.mark) for p in places}
    # Measured with the smallest type; a line more or less is the most that it can be wrong by.
    more = max(0, int(tight[1] / tight[0] * 100)) if tight and tight[0] and numbers else None
    return Sheet(page + 1, mm[0] * scale, mm[1] * scale, scale, _marks(places, mm[0] * scale, mm[1] * scale, scale, edition.locale.direction),
                 tuple(t for t in texts if t.number in numbers), max(0.0, height[1]), more)


def _marks(places: list[Place], width: float, height: float, scale: float, direction: str) -> tuple[Mark, ...]:
    sides: dict[str, list[tuple[Place, float]]] = {"left": [], "right": []}
    for place in places:
        left, right = place.left * scale, width - place.right * scale
        start = left - right if direction == "ltr" else left - right - 0.1
        side = "left" if start <= 0 else "right"
        if direction == "ltr" and left < width * 0.3:
            side = "left"
        elif direction == "rtl" and right < width * 0.3:
            side = "right"
        sides[side].append((place, min((place.top + place.bottom) / 2 * scale, place.top * scale + 3.5)))
    marks = []
    for side, found in sides.items():
        found.sort(key=lambda one: (one[1], int(one[0].mark)))
        for (place, y), chip_y in zip(found, _apart([y for _, y in found], height)):
            pad = 0.5
            box = (place.left * scale - pad, place.top * scale - pad,
                   (place.right - place.left) * scale + 2 * pad, (place.bottom - place.top) * scale + 2 * pad)
            chip_x = GUTTER_MM / 2 - 1.5 if side == "left" else GUTTER_MM * 1.5 + width + 1.5
            end_x = GUTTER_MM + (box[0] if side == "left" else box[0] + box[2])
            marks.append(Mark(int(place.mark), *(round(v, 2) for v in (*box, chip_x, chip_y, end_x, y))))
    return tuple(sorted(marks, key=lambda mark: mark.number))


def _apart(wanted: list[float], height: float) -> list[float]:
    """The heights wanted (ascending), moved so that no two numbers touch."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + CHIP_MM) if placed else y)
    limit = height
    for i in range(len(placed) - 1, -1, -1):
        placed[i] = min(placed[i], limit)
        limit = placed[i] - CHIP_MM
    return placed

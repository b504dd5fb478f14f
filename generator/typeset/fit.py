"""Floor 4. Does it fit? Walk the boxes of a laid-out document and measure what leaves its place.

WeasyPrint has no text-fit: the caller lays out again with a smaller root size.
The walk reads private names (``_page_box``), so the version is pinned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from generator.units import mm_to_px, px_to_mm

GAP_MM = 1.0  # between the text and the band below it
TOLERANCE_MM = 0.15  # rounding of Pango units, far under what a guillotine can do


@dataclass(frozen=True)
class Overrun:
    """Some text that leaves its place."""

    page: int  #: 1-based
    text: str  #: how it begins
    side: str  #: top | bottom | left | right | its box | page count
    by_mm: float


def overruns(document: Document, *, pages: int, edge_mm: float) -> list[Overrun]:
    """What leaves the safe area (``edge_mm`` from each edge of the page box) or the box it stands in."""
    found: list[Overrun] = []
    if len(document.pages) != pages:
        found.append(Overrun(len(document.pages), _first_text(document), "page count", float(len(document.pages) - pages)))
    for number, page in enumerate(document.pages, 1):
        box = page._page_box
        edge = mm_to_px(edge_mm - TOLERANCE_MM)
        left, top, right, bottom = edge, edge, box.margin_width() - edge, box.margin_height() - edge
        bands = [b for b in _all(box) if _has_class(b, "band") or _has_class(b, "foot")]
        for text, around in _texts(box, None):
            x, w = text.position_x, text.width
            y, h = _ink(text)
            for side, over in (("left", left - x), ("right", x + w - right), ("top", top - y), ("bottom", y + h - bottom)):
                if over > 0:
                    found.append(Overrun(number, text.text[:40], side, px_to_mm(over)))
            if around is not None and x + w > around.content_box_x() + around.width + mm_to_px(TOLERANCE_MM) + 0.5:
                found.append(Overrun(number, text.text[:40], "its box",
                                     px_to_mm(x + w - around.content_box_x() - around.width)))
        for band in bands:
            for foot in _all(box):
                if _has_class(foot, "main") and _beside(foot, band):
                    over = max((sum(_ink(t)) for t, _ in _texts(foot, None)), default=0) + mm_to_px(GAP_MM) - _roof(box, band)
                    if over > mm_to_px(TOLERANCE_MM):
                        found.append(Overrun(number, "the text above the band", "bottom", px_to_mm(over)))
    return found


def lost_text(document: Document, said: Counter[str]) -> str:
    """Characters of ``said`` (all but spaces) that stand in no box: what falls off a page is laid out nowhere."""
    laid = Counter(c for page in document.pages for text, _ in _texts(page._page_box, None)
                   for c in text.text if not c.isspace() and c not in _BREAKS)
    return "".join(sorted((said - laid).elements()))[:40]


def smallest_room_mm(document: Document) -> float:
    """The least height left free between the text of a main part and what stands below it, over all pages, in mm."""
    room = []
    for page in document.pages:
        box = page._page_box
        for part in (b for b in _all(box) if _has_class(b, "main")):
            bottoms = [sum(_ink(t)) for t, _ in _texts(part, None)]
            if bottoms:
                limits = [b.position_y for b in _all(box)
                          if (_has_class(b, "band") or _has_class(b, "foot")) and _beside(part, b)]
                room.append(min([box.margin_height(), *limits]) - max(bottoms))
    return round(px_to_mm(min(room)), 2) if room else 0.0


_BREAKS = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}"
_FLAT = re.compile(r"[0-9A-Z \N{NO-BREAK SPACE}]+")


def _ink(text: boxes.TextBox) -> tuple[float, float]:
    """Top and height of what is likely inked: a font's own line is higher than its letters. In CSS pixels.

    An estimate to fit by; the finished file's glyphs are measured afterwards.
    """
    size = text.style["font_size"]
    baseline = text.position_y + text.baseline
    top = baseline - 0.76 * size
    return top, baseline + (0.01 if _FLAT.fullmatch(text.text) else 0.24) * size - top


def _roof(page: boxes.Box, band: boxes.Box) -> float:
    roofs = [band.position_y] + [b.position_y for b in _all(page) if _has_class(b, "foot") and _beside(b, band)]
    return min(roofs)


def _beside(a: boxes.Box, b: boxes.Box) -> bool:
    """Whether the two share a column of the page."""
    return a.position_x < b.position_x + b.margin_width() - 1 and b.position_x < a.position_x + a.margin_width() - 1


def _has_class(box: boxes.Box, name: str) -> bool:
    element = box.element
    return (isinstance(box, (boxes.BlockLevelBox, boxes.FlexBox)) and element is not None and not box.element_tag.endswith(("::before", "::after"))
            and name in (element.get("class") or "").split())


def _all(box: boxes.Box) -> Iterator[boxes.Box]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _all(child)


def _texts(box: boxes.Box, around: boxes.Box | None) -> Iterator[tuple[boxes.TextBox, boxes.Box | None]]:
    """Every piece of text with the nearest box that has a width of its own."""
    if isinstance(box, boxes.TextBox):
        if box.text.strip():
            yield box, around
        return
    if isinstance(box, boxes.BlockContainerBox):
        around = box
    for child in getattr(box, "children", ()):
        yield from _texts(child, around)


def _first_text(document: Document) -> str:
    last = document.pages[-1]._page_box
    return next((text.text[:40] for text, _ in _texts(last, None)), "")

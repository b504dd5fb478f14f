"""Floor 5. Does it fit? Walk the boxes of a laid-out document and measure what leaves its place.

WeasyPrint has no text-fit: the caller lays out again with a smaller root size.
The walk reads private names (``_page_box``), so the version is pinned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from generator.units import mm_to_px, px_to_mm

GAP_MM = 1.3  # between the text and the band below it
APART_MM = 1.0  # between neighbours in a band or a foot
TOLERANCE_MM = 0.15  # rounding of Pango units, far under what a guillotine can do


@dataclass(frozen=True)
class Overrun:
    """Some text that leaves its place."""

    page: int  #: 1-based
    text: str  #: how it begins
    side: str  #: top | bottom | left | right | its box | its page | page count
    by_mm: float


def overruns(document: Document, *, pages: int | None, edge_mm: float) -> list[Overrun]:
    """What leaves the safe area (``edge_mm`` from each edge of the page box) or the box it stands in."""
    found: list[Overrun] = []
    if pages is not None and len(document.pages) != pages:
        found.append(Overrun(len(document.pages), _first_text(document), "page count", float(len(document.pages) - pages)))
    begun: dict[object, int] = {}
    for number, page in enumerate(document.pages, 1):
        box = page._page_box
        if pages is not None:
            # A positioned box that is too full goes on over the next page, on top of what stands there.
            for part in _Parts.of(box).main:
                if begun.setdefault(part.element, number) != number:
                    found.append(Overrun(number, next((t.text[:40] for t, _ in _texts(part)), ""), "its page",
                                         px_to_mm(part.height)))
        found += overruns_of_page(number, box, edge_mm)
    return found


def overruns_of_page(number: int, box: boxes.Box, edge_mm: float) -> list[Overrun]:
    """What leaves the safe area of one page, or the box it stands in."""
    found: list[Overrun] = []
    of = _Parts.of(box)
    edge = mm_to_px(edge_mm - TOLERANCE_MM)
    left, top, right, bottom = edge, edge, box.margin_width() - edge, box.margin_height() - edge
    for text, around in _texts(box):
        x, w, ink = text.position_x, text.width, _ink(text)
        for side, over in (("left", left - ink.left), ("right", ink.right - right),
                           ("top", top - ink.top), ("bottom", ink.bottom - bottom)):
            if over > 0:
                found.append(Overrun(number, text.text[:40], side, px_to_mm(over)))
        if around is not None and x + w > around.content_box_x() + around.width + mm_to_px(TOLERANCE_MM) + 0.5:
            found.append(Overrun(number, text.text[:40], "its box",
                                 px_to_mm(x + w - around.content_box_x() - around.width)))
    found += [Overrun(number, text, "what stands beside it", by) for text, by in _collisions(of.low)]
    for band in of.low:
        for part in of.main:
            if _beside(part, band):
                over = max((_ink(t).bottom for t, _ in _texts(part)), default=0) + mm_to_px(GAP_MM) - _roof(of, band)
                if over > mm_to_px(TOLERANCE_MM):
                    found.append(Overrun(number, "the text above the band", "bottom", px_to_mm(over)))
    return found


def lost_text(document: Document, said: Counter[str]) -> str:
    """Characters of ``said`` (all but spaces) that stand in no box: what falls off a page is laid out nowhere."""
    laid = Counter(c for page in document.pages for text, _ in _texts(page._page_box)
                   for c in text.text if not c.isspace() and c not in _BREAKS)
    return "".join(sorted((said - laid).elements()))[:40]


def smallest_room_mm(document: Document) -> float:
    """The least height left free between the text of a main part and what stands below it, over all pages, in mm."""
    room = []
    for page in document.pages:
        box = page._page_box
        of = _Parts.of(box)
        for part in of.main:
            bottoms = [_ink(t).bottom for t, _ in _texts(part)]
            if bottoms:
                limits = [b.position_y for b in of.low if _beside(part, b)]
                room.append(min([box.margin_height(), *limits]) - max(bottoms))
    return round(px_to_mm(min(room)), 2) if room else 0.0


_BREAKS = "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True)
class _Parts:
    """The parts of a page between which text must keep its distance."""

    main: list[boxes.Box]
    low: list[boxes.Box]  #: bands and feet

    @classmethod
    def of(cls, page: boxes.Box) -> _Parts:
        found = page.__dict__.get("_parts")
        if found is None:
            found = page.__dict__["_parts"] = cls._found(page)
        return found

    @classmethod
    def _found(cls, page: boxes.Box) -> _Parts:
        boxes_ = list(_all(page))
        return cls([b for b in boxes_ if _has_class(b, "main")],
                   [b for b in boxes_ if _has_class(b, "band") or _has_class(b, "foot")])


@dataclass(frozen=True)
class _Ink:
    """Where a piece of text leaves ink, in CSS pixels from the page's top left."""

    left: float
    top: float
    right: float
    bottom: float


def _ink(text: boxes.TextBox) -> _Ink:
    """Pango's ink extents: a font's own line is higher than its Latin letters, and lower than Nastaliq's."""
    if "measured_ink" in text.__dict__:
        return text.measured_ink
    layout = text.pango_layout
    layout.reactivate(text.style)
    line, _ = layout.get_first_line()
    ink = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ink, ffi.NULL)
    x, baseline = text.position_x, text.position_y + text.baseline
    found = _Ink(x + ink.x * FROM_UNITS, baseline + ink.y * FROM_UNITS,
                 x + (ink.x + ink.width) * FROM_UNITS, baseline + (ink.y + ink.height) * FROM_UNITS)
    layout.deactivate()
    text.measured_ink = found
    return found


def _collisions(rows: list[boxes.Box]) -> Iterator[tuple[str, float]]:
    """In rows of a foot or a band, text that runs into its neighbour: (text, mm). They do not wrap."""
    for row in rows:
        inks = [(text.text, _ink(text)) for text, _ in _texts(row)]
        for i, (one, a) in enumerate(inks):
            for other, b in inks[i + 1:]:
                if a.top < b.bottom and b.top < a.bottom:
                    over = min(a.right, b.right) - max(a.left, b.left) + mm_to_px(APART_MM)
                    if over > 0:
                        yield f"{one[:20]}” and “{other[:20]}", px_to_mm(over)


def _roof(of: _Parts, band: boxes.Box) -> float:
    return min([band.position_y] + [b.position_y for b in of.low if _has_class(b, "foot") and _beside(b, band)])


def _beside(a: boxes.Box, b: boxes.Box) -> bool:
    """Whether the two share a column of the page."""
    return a.position_x < b.position_x + b.margin_width() - 1 and b.position_x < a.position_x + a.margin_width() - 1


def _has_class(box: boxes.Box, name: str) -> bool:
    element = box.element
    return (element is not None and name in element.get("class", "") and name in element.get("class").split()
            and isinstance(box, (boxes.BlockLevelBox, boxes.FlexBox)) and not box.element_tag.endswith(("::before", "::after")))


def _all(box: boxes.Box) -> Iterator[boxes.Box]:
    waiting = [box]
    while waiting:
        box = waiting.pop()
        yield box
        waiting += reversed(getattr(box, "children", ()))


def _texts(box: boxes.Box) -> list[tuple[boxes.TextBox, boxes.Box | None]]:
    """Every piece of text with the nearest box that has a width of its own. Asked once a box: it has been laid out."""
    found = box.__dict__.get("_texts_in")
    if found is None:
        found = box.__dict__["_texts_in"] = []
        waiting: list[tuple[boxes.Box, boxes.Box | None]] = [(box, None)]
        while waiting:
            box, around = waiting.pop()
            if isinstance(box, boxes.TextBox):
                if box.text.strip():
                    found.append((box, around))
                continue
            if isinstance(box, boxes.BlockContainerBox):
                around = box
            waiting += [(child, around) for child in reversed(getattr(box, "children", ()))]
    return found


def _first_text(document: Document) -> str:
    last = document.pages[-1]._page_box
    return next((text.text[:40] for text, _ in _texts(last)), "")

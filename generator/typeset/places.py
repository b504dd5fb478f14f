"""Floor 5. Where marked elements stand on the pages of a document, in millimetres from the top left.

For pictures with numbers on them: the proof. An element is marked with an attribute such as ``data-text="3"``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from generator.problem import Problem
from generator.typeset.fit import GAP_MM, _all, _beside, _has_class, _ink, _texts
from generator.typeset.typesetter import _OPTIONS, PAGES_LOGGER, Typesetter, _glyphs, _Log, _logged
from generator.units import mm_to_px, px_to_mm


@dataclass(frozen=True)
class Place:
    """What one mark covers on one page: the ink of its text, or its box where it has none."""

    page: int  #: 0-based
    mark: str
    left: float
    top: float
    right: float
    bottom: float


class Layout:
    """A document laid out once, at one size; nothing is fitted and nothing refused."""

    def __init__(self, typesetter: Typesetter, html: str, css: str, *, without: tuple[str, ...] = (), media: str = "print"):
        """``without``: names of elements that are taken out before."""
        self.log = _Log()
        PAGES_LOGGER.addHandler(self.log)
        PAGES_LOGGER.propagate = False
        try:
            source = HTML(string=html, url_fetcher=typesetter.fetcher, media_type=media)
            for parent in list(source.etree_element.iter()):
                for child in list(parent):
                    if child.tag in without:
                        parent.remove(child)
            style = CSS(string=css, url_fetcher=typesetter.fetcher, font_config=typesetter.fonts)
            self.document: Document = source.render(font_config=typesetter.fonts, stylesheets=[style], **_OPTIONS)
        finally:
            PAGES_LOGGER.removeHandler(self.log)

    def places(self, attribute: str) -> list[Place]:
        """Each marked element, once for each page on which some of it stands; pieces of one paragraph are one."""
        found: dict[tuple[int, str, int], list[tuple[float, float, float, float]]] = {}
        for number, page in enumerate(self.document.pages):
            for mark, around, box in _marked(page._page_box, attribute, "", None):
                if isinstance(box, boxes.TextBox):
                    ink = _ink(box)
                    edges = (ink.left, ink.top, ink.right, ink.bottom)
                else:
                    edges = (box.border_box_x(), box.border_box_y(), box.border_box_x() + box.border_width(),
                             box.border_box_y() + box.border_height())
                found.setdefault((number, mark, id(around)), []).append(edges)
        return [Place(page, mark, *(px_to_mm(edge) for edge in (
            min(p[0] for p in parts), min(p[1] for p in parts), max(p[2] for p in parts), max(p[3] for p in parts))))
            for (page, mark, _), parts in found.items()]

    def sizes_mm(self) -> list[tuple[float, float]]:
        """Width and height of each page."""
        return [(px_to_mm(page.width), px_to_mm(page.height)) for page in self.document.pages]

    def heights_mm(self) -> list[tuple[float, float]]:
        """Of each page: the height of the text in its main part, and what is left below it (the part with least left)."""
        found = []
        for page in self.document.pages:
            parts = [box for box in _all(page._page_box) if _has_class(box, "main")]
            rooms = []
            for part in parts:
                inks = [_ink(text) for text, _ in _texts(part)]
                if inks:
                    rooms.append((px_to_mm(max(i.bottom for i in inks) - min(i.top for i in inks)), max(i.bottom for i in inks), part))
            tightest = min(((_floor(page._page_box, part) - bottom, used) for used, bottom, part in rooms), default=(0.0, 0.0))
            found.append((tightest[1], px_to_mm(tightest[0])))
        return found

    def pdf(self, date: dt.date) -> bytes:
        """The document as it was laid out."""
        self.document.metadata.created = self.document.metadata.modified = date.isoformat()
        return self.document.write_pdf(**_OPTIONS)

    def problems(self, families: frozenset[str], path: str, text: str) -> list[Problem]:
        """What the typesetter said, and letters that it could not draw; after ``pdf``."""
        return [*_logged(path, self.log.lines), *_glyphs(self.document, families, path, text)]


def _floor(page: boxes.Box, part: boxes.Box) -> float:
    """Where the text of a main part must end: above the foot or band that shares its column."""
    limits = [box.position_y - mm_to_px(GAP_MM) for box in _all(page)
              if (_has_class(box, "band") or _has_class(box, "foot")) and _beside(part, box)]
    return min([page.margin_height(), *limits])


def _marked(box: boxes.Box, attribute: str, mark: str, around: object) -> Iterator[tuple[str, object, boxes.Box]]:
    """Pieces of text inside marked elements, with the paragraph they stand in; a marked box without text counts itself."""
    element = box.element
    own = element.get(attribute) if element is not None and not str(box.element_tag).endswith(("::before", "::after", "::marker")) else None
    mark = own or mark
    if isinstance(box, boxes.TextBox):
        if mark and box.text.strip():
            yield mark, around, box
        return
    if isinstance(box, boxes.BlockContainerBox) and element is not None:
        around = element
    some = False
    for child in getattr(box, "children", ()):
        for one in _marked(child, attribute, mark, around):
            some = True
            yield one
    if own and not some and isinstance(box, boxes.BlockLevelBox):
        yield own, element, box

"""Floor 5. One page of HTML, parsed and matched once, laid out at any size of its root."""

from __future__ import annotations

import copy
from functools import partial
from typing import Any

from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.build import build_formatting_structure, update_counters
from weasyprint.html import get_html_metadata
from weasyprint.images import SVGImage, get_image_from_uri
from weasyprint.layout import LayoutContext, initialize_page_maker, layout_document
from weasyprint.layout.page import remake_page
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from generator.typeset import drawing, quick  # noqa: F401 - put themselves into WeasyPrint
from generator.typeset.styles import Cascade, SizedStyles


class Sheet:
    """A page with its style sheets, ready to be laid out. ``images`` are kept from page to page."""

    def __init__(self, source: HTML, sheets: list[CSS], fonts: FontConfiguration, images: dict[str, object]):
        self.source, self.fonts, self.images = source, fonts, images
        self.cascade = Cascade(source, sheets, fonts)

    def at(self, size_pt: float) -> Document:
        """What ``HTML.render`` gives with ``html{font-size: …pt}`` as its last style sheet."""
        return self.document(*self.boxes(size_pt))

    def first_page(self) -> Document:
        """The first page alone, at the size that the page itself gives its root."""
        root, context = self.boxes(None)
        context.rendered_notes = []
        initialize_page_maker(context, root)
        page, _ = remake_page(0, context, root, self.source)
        context.made = [page], context.page_maker
        return self.document(root, context)

    def boxes(self, size_pt: float | None) -> tuple[Any, LayoutContext]:
        """The boxes of a size before they are laid out, and what laying them out needs."""
        source, counters, targets = self.source, self.cascade.counters.copy(), TargetCollector()
        images = partial(_image, kept=self.images, url_fetcher=source.url_fetcher, options=DEFAULT_OPTIONS)
        context = LayoutContext(SizedStyles(self.cascade, size_pt, targets), images, self.fonts, counters, targets)
        root = build_formatting_structure(source.etree_element, context.style_for, context.get_image_from_uri, source.base_url,
                                          targets, counters, context.footnotes)
        return root, context

    def document(self, root: Any, context: LayoutContext) -> Document:
        document = Document([Page(box) for box in layout_document(self.source, root, context)],
                            DocumentMetadata(**get_html_metadata(self.source)), self.source.url_fetcher, self.fonts, {}, None)
        document._html = self.source
        return document

    def fullest(self, pages: int | None) -> list[int]:
        """The indexes of the pages, that with the most text first; none where a page is not a part of the body."""
        body = self.source.etree_element.find("body")
        if pages is None or len(body) != pages:
            return []
        return sorted(range(pages), key=lambda n: -len("".join("".join(body[n].itertext()).split())))


class Attempt:
    """One size of a sheet whose pages are the parts of its body: each is laid out by itself, and only when it is asked for.

    The document is the one that ``Sheet.at`` gives.
    """

    def __init__(self, sheet: Sheet, size_pt: float, count: int):
        self.sheet, self.count = sheet, count
        self.root, self.context = sheet.boxes(size_pt)
        self.context.rendered_notes = []
        initialize_page_maker(self.context, self.root)
        self.first = self.context.page_maker[0]
        self.parts = [part for box in self.root.children for part in box.children] if len(self.root.children) == 1 else []
        self.made: dict[int, tuple[list[Any], tuple]] = {}  #: boxes of pages, and what WeasyPrint notes for the page after them
        #: Text that counts pages, notes, and parts that go on beside others need the pages one after the other.
        self.alone = len(self.parts) == count and not self.context.footnotes and not self.context.target_collector.counter_lookup_items

    def pages(self, index: int) -> list[Any]:
        """The page of a part: more than one where it is too long for a page."""
        if index not in self.made:
            context, begin = self.context, self._begin(index)
            context.page_maker = [(None, None, None, None, {})] * index + [begin]
            boxes, at, number = [], begin[0], index
            while number == index or (at and at.get(0, {}).get(index)):
                box, at = remake_page(number, context, self.root, self.sheet.source)
                boxes.append(box)
                number += 1
            end = context.page_maker[number]
            self.alone = (self.alone and not context.broken_out_of_flow and not context.reported_footnotes
                          and not any(box.fixed_boxes for box in boxes)
                          and end[:2] == ((None, end[1]) if index + 1 == self.count else self._begin(index + 1)[:2]))
            self.made[index] = boxes, end
        return self.made[index][0]

    def _begin(self, index: int) -> tuple:
        """What WeasyPrint notes for a page when all before it held one part each."""
        _, _, right, state, remake = self.first
        if index == 0:
            return self.first
        after = {"break": "page", "page": self.parts[index].page_values()[0]}
        return {0: {index: None}}, after, right != bool(index % 2), copy.deepcopy(state), copy.deepcopy(remake)

    def document(self) -> Document:
        """All pages, each laid out once."""
        pages, notes, state = [], [self.first], self.first[3]
        for index in range(self.count):
            pages += self.pages(index)
            state = copy.deepcopy(state)
            update_counters(state, pages[-1].style)
            notes.append((*self.made[index][1][:3], state, self.made[index][1][4]))
        self.context.made = pages, notes
        return self.sheet.document(self.root, self.context)


def _image(kept: dict[str, object], url: str, context: LayoutContext, **more: object) -> object:
    """A drawing, parsed once for all pages; one that fails is tried, and told, again for each page."""
    image = kept.get(url)
    if image is None:
        image = get_image_from_uri(cache={}, url=url, context=context, **more)
        if isinstance(image, SVGImage):
            kept[url] = image
    else:
        image._context = context
    return image

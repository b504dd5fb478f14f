"""Floor 5. One page of HTML, parsed and matched once, laid out at any size of its root."""

from __future__ import annotations

from functools import partial

from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.images import SVGImage, get_image_from_uri
from weasyprint.layout import LayoutContext, layout_document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from generator.typeset import quick  # noqa: F401 - puts itself into WeasyPrint
from generator.typeset.styles import Cascade, SizedStyles


class Sheet:
    """A page with its style sheets, ready to be laid out. ``images`` are kept from page to page."""

    def __init__(self, source: HTML, sheets: list[CSS], fonts: FontConfiguration, images: dict[str, object]):
        self.source, self.fonts, self.images = source, fonts, images
        self.cascade = Cascade(source, sheets, fonts)

    def at(self, size_pt: float) -> Document:
        """What ``HTML.render`` gives with ``html{font-size: …pt}`` as its last style sheet."""
        source, counters, targets = self.source, self.cascade.counters.copy(), TargetCollector()
        images = partial(_image, kept=self.images, url_fetcher=source.url_fetcher, options=DEFAULT_OPTIONS)
        context = LayoutContext(SizedStyles(self.cascade, size_pt, targets), images, self.fonts, counters, targets)
        root = build_formatting_structure(source.etree_element, context.style_for, context.get_image_from_uri, source.base_url,
                                          targets, counters, context.footnotes)
        document = Document([Page(box) for box in layout_document(source, root, context)],
                            DocumentMetadata(**get_html_metadata(source)), source.url_fetcher, self.fonts, {}, None)
        document._html = source
        return document


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

"""Floor 5. The only import of WeasyPrint: HTML and style → PDF, with each log line a problem.

FONTCONFIG_FILE must name the project's private configuration before this module
is imported: Pango reads it once.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from generator.problem import Problem, error
from generator.typeset.fit import Overrun, smallest_room_mm
from generator.typeset.laying import Sheet
from generator.typeset.search import Search, Size

LOGGED = error("P201", "typesetter-said", "what the typesetter warns of is missing from the page")
TOO_LONG = error("P202", "text-too-long", "text that leaves its place is cut off by the guillotine or covered")
MISSING_GLYPH = error("P203", "glyph-missing", "a box or a dotted circle instead of a letter")
STRANGE_FONT = error("P204", "font-not-ours", "another font than the locale's draws the wrong forms")

DOTTED_CIRCLE = 0x25CC
BOXES = 50_000  #: objects of a page, about
PAGES_LOGGER = logging.getLogger("weasyprint")


class OnlyData(URLFetcher):
    """Pages carry all that they need; nothing is read from disk or network."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> object:
        if not url.startswith("data:"):
            raise FatalURLFetchingError(f"a page asked for {url[:80]}")
        return super().fetch(url, headers)


@dataclass(frozen=True)
class Typeset:
    """A finished document."""

    pdf: bytes
    size_pt: float
    room_mm: float  #: height left on the fullest page
    pages: int


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _silenced() -> Iterator[None]:
    PAGES_LOGGER.propagate = False
    PAGES_LOGGER.disabled = True
    try:
        yield
    finally:
        PAGES_LOGGER.disabled = False


class Typesetter:
    """One for each process: the font configuration and the parsed styles are shared by all documents."""

    def __init__(self) -> None:
        if not os.path.isabs(os.environ.get("FONTCONFIG_FILE", "")):
            raise RuntimeError("FONTCONFIG_FILE must be an absolute path before the typesetter is imported")
        self.fonts = FontConfiguration()
        self.fetcher = OnlyData()
        self.styles: dict[str, CSS] = {}  #: of which WeasyPrint had nothing to say
        self.images: dict[str, object] = {}

    def set(self, html: str, css: str, *, size: Size, pages: int | None, edge_mm: float, families: frozenset[str],
            accessible: bool, date: dt.date, path: str, text: str) -> tuple[Typeset | None, list[Problem]]:
        """Lay out at the largest size that fits, then write. ``edge_mm``: safe margin from the page box.

        ``pages``: how many there must be; None: as many as the text needs.

        ``path`` is what problems name; ``text`` is all that the item says (for U+25CC).
        """
        log = _Log()
        PAGES_LOGGER.addHandler(log)
        PAGES_LOGGER.propagate = False
        often = gc.get_threshold()
        try:
            # Boxes live as long as their page: to look through them at every 700th is a sixth of the time.
            gc.collect(1)  # those of the page before
            gc.set_threshold(BOXES, *often[1:])
            sheet = Sheet(HTML(string=html, url_fetcher=self.fetcher), [self._style(css)], self.fonts, self.images)
            document, size_pt, over = Search(sheet, size, pages, edge_mm).best()
            if over:
                if log.lines:
                    self.styles.pop(css, None)
                return None, [_too_long(path, over, size_pt), *_logged(path, log.lines)]
            room = smallest_room_mm(document)
            document.metadata.created = document.metadata.modified = date.isoformat()
            pdf = document.write_pdf(pdf_variant="pdf/ua-1" if accessible else None, **_OPTIONS)
        except FatalURLFetchingError as problem:
            log.lines.append(str(problem))
        finally:
            gc.set_threshold(*often)
            PAGES_LOGGER.removeHandler(log)
        if log.lines:
            self.styles.pop(css, None)  # WeasyPrint tells a fault once for a style sheet; the next page has it too
            return None, _logged(path, log.lines)
        problems = _glyphs(document, families, path, text)
        return (None if problems else Typeset(pdf, size_pt, room, len(document.pages))), problems

    def picture(self, html: str, width_px: int = 390, height_px: int = 520) -> bytes:
        """The top of a web page as a one-page PDF: a likeness for the gallery, not a check of anything."""
        page = CSS(string=f"@page{{size:{width_px}px {height_px}px;margin:0}}")
        with _silenced():
            source = HTML(string=html, url_fetcher=self.fetcher, media_type="screen")
            for parent in list(source.etree_element.iter()):
                for child in list(parent):
                    if child.tag == "nav":  # forty links below what is seen here, and three quarters of the time
                        parent.remove(child)
            return Sheet(source, [page], self.fonts, self.images).first_page().write_pdf(**_OPTIONS)

    def _style(self, css: str) -> CSS:
        """A form's style sheet, parsed once."""
        return self.styles.get(css) or self.styles.setdefault(css, CSS(string=css, url_fetcher=self.fetcher, font_config=self.fonts))


_MM = ("top", "bottom", "left", "right", "its box", "its page", "what stands beside it")
_OPTIONS: dict[str, object] = {"presentational_hints": False}


def _logged(path: str, lines: list[str]) -> list[Problem]:
    return [LOGGED.at(path, 0, f"WeasyPrint says: {' '.join(line.split())[:200]}.", "See the template or the block it names.")
            for line in dict.fromkeys(lines)]


def _too_long(path: str, over: list[Overrun], size_pt: float) -> Problem:
    worst: dict[str, Overrun] = {}
    for one in over:
        key = f"page {one.page}, {one.side}"
        if key not in worst or one.by_mm > worst[key].by_mm:
            worst[key] = one
    named = "; ".join(f"it takes {one.page} pages, and {one.page - one.by_mm:g} are there" if one.side == "page count" else
                      f"{key}: “{one.text}” by {one.by_mm:.1f} {'mm' if one.side in _MM else ''}".rstrip()
                      for key, one in list(worst.items())[:4])
    sideways = any(one.side in ("left", "right", "top") for one in over)
    return TOO_LONG.at(path, 0, f"Even at {size_pt:g} pt the text does not fit: {named}.", "Shorten the text of these blocks"
                       + (", or mend the form’s style sheet in templates/: its text begins too near to an edge." if sideways else "."))


def _glyphs(document: Document, families: frozenset[str], path: str, text: str) -> list[Problem]:
    problems = []
    for font in document.fonts.values():
        family = getattr(font, "family", b"")
        family = family.decode() if isinstance(family, bytes) else str(family)
        if family not in families:
            problems.append(STRANGE_FONT.at(path, 0, f"The page uses the font {family}.", "A letter is not in the "
                                            "locale's own fonts: take it out, or name the font in content/locales/."))
        missing = "".join(sorted(chr(c) if isinstance(c, int) else str(c) for c in getattr(font, "missing", ())))
        if missing or 0 in getattr(font, "to_unicode", {}):
            problems.append(MISSING_GLYPH.at(path, 0, f"{family} has no glyph for “{missing}”.",
                                             "Take the character out of the text, or name a font that has it."))
        drawn = {ord(c) for value in getattr(font, "to_unicode", {}).values() for c in str(value)}
        if DOTTED_CIRCLE in drawn and chr(DOTTED_CIRCLE) not in text:
            problems.append(MISSING_GLYPH.at(path, 0, f"{family} draws a dotted circle: a mark without its letter.",
                                             "Mend the order of the letters in the text."))
    return problems

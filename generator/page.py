"""Floor 4. Edition → HTML through Jinja2. Text is escaped here, once; a template sees no file but its own folder."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path

from jinja2.meta import find_referenced_templates
from jinja2 import TemplateError
from markupsafe import Markup, escape

from generator.fonts import FALLBACK
from generator.model.content import PICTURED, Locale
from generator.model.edition import Edition, Run
from generator.problem import Problem, error
from generator.qr import AddressTooLong, qr_code
from generator.templates.drawn import FAULTS, draw, drawing_of, fault, sandbox, text_of, where

NOT_DRAWN = error("P103", "text-not-drawn", "a text that a form does not draw is lost, and nobody sees that it is")
ADDRESS_LENGTH = error("P102", "address-too-long", "a QR code with smaller modules does not scan on a cheap phone")

SOURCE_TAG = "en"
NBSP = "\N{NO-BREAK SPACE}"
_DRAWING = re.compile(r"\b(?:icon|picture)-[a-z0-9]+(?:-[a-z0-9]+)*")
_MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)
_HANGING_MARK = re.compile(" (?=[:;?!»])|(?<=«) ")


#: Several items of a language bear the same code.
_qr_code = lru_cache(maxsize=256)(qr_code)


@dataclass(frozen=True)
class HtmlPage:
    """One document for the typesetter, or for a browser."""

    html: str
    css: str  #: the form's own style sheet, the same for every edition of the form


class Pages:
    """Renders editions with the templates of one root."""

    def __init__(self, root: Path):
        self.folder = root / "templates"
        self.environment = sandbox(self.folder, autoescape=lambda name: not (name or "").endswith(".txt.j2"),
                                   trim_blocks=False, keep_trailing_newline=True)
        self.environment.filters.update(grouped=lambda shown: shown.replace(" ", NBSP), unbroken=_unbroken, address_lines=_address_lines)
        self.environment.globals.update(english=SOURCE_TAG)
        self.imports: dict[str, tuple[str, ...]] = {}  #: by the text of a template: it may be edited meanwhile

    def render(self, edition: Edition, *, bleed_mm: float = 0.0) -> tuple[HtmlPage | None, list[Problem]]:
        """The page of an edition; on paper with ``bleed_mm`` of ink on each side beyond the trim."""
        form = edition.format
        try:
            code = _qr_code(edition.address)
        except AddressTooLong:
            return None, [ADDRESS_LENGTH.at(
                f"content/areas/{edition.area}.yaml", 0, f"The address {edition.address} is longer than a small QR code "
                "can hold (42 bytes).", "Use a shorter address.", locale=edition.locale.tag)]
        scope = dict(qr_code=code, bleed=bleed_mm, font_stack=_font_stack, font_family=_font_stack(edition.locale.fonts))
        name = f"{form.template}.html.j2"
        try:
            style = self.style(form.styles, self._drawings(edition))
        except FAULTS as problem:
            return None, [fault(problem, name, locale=edition.locale.tag)]
        if form.page_mm:
            scope.update(width=round(form.page_mm.width + 2 * bleed_mm, 4), height=round(form.page_mm.height + 2 * bleed_mm, 4),
                         edge=form.safe_mm + bleed_mm)
        else:
            try:
                scope.update(script=self._file("leave.js"), style=Markup(style), csp_hash=_csp_hash)
            except FAULTS as problem:
                return None, [fault(problem, "leave.js", locale=edition.locale.tag)]
        html, problems = self._render(name, edition, scope)
        if html is None:
            return None, problems
        problems = list(_not_drawn(edition, unescape(_MARKUP.sub("", html[html.find("<body"):])), name))
        return (None if problems else HtmlPage(html, style)), problems

    def text(self, edition: Edition) -> tuple[str | None, list[Problem]]:
        """An edition as plain text, in UTF-8, each line without spaces at its end."""
        name = f"{edition.format.template}.txt.j2"
        text, problems = self._render(name, edition, {"number": lambda shown: dialled(shown, edition.locale)})
        problems += _not_drawn(edition, text or "", name) if text is not None else []
        return (None if text is None else "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"), problems

    def choice(self, edition: Edition, before: str) -> tuple[str | None, list[Problem]]:
        """The page to choose a language on, with the numbers of ``edition``, a page of facts alone in English.

        ``before`` stands before each language's folder: nothing, ``../``, or a path from the root of the host.
        """
        try:
            style = Markup(self.style(edition.format.styles))
        except FAULTS as problem:
            return None, [fault(problem, "site-root.html.j2")]
        return self._render("site-root.html.j2", edition, {"style": style, "csp_hash": _csp_hash, "before": before})

    def _render(self, name: str, edition: Edition, scope: dict[str, object]) -> tuple[str | None, list[Problem]]:
        words = dict(edition.words)
        try:
            return draw(self.environment, name, {"edition": edition, "pgettext": lambda context, text: words.get(context, text), **scope}), []
        except FAULTS as problem:
            if not isinstance(problem, TemplateError) and not where(problem)[0]:
                raise  # a bug of our own
            return None, [fault(problem, name, locale=edition.locale.tag)]

    def style(self, styles: tuple[str, ...], drawings: frozenset[str] = frozenset()) -> str:
        """The form's style sheets, and drawings (``icon-phone``, ``picture-phone``) as data: the typesetter needs no file."""
        data = "".join(
            f".{kind}-{file.stem}{{background-image:url(data:image/svg+xml;base64,"
            f"{base64.b64encode(drawing_of(file)).decode()})}}\n"
            for kind in ("icon", "picture") for file in sorted((self.folder / f"{kind}s").glob("*.svg"))
            if f"{kind}-{file.stem}" in drawings)
        return "".join(self._file(f"{name}.css") for name in styles) + data

    def _drawings(self, edition: Edition) -> frozenset[str]:
        """Those that the edition's lines use, or its template names: a page for a phone carries no others."""
        return frozenset({f"{'picture' if block.type in PICTURED else 'icon'}-{line.icon}"
                          for page in edition.pages for block in page.blocks for line in block.lines if line.icon}
                         | set(_DRAWING.findall(self._with_imports(f"{edition.format.template}.html.j2"))))

    def _with_imports(self, name: str) -> str:
        """A template and what it takes from others."""
        source = str(self._file(name))
        if source not in self.imports:
            self.imports[source] = tuple(filter(None, find_referenced_templates(self.environment.parse(source, name))))
        return source + "".join(self._with_imports(other) for other in self.imports[source])

    def _file(self, name: str) -> Markup:
        return Markup(text_of(self.folder / name) or "")


def _not_drawn(edition: Edition, drawn: str, template: str) -> Iterator[Problem]:
    """A problem for each text of the edition that does not stand in what was drawn, in whole and in one piece."""
    there = "".join(drawn.split())
    for page in edition.pages:
        for block in page.blocks:
            for context, texts in ((block.context, (_plain(block.runs), block.english)),
                                   *((line.context, (_plain(line.runs), line.english)) for line in block.lines)):
                if lost := next((text for text in texts if "".join(text.split()) not in there), ""):
                    yield NOT_DRAWN.at(f"templates/{template}", 0, f"{context} “{lost[:60]}” does not stand on the item: the form "
                                       f"{edition.format.id} does not draw it in a block of type {block.type}.",
                                       f"Choose another type or form in content/materials/{edition.material}.yaml, or draw it in the template.",
                                       locale=edition.locale.tag)


def _plain(runs: tuple[Run, ...]) -> str:
    # A proof's texts bear numbers, as markup of our own.
    return "".join(unescape(_MARKUP.sub("", run.text)) if isinstance(run.text, Markup) else run.text for run in runs)


def dialled(shown: str, locale: Locale) -> str:
    """A number in plain text. In right-to-left text its groups would change places
    (Unicode Bidirectional Algorithm, rules W2 to N1), so there it is written without gaps."""
    return shown if locale.direction == "ltr" else shown.replace(" ", "")


def _font_stack(families: tuple[str, ...]) -> Markup:
    """A CSS font-family value: these, then the family that has Latin letters and digits."""
    return Markup(", ".join(f"'{family}'" for family in dict.fromkeys((*families, FALLBACK))))


def _csp_hash(text: str) -> str:
    """How a Content-Security-Policy names an inline script or style sheet that it lets act."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _unbroken(text: str) -> str:
    """French writes a space before : ; ? ! and inside « »; the mark must not begin a line."""
    return type(text)(_HANGING_MARK.sub(NBSP, text))  # escaped text stays what it is


def _address_lines(address: str) -> Markup:
    """The address as it stands under the QR code: without https://, broken before the path and after dots."""
    host, _, path = address.removeprefix("https://").partition("/")
    return Markup(".<wbr>").join(escape(part) for part in host.split(".")) + Markup("<br>/") + escape(path)

"""Floor 4. Edition → HTML through Jinja2. Text is escaped here, once; a template sees no file but its own folder."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.ext import babel_extract
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from generator.fonts import FALLBACK
from generator.model.edition import Edition
from generator.model.library import Text
from generator.problem import Problem, error
from generator.qr import AddressTooLong, qr_code

TEMPLATE = error("P101", "template-fault", "a name that does not exist would print as nothing")
ADDRESS_LENGTH = error("P102", "address-too-long", "a QR code with smaller modules does not scan on a cheap phone")

SOURCE_TAG = "en"
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class HtmlPage:
    """One document for the typesetter, or for a browser."""

    html: str
    css: str  #: the form's own style sheet, the same for every edition of the form


class Pages:
    """Renders editions with the templates of one root."""

    def __init__(self, root: Path):
        self.folder = root / "templates"
        self.environment = SandboxedEnvironment(
            loader=FileSystemLoader(self.folder), autoescape=True, undefined=StrictUndefined,
            trim_blocks=False, keep_trailing_newline=True, extensions=[])
        self.environment.filters.update(grouped=lambda shown: shown.replace(" ", NBSP), address_lines=_address_lines)
        self.environment.globals.update(english=SOURCE_TAG)

    def render(self, edition: Edition, *, bleed_mm: float = 0.0) -> tuple[HtmlPage | None, list[Problem]]:
        """The page of an edition; on paper with ``bleed_mm`` of ink on each side beyond the trim."""
        form = edition.format
        words = dict(edition.words)
        name = f"{form.template}.html.j2"
        try:
            code = qr_code(edition.address)
        except AddressTooLong:
            return None, [ADDRESS_LENGTH.at(
                f"content/areas/{edition.area}.yaml", 0, f"The address {edition.address} is longer than a small QR code "
                "can hold (42 bytes).", "Use a shorter address.", locale=edition.locale.tag)]
        scope = dict(edition=edition, qr_code=code, bleed=bleed_mm,
                     pgettext=lambda context, text: words.get(context, text),
                     font_family=Markup(", ".join(f"'{f}'" for f in dict.fromkeys((*edition.locale.fonts, FALLBACK)))))
        if form.trim_mm:
            scope.update(width=form.trim_mm.width + 2 * bleed_mm, height=form.trim_mm.height + 2 * bleed_mm,
                         edge=form.safe_mm + bleed_mm)
        else:
            scope.update(script=self._file("leave.js"), style=Markup(self.style(form.styles)), csp_hash=_csp_hash)
        try:
            html = self.environment.get_template(name).render(scope)
        except TemplateError as problem:
            at = getattr(problem, "lineno", 0) or 0
            return None, [TEMPLATE.at(f"templates/{name}", at, f"{str(problem).splitlines()[0][:160]}.",
                                      "Mend the template, or take it back from git.", locale=edition.locale.tag)]
        return HtmlPage(html, self.style(form.styles)), []

    def style(self, styles: tuple[str, ...]) -> str:
        """The form's style sheets, and the icons as data: the typesetter needs no file."""
        icons = "".join(
            f".icon-{file.stem}{{background-image:url(data:image/svg+xml;base64,"
            f"{base64.b64encode(file.read_bytes()).decode()})}}\n"
            for file in sorted((self.folder / "icons").glob("*.svg")))
        return "".join(self._file(f"{name}.css") for name in styles) + icons

    def _file(self, name: str) -> Markup:
        file = self.folder / name
        return Markup(file.read_text(encoding="utf-8")) if file.is_file() else Markup("")


def template_texts(root: Path) -> tuple[Text, ...]:
    """The words of the templates themselves: each pgettext("layout.…", "…") in them."""
    found: dict[str, Text] = {}
    for file in sorted((root / "templates").glob("*.html.j2")):
        with file.open("rb") as source:
            for line, function, arguments, comments in babel_extract(source, ["pgettext"], [], {}):
                context, english = arguments[:2]
                found.setdefault(context, Text(context, english, f"templates/{file.name}", line,
                                               ("A word of the layout, used on several materials.", *comments)))
    return tuple(found.values())


def _csp_hash(text: str) -> str:
    """How a Content-Security-Policy names an inline script or style sheet that it lets act."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _address_lines(address: str) -> Markup:
    """The address as it stands under the QR code: without https://, broken before the path and after dots."""
    host, _, path = address.removeprefix("https://").partition("/")
    return Markup(".<wbr>").join(escape(part) for part in host.split(".")) + Markup("<br>/") + escape(path)

"""Floor 8. A page of the set, as a browser reads it: what is shown, what a tap dials, where a link leads.

WHATWG HTML and RFC 3966 (``tel:``). Read with Python's own parser, from the bytes that are uploaded.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from generator.checks import said as strings
from generator.model.edition import Edition
from generator.problem import Problem, error
from generator.verify.facts import Facts, bare, figures, strange

NUMBER = error("V520", "page-number", "a number on the page that is no fact is dialled all the same")
TAP = error("V521", "page-dials-another", "who taps the number reaches somebody else than it shows")
MISSING = error("V522", "page-string-missing", "a sentence that is not on the page cannot help")
MARK = error("V523", "page-mark", "an unchecked draft is published as if somebody had read it")
HIDDEN = error("V524", "page-hidden", "what is hidden or changed after it was made was checked by nobody")
LEADS = error("V525", "page-leads-away", "a page that leads elsewhere can show the reader anything, and tell others that it was read")
LANGUAGE = error("V526", "page-language", "a number in a line that runs the other way is read from its end")

_REMEDY = "Type make; if it stays so, see the page's template in templates/."
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_UNSEEN = frozenset(("style", "script", "title", "head", "template"))
_LEAVE = "https://www.bbc.co.uk/"  #: the way out: a page that everybody reads
_DRAFT = "DRAFT"
#: Ways in which a style hides: CSS Display 3, CSS 2.2, CSS Color 4. What only printing leaves out is asked apart.
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0?\.?0*\s*[;}]|font-size\s*:\s*0[^.\d]|text-indent\s*:\s*-|"
                    r"(?<![-\w])color\s*:\s*transparent|clip(-path)?\s*:|filter\s*:|translate\(\s*-\d{3}")
_PRINT = re.compile(r"@media print\s*\{(?:[^{}]|\{[^{}]*\})*\}")


@dataclass
class _Piece:
    text: str
    above: tuple[tuple[str, dict[str, str]], ...]  #: elements around it, the outermost first

    def nearest(self, name: str) -> str:
        """The value of an attribute that holds here: of the nearest element that has it."""
        return next((attributes[name] for _, attributes in reversed(self.above) if name in attributes), "")

    @property
    def link(self) -> int:
        """Which link it is in; 0 for none."""
        return next((int(attributes["\0"]) for tag, attributes in reversed(self.above) if tag == "a"), 0)


@dataclass
class _Page(HTMLParser):
    pieces: list[_Piece] = field(default_factory=list)
    links: dict[int, str] = field(default_factory=dict)  #: in their order: href
    raw: dict[str, list[str]] = field(default_factory=dict)  #: text of style, script, title
    metas: list[dict[str, str]] = field(default_factory=list)
    html: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._above: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "a":
            attributes["\0"] = str(len(self.links) + 1)
            self.links[len(self.links) + 1] = attributes.get("href", "")
        if tag == "html":
            self.html = attributes
        if tag == "meta":
            self.metas.append(attributes)
        if "hidden" in attributes or "style" in attributes or tag in ("template", "details", "dialog", "iframe", "object", "form"):
            self.hidden.append(tag)
        self.loads += [value for name, value in attributes.items() if name in ("src", "srcset", "action", "data", "poster", "ping", "background")]
        self.loads += [attributes.get("href", "")] if tag in ("link", "base", "use", "image") else []
        if tag not in _VOID:
            self._above.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        for n in range(len(self._above) - 1, -1, -1):
            if self._above[n][0] == tag:
                del self._above[n:]
                return

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self._above]
        if inside and inside[-1] in ("style", "script", "title") and "svg" not in inside:
            self.raw.setdefault(inside[-1], []).append(data)
        elif not _UNSEEN & set(inside):
            self.pieces.append(_Piece(data, tuple(self._above)))


def check_web(data: bytes, output: Mapping[str, Any], edition: Edition, facts: Facts) -> Iterator[Problem]:
    """Every problem of a page that the manifest lists."""
    path, place = str(output["path"]), {"locale": edition.locale.tag}
    page = _Page()
    page.feed(data.decode("utf-8", "replace"))
    page.close()
    for code, found in (*_numbers(page, edition, facts), *_words(page, edition, output), *_made(page, edition)):
        yield code.at(path, 0, found, _REMEDY, **place)


def _numbers(page: _Page, edition: Edition, facts: Facts) -> Iterator[tuple[Any, str]]:
    shown = "\n".join(piece.text for piece in page.pieces)
    known = {bare(contact.shown): facts.of(contact.shown) for contact in edition.contacts()}
    known |= {bare(phone): facts.of(phone) for phone in edition.phones()}
    for run in dict.fromkeys(strange(shown.replace(edition.code, " "), [*known, *facts.figures])):
        yield NUMBER, f"the number {run} is shown, and no fact of this page has it."
    for phone in sorted(known):
        if phone not in figures(shown):
            yield NUMBER, f"the number {phone} is expected, and it is not shown whole."
    for number, address in page.links.items():
        text = "".join(piece.text for piece in page.pieces if piece.link == number)
        dialled = [run for run in figures(text) if run in known]
        if address.startswith("tel:") and [known.get(run) for run in dialled] != [address.removeprefix("tel:")]:
            yield TAP, f"a tap on “{' '.join(text.split())[:40]}” dials {address.removeprefix('tel:')}."
        elif dialled and not address.startswith("tel:"):
            yield TAP, f"the number {dialled[0]} stands in a link to {address}."
    for piece in page.pieces:
        if any(run in known for run in figures(piece.text)) and piece.nearest("dir") != "ltr":
            yield LANGUAGE, f"the number in “{' '.join(piece.text.split())[:40]}” stands in no element with dir=\"ltr\"."


def _words(page: _Page, edition: Edition, output: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    shown = bare("".join(piece.text for piece in page.pieces))
    for one in strings.said(edition):
        if bare(one.text) not in shown:
            yield MISSING, f"“{one.text[:60]}” is not shown."
    if edition.code not in shown:
        yield MISSING, f"the edition code {edition.code} is not shown."
    marked = any(piece.text.strip() == _DRAFT for piece in page.pieces)
    if marked != (output["status"] == "draft"):
        yield MARK, f"the mark {_DRAFT} is {'' if marked else 'not '}shown, and the status is {output['status']}."
    for name, wanted in (("lang", edition.locale.tag), ("dir", edition.locale.direction)):
        if page.html.get(name) != wanted:
            yield LANGUAGE, f"{name} of the page is {page.html.get(name) or 'not said'}, and {wanted} is expected."
    if "".join(page.raw.get("title", [])).strip() != edition.title:
        yield MISSING, f"the title is “{''.join(page.raw.get('title', []))[:40]}”, and “{edition.title}” is expected."


def _made(page: _Page, edition: Edition) -> Iterator[tuple[Any, str]]:
    policy = " ".join(meta.get("content", "") for meta in page.metas if meta.get("http-equiv", "").lower() == "content-security-policy")
    for tag in ("style", "script"):
        for text in page.raw.get(tag, []):
            if f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" not in policy:
                yield HIDDEN, f"the page's {tag} is not the one that its own policy allows: one of them was changed."
    if "default-src 'none'" not in policy:
        yield LEADS, "the page has no policy that forbids it to load anything."
    if page.hidden:
        yield HIDDEN, f"{', '.join(sorted(set(page.hidden)))}: an element may be hidden, or has a style of its own."
    if found := _HIDES.search(_PRINT.sub("", "".join(page.raw.get("style", [])))):
        yield HIDDEN, f"the style hides something: {found[0]}."
    others = {f"../{other.address.rstrip('/').rsplit('/', 1)[-1]}/" for other in edition.others}
    for address in page.links.values():
        if not address.startswith(("tel:", "#", _LEAVE)) and address not in others:
            yield LEADS, f"a link leads to {address or 'nothing'}."
    for address in page.loads:
        if address not in ("data:,", ""):
            yield LEADS, f"the page loads {address[:60]}."
    if any(meta.get("http-equiv", "").lower() == "refresh" for meta in page.metas):
        yield LEADS, "the page leads on by itself."

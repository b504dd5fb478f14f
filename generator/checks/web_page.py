"""Floor 7. What a browser shows of a page without its being read tells nothing: title, icon, the names in its head, links.

The title stands in the list of open pages and in the history; a preview in a message is made of
the names in the head. Only what is expected may stand there, so no list of words is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from generator.problem import Problem, error

CODE = error("B476", "page-tells", "the list of open pages and the history say what was looked for")

ICON = "data:,"  #: none: without it a browser would ask the host for one
NAMES = frozenset({"referrer", "robots", "viewport", "format-detection", "color-scheme"})  #: of meta elements; no description, no preview
POLICIES = frozenset({"content-security-policy"})


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.titles: list[str] = []
        self.said: list[tuple[str, str]] = []  #: what should not be there: where, what
        self.links: list[tuple[str, str]] = []  #: to other languages: tag, text
        self._inside = ""
        self._drawing = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._drawing += tag == "svg"
        if tag == "title" and not self._drawing:
            self.titles.append("")
            self._inside = "title"
        elif tag == "a" and "hreflang" in given:
            self.links.append((given["hreflang"], ""))
            self._inside = "a"
        elif tag == "meta" and not ("charset" in given or given.get("name") in NAMES or given.get("http-equiv", "").lower() in POLICIES):
            self.said.append(("a meta element", given.get("name") or given.get("property") or given.get("http-equiv") or "without a name"))
        elif tag == "link" and (given.get("rel"), given.get("href")) != ("icon", ICON):
            self.said.append(("a link element", given.get("rel") or given.get("href") or "without a name"))
        elif tag in ("base", "img", "picture", "iframe", "object", "embed"):
            self.said.append(("the element", tag))
        if given.get("title"):
            self.said.append(("a title attribute", given["title"]))

    def handle_endtag(self, tag: str) -> None:
        self._drawing -= tag == "svg"
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.titles[-1] += data
        elif self._inside == "a":
            tag, text = self.links[-1]
            self.links[-1] = tag, text + data


def check(path: str, html: str, title: str, languages: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each thing that shows and is not expected. ``languages``: tag → the language's own name, as its link says it."""
    head = _Head()
    head.feed(html)
    head.close()
    said = [("the title", text) for text in head.titles if text != title] + head.said
    said += [("a link to another language", text) for tag, text in head.links if languages.get(tag) != text]
    if len(head.titles) != 1 and not said:
        said = [("the title", f"{len(head.titles)} times")]
    for where, text in dict.fromkeys(said):
        yield CODE.at(path, 0, f"{where} is “{' '.join(text.split())[:60]}”; only the title “{title[:60]}” and languages by their own names are expected.",
                      "Take it out of the template; the title is the material's pdf_title.")

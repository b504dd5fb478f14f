"""The page behind the QR code: one file that asks for nothing, keeps nothing, and says the right numbers."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from generator.catalog.reader import read_catalog
from generator.content.reader import read_library
from generator.edition import Join
from generator.model.edition import Edition, Run
from generator.page import Pages
from generator.templates.texts import template_texts
from generator.templates.reader import read_templates
from generator.problem import errors
from generator.signoff import SignOffs

ROOT = Path(__file__).resolve().parent.parent
LIBRARY, PROBLEMS = read_library(ROOT, template_texts(read_templates(ROOT).texts))
CATALOGS = {
    tag: catalog for tag, locale in sorted(LIBRARY.locales.items())
    if not locale.is_source and (ROOT / f"locales/{tag}.po").is_file()
    for catalog, _ in [read_catalog(ROOT, locale)] if catalog
}
JOIN = Join(LIBRARY, CATALOGS, SignOffs(LIBRARY.signoff, LIBRARY.people), dt.date(2026, 11, 21))
PAGES = Pages(ROOT)
AREA = sorted(LIBRARY.areas)[0]
SOURCE = next(tag for tag, locale in LIBRARY.locales.items() if locale.is_source)
MATERIALS = sorted(m.id for m in LIBRARY.materials.values() if m.formats == ("web-page",))
LIMIT = 14_000  # bytes, what the first round trip of a connection carries
WEATHER = "https://www.bbc.co.uk/weather"
NBSP = "\N{NO-BREAK SPACE}"
VOID = {"meta", "link", "path", "wbr", "br"}


# --- what is tested ---


@dataclass
class Element:
    """An element of the page; its children are elements and texts."""

    name: str
    attributes: dict[str, str | None]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str | None:
        return self.attributes.get(name)

    def all(self, *names: str) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                if not names or child.name in names:
                    yield child
                yield from child.all(*names)

    def one(self, name: str) -> Element:
        (found,) = self.all(name)
        return found

    def texts(self) -> Iterator[tuple[str, Element]]:
        """Each text that a reader sees, with the element around it."""
        for child in self.children:
            if isinstance(child, str):
                if child.strip():
                    yield child, self
            elif child.name not in ("style", "script"):
                yield from child.texts()

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def around(self) -> Iterator[Element]:
        element: Element | None = self
        while element:
            yield element
            element = element.parent

    @property
    def language(self) -> str | None:
        return next((e["lang"] for e in self.around() if e["lang"]), None)

    def has(self, class_name: str) -> bool:
        return class_name in (self["class"] or "").split()


class Reader(HTMLParser):
    """Reads a page strictly: each element must be closed where it should be."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.top = self.at = Element("", {}, None)
        self.feed(html)
        self.close()
        assert self.at is self.top, f"<{self.at.name}> is not closed"

    def handle_starttag(self, tag, attrs):
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice"
        element = Element(tag, dict(attrs), self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Element(tag, dict(attrs), self.at))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.at.name == tag, f"</{tag}> closes <{self.at.name}>"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment says more than the page: {data}")


@cache
def edition(material: str, tag: str, area: str = AREA) -> Edition | None:
    made, _ = JOIN.edition(LIBRARY.materials[material], LIBRARY.locales[tag], LIBRARY.areas[area])
    return made


def render(made: Edition) -> str:
    page, problems = PAGES.render(made)
    assert page is not None, problems
    return page.html


@cache
def html(material: str, tag: str, area: str = AREA) -> str:
    return render(edition(material, tag, area))


def read(text: str) -> Element:
    return Reader(text).top.one("html")


@cache
def tree(material: str, tag: str, area: str = AREA) -> Element:
    return read(html(material, tag, area))


def stands(material: str, tag: str) -> bool:
    """Whether this page is made: the one of facts alone where the full one is not translated."""
    if LIBRARY.materials[material].text == "facts":
        return tag == "hi" or not stands(LIBRARY.materials[material].stands_in_for, tag)
    return (tag == SOURCE or tag in CATALOGS) and edition(material, tag) is not None


CASES = [(material, tag) for material in MATERIALS for tag in sorted(LIBRARY.locales) if stands(material, tag)]
every_page = pytest.mark.parametrize(("material", "tag"), [pytest.param(*case, id="-".join(case)) for case in CASES])


def rewritten(made: Edition, change: Callable[[str], str]) -> Edition:
    """The edition with each text that comes from a translator changed."""
    def runs(old: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(run, text=change(run.text)) if run.kind == "text" else run for run in old)
    pages = tuple(replace(page, blocks=tuple(
        replace(block, runs=runs(block.runs), lines=tuple(replace(line, runs=runs(line.runs)) for line in block.lines))
        for block in page.blocks)) for page in made.pages)
    return replace(made, pages=pages, title=change(made.title), area_name=runs(made.area_name))


def said(made: Edition) -> Iterator[Run]:
    yield from made.area_name
    for page in made.pages:
        for block in page.blocks:
            yield from block.runs
            for line in block.lines:
                yield from line.runs


def jump(top: Element) -> str | None:
    """The id of the list of languages, or of its heading."""
    nav = top.one("nav")
    return nav["aria-labelledby"] or nav["id"]


def meta(top: Element, name: str) -> list[str | None]:
    return [m["content"] for m in top.all("meta") if (m["name"] or m["http-equiv"]) == name]


def styles(text: str) -> str:
    return "".join(c for s in read(text).all("style") for c in s.children)


def variables(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): ([^;}]+?)\s*(?=[;}])", css))


# --- the tests ---


def test_there_is_something_to_test():
    assert not errors(PROBLEMS)
    assert ("helpline-page", SOURCE) in CASES
    assert ("number-page", "hi") in CASES
    assert len(LIBRARY.areas[AREA].locales) >= 40


@every_page
def test_policy_lets_exactly_the_inline_style_and_script_act(material, tag):
    top = tree(material, tag)
    (policy,) = meta(top, "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    hashes = {name: "'sha256-" + base64.b64encode(hashlib.sha256(top.one(name).text.encode()).digest()).decode() + "'"
              for name in ("style", "script")}
    assert rules == {"default-src": "'none'", "style-src": hashes["style"], "script-src": hashes["script"],
                     "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    order = [e.name for e in top.all("meta", "style", "script", "link") if e["charset"] is None]
    assert order[0] == "meta" and policy == next(iter(m["content"] for m in top.all("meta") if not m["charset"]))
    for element in top.all():
        assert not [a for a in element.attributes if a == "style" or a.startswith("on")], "the policy would stop it"


@every_page
def test_nothing_is_asked_of_anybody(material, tag):
    top = tree(material, tag)
    assert not list(top.all("img", "iframe", "object", "embed", "form", "input", "audio", "video", "base", "use"))
    assert [(link["rel"], link["href"]) for link in top.all("link")] == [("icon", "data:,")]
    for element in top.all():
        assert not {"src", "srcset", "action", "ping", "poster", "background", "xlink:href"} & element.attributes.keys()
        where = element["href"]
        assert (where is None or where in (WEATHER, "data:,") or re.fullmatch(r"tel:\+?[0-9]+", where)
                or re.fullmatch(r"\.\./[a-z-]+/", where) or where == f"#{jump(top)}"), where
    css = styles(html(material, tag))
    assert "@import" not in css and "@font-face" not in css
    assert all(url.startswith(("data:", "'data:")) for url in re.findall(r"url\(([^)]*)", css))
    assert not [m for m in top.all("meta") if (m["http-equiv"] or "").lower() in ("refresh", "set-cookie")]
    assert html(material, tag).count("https://") == 1


def test_script_keeps_and_sends_nothing():
    script = (ROOT / "templates/leave.js").read_text()
    for word in ("cookie", "storage", "indexeddb", "caches", "fetch", "xmlhttp", "beacon", "socket", "serviceworker",
                 "http", "import", "eval", "image(", "navigator", "innerhtml", "</"):
        assert word not in script.lower(), word
    assert "location.replace(" in script and "body.remove()" in script


@every_page
def test_head_is_neutral_and_not_found_by_search(material, tag):
    top, made = tree(material, tag), edition(material, tag)
    assert (top["lang"], top["dir"]) == (tag, made.locale.direction)
    assert meta(top, "robots") == ["noindex, nofollow"]
    assert meta(top, "referrer") == ["no-referrer"]
    assert meta(top, "viewport") == ["width=device-width, initial-scale=1"]
    assert meta(top, "format-detection") == ["telephone=no"]
    assert top.one("title").text == made.title
    outside = "".join([top.one("title").text, *(m["content"] or "" for m in top.all("meta"))]).lower()
    assert not [w for w in ("slavery", "traffick", "police", "helpline", "victim", made.area) if w in outside]
    assert html(material, tag).encode().index(b"charset") < 1024


@every_page
def test_way_out_comes_first(material, tag):
    top = tree(material, tag)
    assert not [e for e in top.all() if e["tabindex"] or e["accesskey"] or "autofocus" in e.attributes]
    first = next(e for e in top.all("a", "button", "summary", "area", "select", "textarea") if e.name != "a" or e["href"])
    assert first["id"] == "leave" and first["href"] == WEATHER and first["target"] is None
    assert set(first["rel"].split()) == {"noreferrer", "noopener"}
    assert 'getElementById("leave")' in top.one("script").text
    (block,) = edition(material, tag).pages[0].of_type("leave")
    if block.runs:
        assert first.text.strip() == "".join(run.text for run in block.runs)
        assert first["aria-label"] is None
    else:
        assert (first["aria-label"], first["lang"]) == ("Leave this page", SOURCE)
    assert re.search(r"\.bar \{ position: sticky; top: 0;", styles(html(material, tag)))


@every_page
def test_a_number_dials_what_it_shows(material, tag):
    top, made = tree(material, tag), edition(material, tag)
    dials = {c.shown: c.dial for c in made.contacts()} | {r.text: r.dial for r in said(made) if r.kind == "number"}
    links = [a for a in top.all("a") if (a["href"] or "").startswith("tel:")]
    shown = []
    for link in links:
        number = link.one("bdi")
        assert number["dir"] == "ltr" and (link.has("call") or " " not in number.text)  # in a sentence it never breaks
        shown.append(number.text.replace(NBSP, " "))
        assert link["href"] == f"tel:{dials[shown[-1]]}"
    assert set(shown) == set(made.phones()) and {c.shown for c in made.contacts()} <= set(shown)
    for text, element in top.one("body").texts():
        if re.search(r"\d", text) and not any(e.has("code") or e.has("n") for e in element.around()):
            names = [e.name for e in element.around()]
            assert "bdi" in names and "a" in names, text


@every_page
def test_the_helpline_is_the_largest(material, tag):
    css = styles(html(material, tag))
    assert re.search(r"\.helpline \.number \{ font-size: clamp\(2\.1rem, 10\.4vw, 3\.9rem\)", css)
    assert [a for a in tree(material, tag).all("a") if a.has("call") and a.parent.has("helpline")]


@every_page
def test_weight(material, tag):
    assert len(gzip.compress(html(material, tag).encode(), 6, mtime=0)) <= LIMIT


@pytest.mark.parametrize("material", MATERIALS)
def test_weight_with_texts_twice_as_long_in_letters_of_three_bytes(material):
    letters = random.Random(1)
    heavy = rewritten(edition(material, SOURCE), lambda text: "".join(
        chr(letters.randrange(0x1200, 0x1340)) for _ in range(2 * len(text))))
    assert len(gzip.compress(render(heavy).encode(), 6, mtime=0)) <= LIMIT


@pytest.mark.parametrize("area", sorted(LIBRARY.areas))
@every_page
def test_languages(material, tag, area):
    top, made = tree(material, tag, area), edition(material, tag, area)
    nav = top.one("nav")
    links = list(nav.all("a"))
    others = {tag: LIBRARY.locales[tag] for tag in LIBRARY.areas[area].locales}
    assert [a["hreflang"] for a in links] == [t for t in others if t != tag]
    addresses = {other.tag: other.address for other in made.others}
    for link in links:
        other = others[link["hreflang"]]
        assert (link["lang"], link["dir"], link.text) == (other.tag, other.direction, other.endonym)
        assert urljoin(made.address, link["href"]) == addresses[other.tag]
    if nav["aria-labelledby"]:
        (heading,) = [e for e in nav.all("h2") if e["id"] == nav["aria-labelledby"]]
        assert heading.text.strip()
    else:
        assert nav["aria-label"] and nav["lang"] == SOURCE


@every_page
def test_draft_stands_at_both_ends_and_only_on_a_draft(material, tag):
    made = edition(material, tag)
    marked = read(render(replace(made, draft_because=("a reason",))))
    seen = [text.strip() for text, _ in marked.one("body").texts()]
    at = [i for i, text in enumerate(seen) if text == "DRAFT"]
    assert len(at) == 2 and at[0] == 0 and at[1] >= len(seen) - 4
    assert all(e["lang"] == SOURCE for e in marked.all("span") if e.text == "DRAFT")
    released = replace(made, draft_because=())
    assert "DRAFT" not in read(render(released)).one("body").text
    assert (made.status == "draft") == ("DRAFT" in tree(material, tag).text)


@every_page
def test_no_english_outside_what_is_marked_as_english(material, tag):
    top, made = tree(material, tag), edition(material, tag)
    if made.locale.is_source:
        return
    own = {run.text.strip() for run in said(made) if run.kind == "text"}
    own |= {made.locale.endonym, made.title, *(other.endonym for other in made.others)}
    for text, element in top.texts():
        if element.language == SOURCE or re.fullmatch(r"[0-9 \xa0]+", text):
            continue
        assert text.strip().replace(NBSP, " ") in own
    for element in top.all():
        if element.attributes.keys() & {"aria-label", "alt", "title", "placeholder"}:
            assert element.language == SOURCE


@every_page
def test_everything_that_the_edition_says_is_there_in_its_order(material, tag):
    made = edition(material, tag)
    text = re.sub(r"\s+", " ", tree(material, tag).one("body").text)
    at = -1
    for block in made.pages[0].blocks:
        for runs in (block.runs, *(line.runs for line in block.lines)):
            sentence = re.sub(r"\s+", " ", "".join(run.text for run in runs)).strip()
            if block.type == "leave" or not sentence:
                assert sentence in text
                continue
            here = text.find(sentence, at + 1)
            assert here > at, sentence
            at = here
        if block.english:
            assert block.english in text
        if any(line.says_language for line in block.lines):
            assert [b for b in tree(material, tag).all("b") if b.text == made.locale.spoken and b["lang"] == SOURCE]
    code = [e for e in tree(material, tag).all("span") if e.has("code")]
    assert [(e.text, e["dir"]) for e in code] == [(made.code, "ltr")]


@every_page
def test_the_sentence_to_show_is_there_in_english(material, tag):
    made = edition(material, tag)
    if made.locale.is_source:
        return
    shown = [e for e in tree(material, tag).all() if e.has("show")]
    assert len(shown) == 1
    english = next(p for p in shown[0].all("p") if p.has("english"))
    assert english.language == SOURCE and f"I speak {made.locale.spoken}." in english.text
    assert "dir" in english.attributes or "dir" in english.parent.attributes


@every_page
def test_structure(material, tag):
    top = tree(material, tag)
    levels = [int(e.name[1]) for e in top.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    assert len(list(top.all("main"))) == 1 and len(list(top.all("footer"))) == 1
    ids = [e["id"] for e in top.all() if e["id"]]
    assert len(ids) == len(set(ids))
    assert all(e["aria-hidden"] == "true" for e in top.all("svg"))
    words = [block for block in edition(material, tag).pages[0].blocks if block.type == "words"]
    assert len(list(top.all("noscript"))) == len(words)


@every_page
def test_script_and_leading_follow_the_locale(material, tag):
    locale, css = edition(material, tag).locale, styles(html(material, tag))
    got = variables(css.split("\n")[0])
    assert float(got["leading"]) >= locale.leading and float(got["scale"]) == locale.scale
    assert all(f"'{font}'" in css for font in locale.fonts) and "system-ui, sans-serif" in css
    if any("Nastaliq" in font for font in locale.fonts):
        assert float(got["leading"]) >= 2.1 and float(got["tight"]) >= 2.1


def test_what_a_translation_holds_is_only_text():
    evil = "</title></style><script>x</script><img src=//e.example onerror=x>{{ 7*7 }}\"'&amp;"
    made = edition("helpline-page", SOURCE)
    top = read(render(rewritten(made, lambda text: evil)))
    calm = read(render(rewritten(made, lambda text: "calm")))
    assert [e.name for e in top.all()] == [e.name for e in calm.all()]
    assert top.one("title").text == evil and top.one("h1").text == evil
    assert [e.attributes.keys() for e in top.all()] == [e.attributes.keys() for e in calm.all()]


def test_same_edition_same_bytes():
    assert render(edition("helpline-page", SOURCE)) == html("helpline-page", SOURCE)


# --- the style sheet ---


def luminance(colour: str) -> float:
    parts = colour.lstrip("#")
    parts = "".join(c * 2 for c in parts) if len(parts) == 3 else parts
    channels = [int(parts[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "behind"), [
    ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("paper", "accent"), ("ink", "tint"), ("accent", "tint"),
    ("on-call", "call"), ("on-danger", "danger"), ("on-tap", "tap")])
def test_contrast(text, behind, dark):
    light, _, rest = (ROOT / "templates/web-page.css").read_text().partition("@media (prefers-color-scheme: dark)")
    colours = variables(light) | (variables(rest.split("\n}\n")[0]) if dark else {})
    lighter, darker = sorted((luminance(colours[text]), luminance(colours[behind])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_nothing_moves_and_nothing_has_a_fixed_width():
    css = (ROOT / "templates/web-page.css").read_text()
    assert not re.search(r"transition|animation|scroll-behavior|user-scalable", css)
    assert not re.search(r"(?<![-\w])(?:width|height|font-size):\s*[0-9.]+p[xt]", css)
    assert "overflow-wrap: anywhere" in css and "overflow-x" not in css
    assert "@media print" in css and ":focus-visible" in css


@pytest.mark.parametrize("name", ["web-page.html.j2", "web-page.css", "leave.js"])
def test_no_language_and_no_area_in_the_templates(name):
    text = (ROOT / "templates" / name).read_text()
    assert not re.search(r'lang="[^{"]', text) and ":lang(" not in text
    assert not [a for area in LIBRARY.areas.values() for a in (area.id, area.name) if a.lower() in text.lower()]

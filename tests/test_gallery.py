"""The office's overview: everything is there once, nothing breaks out, nothing leaves the folder."""

from __future__ import annotations

import base64
import copy
import hashlib
import re
import time
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator.gallery import AT_MOST, OF_A_KIND, Names, gallery
from generator.problem import Problem, Severity

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
HOSTILE = "</script><script>alert(1)</script>\"' onload=alert(2) <img src=x onerror=alert(3)> {{ 7 * 7 }} <!-- ]]>"
VOID = {"meta", "img", "input", "br", "link", "base", "hr"}

NAMES = Names(areas={"north": "North", "south": "South & East"},
              locales={"ro": ("Romanian", "română", "ltr"), "ar": ("Arabic", "العربية", "rtl"),
                       "en": ("English", "English", "ltr")},
              materials={"safety-card": ("Safety card", 1), "page": ("Web page of the helpline", 2)})


def output(path: str = "north/ro/safety-card.pdf", **changes):
    return {"path": path, "sha256": "0", "bytes": 1, "area": "north", "locale": "ro", "material": "safety-card",
            "kind": "screen", "format": "card-85x55", "printer": None, "pages": 2, "trim_mm": [85, 55],
            "edition": "7F3A-9K2C-4TXW", "status": "draft", "qr": ["https://north.example/ro/"],
            "phones": ["08000 121 700"], "thumbnail": "thumbnails/north ro.png", "size_pt": 7.25, "room_mm": 3.14,
            "draft_because": ["English text is not approved"]} | changes


def manifest(*outputs, failed=()):
    return {"generator": "0.1.0", "source_date": "2026-11-21", "outputs": list(outputs), "failed": list(failed)}


def failure(*problems: str, **changes):
    return {"area": "north", "locale": "ar", "material": "page", "problems": list(problems)} | changes


MANY = manifest(
    output(),
    output("north/ro/safety-card-a4.pdf", kind="imposed", variant="duplex", how="Flip on the long edge."),
    output("north/ro/safety-card-fold.pdf", kind="imposed", variant="fold", how="Fold, then cut."),
    output("north/ro/safety-card-press.pdf", kind="imposed", printer="house-of-print"),
    output("north/ro/1 50% größe?#.png", kind="image", thumbnail=None),
    output("north/ro/2.png", kind="image"),
    output("south/ar/page/index.html", area="south", locale="ar", material="page", kind="page", status="released",
           trim_mm=None, draft_because=[], address="https://south.example/ar/"),
    output("south/en/safety-card.pdf", area="south", locale="en", draft_because=["Nobody has rung 101", "Third"]),
    output("mul/sheet.pdf", area="south", locale="mul", material="sheet", kind="novelty"),
    failed=[failure("The Arabic is missing.", "One more."),
            failure("Too long <for> the card.", locale="ro", material="safety-card", area="south")])


class Page(HTMLParser):
    """The elements in order, each with its attributes and all of the text in it; refuses what is not nested."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.stack: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(html)
        self.close()
        assert not self.stack

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs)
        element = (tag, dict(attrs), [])
        self.found.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        for element in self.stack:
            element[2].append(data)

    def all(self, tag: str, **wanted: str):
        return [(attrs, " ".join("".join(text).split())) for name, attrs, text in self.found
                if name == tag and all(attrs.get(k.rstrip("_")) == v for k, v in wanted.items())]

    def links(self) -> list[str]:
        return [attrs["href"] for attrs, _ in self.all("a") if not attrs["href"].startswith("#")]

    def tiles(self):
        return self.all("li", class_="tile")


def made(data, problems=(), names: Names = NAMES) -> tuple[str, Page]:
    html = gallery(data, list(problems), names, TEMPLATES)
    return html, Page(html)


def test_every_output_is_linked_exactly_once():
    _, page = made(MANY)
    links = page.links()
    assert Counter(unquote(link) for link in links) == Counter(o["path"] for o in MANY["outputs"])
    assert all(re.fullmatch(r"[A-Za-z0-9._~/%-]+", link) and not link.startswith("/") for link in links)
    assert "north/ro/1%2050%25%20gr%C3%B6%C3%9Fe%3F%23.png" in links


def test_one_tile_for_each_edition_with_its_facts():
    _, page = made(MANY)
    tiles = page.tiles()
    assert len(tiles) == 6
    (attrs, text), = [t for t in tiles if (t[0]["data-area"], t[0]["data-language"]) == ("north", "ro")]
    assert attrs["data-material"] == "safety-card" and attrs["data-status"] == "draft"
    for said in ("Safety card", "Romanian română", "North", "Draft", "7F3A-9K2C-4TXW", "7.25 pt type",
                 "3.1 mm to spare", "08000 121 700", "Screen PDF", "Print now, on both sides", "Flip on the long edge.",
                 "Print now, on one side, to fold", "Fold, then cut.", "Print now, house-of-print",
                 "Why it is a draft: 1 reason English text is not approved", "Print it: 3 ways"):
        assert said in text, said
    assert text.count("7F3A-9K2C-4TXW") == text.count("08000 121 700") == 1
    names = [text for attrs, text in page.all("a") if attrs["href"].startswith("north")]
    assert len(set(names)) == len(names), "two links of one tile say the same"


def test_an_endonym_is_in_its_own_language_and_said_once():
    _, page = made(MANY)
    assert ({"lang": "ar", "dir": "rtl"}, "العربية") in page.all("bdi")
    (_, heading), = [h for h in page.all("h3") if "English" in h[1]]
    assert heading == "Safety card English"


def test_a_web_page_shows_its_address_and_does_not_link_it():
    html, page = made(MANY)
    (_, text), = [t for t in page.tiles() if t[0]["data-status"] == "released"]
    assert "south.example/ar/" in text and "Web page" in text
    assert 'href="http' not in html


def test_a_thumbnail_waits_and_keeps_its_place():
    _, page = made(MANY)
    images = page.all("img")
    assert images[0][0] == {"src": "thumbnails/north%20ro.png", "alt": "", "loading": "lazy", "decoding": "async",
                            "width": "320", "height": "207"}
    _, page = made(manifest(output(thumbnail=None)))
    assert not page.all("img") and "No picture" in page.tiles()[0][1]


def test_every_failed_edition_is_named_with_its_reason_before_the_others():
    _, page = made(MANY)
    tiles = page.tiles()
    assert [attrs["data-status"] for attrs, _ in tiles[:2]] == ["failed", "failed"]
    assert all(attrs["data-status"] != "failed" for attrs, _ in tiles[2:])
    texts = [text for _, text in tiles[:2]]
    assert texts[0] == "Web page of the helpline Arabic العربية Not made North The Arabic is missing. One more."
    assert texts[1] == "Safety card Romanian română Not made South & East Too long <for> the card."


def test_many_problems_of_one_edition_are_counted():
    _, page = made(manifest(failed=[failure(*(f"Text {i} is missing." for i in range(40)))]))
    text = page.tiles()[0][1]
    assert text.count("is missing.") == AT_MOST and f"And {40 - AT_MOST} more." in text
    _, page = made(manifest(failed=[failure("One."), failure("One.", "Two."), failure(locale="ro")]))
    assert [text.partition("North ")[2] for _, text in page.tiles()] == ["One. Two.", "No reason was given."]


def test_the_summary_counts_editions_and_groups_the_reasons():
    html, page = made(MANY)
    said = " ".join("".join(text) for name, attrs, text in page.found if name == "header")
    assert "21 November 2026" in said and 'datetime="2026-11-21"' in html
    sums = [(text, value) for (_, text), (_, value) in zip(page.all("dt"), page.all("dd"), strict=True)]
    assert sums == [("Editions", "6"), ("Draft", "3"), ("Released", "1"), ("Not made", "2")]
    reasons = [text for _, text in page.all("li") if re.match(r"\d+ edition", text)]
    assert reasons == ["2 editions English text is not approved", "1 edition Nobody has rung 101", "1 edition Third"]
    for said in ("content/services/helpline.yaml", "<code>make</code>", "2 editions could not be made."):
        assert said in html


@pytest.mark.parametrize(("data", "said"), [
    (manifest(), "Nothing has been made yet."),
    (manifest(output(status="released", draft_because=[])), "Every edition is released."),
])
def test_an_empty_and_a_finished_set_say_so(data, said):
    assert said in made(data)[0]


def test_problems_are_grouped_and_long_groups_are_counted():
    problems = [Problem("content/a.yaml", i, "F201", "phone-unverified", Severity.WARNING, f"Number {i}.", "Ring it.")
                for i in range(1, OF_A_KIND + 6)]
    problems += [Problem("content/b.yaml", 0, "C101", "broken", Severity.ERROR, "It is broken.", "Mend it.")] * 2
    html, page = made(MANY, problems)
    assert f"{OF_A_KIND + 6} problems found on the way" in html
    assert html.index("C101") < html.index("F201")
    lines = [text for _, text in page.all("li")]
    assert "content/a.yaml:1 Number 1. Ring it." in lines and "content/b.yaml It is broken. Mend it." in lines
    assert "And 5 more. Type make check to see all." in lines


def test_nothing_that_was_written_breaks_out():
    words = {key: HOSTILE for key in ("area", "locale", "material", "edition", "status", "variant", "how", "printer")}
    data = manifest(output(HOSTILE, kind=HOSTILE, thumbnail=HOSTILE, address=HOSTILE,
                           phones=[HOSTILE], qr=[HOSTILE], draft_because=[HOSTILE], **words),
                    output("sheet.pdf", **words | {"kind": "imposed"}), failed=[failure(HOSTILE, area=HOSTILE)])
    problem = Problem(HOSTILE, 1, HOSTILE, HOSTILE, Severity.ERROR, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    names = Names(areas={HOSTILE: HOSTILE}, locales={HOSTILE: (HOSTILE, HOSTILE + "x", HOSTILE)},
                  materials={HOSTILE: (HOSTILE, 1)})
    for known in (NAMES, names):
        html, page = made(data, [problem], known)
        assert len(page.all("script")) == len(page.all("style")) == 1
        assert html.count("<script") == html.count("</script") == 1
        assert "<!--" not in html and "{{ 7 * 7 }}" in html
        assert {tag for tag, _, _ in page.found} <= set(
            "html head meta title style body a header h1 p time dl div dt dd main section h2 h3 ul li b span details "
            "summary code small form label kbd input select option button img bdi br script".split())
        assert not [key for _, attrs, _ in page.found for key in attrs if key.startswith("on") or key == "style"]
        assert len(page.tiles()) == 2


@pytest.mark.parametrize("path", ["/etc/passwd", "//host/x.pdf", "../x.pdf", "a/../../x.pdf", "a/..", ""])
@pytest.mark.parametrize("key", ["path", "thumbnail"])
def test_a_path_out_of_the_folder_is_refused(path, key):
    if key == "thumbnail" and not path:
        return
    with pytest.raises(ValueError, match="not below its folder"):
        made(manifest(output(**{key: path})))


def test_a_path_is_never_another_scheme():
    _, page = made(manifest(output("javascript:alert(1)"), output("C:\\x.pdf")))
    assert page.links() == ["C%3A%5Cx.pdf", "javascript%3Aalert%281%29"]


def test_nothing_is_asked_for_outside_the_folder():
    html, page = made(MANY)
    loads = [value for _, attrs, _ in page.found for key, value in attrs.items()
             if key in ("src", "srcset", "poster", "action", "data", "background", "ping")]
    assert loads and all(":" not in value and not value.startswith("/") for value in loads)
    assert not page.all("link") and not page.all("iframe") and not page.all("base")
    (_, script), = page.all("script")
    (_, style), = page.all("style")
    assert not re.search(r"https?:|//\w|@import|url\(", style)
    assert not re.search(r"https?:|fetch|XMLHttp|import\b|WebSocket|sendBeacon|innerHTML|eval|localStorage", script)


def test_the_policy_lets_only_our_own_script_and_style_in():
    html, page = made(MANY)
    (attrs, _), = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    for tag in ("script", "style"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.S)[1]
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in attrs["content"]
    assert attrs["content"].startswith("default-src 'none';")


def test_there_is_a_filter_for_everything_that_is_there():
    _, page = made(MANY)
    offered: dict[str, list[str]] = {}
    for tag, attrs, _ in page.found:
        if tag == "select":
            values = offered.setdefault(attrs["name"], [])
        elif tag == "option":
            values.append(attrs["value"])
    assert offered == {"area": ["", "north", "south"], "language": ["", "ar", "en", "ro", "mul"],
                       "material": ["", "safety-card", "page", "sheet"],
                       "status": ["", "failed", "draft", "released"]}
    for attrs, _ in page.tiles():
        assert all(attrs[f"data-{name}"] in values for name, values in offered.items())
    assert "Arabic · \u2068العربية\u2069" in [text for _, text in page.all("option")]


def test_every_control_has_a_label_and_every_id_is_one():
    html, page = made(MANY)
    ids = [attrs["id"] for _, attrs, _ in page.found if "id" in attrs]
    assert len(set(ids)) == len(ids)
    labels = {attrs["for"]: text for attrs, text in page.all("label")}
    controls = [attrs["id"] for tag, attrs, _ in page.found if tag in ("input", "select")]
    assert set(controls) == set(labels) and all(labels.values())
    assert all(text for _, text in page.all("button") + page.all("summary") + page.all("a"))
    for _, attrs, _ in page.found:
        for key in ("aria-describedby", "aria-labelledby"):
            assert attrs.get(key, ids[0]) in ids
    assert len(page.all("main")) == len(page.all("h1")) == 1 and page.all("html")[0][0]["lang"] == "en"


def test_headings_leave_no_level_out():
    problem = Problem("a", 1, "C101", "broken", Severity.ERROR, "x", "y")
    levels = [int(tag[1]) for tag, _, _ in made(MANY, [problem])[1].found if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_without_a_script_all_is_shown_and_no_dead_control():
    _, page = made(MANY)
    assert all("hidden" not in attrs for attrs, _ in page.tiles())
    assert "hidden" in page.all("form")[0][0]
    assert [attrs["href"] for attrs, _ in page.all("a") if attrs["href"].startswith("#")] == ["#editions"]


def test_two_thousand_outputs_are_quick_and_small():
    reasons = [f"The translation of {i} texts has not been read by a second person" for i in range(3)]
    many = manifest(*(output(f"north/ro/material-{i}-a4.pdf", material=f"material-{i}", kind="imposed",
                             how="Print on both sides, flip on the long edge, at 100 %; cut along the marks.",
                             draft_because=reasons) for i in range(2000)))
    began = time.process_time()  # of our own work, on a machine that others use too
    html = gallery(many, [], NAMES, TEMPLATES)
    assert time.process_time() - began < 2
    assert html.count('class="tile"') == 2000 and len(html.encode()) < 3_000_000


def test_the_same_manifest_gives_the_same_bytes_in_any_order():
    problems = [Problem(f"content/{n}.yaml", 1, "C101", "broken", Severity.ERROR, n, "y") for n in "abc"]
    turned = copy.deepcopy(MANY)
    turned["outputs"].reverse()
    turned["failed"].reverse()
    assert made(MANY, problems)[0] == made(copy.deepcopy(MANY), problems)[0] == made(turned, problems[::-1])[0]


def counts(missing: int = 0, machine: int = 0, translated: int = 0, reviewed: int = 0, void: int = 0) -> dict[str, int]:
    return {"missing": missing, "machine": machine, "translated": translated, "reviewed": reviewed, "void": void}


READ = {"ar": {"page": counts(missing=143), "safety-card": counts(machine=10, reviewed=5, void=2)},
        "en": {"page": counts(translated=143), "safety-card": counts(reviewed=17)},
        "ro": {"page": counts(machine=143), "safety-card": counts(translated=1)}}


def test_who_has_read_what_stands_in_a_table_of_languages_and_items():
    _, page = made(MANY | {"review": READ})
    assert [text for _, text in page.all("th")] == ["Language", "Safety card", "Web page of the helpline",
                                                    "English", "Arabic العربية", "Romanian română"]
    assert [text for _, text in page.all("td")] == [
        "17 texts, 17 reviewed", "143 texts, 0 reviewed",
        "10 of 17 drafted by machine, 5 reviewed, 2 changed since", "143 texts, 0 reviewed, 143 missing",
        "1 text, 0 reviewed", "143 of 143 drafted by machine, 0 reviewed"]
    assert {attrs["scope"] for attrs, _ in page.all("th")} == {"col", "row"}
    (_, said), = page.all("section", class_="wide read")
    assert "1 of 6 are read to the end" in said and "make review" in said and "3 languages" in said
    assert ({"lang": "ar", "dir": "rtl"}, "العربية") in page.all("bdi")


def test_without_counts_there_is_no_table_and_with_all_read_it_says_so():
    assert not made(MANY)[1].all("table") and not made(MANY | {"review": {}})[1].all("table")
    html, _ = made(MANY | {"review": {"en": {"page": counts(reviewed=3)}}})
    assert "Every text of every item has been read in every language." in html
    html, page = made(MANY | {"review": {HOSTILE: {HOSTILE: counts(machine=1)}}})
    assert html.count("<script") == html.count("</script") == 1 and len(page.all("td")) == 1
    turned = {tag: dict(reversed(row.items())) for tag, row in reversed(READ.items())}
    assert made(MANY | {"review": READ})[0] == made(MANY | {"review": turned})[0]
    ids = [attrs["id"] for _, attrs, _ in made(MANY | {"review": READ})[1].found if "id" in attrs]
    assert len(set(ids)) == len(ids)

"""The office's overview: everything is there once, nothing breaks out, nothing leaves the folder."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
import time
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from conftest import ROOT, TODAY
from generator.build.inputs import read_inputs
from generator.gallery import AT_MOST, OF_A_KIND, Names, gallery
from generator.manifest import texts_of
from generator.problem import Problem, Severity

TEMPLATES = ROOT / "templates"
HOSTILE = "</script><script>alert(1)</script>\"' onload=alert(2) <img src=x onerror=alert(3)> {{ 7 * 7 }} <!-- ]]>"
BESIDE = {"guide.html", "coverage.html"}  # pages of their own in the same folder
VOID = {"meta", "img", "input", "br", "link", "base", "hr"}

NAMES = Names(areas={"north": "North", "south": "South & East"},
              locales={"ro": ("Romanian", "română", "ltr"), "ar": ("Arabic", "العربية", "rtl"),
                       "en": ("English", "English", "ltr")},
              materials={"safety-card": ("Safety card", 1), "page": ("Web page of the helpline", 2)},
              printers={"office": "Office printer", "house-of-print": "House of Print"},
              formats={"card-85x55": "Card, 85 × 55 mm", "poster-a4": "Poster, A4", "poster-a3": "Poster, A3"})


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
        """To files of the manifest."""
        return [attrs["href"] for attrs, _ in self.all("a") if not attrs["href"].startswith("#") and attrs["href"] not in BESIDE]

    def tiles(self):
        return self.all("li", class_="tile")


def made(data, problems=(), names: Names = NAMES, before=None) -> tuple[str, Page]:
    html = gallery(data, list(problems), names, TEMPLATES, before)
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
                 "3.1 mm to spare", "08000 121 700", "Screen PDF", "Card, 85 × 55 mm",
                 "Print now: 2 ways A4 sheet, on both sides Flip on the long edge. A4 sheet, on one side, to fold Fold, then cut."
                 " How to cut and fold For a printing house: 1 file House of Print, sheets Why it is a draft",
                 "Why it is a draft: 1 reason English text is not approved"):
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
    assert sums[:4] == [("Editions", "6"), ("Draft", "3"), ("Released", "1"), ("Not made", "2")]
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
            "summary code small form label kbd input select option button img bdi br dialog script".split())
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


# ---- to print -------------------------------------------------------------------------------------------------------

def details(page: Page, start: str) -> list[tuple[str, list[str]]]:
    """Each opened part whose line begins so: its text, and the links in it."""
    found = []
    for at, (tag, _, text) in enumerate(page.found):
        said = " ".join("".join(text).split())
        if tag == "details" and said.startswith(start):
            inside = [e for e in page.found[at + 1:at + 60] if e[0] == "a" and "".join(e[2]) in "".join(text)]
            found.append((said, [attrs["href"] for _, attrs, _ in inside if attrs["href"] not in BESIDE]))
    return found


def test_a_page_that_is_a4_already_is_printed_as_it_is():
    poster = output("north/ro/poster.pdf", format="poster-a4", trim_mm=[210.0, 297.0], pages=1)
    _, page = made(manifest(poster))
    (said, links), = details(page, "Print now")
    assert "Screen PDF, A4 Print at 100 % on A4, on one side." in said and links == ["north/ro/poster.pdf"]
    for changes, how in ((dict(pages=14), "on A4, on both sides, flip on the long edge."),
                         (dict(trim_mm=[297.0, 210.0], pages=2), "on A4, on both sides, flip on the short edge."),
                         (dict(kind="large-print", pages=3), "on A4, on both sides, flip on the long edge."),
                         (dict(trim_mm=[297.0, 420.0]), "on A3, on one side."),
                         (dict(how="Cut along the dashed lines."), "Cut along the dashed lines.")):
        (said, _), = details(made(manifest(poster | changes))[1], "Print now")
        assert how in said
    assert not details(made(manifest(output()))[1], "Print now"), "a card alone on a page is nothing for an office printer"


def test_a_form_with_a_sheet_is_not_offered_as_a_page_too():
    leaflet = output("north/ro/leaflet.pdf", trim_mm=[297.0, 210.0])
    sheet = leaflet | {"path": "north/ro/leaflet-duplex.pdf", "kind": "imposed", "printer": "office", "how": "Fold twice."}
    (_, links), = details(made(manifest(leaflet, sheet))[1], "Print now")
    assert links == ["north/ro/leaflet-duplex.pdf"]


@pytest.mark.parametrize(("printer", "kind", "label"), [
    ("house-of-print", "print", "House of Print, pages with bleed"), ("house-of-print", "imposed", "House of Print, sheets"),
    ("unknown-house", "print", "unknown-house, pages with bleed"), (None, "print", "Pages with bleed")])
def test_what_a_printing_house_takes_stands_apart_under_its_name(printer, kind, label):
    _, page = made(manifest(output(), output("north/ro/press.pdf", kind=kind, printer=printer)))
    (said, links), = details(page, "For a printing house")
    assert said == f"For a printing house: 1 file {label}" and links == ["north/ro/press.pdf"]
    assert not details(page, "Print now")


def test_the_forms_of_one_item_stand_apart_with_their_names_codes_and_sizes():
    posters = [output(f"north/ro/item-{form}.pdf", format=form, edition=code, size_pt=size, thumbnail=f"{form}.png",
                      trim_mm=trim, pages=1)
               for form, code, size, trim in (("poster-a4", "AAAA", 14.25, [210, 297]), ("poster-a3", "BBBB", 20.5, [297, 420]))]
    main = output("north/ro/item.pdf", edition="CCCC", size_pt=9.0)
    _, page = made(manifest(*posters, main))
    (_, text), = page.tiles()
    order = ["Card, 85 × 55 mm CCCC 9 pt type", "Poster, A3 BBBB 20.5 pt type", "Poster, A4 AAAA 14.25 pt type",
             "Print now: 2 ways Poster, A3", "on A3, on one side. Poster, A4", "on A4, on one side."]
    assert [text.index(said) for said in order] == sorted(text.index(said) for said in order)
    assert [attrs["src"] for attrs, _ in page.all("img")] == ["thumbnails/north%20ro.png", "poster-a3.png", "poster-a4.png"]
    described = {attrs["aria-describedby"] for attrs, label in page.all("a") if label == "Screen PDF"}
    assert len(described) == 3, "three links that say the same must differ in what they name"


def test_only_what_has_an_english_beside_it_can_be_compared():
    _, page = made(MANY)
    assert not page.all("button", class_="compare"), "the English is another area's"
    _, page = made(manifest(output(), output("north/en/safety-card.pdf", locale="en")))
    tiles = {attrs["data-language"]: text for attrs, text in page.tiles()}
    assert "Compare with English" in tiles["ro"] and "Compare" not in tiles["en"]
    _, page = made(manifest(output(thumbnail=None), output("north/en/safety-card.pdf", locale="en")))
    assert not page.all("button", class_="compare")


# ---- since the last release -----------------------------------------------------------------------------------------

TEXTS = {"en": {"card.help": "You can get help.", "card.old": "Gone."}, "ro": {"card.help": "0a0a0a0a"}, "ar": {"card.help": "1b1b1b1b"}}


def since(now, before, **more) -> tuple[str, Page]:
    _, page = made(now, before=before, **more)
    (_, text), = page.all("section", **{"aria-labelledby": "since"})
    return text, page


def test_before_the_first_release_it_says_so():
    text, page = since(MANY, None)
    assert text.startswith("Since the last release Nothing has been released yet.")
    assert "change" not in [attrs.get("name") for attrs, _ in page.all("select")]
    assert not [attrs for attrs, _ in page.tiles() if "data-change" in attrs]


def test_nothing_changed_is_said_and_no_more():
    text, page = since(MANY, MANY | {"source_date": "2026-10-01"})
    assert text.endswith("The last release was made from the content of 1 October 2026. No edition has changed.")
    assert {attrs.get("data-change") for attrs, _ in page.tiles()} == {"same", None}


def test_new_gone_and_changed_editions_are_named_and_marked():
    before = manifest(output(edition="0LD0"), output("north/ro/sheet.pdf", kind="imposed", edition="0LD0"),
                      output("north/pl.pdf", locale="pl"))
    now = manifest(output(), output("north/ro/sheet.pdf", kind="imposed"), output("north/ar.pdf", locale="ar"))
    text, page = since(now, before)
    for said in ("1 changed, 1 new, 1 not made now, 0 as released", "Changed: 1 edition Safety card, Card, 85 × 55 mm, North: Romanian",
                 "New: 1 edition Safety card, Card, 85 × 55 mm, North: Arabic", "Not made now: 1 edition Safety card, Card, 85 × 55 mm, North: pl",
                 "does not carry its sentences"):
        assert said in text, said
    assert {attrs["data-language"]: attrs["data-change"] for attrs, _ in page.tiles()} == {"ro": "changed", "ar": "new"}
    assert [attrs["value"] for attrs, _ in page.all("option")][-2:] == ["new", "changed"]


def test_a_number_that_changed_stands_with_what_it_was():
    was = [output(f"north/{tag}.pdf", locale=tag, edition="0LD0", phones=["0800 000 000", "999"]) for tag in ("ro", "ar")]
    now = [o | {"edition": "NEW0", "phones": ["999", "0800 000 001"], "qr": ["https://new.example/"]} for o in was]
    text, page = since(manifest(*now), manifest(*was))
    assert "2 editions Number 0800 000 000 is now 0800 000 001" in text
    assert "2 editions Address https://north.example/ro/ is now https://new.example/" in text
    assert [t for _, t in page.all("del")][0] == "0800 000 000"
    text, _ = since(manifest(*(o | {"phones": ["999", "101", "112"]} for o in now)), manifest(*was))
    assert "Number 0800 000 000 is gone" in text and "Number 101 is new" in text and "is now 101" not in text


def test_sentences_that_changed_are_shown_in_english_and_counted_in_the_others():
    now = {"en": {"card.help": "You can get help now.", "card.new": "Come in."}, "ro": {"card.help": "ffffffff"}, "ar": TEXTS["ar"]}
    text, _ = since(MANY | {"texts": now}, MANY | {"texts": TEXTS})
    assert "English: 3 sentences You can get help. is now You can get help now. Come in. is new Gone. is gone" in text
    assert "Translations: 1 language Romanian: 1 text" in text and "does not carry" not in text


def test_nothing_of_an_old_release_breaks_out():
    before = manifest(output(edition=HOSTILE, phones=[HOSTILE], qr=[HOSTILE], area=HOSTILE, format=HOSTILE), output(phones=[HOSTILE]))
    html, page = made(MANY | {"texts": {"en": {"a": HOSTILE}}}, before=before | {"texts": {"en": {"a": HOSTILE + "x"}, HOSTILE: {"a": "b"}}})
    assert html.count("<script") == html.count("</script") == 1
    assert not [key for _, attrs, _ in page.found for key in attrs if key.startswith("on") or key == "style"]


def test_a_manifest_tells_the_english_as_it_stands_and_of_translations_a_hash():
    inputs = read_inputs(ROOT, TODAY)
    texts = texts_of(inputs.library, inputs.catalogs)
    assert set(texts["en"]) == set(inputs.library.texts) and texts["en"]["safety-card.heading"] == inputs.library.texts["safety-card.heading"].english
    assert set(texts) == {"en", *inputs.catalogs}
    (context, entry), *_ = inputs.catalogs["ro"].entries.items()
    assert texts["ro"][context] == hashlib.sha256(entry.translation.encode()).hexdigest()[:8]
    changed = {**inputs.catalogs, "ro": replace(inputs.catalogs["ro"], entries={**inputs.catalogs["ro"].entries, context: replace(entry, fuzzy=True)})}
    assert context not in texts_of(inputs.library, changed)["ro"], "what is never printed has not been said"
    assert len(json.dumps(texts)) < 600_000

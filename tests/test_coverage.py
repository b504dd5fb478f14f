"""Coverage: each cell says what is there, need comes first, and no figure is made up."""

from __future__ import annotations

import base64
import copy
import dataclasses
import datetime as dt
import hashlib
import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import ROOT, TODAY, generator, real_inputs
from generator.build import assembling
from generator.build.inputs import Inputs
from generator.build.plan import Narrow
from generator.build.report import Report
from generator.build.store import Made, Store
from generator.content.validate import validate_named
from generator.content.yamltext import read_yaml
from generator.coverage import Coverage, as_data, coverage, coverage_page, unmet
from generator.model.catalog import Catalog, Entry
from generator.model.content import Block, Locale, Material, Page
from generator.model.library import Library, Text
from generator.model.office import Nationality, Referrals
from generator.signoff import SignOffs

TEMPLATES = ROOT / "templates"
HOSTILE = "</style><script>alert(1)</script>\"' onload=alert(2) <img src=x onerror=alert(3)> {{ 7 * 7 }}"
NOBODY = SignOffs({}, {})


@pytest.fixture(scope="module")
def real() -> Inputs:
    """The real content, read once."""
    return real_inputs()


def locale(tag: str, name: str, text: str = "core", gettext: object = True, direction: str = "ltr") -> Locale:
    return Locale.model_construct(tag=tag, english_name=name, endonym=f"{name}!", direction=direction, text=text, gettext=gettext)


def material(id: str, order: int, text: str = "core", **more: object) -> Material:
    return Material.model_construct(**{"id": id, "title": id.title(), "order": order, "text": text, "pages": ()} | more)


def publication(id: str, total: int, *rows: tuple[str, int, tuple[str, ...]], **more: object) -> Referrals:
    return Referrals.model_construct(**{
        "id": id, "period": f"the year {id}", "total": total, "source": "An office", "read_on": TODAY, "sure": "B",
        "rows": tuple(Nationality.model_construct(nationality=n, referrals=r, languages=t) for n, r, t in rows)} | more)


def library(**changes: object) -> Library:
    sheet = Page.model_construct(blocks=(Block.model_construct(id="i-speak", type="language-lines", text="I speak.", same_as=None, items=()),))
    materials = (material("number", 1, "facts"), material("card", 2), material("page", 3), material("bare", 4, "facts", stands_in_for="page"),
                 material("book", 5, "full"), material("guide", 6, "english"), material("pair", 7, bilingual=True),
                 material("sheet", 8, on_one_sheet=True, pages=(sheet,)))
    locales = (locale("en", "English", "full", None), locale("am", "Amharic"), locale("ro", "Romanian", "full"),
               locale("sq", "Albanian"), locale("vi", "Vietnamese", gettext=None))
    empty = {name: {} for name in ("services", "areas", "formats", "printers", "print_runs", "signoff", "people", "glossary", "waivers", "lines")}
    return Library(**empty | {
        "locales": {one.tag: one for one in locales}, "materials": {one.id: one for one in materials},
        "referrals": {one.id: one for one in (
            publication("2024", 1000, ("British", 250, ("en",)), ("Albanian", 150, ("sq", "en")), ("Tamil", 90, ("ta",))),
            publication("2025", 100, ("Albanian", 45, ("sq",))))},
        "texts": {"sheet.i-speak": Text("sheet.i-speak", "I speak.", "x.yaml", 1)},
        "icons": frozenset(), "pictures": frozenset()} | changes)  # type: ignore[arg-type]


def counts(missing: int = 0, machine: int = 0, translated: int = 0, reviewed: int = 0, void: int = 0) -> dict[str, int]:
    return {"missing": missing, "machine": machine, "translated": translated, "reviewed": reviewed, "void": void}


COUNTS = {
    "en": {"card": counts(reviewed=5), "page": counts(translated=4), "sheet": counts(translated=2)},
    "am": {"card": counts(reviewed=2, machine=2, void=1), "page": counts(missing=1, reviewed=3), "sheet": counts(missing=3)},
    "ro": {"card": counts(machine=4, void=1), "page": counts(machine=4), "book": counts(missing=9), "pair": counts(reviewed=2)},
    "sq": {"card": counts(missing=5), "page": counts(reviewed=4)}}


def grid(counted: dict[str, dict[str, dict[str, int]]] = COUNTS, **changes: object) -> Coverage:
    return coverage(library(**changes), {}, NOBODY, counted)


def cell(of: Coverage, tag: str, name: str) -> tuple[str, str, int]:
    row = next(row for row in of.rows if row.tag == tag)
    found = row.cells[[id for id, _ in of.materials].index(name)]
    return found.kind, found.counted, found.changed


def page(of: Coverage) -> str:
    return coverage_page(of, dt.date(2026, 11, 21), TEMPLATES)


@pytest.mark.parametrize(("tag", "name", "expected"), [
    ("en", "number", ("facts", "", 0)), ("vi", "number", ("facts", "", 0)),
    ("en", "card", ("done", "", 0)), ("en", "page", ("draft", "", 0)),
    ("am", "card", ("reviewed", "2 of 5", 1)), ("am", "page", ("missing", "1 of 4", 0)),
    ("ro", "card", ("draft", "", 1)), ("ro", "book", ("missing", "9 of 9", 0)), ("sq", "card", ("missing", "5 of 5", 0)),
    ("am", "book", ("none", "", 0)), ("vi", "card", ("none", "", 0)), ("ro", "guide", ("none", "", 0)),
    ("en", "guide", ("draft", "", 0)), ("en", "pair", ("none", "", 0)), ("ro", "pair", ("done", "", 0)),
    ("sq", "bare", ("none", "", 0)), ("vi", "bare", ("facts", "", 0)), ("am", "bare", ("facts", "", 0)),
    ("ta", "card", ("not-begun", "", 0))])
def test_each_cell_says_what_is_there(tag: str, name: str, expected: tuple[str, str, int]) -> None:
    assert cell(grid(), tag, name) == expected


def test_the_language_of_the_most_referred_stands_first_and_the_others_by_name() -> None:
    assert [row.tag for row in grid().rows] == ["sq", "en", "ta", "am", "ro", "vi"]
    assert [round(row.need, 2) for row in grid().rows] == [0.45, 0.4, 0.09, 0, 0, 0]
    assert [row.tag for row in grid(referrals={}).rows] == ["en", "sq", "am", "ro", "vi"]


def test_a_language_has_the_figures_of_its_nationalities_and_of_no_other() -> None:
    figures = {row.tag: [[(f.nationality, f.referrals) for f in group] for group in row.figures] for row in grid().rows}
    assert figures["en"] == [[("British", 250), ("Albanian", 150)], []]
    assert figures["sq"] == [[("Albanian", 150)], [("Albanian", 45)]]
    assert figures["ro"] == figures["vi"] == [[], []]


def test_a_sheet_for_all_languages_is_one_cell_of_its_own() -> None:
    assert "sheet" not in dict(grid().materials)
    (name, _, made), = grid().once
    assert (name, made.kind, made.counted) == ("sheet", "missing", "3 of 5")  # two in English, one line in each of three
    catalogs = {tag: Catalog.__new__(Catalog) for tag in ("am", "ro", "sq")}
    for one in catalogs.values():
        object.__setattr__(one, "entries", {"sheet.i-speak": Entry("sheet.i-speak", "I speak.", "So.", 1)})
    assert coverage(library(), catalogs, NOBODY, COUNTS).once[0][2].kind == "draft"


def test_unmet_need_names_only_languages_of_people_who_were_referred() -> None:
    assert [(title, [row.tag for row in rows]) for title, rows in unmet(grid())] == [
        ("Nothing is translated yet", ["ta"]), ("Texts are missing", ["sq"]), ("Not yet reviewed to the end", ["en"])]
    assert unmet(grid(referrals={})) == []


def test_the_figures_are_those_of_the_publications() -> None:
    found = {file.stem: validate_named(read_yaml(file.read_bytes(), file.name)[0], Referrals, file.stem)[0]
             for file in (ROOT / "content" / "referrals").glob("*.yaml")}
    said = {id: (one.total, {row.nationality: (row.referrals, row.languages) for row in one.rows}) for id, one in found.items()}
    assert said["2024"] == (19125, {"UK": (4441, ("en", "cy")), "Albanian": (2492, ("sq",)), "Vietnamese": (2153, ("vi",)),
                                    "Eritrean": (1702, ("ti", "ar")), "Sudanese": (1175, ("ar",))})
    assert said["2025-q4"] == (6021, {"UK": (1316, ("en", "cy")), "Eritrean": (843, ("ti", "ar")), "Somali": (579, ("so",))})


@pytest.mark.parametrize(("old", "new", "said"), [
    ("total: 6021", "total: 602", "the rows add up to 2738, and the total is 602"),
    ("total: 6021", 'total: "6,021"', "a whole number is expected"),
    ("nationality: Somali", "nationality: UK", "the nationality “UK” stands in two rows"),
    ("languages: [so]", "languages: [Somali]", "a BCP 47 tag"),
    ("languages: [so]", "languages: []", "at least 1"),
    ("sure: B", "sure: B\nguess: 3", "“guess” is not a key"),
    ("sure: B", "sure: maybe", "none of: A, B, C")])
def test_a_wrong_figure_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    text = (ROOT / "content" / "referrals" / "2025-q4.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    record, problems = validate_named(read_yaml(text.replace(old, new).encode(), "q.yaml")[0], Referrals, "2025-q4")
    assert record is None and any(said in str(problem) for problem in problems), problems


def test_every_cell_of_the_page_has_a_sign_and_a_word() -> None:
    html = page(grid())
    cells = re.findall(r'<td class="cell" data-kind="([a-z-]+)"><span aria-hidden="true">(.)</span> <span(?: class="unseen")?>([^<]+)</span>', html)
    assert len(cells) == html.count("<td class=\"cell\"") == 6 * 7
    assert {kind for kind, _, _ in cells} == {"done", "reviewed", "draft", "missing", "none", "facts", "not-begun"}
    assert len({(kind, sign, word) for kind, sign, word in cells}) == len({sign for _, sign, _ in cells}) == 7
    assert "1 of 4" in html and "2 of 5" in html and "1 changed since" in html


def test_the_page_says_what_its_figures_leave_out() -> None:
    html = page(grid())
    for said in ("only the nationalities named in the publication", "not named", "British <b>250</b> <small>25%</small>",
                 "1,000 referrals in all; 510 of them are not broken down here", "Read on 21 November 2026"):
        assert said in html, said
    assert "No figures of referrals stand in" in page(grid(referrals={})) and "not named" not in page(grid(referrals={}))
    html = page(grid({}, locales={"en": locale("en", "English", "full", None)}, materials={"number": material("number", 1, "facts")},
                     referrals={"2024": publication("2024", 9, ("British", 9, ("en",)))}))
    assert "Nothing is translated yet" in html


def test_nothing_that_was_written_breaks_out_and_nothing_runs() -> None:
    html = page(grid(locales={HOSTILE: locale(HOSTILE, HOSTILE, direction=HOSTILE)}, materials={HOSTILE: material(HOSTILE, 1)},
                     referrals={"2024": publication("2024", 9, (HOSTILE, 9, (HOSTILE,)), period=HOSTILE, source=HOSTILE)}))
    assert "<script" not in html and "<img" not in html and "{{ 7 * 7 }}" in html and html.count("</style") == 1
    assert not re.search(r"<[^>]*\s(on\w+|style|src)=", re.sub(r'"[^"]*"', '""', html))
    style = re.search(r"<style>(.*?)</style>", html, re.S)[1]
    assert f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in \
        html.replace("&#39;", "'")
    assert not re.search(r"https?:|//\w|@import|url\(", style)


def test_the_same_content_gives_the_same_page_in_any_order() -> None:
    whole = library()
    turned = {name: dict(reversed(getattr(whole, name).items())) for name in ("locales", "materials", "referrals")}
    assert page(coverage(whole, {}, NOBODY, COUNTS)) == page(coverage(library(**turned), {}, NOBODY, copy.deepcopy(COUNTS)))


def test_a_build_publishes_the_page_and_the_gallery_links_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: Inputs) -> None:
    output = {"path": "a/en/x.pdf", "area": "a", "locale": "en", "material": "card", "format": "card", "kind": "screen",
              "edition": "x", "status": "draft", "draft_because": []}
    meta = {"problems": [], "outputs": [output], "numbers": 0, "qr_codes": 0, "pages": 1}
    entry, _ = Store(tmp_path).put("0" * 64, Made({"a/en/x.pdf": b"x"}, meta))
    published: dict[str, bytes] = {}
    monkeypatch.setattr(assembling, "publish", lambda target, files: (published.update({f.path: Path(f.source).read_bytes() for f in files}), (False, ["x"]))[1])
    assembling.publish_set(ROOT, tmp_path, real, Narrow(), [], [], {entry.key: entry}, Report())
    assert 'href="index.html"' in published["coverage.html"].decode()
    assert 'href="coverage.html"' in published["index.html"].decode()


def test_the_page_alone_does_not_make_editions_again(tmp_path: Path, real: Inputs) -> None:
    (tmp_path / "templates").mkdir()
    inputs = dataclasses.replace(real, root=tmp_path)
    before = inputs.tools_digest
    (tmp_path / "templates" / "coverage.css").write_text("x")
    assert dataclasses.replace(inputs).tools_digest == before
    (tmp_path / "templates" / "card.css").write_text("x")
    assert dataclasses.replace(inputs).tools_digest != before


def test_the_command_prints_the_grid_and_its_data() -> None:
    ran = generator("coverage", COLUMNS="60")
    assert ran.code == 0 and max(map(len, ran.out.splitlines())) <= 60 and "…" not in ran.out
    assert "Eritrean 1,702 (2024)" in ran.out and "Eritrean 843 (2025-q4)" in ran.out
    assert "only the nationalities named" in " ".join(ran.out.split())
    data = json.loads(generator("coverage", "--format", "json").out)
    assert data["problems"] == [] and data["languages"][0]["tag"] == "en"
    assert {one["tag"]: one["referrals"] for one in data["languages"]}["so"] == {"2025-q4": {"Somali": 579}}
    assert all(list(one["items"]) == list(data["materials"]) for one in data["languages"])


def test_the_data_say_the_same_as_the_grid() -> None:
    data = json.loads(json.dumps(as_data(grid())))
    am = next(one for one in data["languages"] if one["tag"] == "am")
    assert am["items"]["card"] == {"state": "reviewed", "number": 2, "texts": 5, "changed": 1}
    assert data["once"]["sheet"]["state"] == "missing"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_scrolls_the_grid_and_not_the_page(browser: Browser, tmp_path: Path, scheme: str) -> None:
    (tmp_path / "coverage.html").write_text(page(grid()), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        said: list[str] = []
        tab.on("console", lambda message: said.append(message.text))
        tab.goto((tmp_path / "coverage.html").as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == 320
        tab.focus(".scroll")
        tab.keyboard.press("ArrowRight")
        end = time.monotonic() + 10  # the page's own policy lets no waiting function in
        while not tab.evaluate("document.querySelector('.scroll').scrollLeft"):
            assert time.monotonic() < end
        dark = tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 24, 28)"
        assert dark is (scheme == "dark") and not said
    finally:
        tab.close()

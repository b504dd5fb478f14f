"""The office's overview in a real browser: by keyboard, side by side, on a narrow screen, from the disk and over HTTP."""

from __future__ import annotations

import functools
import io
import re
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from browser import axe
from conftest import ROOT
from generator.gallery import Names, gallery

NAMES = Names(areas={"north": "North", "south": "South"},
              locales={"en": ("English", "English", "ltr"), "ro": ("Romanian", "română", "ltr"),
                       "ar": ("Arabic", "العربية", "rtl"), "pl": ("Polish", "polski", "ltr")},
              materials={"card": ("Safety card", 1), "poster": ("Poster for a notice board", 2), "sms": ("SMS", 3)},
              printers={"house": "A printing house"}, formats={"card": "Card, 85 × 55 mm", "a4": "Poster, A4", "a3": "Poster, A3"})
TRIM_MM = {"card": [85, 55], "a4": [210, 297], "a3": [297, 420]}
WORDY = "content/areas/north.yaml:2: warning F310 local-fact-missing: coordinator-card needs the contact “coordinator” of this area."


def output(area: str, tag: str, material: str, form: str, kind: str = "screen", **more) -> dict:
    name = f"{area}/{tag}/{material}-{form}"
    shown = f"{area}/{tag}/{form}.png" if kind != "text" else None
    return {"path": f"{name}.{'txt' if kind == 'text' else 'pdf'}", "area": area, "locale": tag, "material": material, "kind": kind,
            "format": form, "printer": None, "pages": 1, "trim_mm": TRIM_MM.get(form), "edition": f"{tag.upper()}{form.upper()}-2345-6789",
            "status": "draft", "qr": [f"https://{area}.example/{tag}/"], "phones": ["08000 121 700", "999"], "thumbnail": shown,
            "draft_because": ["its translation is not reviewed", "nobody has verified 08000 121 700"]} | more


def everything() -> dict:
    found = []
    for area in ("north", "south"):
        for tag in ("en", "ro", "ar", "pl"):
            card = output(area, tag, "card", "card", size_pt=8.5, room_mm=1.5)
            found += [card, card | {"path": f"{area}/{tag}/card-duplex.pdf", "kind": "imposed", "variant": "duplex", "printer": "office",
                                    "how": "Print at 100 %, on both sides, flip on the long edge. Cut at the marks."},
                      card | {"path": f"{area}/{tag}/house/card.pdf", "kind": "print", "printer": "house"},
                      output(area, tag, "poster", "a4"), output(area, tag, "poster", "a3"), output(area, tag, "sms", "sms", "text")]
    return {"source_date": "2026-11-21", "outputs": found,
            "failed": [{"area": "north", "locale": "ro", "material": "co-ordinator-card", "problems": [WORDY]}],
            "review": {"ro": {"card": {"missing": 0, "machine": 5, "translated": 0, "reviewed": 1, "void": 0}}}}


def before() -> dict:
    now = everything()
    return now | {"outputs": [o | {"edition": "0LD", "phones": ["0800 000 000", "999"]} for o in now["outputs"] if o["locale"] != "pl"],
                  "texts": {"en": {"card.help": "Help is here."}}}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """index.html without a release before, since.html with one, and a picture for each form."""
    folder = tmp_path_factory.mktemp("gallery")
    now = everything()
    for one in now["outputs"]:
        if one["thumbnail"] and not (folder / one["thumbnail"]).exists():
            (folder / one["thumbnail"]).parent.mkdir(parents=True, exist_ok=True)
            picture = io.BytesIO()
            Image.new("L", (400, round(400 * one["trim_mm"][1] / one["trim_mm"][0])), 200).save(picture, "PNG")
            (folder / one["thumbnail"]).write_bytes(picture.getvalue())
    (folder / "index.html").write_text(gallery(now, [], NAMES, ROOT / "templates"), encoding="utf-8")
    now = everything()
    now |= {"outputs": [o for o in now["outputs"] if o["area"] == "north"], "texts": {"en": {"card.help": "Help is near."}}}
    (folder / "since.html").write_text(gallery(now, [], NAMES, ROOT / "templates", before()), encoding="utf-8")
    return folder


@pytest.fixture
def tab(browser: Browser, folder: Path) -> Iterator[Page]:
    """The page from the disk; what it says to the console, or asks for outside its folder, fails the test."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(folder.as_uri()) else None)
    page.goto((folder / "index.html").as_uri())
    yield page
    page.close()
    assert not said


def where(tab: Page) -> str:
    """What has the focus: a tile by its data, anything else by its id or its words."""
    return tab.evaluate("""() => { const e = document.activeElement, d = e.dataset;
        return d.material ? `${d.area} ${d.material} ${d.language}` : e.id || e.textContent.trim(); }""")


def shown(tab: Page) -> int:
    return tab.locator(".tile:visible").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, folder: Path, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        page.goto((folder / "since.html").as_uri())
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.locator(".compare").first.click()
        assert axe(page) == []
        assert page.evaluate("document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth")
    finally:
        page.close()


def test_axe_would_tell(tab: Page) -> None:
    tab.evaluate("document.querySelector('label[for=q]').remove(); document.querySelector('#q').placeholder = ''")
    assert any("label" in found for found in axe(tab))


def test_every_control_is_a_finger_wide_at_320_px(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    try:
        page.goto((folder / "since.html").as_uri())
        small = page.evaluate("""() => [...document.querySelectorAll('button, select, summary, .open a, #q')]
            .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)""")
        assert small == []
    finally:
        page.close()


def test_slash_searches_and_escape_clears(tab: Page) -> None:
    tab.keyboard.press("/")
    assert where(tab) == "q"
    tab.keyboard.type("polish")
    assert shown(tab) == 6 and "q=polish" in tab.url
    tab.keyboard.type("/")
    assert tab.input_value("#q") == "polish/", "in the field it is a letter"
    tab.keyboard.press("Escape")
    assert tab.input_value("#q") == "" and shown(tab) == 25 and "q=" not in tab.url


def test_a_view_keeps_in_the_address_and_back_returns(tab: Page) -> None:
    tab.select_option("#language", "ar")
    tab.select_option("#material", "poster")
    assert shown(tab) == 2 and tab.url.endswith("#language=ar&material=poster")
    tab.go_back()
    assert shown(tab) == 6
    tab.reload()
    assert shown(tab) == 6 and tab.input_value("#language") == "ar"


def test_j_and_k_walk_over_what_is_shown_and_arrows_follow_the_grid(tab: Page) -> None:
    tab.select_option("#language", "ro")
    tab.evaluate("document.activeElement.blur()")
    walked = []
    for key in "jjjkj":
        tab.keyboard.press(key)
        walked.append(where(tab))
    tiles = ["north co-ordinator-card ro", "north card ro", "north poster ro"]
    assert walked == [*tiles, tiles[1], tiles[2]]
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    columns = tab.evaluate("getComputedStyle(document.getElementById('tiles')).gridTemplateColumns.split(' ').length")
    assert columns == 3
    tab.keyboard.press("ArrowDown")
    assert where(tab) == "south poster ro"
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowLeft")
    assert where(tab) == tiles[1]
    box = tab.locator(":focus").bounding_box()
    bar = tab.locator("#bar").bounding_box()
    assert box["y"] >= bar["y"] + bar["height"] and box["y"] < 900, "the sticky bar must not hide the tile"


def test_enter_opens_the_tile_that_has_the_focus(tab: Page) -> None:
    opened = []
    tab.evaluate("document.addEventListener('click', (e) => { window.opened = e.target.getAttribute('href'); e.preventDefault(); })")
    tab.select_option("#language", "pl")
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    opened.append(tab.evaluate("window.opened"))
    assert opened == ["north/pl/card-card.pdf"]


def test_single_keys_can_be_turned_off_and_stay_off(tab: Page) -> None:
    tab.locator("#help summary").click()
    tab.uncheck("#keys")
    assert tab.url.endswith("#keys=off")
    tab.evaluate("document.activeElement.blur()")
    for key in "/j":
        tab.keyboard.press(key)
        assert tab.evaluate("document.activeElement === document.body")
    tab.select_option("#language", "ro")
    tab.reload()
    assert not tab.is_checked("#keys") and shown(tab) == 7


def test_a_language_stands_beside_english_by_keyboard_alone(tab: Page) -> None:
    tab.select_option("#language", "ar")
    tab.select_option("#material", "poster")
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("j")
    tab.keyboard.press("c")
    dialog = tab.locator("dialog[open]")
    expect(dialog.locator("h2")).to_have_text("Poster for a notice board: compared with English")
    panes = dialog.locator(".panes > section")
    assert [re.sub(r"\s+", " ", pane.locator("h3").inner_text()).strip() for pane in panes.all()] == ["English", "Arabic العربية"]
    links = [[link.get_attribute("href") for link in pane.locator("a").all()] for pane in panes.all()]
    assert links == [[f"north/{tag}/poster-{form}.pdf" for form in ("a3", "a4")] for tag in ("en", "ar")]
    tab.wait_for_function("[...document.querySelectorAll('dialog img')].every((one) => one.complete && one.naturalWidth === 400)")
    assert panes.nth(1).locator("img").first.get_attribute("alt") == "First page of Poster for a notice board Arabic العربية"
    left, right = (pane.bounding_box() for pane in panes.all())
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]
    tab.keyboard.press("ArrowRight")
    assert "Polish" in panes.nth(1).inner_text() and "English" in panes.nth(0).inner_text(), "whatever the filters say"
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    assert "Romanian" in panes.nth(1).inner_text() and tab.locator("#after").is_disabled()
    ids = tab.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(set(ids)) == len(ids)
    tab.keyboard.press("Escape")
    assert tab.locator("dialog[open]").count() == 0 and where(tab) == "north poster ar"


def test_without_a_script_everything_is_there_and_nothing_is_dead(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto((folder / "index.html").as_uri())
        assert page.locator(".tile:visible").count() == 25
        assert not page.locator("button:visible, input:visible, select:visible").count()
        page.locator("summary:visible", has_text="Print now").first.click()
        assert page.locator("a:visible", has_text="A4 sheet, on both sides").count() == 1
    finally:
        context.close()


def test_it_prints_what_is_shown_without_its_controls(tab: Page) -> None:
    tab.select_option("#language", "pl")
    tab.emulate_media(media="print")
    assert shown(tab) == 6
    assert not tab.locator("form:visible, button:visible, .skip:visible, summary:visible").count()


def test_it_opens_over_http_too(browser: Browser, folder: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            """Nothing: the tests' own output stays readable."""

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}/"
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: said.append(request.url) if not request.url.startswith(host) else None)
        try:
            page.goto(f"{host}index.html#language=ro")
            assert shown(page) == 7
            page.wait_for_function("document.querySelector('.tile:not([hidden]) img').naturalWidth === 400")
        finally:
            page.close()
            server.shutdown()
    assert [line for line in said if "favicon" not in line and "404" not in line] == []


def test_three_thousand_tiles_are_filtered_while_one_types(browser: Browser, tmp_path: Path) -> None:
    sample = everything()["outputs"]
    many = [o | {"area": f"area-{n}"} for n in range(125) for o in sample]
    (tmp_path / "index.html").write_text(gallery({"outputs": many, "failed": []}, [], NAMES, ROOT / "templates"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        began = time.monotonic()
        page.goto((tmp_path / "index.html").as_uri())
        opened = time.monotonic() - began
        took = page.evaluate("""async () => {
            const field = document.getElementById("q"), took = [];
            for (const words of ["p", "po", "pol", "polish", ""]) {
                const began = performance.now();
                field.value = words;
                field.dispatchEvent(new Event("input"));
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                took.push(performance.now() - began);
            }
            return took;
        }""")
        assert shown(page) == 1500
        assert opened < 10 and max(took) < 1500, (opened, took)  # ten times what a free machine takes
    finally:
        page.close()

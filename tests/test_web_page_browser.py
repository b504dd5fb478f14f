"""The page behind the QR code as a phone shows it: every language in a real browser, each rule with a page that breaks it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page

from conftest import ROOT
from web_rules import PHONE, RULES, WEATHER, Host, audited, broken, look, opened, path_of

AREA = "wiltshire"  # the area of the shared build
LOCALES = list(yaml.safe_load((ROOT / f"content/areas/{AREA}.yaml").read_text(encoding="utf-8"))["locales"])
EXTREMES = ("en", "ur", "zh-Hans", "ta")  # short; right-to-left and hanging; no spaces; the longest words
BEFORE = "/before/"


@pytest.fixture(scope="module")
def site(built: Path, manifest: dict) -> Iterator[tuple[Host, dict[str, dict]]]:
    """The built pages on a host, and what the manifest says of each, by language."""
    entries = {one["locale"]: one for one in manifest["outputs"] if one["kind"] == "page"}
    host = Host()
    host.pages |= {path_of(one["address"]): (built / one["path"]).read_bytes() for one in entries.values()}
    host.pages[BEFORE] = b"<!DOCTYPE html><title>Before</title>"
    yield host, entries
    host.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One small phone for all pages; what one of them kept would be found."""
    with browser.new_context(viewport=PHONE) as made:
        yield made


@pytest.fixture(scope="module")
def phone(context: BrowserContext) -> Iterator[Page]:
    """Its one page, which goes from language to language."""
    with opened(context) as page:
        yield page


def text_of(site: tuple[Host, dict[str, dict]], locale: str) -> str:
    host, entries = site
    return host.pages[path_of(entries[locale]["address"])].decode()


# --- every page of every language ---


def test_every_language_of_the_area_has_a_page(site):
    assert set(site[1]) == set(LOCALES) and len(LOCALES) >= 40


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_keeps_every_rule(site, phone, locale):
    host, entries = site
    seen = look(phone, host, path_of(entries[locale]["address"]), entries[locale]["phones"])
    assert not broken(seen)
    assert seen.audit["passed"] >= 20 and len(seen.reads[""]["numbers"]) >= 3 and len(seen.reads[""]["small"]) >= 40


@pytest.mark.parametrize("locale", ["hi", "ur"])
def test_a_page_of_numbers_alone_keeps_every_rule(site, phone, locale):
    from test_web_page import edition, html
    host, _ = site
    host.pages["/numbers/"] = html("number-page", locale).encode()
    assert not broken(look(phone, host, "/numbers/", edition("number-page", locale).phones()))


@pytest.mark.parametrize("locale", ["en", "ur"])
def test_no_violation_in_the_dark_in_forced_colours_and_on_a_desk(site, phone, locale):
    host, entries = site
    phone.goto(host.address + path_of(entries[locale]["address"]))
    try:
        phone.emulate_media(color_scheme="dark")
        assert audited(phone)["violations"] == []
        phone.emulate_media(color_scheme="light", forced_colors="active")
        assert audited(phone)["violations"] == []
        phone.emulate_media(forced_colors="none")
        phone.set_viewport_size({"width": 1280, "height": 800})
        assert audited(phone)["violations"] == []
    finally:
        phone.emulate_media(color_scheme="light", forced_colors="none")
        phone.set_viewport_size(PHONE)


@pytest.mark.parametrize("locale", EXTREMES)
def test_prints_on_one_sheet(site, phone, locale):
    host, entries = site
    phone.goto(host.address + path_of(entries[locale]["address"]))
    paper = pypdfium2.PdfDocument(phone.pdf(format="A4"))
    words = paper[0].get_textpage().get_text_range()
    assert len(paper) == 1 and "08000 121 700" in words and "999" in words


# --- a page that breaks a rule, and is caught ---


def loose(page: str) -> str:
    """Without its policy, which would stop what follows."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


def script(words: str):
    return lambda page: loose(page).replace("</main>", f"</main><script>{words}</script>")


def style(words: str):
    return lambda page: loose(page).replace("</head>", f"<style>{words}</style></head>")


def heavier(page: str) -> str:
    letters = random.Random(1)
    return page.replace("</main>", "<p>" + " ".join(f"{letters.getrandbits(40):x}" for _ in range(2000)) + "</p></main>")


#: The rule that is broken, in which language, and how.
SPOILT = {
    "image from elsewhere": ("nothing is asked of anybody", "en", lambda page: loose(page).replace("</main>", '<img src="https://count.example/x.gif" alt=""></main>')),
    "second file": ("nothing is asked of anybody", "en", lambda page: loose(page).replace("</head>", '<link rel="stylesheet" href="/look.css"></head>')),
    "beacon": ("nothing is asked of anybody", "en", script("navigator.sendBeacon('https://count.example/')")),
    "cookie": ("no cookie", "en", script("document.cookie = 'seen=1'")),
    "local storage": ("nothing is kept", "en", script("localStorage.setItem('seen', 1)")),
    "session storage": ("nothing is kept", "en", script("sessionStorage.setItem('seen', 1)")),
    "database": ("nothing is kept", "en", script("indexedDB.open('seen')")),
    "cache": ("nothing is kept", "en", script("caches.open('seen')")),
    "message": ("the console stays empty", "en", script("console.log('here')")),
    "style that the policy stops": ("the console stays empty", "en", lambda page: page.replace("<main>", '<main style="color: red">')),
    "fault": ("the console stays empty", "en", script("nothing.at.all")),
    "weight": ("light enough for one round trip", "en", heavier),
    "digits in the reader's direction": ("a number dials what the eye reads", "ar", lambda page: re.sub(
        r'<bdi class="number" dir="ltr" translate="no">([^<]*)</bdi>', r'<span class="number">\1</span>', page)),
    "digits overridden": ("a number dials what the eye reads", "en", style(".number { direction: rtl; unicode-bidi: bidi-override }")),
    "digit unseen": ("a number dials what the eye reads", "en", lambda page: page.replace("08000 121 700", '08000 121 7<i hidden>0</i>0')),
    "link to another number": ("a number dials what the eye reads", "en", lambda page: page.replace("tel:+448000121700", "tel:+448000121701")),
    "another number": ("exactly the numbers of the edition", "en", lambda page: page.replace("08000 121 700", "08000 121 701").replace("+448000121700", "+448000121701")),
    "number gone": ("exactly the numbers of the edition", "en", lambda page: re.sub(r'<div class="helpline">.*?</div>', "", page)),
    "low button": ("targets as large as a finger", "en", style("nav a { min-height: 1rem; padding: 0 }")),
    "link in a line": ("targets as large as a finger", "en", style(".danger p a { padding: 0 }")),
    "fixed width": ("no scrolling sideways", "en", style("h2 { width: 330px }")),
    "too wide when doubled": ("no scrolling sideways", "en", style("h2 { width: 11rem }")),
    "word unbroken when doubled": ("no scrolling sideways", "ta", style("body { overflow-wrap: normal }")),
    "too wide to the left": ("no scrolling sideways", "ur", style("h2 { width: 330px }")),
    "movement": ("nothing moves", "en", style("a { transition: color 1s }")),
    "way out scrolls away": ("the way out is always in reach", "en", style(".bar { position: static }")),
    "way out covered": ("the way out is always in reach", "en", style("main { position: relative; z-index: 2 } .bar { top: -40px }")),
    "way out comes later": ("the way out comes first", "en", lambda page: page.replace("<header", '<a class="call" href="tel:999">999</a><header')),
    "language not said": ("no violation in axe-core", "en", lambda page: re.sub(r'<html lang="en"', "<html", page)),
    "pale words": ("no violation in axe-core", "en", style(".note { color: #aaa }")),
    "link without a name": ("no violation in axe-core", "en", lambda page: page.replace(' aria-labelledby="other-languages"', "")),
}


def test_each_rule_has_a_page_that_breaks_it():
    assert {rule for rule, _, _ in SPOILT.values()} == set(RULES)


@pytest.mark.parametrize("fault", SPOILT)
def test_a_page_that_breaks_a_rule_is_caught(site, phone, fault):
    host, entries = site
    rule, locale, spoil = SPOILT[fault]
    good = text_of(site, locale)
    host.pages["/spoilt/"] = spoil(good).encode()
    assert host.pages["/spoilt/"] != good.encode()
    try:
        assert rule in broken(look(phone, host, "/spoilt/", entries[locale]["phones"], audit="axe" in rule))
    finally:  # the next page begins with nothing kept again
        phone.context.clear_cookies()
        phone.context.new_cdp_session(phone).send("Storage.clearDataForOrigin", {"origin": host.address, "storageTypes": "all"})


# --- leaving ---


def arrive(page: Page, host: Host, path: str) -> None:
    """As a reader does: from some other page."""
    page.goto(host.address + BEFORE)
    page.goto(host.address + path)


def shift(page: Page, times: int = 3) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def by_button(page: Page) -> None:
    page.click("#leave")


def by_enter(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def after_the_list(page: Page) -> None:
    page.click(".jump")
    page.wait_for_function("location.hash && scrollY > 0")
    by_button(page)


def after_another_language(page: Page) -> None:
    page.click('nav a[hreflang="ro"]')
    page.wait_for_url("**/ro/")
    by_button(page)


WAYS = {"button": by_button, "enter": by_enter, "shift three times": shift, "list of languages": after_the_list, "another language": after_another_language}


def returns(page: Page, host: Host, path: str, way) -> bool:
    """Whether the Back key leads to the page again after leaving it this way."""
    arrive(page, host, path)
    way(page)
    page.wait_for_url(WEATHER, timeout=3000)
    page.go_back()
    return page.url != host.address + BEFORE


@pytest.mark.parametrize(("locale", "way"), [*(("en", way) for way in WAYS), ("ur", "button"), ("zh-Hans", "shift three times")])
def test_back_does_not_return(site, phone, locale, way):
    host, entries = site
    assert not returns(phone, host, path_of(entries[locale]["address"]), WAYS[way])


def test_every_language_leaves_as_these_do(site):
    """The script and the link, but for the words on it, are the same bytes on each page."""
    def leaving(page: str) -> tuple[str, ...]:
        return re.search(r'(<a class="leave"[^>]*>).*(<script>.*</script>)', page, re.DOTALL).groups()
    assert len({leaving(text_of(site, locale)) for locale in LOCALES}) == 1


@pytest.mark.parametrize("way", WAYS)
def test_a_page_that_the_back_key_finds_again_is_caught(site, phone, way):
    host, _ = site
    host.pages["/spoilt/"] = loose(text_of(site, "en")).replace("location.replace(", "location.assign(").encode()
    assert returns(phone, host, "/spoilt/", WAYS[way])


def test_the_page_is_blank_before_the_next_has_come(site, phone):
    host, entries = site
    arrive(phone, host, path_of(entries["en"]["address"]))
    assert phone.evaluate("() => { document.getElementById('leave').click(); return document.body === null }")
    phone.wait_for_url(WEATHER)


def test_shift_three_times_within_five_seconds(site, context):
    host, entries = site
    with opened(context) as page:
        page.add_init_script("globalThis.now = 1000; Object.defineProperty(Event.prototype, 'timeStamp', {get: () => now})")
        for waits, leaves in (((0, 2.4, 2.4), True), ((0, 2.6, 2.6), False), ((0, 9, 1, 1), True), ((0, 1), False)):
            arrive(page, host, path_of(entries["en"]["address"]))
            for seconds in waits:
                page.evaluate("seconds => { now += 1000 * seconds }", seconds)
                shift(page, 1)
            if leaves:
                page.wait_for_url(WEATHER, timeout=3000)
            else:
                assert page.evaluate("document.body !== null") and page.url.startswith(host.address)


def test_shift_with_another_key_does_not_leave(site, phone):
    host, entries = site
    arrive(phone, host, path_of(entries["en"]["address"]))
    for _ in range(4):
        phone.keyboard.press("Shift+Tab")
    assert phone.evaluate("document.body !== null") and phone.url.startswith(host.address)


# --- without scripts ---


def test_without_scripts_the_way_out_works_and_the_page_says_its_limit(site, browser):
    host, entries = site
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context, opened(context) as page:
        for locale in EXTREMES:
            arrive(page, host, path := path_of(entries[locale]["address"]))
            said = page.locator("noscript .note")
            assert said.is_visible() and said.inner_text().strip()
        page.click(".jump")
        assert page.locator("nav").is_visible() and page.url.endswith("#other-languages")
        page.click("#leave")
        assert page.url == WEATHER
        page.go_back()
        assert page.url.startswith(host.address + path)  # what the page said


def test_with_scripts_the_limit_is_not_said(site, phone):
    host, entries = site
    phone.goto(host.address + path_of(entries["en"]["address"]))
    assert phone.locator("noscript .note").count() == 0

"""A real browser for tests of pages: Debian's Chromium, one for each test process."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"  #: of setup/system-packages.txt; none is ever downloaded


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; it ends with the tests. Each test opens a page of its own and closes it."""
    with sync_playwright() as play:
        # As root Chromium begins only without its sandbox; it opens nothing but our own pages here.
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield opened
        finally:
            opened.close()


#: The levels that public bodies in the United Kingdom are held to, and axe-core's own good practice.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@functools.cache
def _axe_core() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")  # axe-core itself, MPL-2.0


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands, one line for each rule that is broken."""
    page.evaluate(_axe_core())
    found = page.evaluate("(levels) => axe.run(document, {runOnly: levels, resultTypes: ['violations']}).then((r) => r.violations)", LEVELS)
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html']}" for one in found]

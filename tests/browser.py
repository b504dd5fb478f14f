"""A real browser for tests of pages: Debian's Chromium, one for each test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

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

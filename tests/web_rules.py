"""What a page behind the QR code must keep to in a real browser: each rule reads one look at a page and names
what breaks it (rules 10-14 of the safety rules; WCAG 2.2 AA)."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request

WEATHER = "https://www.bbc.co.uk/weather"
LIMIT = 14_000  # bytes, what the first round trip of a connection carries
PHONE = {"width": 320, "height": 640}  # CSS pixels: WCAG 2.2, 1.4.10 Reflow
TARGET = 44  # CSS pixels: WCAG 2.2, 2.5.5 Target Size (Enhanced)
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")  # axe-core itself, MPL-2.0
AUDIT = f"""async () => {{
  const {{violations, incomplete, passes}} = await axe.run(document, {{runOnly: {LEVELS}, resultTypes: ["violations", "incomplete"]}});
  const told = found => found.map(rule => `${{rule.id}}: ${{rule.nodes.map(node => node.target.join(" ")).join(", ")}}`);
  return {{violations: told(violations), unsure: told(incomplete), passed: passes.length + violations.length}};
}}"""

#: What the page holds and where it stands. Digits are read as the eye does: line by line, from left to right.
READ = """() => {
  const digits = link => {
    const found = [], walk = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode());)
      [...node.data].forEach((letter, at) => {
        if (!/\\d/.test(letter)) return;
        const range = document.createRange();
        range.setStart(node, at); range.setEnd(node, at + 1);
        const {left, top, width, height} = range.getClientRects()[0] ?? new DOMRect();
        found.push({letter, left, top, height, seen: width > 0 && height > 0});
      });
    const above = (a, b) => a.top + a.height / 2 < b.top;
    found.sort((a, b) => above(a, b) ? -1 : above(b, a) ? 1 : a.left - b.left);
    return found.map(one => one.seen ? one.letter : "?").join("");
  };
  const links = [...document.querySelectorAll("a[href], button, input, summary")];
  const size = link => link.getBoundingClientRect();
  const styles = [...document.querySelectorAll("*")].map(getComputedStyle);
  const root = document.scrollingElement;
  return {
    wide: Math.max(root.scrollWidth, ...[...document.body.querySelectorAll("*")].map(one => Math.ceil(one.getBoundingClientRect().right - 0.5)))
      - Math.min(0, ...[...document.body.querySelectorAll("*")].map(one => Math.floor(one.getBoundingClientRect().left + 0.5))),
    numbers: [...document.querySelectorAll('a[href^="tel:"]')].map(link => [link.getAttribute("href").slice(4), digits(link)]),
    small: links.map(link => [link.textContent.trim() || link.className, size(link).width, size(link).height]),
    moving: document.getAnimations().length + styles.filter(style => style.animationName !== "none"
      || !/^(0s(, )?)+$/.test(style.transitionDuration) || style.scrollBehavior !== "auto").length,
  };
}"""
#: After the end of the page was scrolled to: is the way out on the screen, and uncovered?
REACH = """() => {
  scrollTo(0, document.body.scrollHeight);
  const way = document.getElementById("leave"), {left, right, top, bottom} = way?.getBoundingClientRect() ?? new DOMRect();
  const met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  scrollTo(0, 0);
  return !!way && top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight / 2 && way.contains(met);
}"""
KEPT = """async () => [...Object.keys(localStorage).map(key => "localStorage " + key),
  ...Object.keys(sessionStorage).map(key => "sessionStorage " + key),
  ...(await indexedDB.databases()).map(one => "indexedDB " + one.name),
  ...(await caches.keys()).map(key => "caches " + key),
  ...(await navigator.serviceWorker.getRegistrations()).map(one => "serviceWorker " + one.scope)]"""
DOUBLE = "() => { document.documentElement.style.fontSize = '200%' }"  # a style by script is what the policy lets pass
PLAIN = "() => { document.body.style.fontFamily = 'system-ui, sans-serif' }"  # a phone that has none of our fonts


class Host:
    """A server on loopback that answers as a scheme's host would, and notes what is asked of it.

    Its own Content-Security-Policy says only what a page cannot say for itself: here the page's must hold."""

    HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
               "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex", "Content-Security-Policy": "frame-ancestors 'none'"}

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host.asked.append(self.path)
                body = host.pages.get(self.path)
                self.send_response_only(404 if body is None else 200)
                for name, value in host.HEADERS.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def opened(context: BrowserContext) -> Iterator[Page]:
    """A page in this context, from which nothing reaches the network: the weather is a stand-in, all else fails.

    One page for many looks is quick: each new one finds its letters for forty languages anew."""
    page = context.new_page()
    page.route(re.compile(r"^(?!http://127\.0\.0\.1:)"), lambda route: (
        route.fulfill(body="<!DOCTYPE html><title>Weather</title>", content_type="text/html")
        if route.request.url == WEATHER else route.abort()))
    try:
        yield page
    finally:
        page.close()


def audited(page: Page) -> dict[str, list[str] | int]:
    """What axe-core says of the page as it stands."""
    page.evaluate(AXE)
    return page.evaluate(AUDIT)


@dataclass
class Look:
    """One look at one page. Lengths are CSS pixels."""

    asked: list[str] = field(default_factory=list)  #: of anybody, other than the page itself
    cookies: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    weight: int = 0
    phones: list[str] = field(default_factory=list)  #: digits, as the manifest has them
    reads: dict[str, dict] = field(default_factory=dict)  #: by what was done to the letters
    reach: dict[str, bool] = field(default_factory=dict)
    first: str = ""  #: what the first press of Tab comes to
    audit: dict[str, list[str] | int] = field(default_factory=dict)


def look(page: Page, host: Host, path: str, phones: list[str], *, audit: bool = True) -> Look:
    """Go to a page of the host and look at it closely."""
    seen = Look(weight=len(gzip.compress(host.pages[path], 9, mtime=0)), phones=[re.sub(r"\D", "", phone) for phone in phones])
    host.asked.clear()

    def requested(request: Request) -> None:
        if request.url != host.address + path:
            seen.asked.append(request.url)

    def spoke(message: ConsoleMessage) -> None:
        seen.console.append(message.text)

    def failed(fault: Error) -> None:
        seen.console.append(str(fault))

    hears = {"request": requested, "console": spoke, "pageerror": failed}
    for event, hear in hears.items():
        page.on(event, hear)
    try:
        page.goto(host.address + path)
        for name, change in (("", ""), ("doubled", DOUBLE), ("doubled, other fonts", PLAIN)):
            if change:
                page.evaluate(change)
            seen.reads[name], seen.reach[name] = page.evaluate(READ), page.evaluate(REACH)
        seen.kept = page.evaluate(KEPT)
        page.keyboard.press("Tab")
        seen.first = page.evaluate("document.activeElement.id")
        if audit:
            seen.audit = audited(page)
    finally:
        for event, hear in hears.items():
            page.remove_listener(event, hear)
    seen.asked += [asked for asked in host.asked if asked != path]
    seen.cookies = [cookie["name"] for cookie in page.context.cookies()]
    return seen


def _dialled(number: str) -> str:
    """What people in the UK press for a number as a telephone dials it."""
    return re.sub(r"^\+44", "0", number)


def _each(seen: Look, what: Callable[[dict], Iterator[str] | list[str]]) -> list[str]:
    return [f"{found} ({name})" if name else found for name, read in seen.reads.items() for found in what(read)]


#: Each rule, and what on a page breaks it.
RULES: dict[str, Callable[[Look], list[str]]] = {
    "nothing is asked of anybody": lambda seen: seen.asked,
    "no cookie": lambda seen: seen.cookies,
    "nothing is kept": lambda seen: seen.kept,
    "the console stays empty": lambda seen: seen.console,
    "light enough for one round trip": lambda seen: [f"{seen.weight} bytes"] if seen.weight > LIMIT else [],
    "a number dials what the eye reads": lambda seen: _each(seen, lambda read: [
        f"{digits} dials {dial}" for dial, digits in read["numbers"] if _dialled(dial) != digits]),
    "exactly the numbers of the edition": lambda seen: _each(seen, lambda read: sorted(
        {digits for _, digits in read["numbers"]} ^ set(seen.phones))),
    "targets as large as a finger": lambda seen: _each(seen, lambda read: [
        f"{name} {width:.1f} × {height:.1f}" for name, width, height in read["small"] if min(width, height) < TARGET - 0.01]),
    "no scrolling sideways": lambda seen: _each(seen, lambda read: [
        f"{read['wide']} px"] if read["wide"] > PHONE["width"] else []),
    "nothing moves": lambda seen: _each(seen, lambda read: [f"{read['moving']} elements"] if read["moving"] else []),
    "the way out is always in reach": lambda seen: [name or "as it is" for name, there in seen.reach.items() if not there],
    "the way out comes first": lambda seen: [] if seen.first == "leave" else [seen.first or "nothing"],
    "no violation in axe-core": lambda seen: seen.audit.get("violations", []) + [
        # A finger's room around a number makes axe unsure of what lies behind; the colours have a test of their own.
        f"unsure: {found}" for found in seen.audit.get("unsure", []) if not found.startswith("color-contrast:")],
}


def broken(seen: Look) -> dict[str, list[str]]:
    """The rules that a page breaks, and where."""
    return {rule: found for rule, finds in RULES.items() if (found := finds(seen))}


def path_of(address: str) -> str:
    """Where on its host a page stands."""
    return urlsplit(address).path

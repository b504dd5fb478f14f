"""The pages on the web: every address ever printed answers, with the right headers, and a live site is held against that."""

from __future__ import annotations

import datetime as dt
import gzip
import http.server
import json
import re
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, copy_root, generator, real_inputs
from generator.build.inputs import Inputs, read_inputs
from generator.build.plan import Narrow, plan
from generator.build.publish import PublishFile, publish
from generator.build.site import Written, write_site
from generator.build.disk import digest
from generator.page import Pages
from generator.problem import Severity, errors
from generator.site.fetch import fetch
from generator.site.headers import COMMON, POLICY, header_files, policy
from generator.site.ledger import Made, grown, ledger_bytes, ledger_of
from generator.site.live import Answer, Wanted, judge, together, wanted_pages
from generator.site.pages import Maker

HOST = "https://help.example.org/"
LIMIT = 14_000  # bytes compressed, of any page
LEDGER = "content/ledger/addresses.yaml"
PAGES = Narrow(material="helpline-page,number-page")


# --- a small root: one area, three languages, an address ---


@pytest.fixture
def small(root: Path) -> Path:
    """One area with an address of its own, in English, Romanian and Arabic."""
    for area in (root / "content/areas").glob("*.yaml"):
        if area.stem != "wiltshire":
            area.unlink()
    edit(root, "content/areas/wiltshire.yaml", r"(?ms)^locales:\n.*?(?=^local:)", "locales:\n  ro: 1\n  ar: 1\n  en: 1\n")
    edit(root, "content/areas/wiltshire.yaml", r"(?m)^nation: england$", f"nation: england\naddress: {HOST}")
    for file in (*(root / "content/locales").glob("*.yaml"), *(root / "locales").glob("*.po")):
        if file.stem not in ("ro", "ar", "pl", "en"):
            file.unlink()
    for file in (root / "content/materials").glob("*.yaml"):
        if file.stem not in ("helpline-page", "number-page", "safety-card", "folded-card", "booklet"):  # the page takes sentences from them
            file.unlink()
    for file in (root / "content/referrals").glob("*.yaml"):
        file.unlink()
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text, count = re.subn(old, new, file.read_text(encoding="utf-8"), count=1)
    assert count == 1, f"{old} is not in {path}"
    file.write_text(text, encoding="utf-8")


def built(inputs: Inputs, lose: str = "") -> list[dict[str, object]]:
    """The pages as the builder makes them, without their thumbnails; ``lose``: a language whose page fails."""
    pages, made = Pages(inputs.root), []
    for one in plan(inputs, [], PAGES).planned:
        if one.edition.locale.tag != lose:
            html, problems = pages.render(one.edition)
            assert html, problems
            made.append({"kind": "page", "area": one.edition.area, "locale": one.edition.locale.tag, "data": html.html.encode(),
                         "path": f"{one.edition.area}/{one.edition.locale.tag.lower()}/index.html", "address": one.edition.address})
    return made


def make(root: Path, today: dt.date = TODAY, lose: str = "") -> Written:
    """From the files of a root to build/site and the ledger."""
    inputs = read_inputs(root, today)
    outputs = built(inputs, lose)
    files = [PublishFile(o["path"], digest(o["data"]), o["data"]) for o in outputs]
    listed = json.dumps({"outputs": [{**o, "sha256": digest(o["data"]), "data": None} for o in outputs]}).encode()
    done, problems = publish(root / "build/release", [*files, PublishFile("manifest.json", digest(listed), listed)])
    assert not problems
    return write_site(inputs, root / "build/release", root / "build", today, inputs.problems)


def page(root: Path, path: str) -> str:
    return (root / "build/site" / path).read_text(encoding="utf-8")


def codes(written: Written) -> set[str]:
    return {p.code for p in written.problems}


# --- the folder ---


def test_each_printed_address_is_a_file_in_the_folder(small: Path) -> None:
    written = make(small)
    assert written.published and not errors(list(written.problems))
    for output in built(read_inputs(small, TODAY)):
        below = output["address"].removeprefix(HOST)
        assert page(small, f"wiltshire/{below}index.html").encode() == output["data"]
    assert {p.name for p in (small / "build/site/wiltshire").iterdir()} == {
        "ro", "ar", "en", "index.html", "404.html", ".htaccess", "_headers"}
    assert not [p for p in (small / "build/site").rglob("*") if p.name == "robots.txt"]
    assert not [p for p in (small / "build/site/wiltshire").rglob("*") if p.is_symlink()], "a host is given files, not links"


def test_the_first_page_offers_each_language_under_its_own_name_and_needs_no_script(small: Path) -> None:
    make(small)
    for name, before in (("index.html", ""), ("404.html", "/")):
        html = page(small, f"wiltshire/{name}")
        for tag, said, way in (("ro", "Română", "ltr"), ("ar", "العربية", "rtl"), ("en", "English", "ltr")):
            assert f'<a href="{before}{tag}/" lang="{tag}" hreflang="{tag}" dir="{way}">{said}</a>' in html
        assert "<script" not in html and "http-equiv=\"refresh\"" not in html and html.count("https://") == 1
        assert 'href="tel:+448000121700"' in html and 'href="tel:999"' in html
        assert '<meta name="robots" content="noindex, nofollow">' in html and "<title>Languages</title>" in html
        assert len(gzip.compress(html.encode(), 9)) <= LIMIT


def test_a_site_below_a_path_finds_its_pages_from_anywhere(small: Path) -> None:
    edit(small, "content/areas/wiltshire.yaml", re.escape(HOST), HOST + "w/")
    make(small)
    assert '<a href="/w/ro/"' in page(small, "wiltshire/404.html")
    assert "ErrorDocument 404 /w/404.html" in page(small, "wiltshire/.htaccess")
    assert "/w/ro/*\n" in page(small, "wiltshire/_headers") and '"^/w/ro/"' in page(small, "wiltshire.nginx.conf")


def test_every_kind_of_host_gets_the_same_headers_and_each_page_its_own_policy(small: Path) -> None:
    make(small)
    apache, lists, nginx = (page(small, f"wiltshire{name}") for name in ("/.htaccess", "/_headers", ".nginx.conf"))
    for name, value in COMMON:
        assert f'Header always set {name} "{value}"' in apache
        assert f"  {name}: {value}\n" in lists
        assert f'add_header {name} "{value}" always;' in nginx
    for tag in ("ro", "ar", "en"):
        html = page(small, f"wiltshire/{tag}/index.html")
        rule = policy(html.encode())
        meta = re.search('Content-Security-Policy" content="([^"]*)"', html)[1]
        assert rule == f"{meta}; frame-ancestors 'none'" and rule.count("'sha256-") == 2
        assert f'set {POLICY} "{rule}"' in page(small, f"wiltshire/{tag}/.htaccess")
        assert f"/{tag}/*\n  {POLICY}: {rule}\n" in lists
        assert f'if ($uri ~ "^/{tag}/") {{ set $page_policy "{rule}"; }}' in nginx
    for text in (apache, lists, nginx):
        assert text.startswith("# ") and "Strict-Transport-Security" not in text and "isallow" not in text
    assert max(map(len, lists.splitlines())) <= 2000 and lists.count("\n/") <= 100, "limits of Cloudflare Pages"


def test_policies_that_are_both_sent_do_not_forbid_the_page(small: Path) -> None:
    # A host that adds rules up sends the one for all pages too: it may name no style and no script.
    _, lists = "", header_files(HOST, {"index.html": b"", "404.html": b"", "ro/index.html": b""}, False)[0]["_headers"].decode()
    everywhere = lists.split("/*\n")[1].split("\n\n")[0]
    assert "default-src" not in everywhere and "style-src" not in everywhere and "frame-ancestors 'none'" in everywhere


def test_an_area_without_an_address_gets_a_draft_that_is_told_and_not_recorded(small: Path) -> None:
    edit(small, "content/areas/wiltshire.yaml", f"address: {HOST}\n", "")
    written = make(small)
    assert written.published and written.recorded == 0 and not (small / LEDGER).exists()
    assert [(p.code, p.severity) for p in written.problems] == [("W104", Severity.WARNING)]
    assert "DRAFT" in page(small, "README.txt") and page(small, "wiltshire/_headers").startswith("# DRAFT")
    assert "DRAFT" in page(small, "wiltshire/index.html") and "DRAFT" in page(small, "wiltshire/ro/index.html")


# --- the ledger: a printed address never dies ---


def test_what_is_published_is_recorded_once_and_for_good(small: Path) -> None:
    first = make(small)
    assert first.recorded == 3
    raw = (small / LEDGER).read_bytes()
    assert b'ro: "2026-11-21"' in raw and raw.startswith(b"# ")
    again = make(small, TODAY + dt.timedelta(days=9))
    assert again.recorded == 0 and (small / LEDGER).read_bytes() == raw, "the first day stays"
    assert not read_inputs(small, TODAY).problems


def test_the_page_of_a_removed_language_says_where_to_go_in_that_language(small: Path) -> None:
    make(small)
    edit(small, "content/areas/wiltshire.yaml", "  ar: 1\n", "")
    written = make(small)
    assert written.published and written.sites[0].old == ("ar",)
    html = page(small, "wiltshire/ar/index.html")
    said = read_inputs(small, TODAY).catalogs["ar"].entries["notice.page-moved"].translation
    assert '<html lang="ar" dir="rtl">' in html and said in html
    assert 'href="tel:+448000121700"' in html and 'href="../ro/"' in html and 'href="../ar/"' not in html
    assert '<a href="ar/"' not in page(small, "wiltshire/index.html"), "nobody is sent there anew"


def test_where_no_word_of_the_language_is_left_the_list_of_languages_stands(small: Path) -> None:
    make(small)
    edit(small, "content/areas/wiltshire.yaml", "  ar: 1\n", "")
    (small / "content/locales/ar.yaml").unlink()
    (small / "locales/ar.po").unlink()
    assert make(small).published
    html = page(small, "wiltshire/ar/index.html")
    assert '<a href="../ro/"' in html and 'href="tel:+448000121700"' in html


def test_the_pages_of_a_removed_area_stay(small: Path) -> None:
    make(small)
    (small / "content/areas/wiltshire.yaml").rename(small / "content/areas/shire.yaml")
    edit(small, "content/areas/shire.yaml", "id: wiltshire", "id: shire")
    edit(small, "content/areas/shire.yaml", re.escape(HOST), "https://new.example.org/")
    written = make(small)
    assert written.published and {s.address for s in written.sites} == {HOST, "https://new.example.org/"}
    old = next(s for s in written.sites if s.address == HOST)
    assert old.former and old.old == ("ar", "en", "ro")
    html = page(small, f"{old.folder}/ro/index.html")
    assert 'href="tel:+448000121700"' in html and '<a href="../ar/"' in html


def test_an_address_that_was_given_up_keeps_the_whole_pages(small: Path) -> None:
    make(small)
    edit(small, "content/areas/wiltshire.yaml", re.escape(HOST), "https://new.example.org/")
    written = make(small)
    old = next(s for s in written.sites if s.former)
    assert old.folder == "wiltshire-help-example-org"
    assert page(small, f"{old.folder}/ro/index.html") == page(small, "wiltshire/ro/index.html")
    assert "an older address" in page(small, "README.txt")
    assert {s.address for s in read_inputs(small, TODAY).library.ledger["addresses"].sites} == {HOST, "https://new.example.org/"}


def test_a_site_that_lacks_a_recorded_address_is_not_published(small: Path) -> None:
    make(small)
    before = (small / "build/site/current").readlink()
    written = make(small, lose="ro")
    assert not written.published and codes(written) == {"W101"} and f"{HOST}ro/" in str(written.problems[0])
    assert (small / "build/site/current").readlink() == before, "the older site stands, whole"
    assert make(small).published


def test_a_page_that_was_never_published_may_be_missing(small: Path) -> None:
    assert make(small, lose="ro").published
    assert "ro:" not in (small / LEDGER).read_text()
    assert 'href="ro/"' not in page(small, "wiltshire/index.html") and 'href="ar/"' in page(small, "wiltshire/index.html")


def test_a_ledger_that_cannot_be_read_stops_everything(small: Path) -> None:
    make(small)
    edit(small, LEDGER, "nation: england", "nation: englnad")
    raw = (small / LEDGER).read_bytes()
    written = make(small)
    assert not written.published and errors(list(written.problems))
    assert (small / LEDGER).read_bytes() == raw


def test_an_address_of_a_recorded_print_run_is_kept_too(small: Path) -> None:
    (small / "content/print-runs").mkdir(exist_ok=True)
    (small / "content/print-runs/one.yaml").write_text(
        'id: one\npack: 7F3A-9K2C-4TXW\narea: wiltshire\nprinter: office\non: "2026-11-01"\nby: ada\neditions:\n'
        '  - {code: 7F3A-9K2C-4TXW, area: wiltshire, locale: pl, material: number-card, format: card-85x55, copies: 5, '
        'qr: ["https://help.example.org/pl/"]}\n', encoding="utf-8")
    written = make(small)
    assert written.published and written.sites[0].old == ("pl",)
    assert 'lang="pl"' in page(small, "wiltshire/pl/index.html")
    assert 'pl: "2026-11-01"' in (small / LEDGER).read_text()


def test_the_ledger_only_grows(small: Path) -> None:
    ledger = ledger_of(read_inputs(small, TODAY).library)
    one = grown(ledger, [Made("wiltshire", "england", HOST, ("ro", "ar"))], TODAY)
    two = grown(one, [Made("wiltshire", "england", HOST, ("ro",)), Made("b", "wales", "https://b.example.org/", ("cy",))], TODAY)
    assert {(s.address, tag) for s in two.sites for tag in s.locales} == {(HOST, "ro"), (HOST, "ar"), ("https://b.example.org/", "cy")}
    data, problems = ledger_bytes(two)
    assert not problems and data == ledger_bytes(two)[0]


# --- notices ---


def test_one_key_puts_a_notice_on_every_page_in_the_language_of_each(small: Path) -> None:
    make(small)
    before = page(small, "wiltshire/ro/index.html")
    edit(small, "content/services/helpline.yaml", r"(?m)^who: everyone$", "who: everyone\nnotice: helpline-not-answering")
    make(small)
    entries = {tag: c.entries for tag, c in read_inputs(small, TODAY).catalogs.items()}
    for tag in ("ro", "ar"):
        html = page(small, f"wiltshire/{tag}/index.html")
        start = entries[tag]["notice.helpline-not-answering"].translation.split("{phone}")[0].strip()
        notice = html[html.index('<p class="notice">'):html.index("<h1>")]
        assert start in notice and '<a href="tel:999">' in notice
        assert "<h1>" not in html[:html.index('class="notice"')]
    assert "The helpline does not answer" in page(small, "wiltshire/index.html")
    assert "class=\"notice\"" not in before and ".notice" not in before, "a page without a notice pays nothing for it"
    code = '<span class="code"[^>]*>([^<]+)<'
    assert re.search(code, before)[1] != re.search(code, page(small, "wiltshire/ro/index.html"))[1]


def test_a_notice_of_an_area_stands_on_its_pages_only(wide_root: Path) -> None:
    edit(wide_root, "content/areas/wiltshire.yaml", r"(?m)^nation: england$", "nation: england\nnotice: address-moves")
    inputs = read_inputs(wide_root, TODAY)
    editions = [one.edition for one in plan(inputs, [], Narrow(material="helpline-page,safety-card")).planned]
    assert {(e.area, e.material) for e in editions if e.has("notice")} == {("wiltshire", "helpline-page")}
    assert {(e.area, e.material) for e in editions if not e.has("notice")} >= {("wiltshire", "safety-card"), ("west-mercia", "helpline-page")}


def test_a_notice_that_is_not_translated_stands_in_english_and_is_told(small: Path) -> None:
    edit(small, "content/areas/wiltshire.yaml", "nation: england", "nation: england\nnotice: address-moves")
    edit(small, "content/notices/address-moves.yaml", "will soon have", "will shortly have")
    inputs = read_inputs(small, TODAY)
    join = inputs.join
    for material in ("helpline-page", "number-page"):
        edition, problems = join.edition(inputs.library.materials[material], inputs.library.locales["ar"], inputs.library.areas["wiltshire"])
        assert edition.pages[0].blocks[0].type == "notice-in-english" and edition.locale.tag == "ar"
        html = Pages(small).render(edition)[0].html
        assert '<p class="notice" dir="ltr" lang="en">' in html and "will shortly have" in html
        assert [(p.code, p.severity) for p in problems] == ([("E206", Severity.WARNING)] if material == "helpline-page" else [])


def test_a_notice_that_does_not_exist_is_an_error_with_the_nearest(small: Path) -> None:
    edit(small, "content/services/helpline.yaml", "(?m)^who: everyone$", "who: everyone\nnotice: helpline-not-answring")
    problem = next(p for p in generator("check", "--root", small, "--format", "json").problems if p["code"] == "C311")
    assert problem["path"] == "content/services/helpline.yaml" and problem["line"] and "helpline-not-answering" in problem["remedy"]


def test_every_notice_is_translated_and_every_page_stays_light_with_all_of_them() -> None:
    inputs = real_inputs()
    library = inputs.library
    assert {"helpline-not-answering", "address-moves", "page-moved"} <= library.notices.keys()
    helpline = library.services["helpline"].model_copy(update={"notice": "helpline-not-answering"})
    area = library.areas["wiltshire"].model_copy(update={"notice": "address-moves"})
    join = replace(inputs, library=replace(library, services={**library.services, "helpline": helpline})).join
    pages, heaviest = Pages(ROOT), 0
    for tag in area.locales:
        edition, problems = join.edition(library.materials["helpline-page"], library.locales[tag], area, notice="page-moved")
        assert not problems, problems
        assert [b.type for b in edition.pages[0].blocks[:4]] == ["notice"] * 3 + ["leave"], tag
        heaviest = max(heaviest, len(gzip.compress(pages.render(edition)[0].html.encode(), 9)))
    assert 3_000 < heaviest <= LIMIT


# --- a live site ---


@contextmanager
def serving(handler: type[http.server.BaseHTTPRequestHandler], tls: Path | None = None) -> Iterator[str]:
    """A server on loopback; its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that hangs up is no news
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls / "cert.pem", tls / "key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def site(files: dict[str, bytes], **change: object) -> type[http.server.BaseHTTPRequestHandler]:
    """A host that does everything right, but for ``change``: spoil(handler, path, status, headers, body) → the same."""
    class Host(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            path = self.path[1:] + ("index.html" if self.path.endswith("/") else "")
            status, name = (200, path) if path in files else (404, "404.html")
            body = files[name]
            headers = {**dict(COMMON), POLICY: policy(body), "Content-Type": "text/html; charset=UTF-8"}
            if spoil := change.get("spoil"):
                status, headers, body = spoil(self, status, headers, body)
            if body is None:
                return
            self.send_response_only(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Host


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The real pages of one area in two languages."""
    inputs = read_inputs(copy_root(tmp_path_factory.mktemp("live") / "root"), TODAY)
    made = {o["locale"]: o["data"] for o in built(inputs) if o["area"] == "wiltshire" and o["locale"] in ("ro", "ar")}
    maker = Maker(inputs.join, Pages(inputs.root), {"wiltshire": made})
    return dict(next(s for s in maker.sites(ledger_of(inputs.library)) if s.area == "wiltshire").pages)


def told(files: dict[str, bytes], base: str, limit: float = 5.0) -> dict[str, set[str]]:
    """path → codes, of everything that is wrong below ``base``."""
    found: dict[str, set[str]] = {}
    for one in wanted_pages(base, files):
        for problem in judge(one, fetch(one.url, limit)):
            found.setdefault(problem.path.removeprefix(base), set()).add(problem.code)
    return found


def test_a_site_that_is_as_it_was_built_passes(pages: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # a proxy of the machine has no say
    with serving(site(pages)) as base:
        assert told(pages, base) == {}
        assert [one.url.removeprefix(base) for one in wanted_pages(base, pages)] == ["", "ar/", "ro/", "no-such-page/"]


def test_rules_that_a_host_adds_up_are_read_as_two_policies(pages: dict[str, bytes]) -> None:
    with serving(site(pages, spoil=lambda h, s, head, b: (s, head | {POLICY: "base-uri 'none', " + head[POLICY]}, b))) as base:
        assert told(pages, base) == {}


@pytest.mark.parametrize(("code", "spoil"), [
    ("W112", lambda h, s, head, b: (404 if h.path == "/ro/" else s, head, b)),
    ("W113", lambda h, s, head, b: (301, {"Location": "https://elsewhere.example/"}, b"") if h.path == "/ro/" else (s, head, b)),
    ("W114", lambda h, s, head, b: (s, head, b.replace(b"08000", b"08001") if h.path == "/ro/" else b)),
    ("W114", lambda h, s, head, b: (s, head | {"Content-Encoding": "gzip"}, gzip.compress(b)) if h.path == "/ro/" else (s, head, b)),
    ("W115", lambda h, s, head, b: (s, head, b * 40 if h.path == "/ro/" else b)),
    ("W116", lambda h, s, head, b: (s, head | ({"Cache-Control": "max-age=600"} if h.path == "/ro/" else {}), b)),
    ("W116", lambda h, s, head, b: (s, {k: v for k, v in head.items() if k != "Referrer-Policy" or h.path != "/ro/"}, b)),
    ("W116", lambda h, s, head, b: (s, head | ({POLICY: "default-src 'self'"} if h.path == "/ro/" else {}), b)),
    ("W117", lambda h, s, head, b: (s, head | ({"Content-Type": "text/plain"} if h.path == "/ro/" else {}), b)),
    ("W118", lambda h, s, head, b: (s, head | ({"X-Robots-Tag": "all"} if h.path == "/ro/" else {}), b)),
    ("W118", lambda h, s, head, b: (s, head, b.replace(b"noindex", b"index") if h.path == "/ro/" else b)),
    ("W119", lambda h, s, head, b: (s, head, b.replace(b"</main>", b'<img src="http://x.example/1.png">') if h.path == "/ro/" else b)),
    ("W120", lambda h, s, head, b: (s, head | ({"Set-Cookie": "id=1"} if h.path == "/ro/" else {}), b)),
    ("W121", lambda h, s, head, b: (s, head | ({"Server": "nginx/1.22.1"} if h.path == "/ro/" else {}), b)),
], ids=["missing", "redirect", "other-number", "compressed", "endless", "cached", "no-referrer-policy", "other-policy", "type", "indexed",
        "no-meta-noindex", "mixed", "cookie", "server-told"])
def test_each_fault_of_a_host_is_told_at_its_address(code: str, spoil: object, pages: dict[str, bytes]) -> None:
    with serving(site(pages, spoil=spoil)) as base:
        found = told(pages, base)
    assert set(found) == {"ro/"} and code in found["ro/"]


def test_a_missing_page_must_show_the_list_of_languages(pages: dict[str, bytes]) -> None:
    with serving(site(pages, spoil=lambda h, s, head, b: (s, head, b"Not found" if s == 404 else b))) as base:
        assert set(told(pages, base)) == {"no-such-page/"}
    with serving(site(pages, spoil=lambda h, s, head, b: (200, head, b))) as base:
        assert told(pages, base) == {"no-such-page/": {"W112"}}


def _silent(handler: http.server.BaseHTTPRequestHandler, *rest: object) -> tuple[int, dict[str, str], None]:
    time.sleep(2)
    return 200, {}, None


def _dripping(handler: http.server.BaseHTTPRequestHandler, *rest: object) -> tuple[int, dict[str, str], None]:
    for _ in range(20):  # each byte comes within any limit on one read
        handler.wfile.write(b"H")
        time.sleep(0.1)
    return 200, {}, None


def _endless(handler: http.server.BaseHTTPRequestHandler, *rest: object) -> tuple[int, dict[str, str], None]:
    handler.send_response_only(200)
    handler.end_headers()
    for _ in range(20_000):
        handler.wfile.write(b"x" * 1024)
    return 200, {}, None


def _nonsense(handler: http.server.BaseHTTPRequestHandler, *rest: object) -> tuple[int, dict[str, str], None]:
    handler.wfile.write(b"\x00\xff no web server\r\n\r\n")
    return 200, {}, None


@pytest.mark.parametrize(("spoil", "code"), [(_silent, "W110"), (_dripping, "W110"), (_endless, "W115"), (_nonsense, "W110")],
                         ids=["silent", "dripping", "endless", "nonsense"])
def test_a_host_cannot_hold_the_check_up(spoil: object, code: str, pages: dict[str, bytes]) -> None:
    with serving(site(pages, spoil=spoil)) as base:
        started = time.monotonic()
        wanted = Wanted(f"{base}ro/", pages["ro/index.html"])
        problems = judge(wanted, fetch(wanted.url, 0.7))
    assert problems[0].code == code and time.monotonic() - started < 2.5
    assert "\n" not in str(problems[0])


def test_a_certificate_that_is_not_valid_is_one_line(tmp_path: Path, pages: dict[str, bytes]) -> None:
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=help", "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"], check=True, capture_output=True)
    with serving(site(pages), tls=tmp_path) as base:
        (problem,) = judge(Wanted(base, pages["index.html"]), fetch(base, 5))
    assert problem.code == "W111" and "self-signed" in problem.message
    with serving(site(pages)) as base:
        (problem,) = judge(Wanted(base, b""), fetch(base.replace("http:", "https:"), 5))
    assert problem.code == "W111"


@pytest.mark.parametrize(("url", "code"), [("file:///etc/passwd", "W110"), ("ftp://127.0.0.1/", "W110"), ("http://help.example.org/", "W122"),
                                           ("http://127.0.0.1:1/", "W110"), ("https://", "W110")])
def test_only_the_web_is_asked_and_only_encrypted(url: str, code: str) -> None:
    (problem,) = judge(Wanted(url, b""), fetch(url, 5))
    assert problem.code == code


def test_what_a_host_says_cannot_steer_the_terminal() -> None:
    (problem,) = judge(Wanted(HOST, b""), Answer(302, (("Location", "https://x.example/\x1b[2J\x07" + "a" * 500),)))
    assert "\x1b" not in str(problem) and "\x07" not in str(problem) and len(str(problem)) < 400


def test_one_fault_on_all_pages_is_one_line() -> None:
    same = [p for n in range(41) for p in judge(Wanted(f"{HOST}{n}/", b""), Answer(500))]
    (problem,) = together(same)
    assert "on 40 more pages" in problem.message


# --- the commands ---


def test_site_and_check_site_from_content_to_a_live_host(small: Path) -> None:
    edit(small, "content/areas/wiltshire.yaml", "  ar: 1\n", "")
    edit(small, "content/areas/wiltshire.yaml", "  en: 1\n", "")
    ran = generator("site", "--root", small)
    assert ran.code == 0, ran.out + ran.err
    assert f"1 languages for {HOST}" in ran.out and "1 addresses are new" in ran.out
    files = {p.relative_to(small / "build/site/wiltshire").as_posix(): p.read_bytes() for p in (small / "build/site/wiltshire").rglob("*.html")}
    assert set(files) == {"index.html", "404.html", "ro/index.html"}
    with serving(site(files)) as base:
        ran = generator("check-site", "--root", small, base, "--area", "wiltshire")
        assert ran.code == 0 and "3 of 3 addresses fetched, all as they were built" in ran.out
    with serving(site(files, spoil=_silent)) as base:
        ran = generator("check-site", "--root", small, base, "--area", "wiltshire", "--time-limit", "0.3")
        assert ran.code == 1 and "2 of 3 addresses" in ran.out, "it gives up on a host that is silent"
        assert "So on 1 more pages" in ran.err
    ran = generator("check-site", "--root", small, "https://other.example.org/")
    assert ran.code == 2 and "AREA=" in ran.err


def test_check_site_without_a_site_says_what_to_do_first(small: Path) -> None:
    ran = generator("check-site", "--root", small)
    assert ran.code == 2 and "make site" in ran.err

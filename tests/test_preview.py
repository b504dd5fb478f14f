"""The preview: real servers on roots of their own; each edit is one that a translator or an officer would make."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build.plan import Narrow
from generator.preview.warm import Warm
from generator.preview.watch import Watch
from conftest import FEWER, ROOT, TODAY, copy_root

CARD = "wiltshire/ro/safety-card"
LIMIT_S = 20.0


class Preview:
    """A real server in a process of its own, and what it tells."""

    def __init__(self, root: Path, build: Path, material: str = "safety-card"):
        self.root, self.build = root, build
        self.process = subprocess.Popen(
            [sys.executable, "-m", "generator", "--root", root, "--build", build, "preview", "--locale", "ro",
             "--area", "wiltshire", "--material", material, "--port", "0", "--no-open"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"})
        line = self.process.stdout.readline()
        assert line.startswith("Preview: http://127.0.0.1:"), line + self.process.stdout.read()
        self.port = int(re.search(r":(\d+)/", line)[1])
        self.said: list[str] = []
        self.hearing = threading.Thread(target=lambda: self.said.extend(self.process.stdout), daemon=True)
        self.hearing.start()

    def get(self, path: str, host: str = "", method: str = "GET") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_S)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        connection.endheaders()
        with closing(connection), connection.getresponse() as answer:
            return answer.status, answer.read()

    def events(self) -> Iterator[dict]:
        """What the stream tells, as a browser hears it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_S)
        connection.request("GET", f"/_preview/events?at={CARD}.pdf")
        with closing(connection), connection.getresponse() as answer:
            assert answer.getheader("Content-Type") == "text/event-stream"
            for line in answer:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

    def until(self, state: str, events: Iterator[dict] | None = None, name: str = CARD) -> dict:
        late = time.monotonic() + LIMIT_S
        with closing(self.events()) if events is None else nullcontext(events) as heard:
            for told in heard:
                if time.monotonic() > late:
                    break
                one = next((one for key, one in told["editions"].items() if key.startswith(f"{name}/")), None)
                if one and one["state"] == state:
                    return one
        raise AssertionError(f"never {state}: {self.said}")

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, path
        beside = file.with_name(f".{file.name}.new")  # as an editor saves
        beside.write_text(text.replace(old, new, 1), encoding="utf-8")
        os.replace(beside, file)

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(10)
        self.hearing.join(5)
        return code


def small_root(root: Path) -> Path:
    """With three catalogs only: those of the others are missing, which is told and stops nobody."""
    for file in root.glob("locales/*.po"):
        if file.stem not in ("ro", "ar", "sq"):
            file.unlink()
    return root


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One server for all tests of this file: its first layout takes seconds."""
    folder = tmp_path_factory.mktemp("preview")
    served = Preview(small_root(copy_root(folder / "root", FEWER, frozenset({"wiltshire"}))), folder / "looked-at")
    try:
        served.until("good")
        yield served
        assert served.end() == 0, served.said
        assert "Traceback" not in "".join(served.said)
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.1", served.port), 1).close()
    finally:
        with suppress(ProcessLookupError):
            served.process.kill()
        served.hearing.join(5)
        served.process.stdout.close()


@pytest.fixture
def web(root: Path, tmp_path: Path) -> Iterator[Preview]:
    """A server of the page behind the QR code alone."""
    served = Preview(small_root(root), tmp_path / "looked-at", "helpline-page")
    try:
        served.until("good", name="wiltshire/ro/helpline-page")
        yield served
    finally:
        served.process.kill()
        served.process.wait(5)
        served.hearing.join(5)
        served.process.stdout.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A window that nobody has used before; the pages must raise nothing and want nothing that their policy forbids."""
    page = browser.new_page()
    raised: list[str] = []
    page.on("pageerror", lambda fault: raised.append(str(fault)))
    page.on("console", lambda said: raised.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    page.close()
    assert raised == []


def first_translation(root: Path, material: str = "safety-card") -> str:
    """A line of the Romanian catalog that stands on the card."""
    text = (root / "locales/ro.po").read_text(encoding="utf-8")
    return re.search(rf'msgctxt "{material}\.[^"]+"\nmsgid "[^"{{]+"\n(msgstr "[^"{{]+ [^"{{]+")\n', text)[1]


def test_the_overview_and_the_pdf(shared: Preview) -> None:
    status, page = shared.get("/")
    assert status == 200 and b"/_preview/client.js" in page
    policy = re.search(rb'Content-Security-Policy" content="([^"]*)"', html.unescape(page.decode()).encode())[1].decode()
    assert "script-src 'self' 'sha256-" in policy and "connect-src 'self'" in policy
    status, pdf = shared.get(f"/{CARD}.pdf")
    assert status == 200 and pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-32:]
    assert shared.get(f"/_preview/view?file={CARD}.pdf")[0] == 200
    value = json.loads(shared.get("/manifest.json")[1])
    assert {o["path"] for o in value["outputs"]} >= {f"{CARD}.pdf", f"{CARD}-duplex.pdf"}
    for kept in shared.build.rglob("*"):  # the script is in the answer, never in a file
        assert not kept.is_file() or b"_preview" not in kept.read_bytes(), kept


def test_an_edit_is_seen_and_then_checked(shared: Preview) -> None:
    before, pdf = shared.until("good"), shared.get(f"/{CARD}.pdf")[1]
    events = shared.events()
    next(events)
    said = first_translation(shared.root)
    shared.edit("locales/ro.po", said, said[:-1] + ' acum"')
    started = time.monotonic()
    seen = shared.until("checking", events)
    assert time.monotonic() - started < 15
    assert seen["code"] != before["code"]
    new = shared.get(f"/{CARD}.pdf")[1]
    assert new.startswith(b"%PDF-") and new != pdf
    good = shared.until("good", events)
    assert good["code"] == seen["code"]
    assert good["files"][f"{CARD}.pdf"] == seen["files"][f"{CARD}.pdf"], "what was checked is not what was shown"
    assert {o["edition"] for o in json.loads(shared.get("/manifest.json")[1])["outputs"]} == {good["code"]}


def test_an_error_is_told_and_the_old_page_stays(shared: Preview) -> None:
    before, pdf = shared.until("good"), shared.get(f"/{CARD}.pdf")[1]
    events = shared.events()
    next(events)
    said = first_translation(shared.root)
    shared.edit("locales/ro.po", said, said[:-1] + ' 112"')  # a digit that nobody may type
    old = shared.until("old", events)
    assert any("digit" in p and "locales/ro.po:" in p and re.search(r"error E\d+", p) for p in old["problems"]), old
    assert old["code"] == before["code"]
    assert shared.get(f"/{CARD}.pdf")[1] == pdf
    assert b"msgstr" not in shared.get("/")[1] and shared.get("/")[0] == 200
    shared.edit("locales/ro.po", said[:-1] + ' 112"', said)
    assert shared.until("good", events)["problems"] == before["problems"]


def test_a_catalog_that_cannot_be_read_is_told_with_its_line(shared: Preview) -> None:
    pdf, events = shared.get(f"/{CARD}.pdf")[1], shared.events()
    next(events)
    said = first_translation(shared.root)
    shared.edit("locales/ro.po", said, said[:-1])
    old = shared.until("old", events)
    assert any(re.match(r"locales/ro\.po:\d+: error E1\d\d ", p) for p in old["problems"]), old
    assert shared.get(f"/{CARD}.pdf")[1] == pdf
    shared.edit("locales/ro.po", said[:-1] + "\n", said + "\n")
    shared.until("good", events)


def test_what_only_the_making_finds_is_told(shared: Preview) -> None:
    pdf, events = shared.get(f"/{CARD}.pdf")[1], shared.events()
    next(events)
    with (shared.root / "templates/card.css").open("a") as file:
        file.write("p, h1, h2, li { font-size: 30pt !important }")
    old = shared.until("old", events)
    assert any(f"{CARD}.pdf: error P202 text-too-long" in p for p in old["problems"]), old
    assert shared.get(f"/{CARD}.pdf")[1] == pdf
    shared.edit("templates/card.css", "p, h1, h2, li { font-size: 30pt !important }", "")
    shared.until("good", events)


def test_a_broken_template_is_told_and_mended(shared: Preview) -> None:
    pdf, events = shared.get(f"/{CARD}.pdf")[1], shared.events()
    next(events)
    with (shared.root / "templates/card.html.j2").open("a") as file:
        file.write("{% if %}")
    old = shared.until("old", events)
    assert any("P101" in p and "card.html.j2" in p for p in old["problems"]), old
    assert shared.get(f"/{CARD}.pdf")[1] == pdf and shared.get("/")[0] == 200
    shared.edit("templates/card.html.j2", "{% if %}", "")
    assert shared.until("good", events)


def test_only_this_computer_is_listened_to(shared: Preview) -> None:
    listening = [line.split() for table in ("tcp", "tcp6") if Path(f"/proc/net/{table}").exists()
                 for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    addresses = {one[1].split(":")[0] for one in listening if one[3] == "0A" and int(one[1].split(":")[1], 16) == shared.port}
    assert addresses == {"0100007F"}
    assert shared.get("/", host="strange.example")[0] == 403  # another site's name led to us
    assert shared.get(f"/{CARD}.pdf", host=f"strange.example:{shared.port}")[0] == 403
    assert shared.get("/", host=f"localhost:{shared.port}")[0] == 200
    assert shared.get("/", method="POST")[0] == 501


@pytest.mark.parametrize("path", [
    "/../root/locales/ro.po", "/%2e%2e/root/locales/ro.po", "/wiltshire/../../root/locales/ro.po",
    "/..%2froot%2flocales%2fro.po", "/%252e%252e/root/locales/ro.po", "//etc/passwd", "/%2Fetc/passwd", "/.cache/v2/entries",
    "/wiltshire", "/wiltshire/", f"/{CARD}.pdf/", f"/{CARD}.pdf%00", "/link.pdf", "/wiltshire/ro/link.pdf", "/locales/ro.po",
    "/_preview/server.py", "/_preview/../client.js", "/_preview/view?file=../../etc/passwd", "/_preview/view?file=link.pdf"])
def test_what_is_not_in_the_set_is_not_there(shared: Preview, path: str) -> None:
    for link in (shared.build / "link.pdf", shared.build / "wiltshire/ro/link.pdf"):
        link.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            link.symlink_to("/etc/passwd")
    status, body = shared.get(path)
    assert status == 404 and b"root:" not in body and b"msgid" not in body


def test_a_damaged_file_of_the_cache_is_not_shown(shared: Preview) -> None:
    path = f"{CARD}-fold.pdf"
    whole = shared.get(f"/{path}")[1]
    kept = next(f for f in shared.build.rglob("objects/*") if f.read_bytes() == whole)
    kept.write_bytes(whole + b" ")
    assert shared.get(f"/{path}")[0] == 404
    kept.write_bytes(whole)
    assert shared.get(f"/{path}")[0] == 200


def test_a_second_preview_waits_for_its_turn(shared: Preview) -> None:
    ran = subprocess.run([sys.executable, "-m", "generator", "--root", shared.root, "--build", shared.build, "preview",
                          "--port", "0", "--no-open"], capture_output=True, text=True, timeout=60,
                         env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ran.returncode == 1 and "B414" in ran.stderr and "Traceback" not in ran.stderr


def test_a_port_in_use_is_told(shared: Preview, tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-m", "generator", "--root", shared.root, "--build", tmp_path / "b", "preview",
                          "--locale", "ro", "--port", str(shared.port), "--no-open"], capture_output=True, text=True,
                         timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ran.returncode == 1 and "B450" in ran.stderr and "Traceback" not in ran.stderr


def test_what_is_kept_warm_is_what_reading_everything_gives(root: Path) -> None:
    warm = Warm(small_root(root), TODAY, Narrow(area="wiltshire", material="safety-card"))
    file = root / "locales/ro.po"
    for change in (lambda t: t.replace('msgid "', 'msgid ', 1),
                   lambda t: (ROOT / "locales/ro.po").read_text(encoding="utf-8").replace(" ajutor.", " ajutor 999.")):
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
        warm.take({"locales/ro.po"})
        fresh = Warm(root, TODAY, Narrow(area="wiltshire", material="safety-card"))
        assert warm.inputs.catalogs == fresh.inputs.catalogs
        assert list(warm.inputs.catalogs) == list(fresh.inputs.catalogs)
        assert sorted(warm.problems) == sorted(fresh.problems)
        assert [(p.edition, p.key) for p in warm.plan.planned] == [(p.edition, p.key) for p in fresh.plan.planned]
        assert sorted(warm.plan.failed, key=repr) == sorted(fresh.plan.failed, key=repr)
    helpline = root / "content/services/helpline.yaml"
    helpline.write_text(helpline.read_text(encoding="utf-8").replace("08000 121 700", "08000 121 701"), encoding="utf-8")
    warm.take({"content/services/helpline.yaml"})
    fresh = Warm(root, TODAY, Narrow(area="wiltshire", material="safety-card"))
    assert sorted(warm.problems) == sorted(fresh.problems) and warm.plan.failed == fresh.plan.failed
    assert [p.key for p in warm.plan.planned] == [p.key for p in fresh.plan.planned]


def test_a_waived_problem_is_not_told(root: Path) -> None:
    def told(warm: Warm) -> set[str]:
        return {p.code for p in warm.problems if p.code in ("E520", "C350")}

    file = small_root(root) / "locales/ro.po"
    narrow = Narrow(locale="ro", area="wiltshire", material="safety-card")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Puteți cere un interpret", "Puteți cere un traducător"), encoding="utf-8")
    assert told(Warm(root, TODAY, narrow)) == {"E520"}
    (root / "content/people/ana.yaml").write_text("id: ana\nname: Ana\n")
    (root / "content/waivers/word.yaml").write_text(
        'id: word\ncode: E520\nlocale: ro\nreason: The word of this office.\non: "2026-11-20"\nby: ana\n')
    warm = Warm(root, TODAY, narrow)
    assert told(warm) == set()
    for now, codes in ((text, {"C350"}), (text.replace("Puteți cere un interpret", "Puteți cere un traducător"), set())):
        file.write_text(now, encoding="utf-8")
        warm.take({"locales/ro.po"})  # the waiver is judged anew after each edit
        assert told(warm) == codes


def test_what_changed_is_told_by_its_bytes(root: Path) -> None:
    watch, file = Watch(root), root / "locales/ro.po"
    assert not watch.changed()
    os.utime(file, (1, 1))
    assert not watch.changed(), "the same bytes, saved again"
    file.write_bytes(file.read_bytes() + b"\n")
    assert watch.changed() == {"locales/ro.po"}
    (root / "locales/.ro.po.swp").write_text("x")
    assert not watch.changed()
    file.unlink()
    (root / "content/services/new.yaml").write_text("x")
    assert watch.changed() == {"locales/ro.po", "content/services/new.yaml"}


# ---- in a real browser ----------------------------------------------------------------------------------------------
# No test reloads a page or clicks: what is seen came by itself.

BAR = "section[aria-label=Preview]"


def seen(tab: Page, inside: str, text: str) -> None:
    expect(tab.locator(inside)).to_contain_text(text, timeout=LIMIT_S * 1000)


def clean(tab: Page, inside: str) -> None:
    expect(tab.locator(inside)).to_be_empty(timeout=LIMIT_S * 1000)


def test_the_browser_shows_an_edit_of_a_web_page_and_what_is_wrong_with_it(web: Preview, tab: Page) -> None:
    said = first_translation(web.root, "helpline-page")
    words = said[len('msgstr "'):-1]
    tab.goto(f"http://127.0.0.1:{web.port}/wiltshire/ro/index.html")
    seen(tab, "body", words)
    clean(tab, BAR)
    web.edit("locales/ro.po", said, said[:-1] + ' toamna"')
    seen(tab, "body", words + " toamna")
    web.edit("locales/ro.po", said[:-1] + ' toamna"', said[:-1] + ' 112"')
    seen(tab, BAR, "OLD: the last good one.")
    expect(tab.locator(BAR)).to_contain_text(re.compile(r"locales/ro\.po:\d+: error E212 "))
    seen(tab, "body", words + " toamna")  # the last good one, not the new one with a digit that somebody typed
    assert "112" not in tab.locator("body").inner_text().replace(tab.locator(BAR).inner_text(), "")
    web.edit("locales/ro.po", said[:-1] + ' 112"', said)
    expect(tab.locator("body")).not_to_contain_text("toamna", timeout=LIMIT_S * 1000)
    clean(tab, BAR)
    assert web.end() == 0
    seen(tab, BAR, "The preview has ended")


def test_the_browser_shows_a_new_pdf_and_an_error_above_the_old_one(shared: Preview, tab: Page) -> None:
    def look() -> bytes:
        return tab.screenshot(clip={"x": 640, "y": 200, "width": 640, "height": 500})

    def until(done: Callable[[bytes], bool]) -> bytes:
        late = time.monotonic() + LIMIT_S
        while len(now := look()) < 9_000 or not done(now):  # an empty viewer packs to far less than letters
            assert time.monotonic() < late, "the picture never came"
        return now

    said = first_translation(shared.root)
    tab.goto(f"http://127.0.0.1:{shared.port}/_preview/view?file={CARD}.pdf")
    before = until(lambda png: png == look())
    events = shared.events()
    next(events)
    shared.edit("locales/ro.po", said, said[:-1] + ' toamna"')
    shared.until("checking", events)
    shared.until("good", events)
    clean(tab, BAR)  # which would move the picture down
    until(lambda png: png != before)
    shared.edit("locales/ro.po", said[:-1] + ' toamna"', said[:-1] + ' 112"')
    seen(tab, BAR, "error E212 digits-differ: safety-card.")
    shared.edit("locales/ro.po", said[:-1] + ' 112"', said)
    clean(tab, BAR)
    until(lambda png: png == before)


def test_the_gallery_tells_an_error_on_the_tile_that_has_it(shared: Preview, tab: Page) -> None:
    said = first_translation(shared.root)
    tile = ".tile[data-area=wiltshire][data-language=ro][data-material=safety-card]"
    tab.goto(f"http://127.0.0.1:{shared.port}/")
    code = tab.locator(f"{tile} code.key").first.inner_text()
    clean(tab, BAR)
    shared.edit("locales/ro.po", said, said[:-1] + ' 112"')
    for place in (BAR, f"{tile} .preview-note"):
        expect(tab.locator(place)).to_contain_text(re.compile("error E212 digits-differ: safety-card"), timeout=LIMIT_S * 1000)
    shared.edit("locales/ro.po", said[:-1] + ' 112"', said[:-1] + ' toamna"')
    clean(tab, BAR)
    expect(tab.locator(f"{tile} code.key").first).not_to_have_text(code, timeout=LIMIT_S * 1000)  # the tile is of the new edition
    shared.edit("locales/ro.po", said[:-1] + ' toamna"', said)
    seen(tab, tile, code)
    expect(tab.locator(f"{tile} .preview-note")).to_be_empty()

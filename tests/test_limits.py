"""Whatever comes in is bounded: every limit stands in one place, and what is just over one is refused; a worker that eats or hangs is named."""

from __future__ import annotations

import io
import json
import multiprocessing as mp
import os
import re
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from conftest import ROOT
from generator import limits
from generator.cli import preflight, review
from generator.content.reader import read_plain_file
from generator.manifest import NAMED, outputs_of
from generator.packs.parcel import read_pack
from generator.plainfile import Refused, Why, read_plain
from generator.preview import worker
from generator.receive import parcel as received


def test_every_limit_has_its_unit_and_stands_in_one_place() -> None:
    source = (ROOT / "generator" / "limits.py").read_text(encoding="utf-8")
    named = re.findall(r"^([A-Z_]+) = ", source, re.MULTILINE)
    assert len(named) == len(set(named)) >= 25
    for name in named:
        assert name.rsplit("_", 1)[-1] in ("BYTES", "DEPTH", "NODES", "TEXT", "FILES", "LINE", "ENTRIES", "SECONDS", "ELEMENTS", "RATIO", "MB"), name
    users = "\n".join(f.read_text(encoding="utf-8") for f in (ROOT / "generator").rglob("*.py") if f.name != "limits.py")
    assert [name for name in named if not re.search(rf"\b{name}\b", users)] == []


# ---- reading ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("follow", [False, True])
def test_a_plain_file_is_read_up_to_its_size_and_no_further(tmp_path: Path, follow: bool) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read_plain(file, 5, follow=follow) == b"12345"
    refused = read_plain(file, 4, follow=follow)
    assert isinstance(refused, Refused) and refused.why is Why.TOO_LARGE and "5 bytes; 4 are allowed" in refused.said


@pytest.mark.parametrize(("make", "why"), [
    (lambda p: os.mkfifo(p), Why.NOT_PLAIN), (lambda p: p.mkdir(), Why.NOT_PLAIN), (lambda p: p.symlink_to("/dev/zero"), Why.NOT_PLAIN),
    (lambda p: p.symlink_to(p.name), Why.NOT_PLAIN), (lambda p: p.symlink_to("/proc/self/environ"), Why.NOT_PLAIN),
    (lambda p: p.symlink_to("nothing"), Why.NOT_PLAIN), (lambda p: None, Why.MISSING)],
    ids=["pipe", "folder", "device", "link to itself", "proc", "link to nothing", "nothing"])
def test_what_is_no_plain_file_is_neither_read_nor_waited_for(tmp_path: Path, make, why: Why) -> None:
    make(tmp_path / "a")
    began = time.monotonic()
    found = read_plain(tmp_path / "a", 1000)
    assert isinstance(found, Refused) and found.why is why and time.monotonic() - began < 5
    assert isinstance(read_plain(tmp_path / "a\0b", 1000), Refused) and isinstance(read_plain(tmp_path / "a" / "b", 1000), Refused)


def test_a_file_that_says_nothing_of_its_size_is_measured(tmp_path: Path) -> None:
    found = read_plain(Path("/proc/self/maps"), 10)
    assert isinstance(found, Refused) and found.why is Why.TOO_LARGE


def test_a_file_of_content_of_great_size_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(1 << 34)
    problems: list = []
    assert read_plain_file(tmp_path / "a.yaml", "content/areas/a.yaml", problems) is None
    assert [(p.code, p.line) for p in problems] == [("Y101", 0)]


# ---- what comes in by hand --------------------------------------------------------------------------------------------

@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "large", "nothing"])
@pytest.mark.parametrize("verb", ["receive", "printed", "preflight", "approve"])
def test_nothing_that_is_handed_in_is_waited_for(tmp_path: Path, verb: str, kind: str) -> None:
    file = tmp_path / "in.po"
    {"pipe": lambda: os.mkfifo(file), "folder": file.mkdir, "device": lambda: file.symlink_to("/dev/zero"), "nothing": lambda: None,
     "large": lambda: os.truncate(os.open(file, os.O_CREAT | os.O_WRONLY), 1 << 40)}[kind]()
    began = time.monotonic()
    if verb in ("preflight", "approve"):
        with pytest.raises(click.UsageError) as raised:
            preflight._bytes(file, "in.po") if verb == "preflight" else review._listed(file)
        told = raised.value.message
    else:
        got = received.read_parcel(file) if verb == "receive" else read_pack(file)
        assert got[0] is None and len(got[-1]) == 1
        told = got[-1][0].message
    assert told and time.monotonic() - began < 5


def bundle(*files: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(("raw", "says"), [
    (bundle(("ro.po", b" " * (limits.PARCEL_RATIO + 2) * 2000)), "would swell"),
    (bundle(*((f"{n}.txt", b"") for n in range(limits.PARCEL_FILES + 1))), "201 files"),
    (bundle(("ro.po", os.urandom(1000) * 1), how=zipfile.ZIP_STORED)[:-30], "damaged"),
    (bundle(("../ro.po", b"x")), "outside"), (bundle(("/etc/ro.po", b"x")), "outside"), (bundle(("a\\ro.po", b"x")), "outside"),
    (bundle(("a/../../ro.po", b"x")), "outside"), (bundle(("ro.po", b"x"), ("de.po", b"x")), "2 .po files"), (bundle(("a.zip", b"x")), "0 .po files")])
def test_a_parcel_that_swells_or_leads_outside_is_refused(tmp_path: Path, raw: bytes, says: str) -> None:
    (tmp_path / "in.zip").write_bytes(raw)
    data, _, problems = received.read_parcel(tmp_path / "in.zip")
    assert data is None and [p.code for p in problems] == ["E402"] and says in problems[0].message


@pytest.mark.parametrize("raw", [
    b"", b"PK", b"PK\x05\x06" + b"\0" * 18, bundle(("job.json", b"{}")), bundle(("job.json", b"{}"), how=zipfile.ZIP_STORED),
    bundle(("job.json", b"[" * 100_000), how=zipfile.ZIP_STORED), bundle(("job.json", b'{"code": 1, "job": 2}'), how=zipfile.ZIP_STORED),
    bundle(("job.json", b'{"code": "x", "job": {"area": "../x"}}'), how=zipfile.ZIP_STORED), bundle(("job.json", b"\xff\xfe"), how=zipfile.ZIP_STORED),
    bundle(*((f"{n}", b"") for n in range(limits.PACK_FILES + 1)), how=zipfile.ZIP_STORED)], ids=range(10))
def test_what_is_no_pack_of_ours_is_no_print_run(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "in.zip").write_bytes(raw)
    job, problems = read_pack(tmp_path / "in.zip")
    assert job is None and [p.code for p in problems] == ["K411"]


# ---- what we wrote ourselves ------------------------------------------------------------------------------------------

GOOD = {"outputs": [dict.fromkeys(NAMED, "x")]}


@pytest.mark.parametrize("raw", [
    None, b"", b"{", b"[]", b"null", b"7", b'{"outputs": 7}', b'{"outputs": [7]}', b'{"outputs": [{}]}', b"\xff\xfe{}", b"[" * 200_000,
    json.dumps({"outputs": [{**GOOD["outputs"][0], "path": None}]}).encode(), b'{"outputs": ' + b"[" * 200_000])
def test_a_damaged_manifest_counts_as_none(raw: bytes | None) -> None:
    assert outputs_of(raw) == []
    assert outputs_of(json.dumps(GOOD).encode()) == GOOD["outputs"]


def test_a_manifest_beyond_its_size_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.manifest.JSON_BYTES", 10)
    assert outputs_of(json.dumps(GOOD).encode()) == []


# ---- workers ----------------------------------------------------------------------------------------------------------

class Bench:
    """Stands in for the typesetter: does what it is told."""

    def __init__(self, *_: object) -> None:
        pass

    def make(self, planned: SimpleNamespace) -> list:
        match planned.edition.key[0]:
            case "memory":
                return [len(bytearray(2**28))]
            case "hang":
                time.sleep(60)
        return []


def test_the_preview_goes_on_after_a_page_that_eats_memory_or_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fork = mp.get_context("fork")
    monkeypatch.setattr(worker.mp, "get_context", lambda _: fork)
    monkeypatch.setattr(worker.fonts, "private_fontconfig", lambda *_: tmp_path / "fonts.conf")
    for name, value in (("_Bench", Bench), ("PREVIEW_MEMORY_MB", 100), ("EDITION_SECONDS", 1.0), ("_START_LIMIT_S", 1.0)):
        monkeypatch.setattr(worker, name, value)
    setter = worker.Worker(tmp_path, tmp_path, [])
    try:
        for load, code in (("memory", "B422"), ("plain", ""), ("hang", "B423"), ("plain", "")):
            found = setter.make(SimpleNamespace(edition=SimpleNamespace(key=(load, "ro"))))
            assert [p.code for p in found] == ([code] if code else []), load
            assert not found or found[0].path == f"{load}/ro"
    finally:
        setter.stop()


@pytest.mark.parametrize(("fault", "says"), [
    (lambda *_: bytearray(2**30), "too much memory"), (lambda *_: os._exit(1), "too much memory, or breaks the reader"),
    (lambda *_: time.sleep(60), "longer than 2 seconds")], ids=["eats", "dies", "hangs"])
def test_the_preflight_lives_on_when_its_reader_does_not(monkeypatch: pytest.MonkeyPatch, fault, says: str) -> None:
    monkeypatch.setattr(preflight, "_checked", fault)
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    monkeypatch.setattr(preflight, "MEMORY_BYTES", mapped + 2**28)
    from generator.checks.print import Job
    from generator.content.reader import read_library
    job = Job(path="in.pdf", kind="print", printer=read_library(ROOT)[0].printers["sheet-fed"])
    problems, pictures, _ = preflight._apart(b"%PDF-1.7", job, ROOT, guess=False, seconds=2)
    assert pictures == {} and len(problems) == 1 and says in problems[0].message and problems[0].path == "in.pdf"

"""What an agency gets: whole, the same bytes each time, with names that tell nothing, and it comes back unchanged."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from conftest import generator

from generator.handoff import Parcel

TERM = """id: {id}
english: {english}
note: "A <b>note</b>."
approved: {{ro: "{ro}"}}
forbidden: {{ro: ["rău", "=SUM(A1)"]}}
"""


def ready(root: Path) -> Path:
    """A root whose catalogs are up to date, with one agreed word."""
    glossary = root / "content" / "glossary"
    glossary.mkdir(exist_ok=True)
    for file in glossary.glob("*.yaml"):
        file.unlink()
    (glossary / "help.yaml").write_text(TERM.format(id="help", english="help & care", ro="=ajutor"), encoding="utf-8")
    assert generator("translations", "--root", root, "--locale", "ro").code == 0
    return root


def hand_over(root: Path, build: Path, *more: str) -> dict[str, bytes]:
    ran = generator("handoff", "--root", root, "--build", build, "--locale", "ro", *more)
    assert ran.code == 0, ran.out + ran.err
    with zipfile.ZipFile(build / "handoff" / "texts-ro.zip") as bundle:
        assert bundle.testzip() is None
        assert {entry.date_time for entry in bundle.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: bundle.read(name) for name in bundle.namelist()}


def test_everything_is_in_it(root: Path, tmp_path: Path) -> None:
    ready(root)
    (tmp_path / "b" / "proofs").mkdir(parents=True)
    (tmp_path / "b" / "proofs" / "wiltshire-ro.pdf").write_bytes(b"%PDF-1.7 a proof")
    (tmp_path / "b" / "proofs" / "wiltshire-ar.pdf").write_bytes(b"%PDF-1.7 another")
    files = hand_over(root, tmp_path / "b")
    assert list(files) == ["checksums.txt", "glossary-ro.csv", "glossary-ro.html", "messages.pot", "proof-wiltshire-ro.pdf",
                           "read-me-first.html", "read-me-first.txt", "ro.po"]
    assert files["ro.po"] == (root / "locales" / "ro.po").read_bytes()
    assert files["messages.pot"] == (root / "locales" / "messages.pot").read_bytes()
    assert files["proof-wiltshire-ro.pdf"] == b"%PDF-1.7 a proof"
    assert dict(reversed(line.split("  ")) for line in files["checksums.txt"].decode().splitlines()) == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "checksums.txt"}
    assert not [name for name in files if re.search("victim|slave|safe|card|help", name)]
    told = files["read-me-first.txt"].decode()
    for words in ("dumneavoastră", "{phone}", "0 to 9", "msgctxt", "proof-wiltshire-ro.pdf", "glossary-ro.csv", "Send back ro.po"):
        assert words in told, words
    page = files["read-me-first.html"].decode()
    assert "dumneavoastră" in page and "<h2>" in page and "None" not in page + told and ".." not in page + told
    assert not re.search(r"https?://|<script|<img", page)


def test_the_glossary_is_a_table_and_no_program(root: Path, tmp_path: Path) -> None:
    files = hand_over(ready(root), tmp_path / "b")
    assert files["glossary-ro.csv"].startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(files["glossary-ro.csv"].decode("utf-8-sig"))))
    assert rows == [["English", "Agreed translation", "Not to be used", "Note"],
                    ["help & care", "'=ajutor", "rău, =SUM(A1)", "A <b>note</b>."]]
    assert "help &amp; care" in files["glossary-ro.html"].decode() and "<b>note" not in files["glossary-ro.html"].decode()
    (root / "content" / "glossary" / "help.yaml").unlink()
    assert "No words have been agreed" in hand_over(root, tmp_path / "b")["glossary-ro.html"].decode()


def test_the_same_content_gives_the_same_bytes_and_comes_back_unchanged(root: Path, tmp_path: Path) -> None:
    ready(root)
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    for file in (one, two):
        assert generator("handoff", "--root", root, "--build", tmp_path / "b", "--locale", "ro", "--out", file).code == 0
    assert one.read_bytes() == two.read_bytes()
    (root / "content" / "people").mkdir(exist_ok=True)
    (root / "content" / "people" / "ana.yaml").write_text("id: ana\nname: Ana\ntranslates: [ro]\n")
    before = (root / "locales" / "ro.po").read_bytes()
    ran = generator("receive", "--root", root, "--build", tmp_path / "b", "--file", one, "--by", "ana")
    assert ran.code == 0 and "0 taken, 0 refused" in ran.out, ran.out + ran.err
    assert (root / "locales" / "ro.po").read_bytes() == before


def test_a_catalog_behind_the_english_is_not_handed_over(root: Path, tmp_path: Path) -> None:
    ready(root)
    file = root / "content" / "materials" / "safety-card.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("You can get help.", "You can get help now."), encoding="utf-8")
    ran = generator("handoff", "--root", root, "--build", tmp_path / "b", "--format", "json", "--locale", "ro")
    assert ran.code == 1 and [p["code"] for p in ran.problems] == ["E420"]
    assert not (tmp_path / "b" / "handoff").exists()


@pytest.mark.parametrize("tag, code", [("xx", 2), ("en", 2), ("../ro", 2), ("", 2)])
def test_a_locale_without_texts(tag: str, code: int, root: Path, tmp_path: Path) -> None:
    assert generator("handoff", "--root", root, "--build", tmp_path / "b", "--locale", tag).code == code


def test_names_are_in_order_whatever_the_order_they_came_in() -> None:
    assert Parcel({"b": b"1", "a": b"2"}).zip() == Parcel({"a": b"2", "b": b"1"}).zip()

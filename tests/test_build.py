"""One command, real files: what a build gives to a person and to a machine."""

import hashlib
import io
import json
import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from conftest import ROOT, generator

PAPER = ("screen", "imposed")


def pdfs(manifest: dict, **wanted: str) -> list[dict]:
    return [o for o in manifest["outputs"] if o["kind"] in PAPER and all(o[k] == v for k, v in wanted.items())]


def test_the_manifest_keeps_its_contract(manifest: dict) -> None:
    assert {"generator", "source_date", "outputs", "failed"} <= set(manifest)
    assert manifest["failed"] == []
    for output in manifest["outputs"]:
        assert {"path", "sha256", "bytes", "area", "locale", "material", "kind", "format", "printer", "edition",
                "status", "qr", "phones"} <= set(output)
        assert output["kind"] in ("screen", "imposed", "page") and output["status"] == "draft"
        if output["kind"] in PAPER:
            assert output["pages"] >= 1 and len(output["trim_mm"]) == 2


def test_every_file_is_there_whole(built: Path, manifest: dict) -> None:
    for output in manifest["outputs"]:
        data = (built / output["path"]).read_bytes()
        assert len(data) == output["bytes"] and hashlib.sha256(data).hexdigest() == output["sha256"]
        assert (built / output["thumbnail"]).read_bytes().startswith(b"\x89PNG")


def test_forty_number_cards_and_fifteen_of_the_rest(manifest: dict) -> None:
    assert len({o["locale"] for o in pdfs(manifest, material="number-card", kind="screen")}) == 40
    for material in ("safety-card", "folded-card", "booklet"):
        assert len({o["locale"] for o in pdfs(manifest, material=material, kind="screen")}) == 15
    assert len([o for o in manifest["outputs"] if o["kind"] == "page"]) == 40


def test_cards_have_a_duplex_sheet_and_one_to_fold(manifest: dict) -> None:
    for material in ("safety-card", "folded-card"):
        for locale in {o["locale"] for o in pdfs(manifest, material=material)}:
            sheets = {o["variant"] for o in pdfs(manifest, material=material, locale=locale, kind="imposed")}
            assert sheets == {"duplex", "fold"}
    assert {o["variant"] for o in pdfs(manifest, material="number-card", kind="imposed")} == {"single"}


def test_every_qr_code_opens_a_page_that_is_in_the_build(built: Path, manifest: dict) -> None:
    pages = {o["address"]: o for o in manifest["outputs"] if o["kind"] == "page"}
    assert len(pages) == 40
    for output in pdfs(manifest, kind="screen"):
        for payload in output["qr"]:
            page = pages[payload]
            assert (page["area"], page["locale"]) == (output["area"], output["locale"])
            assert payload.startswith("https://") and payload.endswith("/") and len(payload) <= 42


@pytest.mark.parametrize("material", ["number-card", "safety-card", "folded-card"])
def test_a_phone_reads_the_qr_code_of_every_card(built: Path, manifest: dict, material: str) -> None:
    """By itself, not by the build's own check: render, decode."""
    for output in pdfs(manifest, material=material, kind="screen"):
        document = pypdfium2.PdfDocument(built / output["path"])
        try:
            image = document[0].render(scale=300 / 72).to_pil().convert("L")
        finally:
            document.close()
        assert [code.text for code in zxingcpp.read_barcodes(image)] == output["qr"], output["path"]


def test_titles_and_names_give_nothing_away(built: Path, manifest: dict) -> None:
    tells = re.compile(r"slave|traffick|victim|police", re.I)
    for output in pdfs(manifest):
        document = pypdfium2.PdfDocument(built / output["path"])
        try:
            about = document.get_metadata_dict(skip_empty=True)
        finally:
            document.close()
        assert set(about) <= {"Title"} and not tells.search(str(about) + output["path"]), output["path"]


def test_the_booklet_pages_are_filled(built: Path, manifest: dict) -> None:
    """Text reaches at least two fifths down every page (the foot does not count)."""
    for output in pdfs(manifest, material="booklet"):
        document = pypdfium2.PdfDocument(built / output["path"])
        try:
            for number, page in enumerate(document, 1):
                height = page.get_height()
                text = page.get_textpage()
                lows = [text.get_charbox(i)[1] for i in range(text.count_chars())]
                lowest = min(low for low in lows if low > height * 0.2)
                assert lowest <= height * 0.6, (output["path"], number, lowest / height)
        finally:
            document.close()


def test_the_gallery_shows_every_item(built: Path, manifest: dict) -> None:
    page = (built / "index.html").read_text(encoding="utf-8")
    for output in manifest["outputs"]:
        assert output["edition"] in page


def test_the_same_content_gives_the_same_bytes(built: Path, manifest: dict, tmp_path: Path) -> None:
    ran = generator("build", "--root", ROOT, "--build", tmp_path / "b", "--area", "wiltshire", "--locale", "ur",
                    "--jobs", "1", PYTHONHASHSEED="7", TZ="Asia/Kathmandu", HOME=str(tmp_path))
    assert ran.code == 0, ran.err
    again = json.loads((tmp_path / "b" / "manifest.json").read_text(encoding="utf-8"))
    before = {o["path"]: o["sha256"] for o in manifest["outputs"] if o["locale"] == "ur"}
    assert {o["path"]: o["sha256"] for o in again["outputs"]} == before


def test_a_second_build_makes_nothing(built: Path) -> None:
    first = (built / "manifest.json").stat()
    ran = generator("build", "--root", ROOT, "--build", built, "--area", "wiltshire")
    assert ran.code == 0 and re.search(r"Made 0 editions, \d+ unchanged, 0 failed", ran.out), ran.out
    assert (built / "manifest.json").stat().st_mtime_ns == first.st_mtime_ns


def test_the_summary_says_where_to_look_and_what_to_edit(built: Path) -> None:
    ran = generator("build", "--root", ROOT, "--build", built, "--area", "wiltshire")
    assert f"{built}/index.html" in ran.out and "content/services/" in ran.out and "DRAFT" in ran.out


def test_no_page_of_any_file_is_without_the_draft_mark(built: Path, manifest: dict) -> None:
    for output in manifest["outputs"]:
        data = (built / output["path"]).read_bytes()
        if output["kind"] == "page":
            assert b"DRAFT" in data
            continue
        document = pypdfium2.PdfDocument(io.BytesIO(data))
        try:
            for page in document:
                assert "DRAFT" in page.get_textpage().get_text_bounded(), output["path"]
        finally:
            document.close()

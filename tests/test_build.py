"""One command, real files: what a build gives to a person and to a machine."""

import hashlib
import io
import json
import re
import tempfile
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from generator.content.reader import read_library
from generator.typeset.press import DATE

from conftest import EVERYWHERE, ROOT, generator
from mishaps import same

PAPER = ("screen", "print", "imposed")


def pdfs(manifest: dict, **wanted: str) -> list[dict]:
    return [o for o in manifest["outputs"] if o["kind"] in PAPER and all(o[k] == v for k, v in wanted.items())]


def test_the_manifest_keeps_its_contract(manifest: dict) -> None:
    assert {"generator", "source_date", "outputs", "failed"} <= set(manifest)
    assert {f["material"] for f in manifest["failed"]} == {"coordinator-card"}, "no area has said who answers"
    assert all("contacts: coordinator" in problem for f in manifest["failed"] for problem in f["problems"])
    for output in manifest["outputs"]:
        assert {"path", "sha256", "bytes", "area", "locale", "material", "kind", "format", "printer", "edition",
                "status", "qr", "phones"} <= set(output)
        assert output["kind"] in ("screen", "print", "imposed", "page", "text", "image", "large-print") and output["status"] == "draft"
        if output["kind"] in PAPER:
            assert output["pages"] >= 1 and len(output["trim_mm"]) == 2


def test_every_file_is_there_whole(built: Path, manifest: dict) -> None:
    for output in manifest["outputs"]:
        data = (built / output["path"]).read_bytes()
        assert len(data) == output["bytes"] and hashlib.sha256(data).hexdigest() == output["sha256"]
        if output["kind"] != "text":
            assert (built / output["thumbnail"]).read_bytes().startswith(b"\x89PNG")


def test_the_cards_and_the_page_are_there_in_forty_languages(manifest: dict) -> None:
    for material in ("number-card", "safety-card"):
        assert len({o["locale"] for o in pdfs(manifest, material=material, kind="screen")}) == 40
    assert len([o for o in manifest["outputs"] if o["kind"] == "page"]) == 40


def test_of_everything_there_is_one_in_english_urdu_and_chinese(manifest: dict) -> None:
    made = {(o["material"], o["locale"]) for o in manifest["outputs"]}
    for material in {m for m, _ in made}:
        tags = {tag for m, tag in made if m == material}
        assert {"ur", "zh-Hans"} <= tags or tags in ({"en"}, {"mul"}), material


def test_a_text_message_is_one_message_with_a_number_that_cannot_turn_round(built: Path, manifest: dict) -> None:
    for output in (o for o in manifest["outputs"] if o["material"] == "sms"):
        said = (built / output["path"]).read_text(encoding="utf-8")
        assert said.startswith("DRAFT\n") and output["phones"][0] in said and output["sms"]["segments"] == 1
        assert output["phones"][0].isdigit() == (output["locale"] == "ur")  # no gaps where they would change places


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
    audiences = {m.id: m.audience for m in read_library(ROOT)[0].materials.values()}
    for output in (o for o in pdfs(manifest) if audiences[o["material"]] in ("victim", "child")):
        document = pypdfium2.PdfDocument(built / output["path"])
        try:
            about = document.get_metadata_dict(skip_empty=True)
        finally:
            document.close()
        # PDF/X asks for dates; ours is always the same and tells nothing.
        assert set(about) <= {"Title"} | ({"CreationDate", "ModDate"} if output["printer"] else set())
        assert about.get("CreationDate", DATE) == about.get("ModDate", DATE) == DATE and not tells.search(str(about) + output["path"]), output["path"]


def test_the_booklet_pages_are_filled(built: Path, manifest: dict) -> None:
    """Text reaches at least two fifths down every page (the foot does not count)."""
    for output in pdfs(manifest, material="booklet", format="booklet-a6", kind="screen"):
        document = pypdfium2.PdfDocument(built / output["path"])
        try:
            for number, page in enumerate(document, 1):
                height = page.get_height()
                text = page.get_textpage()
                base = page.get_mediabox()[1]
                lows = [text.get_charbox(i)[1] - base for i in range(text.count_chars())]
                lowest = min(low for low in lows if low > height * 0.2)
                assert lowest <= height * 0.6, (output["path"], number, lowest / height)
        finally:
            document.close()


def test_the_gallery_shows_every_item(built: Path, manifest: dict) -> None:
    page = (built / "index.html").read_text(encoding="utf-8")
    for output in manifest["outputs"]:
        assert output["edition"] in page


def test_the_same_content_gives_the_same_bytes_whatever_is_different_around_it(built: Path) -> None:
    """Ten differences in one build. If a byte is not the same, each is tried alone, and those that matter are named."""
    before = same.tree((built / "current").resolve())
    names = tuple(name for name in same.AROUND if same.possible(name))

    def differing(*names: str) -> list[str]:
        with tempfile.TemporaryDirectory(prefix="same-") as folder:  # where another user may read it
            after = same.built(same.together(names), Path(folder), ROOT, "--area", "wiltshire", "--locale", same.LOCALES,
                               "--material", "number-card,helpline-page,sms,social-image")
        items = [path for path in after if "/" in path]
        assert len(items) > 20
        return [path for path in items if before[path] != after[path]]

    assert len(names) >= 8
    assert not (found := differing(*names)), {name: alone for name in names if (alone := differing(name))} or found


def test_a_second_build_makes_nothing(built: Path) -> None:
    first = (built / "manifest.json").stat()
    ran = generator("build", "--root", ROOT, "--build", built, "--area", "wiltshire", "--material", EVERYWHERE)
    assert ran.code == 0 and re.search(r"Made 0 editions, \d+ unchanged", ran.out), ran.out
    assert (built / "manifest.json").stat().st_mtime_ns == first.st_mtime_ns


def test_the_summary_says_where_to_look_and_what_to_edit(built: Path) -> None:
    ran = generator("build", "--root", ROOT, "--build", built, "--area", "wiltshire", "--material", EVERYWHERE)
    assert f"{built}/index.html" in ran.out and "content/services/" in ran.out and "DRAFT" in ran.out


def test_no_page_of_any_file_is_without_the_draft_mark(built: Path, manifest: dict) -> None:
    for output in manifest["outputs"]:
        data = (built / output["path"]).read_bytes()
        if output["kind"] in ("page", "text"):
            assert b"DRAFT" in data
            continue
        if output["kind"] == "image":  # its layout was checked before it became pixels
            continue
        document = pypdfium2.PdfDocument(io.BytesIO(data))
        try:
            for page in document:
                assert "DRAFT" in page.get_textpage().get_text_bounded(), output["path"]
        finally:
            document.close()

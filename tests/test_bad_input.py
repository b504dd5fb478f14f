"""A mistake gets one line with file, line, code, what is wrong and what to do; everything else is still built."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from conftest import FEWER, ROOT, generator

NARROW = ("--area", "wiltshire", "--locale", "ro", "--material", "safety-card")


def edit(root: Path, path: str, old: str, new: str) -> int:
    """Replace once; returns the line that changed."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {path}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[:text.index(old)].count("\n") + 1


def one(ran, code: str) -> dict:
    found = [p for p in ran.problems if p["code"] == code]
    assert found, [p["code"] for p in ran.problems]
    problem = found[0]
    assert problem["message"] and problem["remedy"] and "\n" not in problem["message"]
    return problem


def test_a_wrong_digit_in_one_spelling_shows_the_other(root: Path) -> None:
    line = edit(root, "content/services/helpline.yaml", '"08000 121 700"', '"08000 121 701"')
    ran = generator("check", "--root", root, "--format", "json")
    problem = one(ran, "C107")
    assert (ran.code, problem["path"], problem["line"]) == (1, "content/services/helpline.yaml", line)
    assert "+448000121701" in problem["message"] and "+448000121700" in problem["message"]


def test_an_unknown_key_is_named_with_the_nearest_known_one(root: Path) -> None:
    line = edit(root, "content/areas/wiltshire.yaml", "nation:", "natoin:")
    ran = generator("check", "--root", root, "--format", "json")
    problem = one(ran, "C101")
    assert (ran.code, problem["line"]) == (1, line) and "nation" in problem["remedy"]


def test_a_missing_translation_is_a_problem_and_the_rest_is_built(root: Path, tmp_path: Path) -> None:
    file = root / "locales/ro.po"
    text = file.read_text(encoding="utf-8")
    at = text.index('msgctxt "safety-card.ask"')
    start = text.index('msgstr "', at)
    end = text.index("\n", start)
    file.write_text(text[:start] + 'msgstr ""' + text[end:], encoding="utf-8")
    target = tmp_path / "build"
    ran = generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--locale", "ro",
                    "--material", "number-card,safety-card,folded-card,helpline-page", "--format", "json")
    problem = one(ran, "E201")
    assert ran.code == 1 and problem["context"] == "safety-card.ask" and problem["locale"] == "ro"
    made = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert {"safety-card", "folded-card"} <= {f["material"] for f in made["failed"]}
    assert {o["material"] for o in made["outputs"]} == {"number-card", "helpline-page"}


def test_where_the_helpline_page_cannot_be_made_its_address_still_opens_the_numbers(root: Path, tmp_path: Path) -> None:
    edit(root, "locales/ro.po", 'msgctxt "helpline-page.leave"', '#, fuzzy\nmsgctxt "helpline-page.leave"')
    target = tmp_path / "build"
    generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--locale", "ro",
              "--material", "number-card,helpline-page,number-page")
    made = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    page = next(o for o in made["outputs"] if o["kind"] == "page")
    assert page["material"] == "number-page" and "08000 121 700" in page["phones"]
    assert "helpline-page" in {f["material"] for f in made["failed"]}


def test_an_unknown_placeholder_is_refused(root: Path) -> None:
    edit(root, "locales/ro.po", "Sunați la {phone} și cereți", "Sunați la {telefon} și cereți")
    ran = generator("check", "--root", root, "--format", "json")
    problem = one(ran, "E210")
    assert ran.code == 1 and "{telefon}" in problem["message"] and "{phone}" in problem["remedy"]


def test_a_digit_typed_by_a_translator_is_refused(root: Path) -> None:
    edit(root, "locales/ro.po", "Sunați la {phone}", "Sunați la {phone} 112")
    assert one(generator("check", "--root", root, "--format", "json"), "E212")["locale"] == "ro"


def test_a_text_that_is_too_long_names_the_place_and_by_how_much(root: Path, tmp_path: Path) -> None:
    edit(root, "content/materials/safety-card.yaml", "text: You can get help.",
         "text: " + "You can get help whenever you feel that you are ready for it and not before. " * 4)
    ran = generator("build", "--root", root, "--build", tmp_path / "b", "--area", "wiltshire", "--locale", "en",
                    "--material", "safety-card", "--format", "json")
    problem = one(ran, "P202")
    assert ran.code == 1 and " mm" in problem["message"] and "7 pt" in problem["message"]


def test_a_missing_picture_is_named(root: Path) -> None:
    (root / "templates/icons/phone.svg").unlink()
    ran = generator("check", "--root", root, "--format", "json")
    problem = one(ran, "C315")
    assert ran.code == 1 and problem["path"].startswith("content/materials/") and "phone" in problem["message"]


def test_a_faulty_template_or_drawing_is_told_once_and_what_does_without_it_is_made(root: Path, tmp_path: Path) -> None:
    (root / "templates/icons/phone.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><image href="/dev/zero"/></svg>', encoding="utf-8")
    line = edit(root, "templates/folded-card.css", "{", "{ background: url(https://example.org/x.png); ")
    target = tmp_path / "build"
    ran = generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--locale", "ro",
                    "--material", "number-card,folded-card", "--format", "json")
    told = [(p["code"], p["path"], p["line"]) for p in ran.problems if p["path"].startswith("templates/")]
    assert ran.code == 1 and sorted(told) == [("C332", "templates/folded-card.css", line), ("C336", "templates/icons/phone.svg", 1)]
    assert not [p for p in ran.problems if p["code"] in ("C315", "C311", "C154")], "told once, at its own line"
    made = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert {o["material"] for o in made["outputs"]} == {"number-card"} and "folded-card" in {f["material"] for f in made["failed"]}


def test_an_office_page_that_cannot_be_drawn_is_told_and_no_half_set_is_published(root: Path, tmp_path: Path) -> None:
    (root / "templates/gallery.html.j2").write_text("{{ nothing_of_that_name }}", encoding="utf-8")
    target = tmp_path / "build"
    ran = generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--locale", "ro", "--material", "number-card",
                    "--format", "json")
    assert ran.code == 1 and one(ran, "P101")["path"] == "templates/gallery.html.j2" and not (target / "manifest.json").exists()


def test_a_character_that_no_font_has_is_a_problem(root: Path, tmp_path: Path) -> None:
    edit(root, "content/materials/safety-card.yaml", "text: When you call", "text: When you \N{CUNEIFORM SIGN A} call")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", "--area", "wiltshire", "--locale", "en",
                    "--material", "safety-card", "--format", "json")
    problem = one(ran, "E230")
    assert ran.code == 1 and "U+12000" in problem["message"] and problem["context"] == "safety-card.when-you-call"


def test_a_missing_font_stops_only_the_languages_that_need_it(root: Path, tmp_path: Path) -> None:
    edit(root, "content/locales/ro.yaml", "fonts: [Noto Sans]", "fonts: [Noto Sans Nowhere]")
    target = tmp_path / "build"
    ran = generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--material", "number-card",
                    "--format", "json")
    assert ran.code == 3 and "apt install" in one(ran, "M301")["remedy"]
    made = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert {f["locale"] for f in made["failed"] if f["material"] == "number-card"} == {"ro"}
    assert {o["locale"] for o in made["outputs"]} == FEWER - {"ro"}


def test_without_pango_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.build import machine
    monkeypatch.setitem(machine.LIBRARIES, "libpango-of-nowhere.so.9", "libpango-1.0-0")
    problem, = machine.machine_problems()
    assert problem.code == "M310" and "apt install libpango-1.0-0" in problem.remedy


def test_a_failed_edition_leaves_no_old_file_behind(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "build"
    assert generator("build", "--root", root, "--build", target, *NARROW).code == 0
    before = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert before
    edit(root, "locales/ro.po", "Puteți primi ajutor.", "Puteți primi ajutor. <b>")
    ran = generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--locale", "ro",
                    "--material", "number-card,safety-card")
    assert ran.code == 1
    after = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert "safety-card" not in {o["material"] for o in after["outputs"]}
    assert not (target / before[0]["path"]).exists()


def test_a_changed_number_changes_the_code_of_what_shows_it(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "build"
    generator("build", "--root", root, "--build", target, *NARROW)
    code = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["outputs"][0]["edition"]
    edit(root, "content/services/helpline.yaml", '"08000 121 700"', '"0808 157 0001"')
    edit(root, "content/services/helpline.yaml", '"+448000121700"', '"+448081570001"')
    ran = generator("build", "--root", root, "--build", target, *NARROW)
    assert ran.code == 0, ran.err
    outputs = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert outputs and all(o["edition"] != code and "0808 157 0001" in o["phones"] for o in outputs)


def test_a_narrowed_build_drops_what_it_did_not_make_but_whose_inputs_changed(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "build"
    generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--material", "number-card", "--locale", "ro")
    generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--material", "number-card", "--locale", "pl")
    outputs = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert {o["locale"] for o in outputs} == {"ro", "pl"}
    edit(root, "content/services/helpline.yaml", '"08000 121 700"', '"0808 157 0001"')
    edit(root, "content/services/helpline.yaml", '"+448000121700"', '"+448081570001"')
    generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--material", "number-card", "--locale", "pl")
    outputs = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert {o["locale"] for o in outputs} == {"pl"}


@pytest.mark.parametrize("arguments", [("build", "--locale", "xx"), ("bake",), ("build", "--jobs", "0"),
                                       ("check", "--format", "xml")])
def test_a_command_that_is_not_understood_ends_with_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ran = generator(*arguments, *(("--build", tmp_path / "b") if arguments[0] == "build" else ()))
    assert ran.code == 2 and ran.err


def test_a_folder_that_is_no_root_is_said_so(tmp_path: Path) -> None:
    ran = generator("check", "--root", tmp_path)
    assert ran.code == 2 and "--root" in ran.err


def test_options_may_stand_before_the_verb(root: Path) -> None:
    ran = generator("--root", root, "--format", "json", "check")
    assert ran.code == 0 and {p["severity"] for p in ran.problems} == {"warning"}


def test_the_repository_itself_is_never_written_by_a_check() -> None:
    before = {p: p.stat().st_mtime_ns for p in (ROOT / "content").rglob("*.yaml")}
    generator("check", "--root", ROOT)
    assert before == {p: p.stat().st_mtime_ns for p in (ROOT / "content").rglob("*.yaml")}
    assert shutil.which("msgmerge") and os.path.isdir(ROOT / "locales")


def test_a_page_that_a_printer_would_refuse_is_painted_and_left_out(root: Path, tmp_path: Path) -> None:
    """The message names the picture; the file is not in the set; other printers' limits hold for their own files."""
    edit(root, "content/printers/sheet-fed.yaml", "smallest_text_pt: 7", "smallest_text_pt: 8")
    target = tmp_path / "build"
    ran = generator("build", "--root", root, "--build", target, "--area", "wiltshire", "--locale", "en", "--material", "safety-card,helpline-page",
                    "--format", "json")
    assert ran.code == 1
    told = one(ran, "T409")
    picture = re.search(r"See (\S+\.png)", told["remedy"])[1]
    assert (target / picture).read_bytes().startswith(b"\x89PNG") and told["path"] == "wiltshire/en/sheet-fed/safety-card.pdf"
    made = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert {o["material"] for o in made["outputs"]} == {"helpline-page"}
    assert {f["material"] for f in made["failed"] if f["locale"] == "en" and f["area"] == "wiltshire"} >= {"safety-card"}

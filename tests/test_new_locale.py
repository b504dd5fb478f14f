"""A new language is one command, and says what only people can add."""

from pathlib import Path

import pytest

from conftest import ROOT, TODAY, generator
from generator.build.inputs import read_inputs
from generator.content.reader import read_library
from generator.model.library import Library
from generator.newlocale import propose


@pytest.fixture(scope="module")
def real() -> Library:
    return read_library(ROOT)[0]


def test_khmer_is_begun_with_its_fonts_and_its_catalog(root: Path) -> None:
    ran = generator("locale", "--new", "km", "--root", root)
    assert ran.code == 0, ran.err
    inputs = read_inputs(root, TODAY)
    khmer = inputs.library.locales["km"]
    assert (khmer.script, khmer.direction, khmer.fonts) == ("Khmr", "ltr", ("Noto Sans Khmer",))
    entries = inputs.catalogs["km"].entries
    assert set(entries) == {c for c, t in inputs.library.texts.items() if not t.english_only} and not any(e.translation for e in entries.values())
    assert "U+200B" in ran.out and "voice" in ran.out and "areas" in ran.out
    assert khmer.region == "east-asia" and "region:" in ran.out and "KH" in ran.out and "tier:" in ran.out and "text:" in ran.out


def test_a_language_of_a_known_script_takes_its_measures(wide_root: Path) -> None:
    assert generator("locale", "--new", "mk", "--root", wide_root).code == 0
    library = read_inputs(wide_root, TODAY).library
    assert (library.locales["mk"].leading, library.locales["mk"].fonts) == (library.locales["ru"].leading, ("Noto Sans",))


def test_every_text_of_a_new_language_is_then_missing_and_nothing_is_printed_in_english(root: Path) -> None:
    generator("locale", "--new", "km", "--root", root)
    area = root / "content/areas/wiltshire.yaml"
    area.write_text(area.read_text(encoding="utf-8").replace("locales:\n", "locales:\n  km: 100\n"), encoding="utf-8")
    ran = generator("check", "--root", root, "--locale", "km", "--format", "json")
    missing = {p["context"] for p in ran.problems if p["code"] == "E201"}
    assert ran.code == 1 and len(missing) > 50


@pytest.mark.parametrize("tag, code", [("ro", "L102"), ("RO", "L102"), ("xq", "L101"), ("../x", "L101"), ("mk_MK", "L104")])
def test_what_cannot_be_begun_is_said_in_one_line_and_nothing_is_written(root: Path, tag: str, code: str) -> None:
    before = sorted(p.name for p in (root / "content/locales").iterdir())
    ran = generator("locale", "--new", tag, "--root", root, "--format", "json")
    assert ran.code == 1 and [p["code"] for p in ran.problems] == [code]
    assert before == sorted(p.name for p in (root / "content/locales").iterdir())


@pytest.mark.parametrize("tag, region", [("sw", "africa"), ("MY", "east-asia"), ("mk", "europe"), ("si", "south-asia"), ("az", "middle-east"),
                                         ("ga", "british-isles"), ("sr-latn", "europe")])
def test_the_region_is_looked_up_and_shown_and_the_tag_is_written_in_its_usual_way(real: Library, tag: str, region: str) -> None:
    draft, problems = propose(tag, real)
    assert not problems and f"\nregion: {region}\n" in draft.text and any("region:" in one for one in draft.todo)
    assert draft.tag == {"MY": "my", "sr-latn": "sr-Latn"}.get(tag, tag) and draft.text.startswith(f"tag: {draft.tag}\n")


def test_a_region_that_nobody_knows_is_said_to_be_a_stopgap(real: Library) -> None:
    assert any("stopgap" in one for one in propose("kk", real)[0].todo)


def test_a_country_that_says_nothing_is_left_out_of_the_tag(real: Library) -> None:
    _, problems = propose("mk_MK", real)
    assert problems[0].remedy.endswith(": mk")

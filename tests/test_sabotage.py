"""Checks of the checks: whatever is done to a finished file or set is caught by the check that is meant to."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import copy_root, generator, real_inputs
from generator.verify.entry import check_facts
from generator.verify.facts import facts_of
from sabotage import SABOTAGES, Ground, Sabotage, paper, sets, web  # noqa: F401 - they fill the list

FILES = sorted({one.of for one in SABOTAGES if one.of != sets.SET})


@pytest.fixture(scope="module")
def ground(built: Path) -> Ground:
    return Ground(built, real_inputs())


@pytest.mark.parametrize("path", [*FILES, "en/print-room/pocket-zine-zine.pdf"])
def test_what_nobody_touched_passes(ground: Ground, path: str, tmp_path: Path) -> None:
    assert ground.codes(path, ground.bytes(path), tmp_path) == set()


@pytest.mark.parametrize("one", [one for one in SABOTAGES if one.of != sets.SET], ids=lambda one: one.name)
def test_a_changed_file_is_caught(ground: Ground, one: Sabotage, tmp_path: Path) -> None:
    before = ground.bytes(one.of)
    after = one.do(before)
    assert after != before
    assert one.code in ground.codes(one.of, after, tmp_path)


def test_a_file_of_another_language_is_caught(ground: Ground, tmp_path: Path) -> None:
    found = ground.codes(paper.HINDI, ground.bytes(paper.CARD), tmp_path)
    assert {"V351", "V361", "V501"} <= found


def test_an_untouched_set_passes(ground: Ground, tmp_path: Path) -> None:
    assert ground.small(tmp_path, *sets.FILES).codes() == set()


@pytest.mark.parametrize("one", [one for one in SABOTAGES if one.of == sets.SET], ids=lambda one: one.name)
def test_a_changed_set_is_caught(ground: Ground, one: Sabotage, tmp_path: Path) -> None:
    assert one.code in ground.small(tmp_path, *sets.FILES).codes(one.do)


def test_the_command_reads_a_set_alone(ground: Ground, tmp_path: Path) -> None:
    small = ground.small(tmp_path / "build", *sets.FILES)
    assert small.codes() == set()
    good = generator("verify", tmp_path / "build")
    assert good.code == 0 and "2 files read again" in good.out
    (tmp_path / "build" / "current" / small.first()["path"]).write_bytes(b"07700 900123")
    bad = generator("verify", tmp_path / "build", "--format", "json")
    assert bad.code == 1 and {"V510", "V530", "V531"} <= {p["code"] for p in bad.problems}
    assert generator("verify", tmp_path / "nothing").code == 2


def test_a_template_without_the_direction_of_numbers_makes_nothing(tmp_path: Path) -> None:
    root = copy_root(tmp_path / "root", frozenset({"en", "ur"}), frozenset({"wiltshire"}))
    blocks = root / "templates" / "_blocks.html.j2"
    text = blocks.read_text(encoding="utf-8")
    assert '<bdi class="number" dir="ltr">' in text
    blocks.write_text(text.replace('<bdi class="number" dir="ltr">', '<bdi class="number">'), encoding="utf-8")
    ran = generator("build", "--root", root, "--build", tmp_path / "build", "--area", "wiltshire", "--locale", "ur",
                    "--material", "number-card", "--format", "json")
    assert ran.code == 1 and "C338" in {p["code"] for p in ran.problems}
    assert not (tmp_path / "build" / "wiltshire" / "ur" / "number-card.pdf").exists()


def test_a_build_publishes_no_number_that_is_no_fact(ground: Ground) -> None:
    """The cheap part, which every build does before its set stands: the program itself is sabotaged here."""
    facts = facts_of(ground.inputs.library, ground.inputs.library.areas["wiltshire"])
    output = ground.output("en/index.html")
    assert not list(check_facts(output, facts))
    assert [p.code for p in check_facts({**output, "phones": ["08000 121 707"]}, facts)] == ["V516"]
    assert [p.code for p in check_facts({**output, "qr": ["https://wiltshire.example/ro/"]}, facts)] == ["V517"]


def test_there_are_many_and_each_is_another() -> None:
    assert len(SABOTAGES) >= 60
    assert len({one.name for one in SABOTAGES}) == len(SABOTAGES)

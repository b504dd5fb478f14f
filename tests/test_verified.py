"""Sign-off of facts: a number counts as checked only when the number that was rung is the number that is printed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import ROOT, copy_root, generator
from terminal import Terminal

from generator.content.reader import read_library
from generator.facts import value_of
from generator.review import fact_problems, record_fact, same_value
from generator.signoff import SignOffs

DAY = dt.date(2026, 11, 21)
NUMBER = "+448000121700"
CALLER = "id: ada\nname: Ada Fictional\nrings: true\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy with one area and English only, so that reading is quick, and with somebody who rings."""
    root = copy_root(tmp_path / "root", frozenset({"en"}), frozenset({"wiltshire"}))
    (root / "content" / "people" / "ada.yaml").write_text(CALLER)
    return root


def facts(root: Path) -> str:
    return (root / "content" / "signoff" / "facts.yaml").read_text(encoding="utf-8")


def test_a_number_that_was_rung_is_recorded_and_counts(root):
    ran = generator("verified", "--root", root, "--service", "helpline", "--by", "ada", "--value", "08000 121 700")
    assert ran.code == 0 and NUMBER in ran.out, ran.err
    library, problems = read_library(root)
    assert not problems and SignOffs(library.signoff, library.people).verified("helpline", "phone", NUMBER)
    assert facts(root).startswith("# Who rang which number") and f'value: "{NUMBER}", on: "' in facts(root)
    # a change of the number afterwards: nobody has rung the new one
    assert not SignOffs(library.signoff, library.people).verified("helpline", "phone", "+448000121701")


def test_the_number_is_asked_for_and_not_shown_before(root):
    with Terminal("verified", "--root", root, "--service", "helpline", "--by", "ada") as t:
        asked = t.until("Type the number that you rang: ")
        assert "121" not in asked and "Modern Slavery" in asked
        t.type("+44 8000 121 700\n")
        assert t.end() == 0
    assert NUMBER in facts(root)
    before = facts(root)
    with Terminal("verified", "--root", root, "--service", "helpline", "--by", "ada") as t:
        t.until("Type the number that you rang: ")
        t.type("08000 121 070\n")
        assert t.end() == 1
    assert "S111" in t.rest() and NUMBER in t.rest() and facts(root) == before


@pytest.mark.parametrize("typed", ["08000121700", "08000 121 700", " 0800 012 1700 ", "+448000121700", "+44 8000 121700"])
def test_a_number_may_be_typed_as_it_is_printed_or_dialled(typed):
    assert same_value(read_library(ROOT)[0].services["helpline"], "phone", typed)


def test_any_other_digit_is_another_number(root):
    library, _ = read_library(root)
    helpline, short = library.services["helpline"], library.services["police-101"]
    digits = "08000121700"
    others = {digits[:i] + d + digits[i + 1:] for i in range(len(digits)) for d in "0123456789"} - {digits}
    others |= {digits[:i] + digits[i + 1:] for i in range(len(digits))} | {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2:]
                                                                          for i in range(10)} - {digits}
    others |= {"", "٠٨٠٠٠١٢١٧٠٠", "0８000121700", "08000-121-700 x", "999", "helpline"}
    for typed in others:
        assert [p.code for p in fact_problems(library, helpline, "phone", typed, "ada")] == ["S111"], typed
    assert not fact_problems(library, short, "phone", "101", "ada")
    assert fact_problems(library, short, "phone", "0101", "ada") and fact_problems(library, short, "phone", "+44101", "ada")


@pytest.mark.parametrize(("people", "codes"), [
    ("", ["S101"]), ("id: ada\nname: Ada Fictional\nreviews: [ro]\n", ["S110"]),
    ("id: ada\nname: Ada Fictional\nrings: false\n", ["S110"]), ("id: ada\nname: Ada Fictional\nrings: perhaps\n", ["C104"])])
def test_only_who_rings_records(root, people, codes):
    file = root / "content" / "people" / "ada.yaml"
    file.write_text(people) if people else file.unlink()
    before = facts(root)
    ran = generator("verified", "--root", root, "--service", "helpline", "--by", "ada", "--value", NUMBER, "--format", "json")
    assert ran.code == 1 and [p["code"] for p in ran.problems] == codes and facts(root) == before


def test_hours_and_addresses_are_checked_against_what_content_says(root):
    library, _ = read_library(root)
    always = next(s for s in library.services.values() if s.hours and s.hours.when == "always")
    helpline = library.services["helpline"]
    assert not fact_problems(library, always, "hours", "always", "ada")
    assert [p.code for p in fact_problems(library, always, "hours", "Always on Monday", "ada")] == ["S111"]
    assert [p.code for p in fact_problems(library, helpline, "hours", "always", "ada")] == ["S112"]  # it prints none
    assert not fact_problems(library, helpline, "web", "modernslaveryhelpline.org", "ada")


def test_a_second_check_takes_the_place_of_the_first_and_others_stay(root):
    for service, fact, day in (("refuge", "phone", 1), ("helpline", "phone", 2), ("helpline", "web", 3), ("refuge", "phone", 4)):
        value = value_of(read_library(root)[0].services[service], fact)
        assert not record_fact(root, service, fact, value, "ada", dt.date(2026, 11, day))
    library, problems = read_library(root)
    assert not problems
    assert [(c.service, c.fact, c.on.day) for c in library.signoff["facts"].facts] == [
        ("helpline", "phone", 2), ("helpline", "web", 3), ("refuge", "phone", 4)]


def test_what_is_not_understood_ends_with_2(root):
    for arguments, said in ((["--service", "nobody", "--by", "ada"], "helpline"), (["--service", "helpline", "--by", "ada"], "--value")):
        ran = generator("verified", "--root", root, *arguments)
        assert ran.code == 2 and said in ran.err


def test_a_service_with_two_readings_cannot_be_recorded(root):
    file = root / "content" / "services" / "helpline.yaml"
    file.write_text(file.read_text().replace("08000 121 700", "08000 121 070"))
    ran = generator("verified", "--root", root, "--service", "helpline", "--by", "ada", "--value", NUMBER, "--format", "json")
    assert ran.code == 1 and [p["code"] for p in ran.problems] == ["C107"]

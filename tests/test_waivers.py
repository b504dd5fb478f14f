"""A waived problem is not reported; what keeps a number right cannot be waived; a waiver that is left behind is told."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT, generator
from generator.content.reader import read_library
from generator.model.library import Library
from generator.model.office import Person, Waiver
from generator.problem import Problem, Severity
from generator.waivers import TO_BE_DONE, WORDS, apply, waivable
from test_bad_input import edit


@functools.cache
def real() -> Library:
    return read_library(ROOT)[0]


def library(**fields: str) -> Library:
    """The real library with one person and one waiver."""
    waiver = Waiver(**{"id": "one", "code": "E502", "reason": "It is a title.", "on": "2026-11-21", "by": "ana", **fields})
    return replace(real(), waivers={"one": waiver}, people={"ana": Person(id="ana", name="Ana")})


def problem(code: str = "E502", locale: str = "ro", context: str = "card.call", path: str = "locales/ro.po",
            severity: Severity = Severity.WARNING) -> Problem:
    return Problem(path, 20, code, "some-name", severity, "It says this.", "Do that.", locale, context)


def codes(problems: list[Problem]) -> list[str]:
    return [p.code for p in problems]


@pytest.mark.parametrize("fields", [{}, {"locale": "ro"}, {"context": "card.call"}, {"path": "locales/ro.po"},
                                    {"locale": "ro", "context": "card.call", "path": "locales/ro.po"}])
def test_a_waived_problem_is_not_reported(fields: dict[str, str]) -> None:
    assert apply([problem()], library(**fields)) == []


@pytest.mark.parametrize("fields", [{"code": "E503"}, {"locale": "pl"}, {"context": "card.key"}, {"path": "locales/pl.po"},
                                    {"locale": "ro", "context": "card.key"}])
def test_what_a_waiver_does_not_name_stands_and_the_waiver_is_told(fields: dict[str, str]) -> None:
    found = apply([problem()], library(**fields))
    assert sorted(codes(found)) == ["C350", "E502"]
    told = next(p for p in found if p.code == "C350")
    assert told.severity is Severity.WARNING and told.path == "content/waivers/one.yaml" and "waives nothing" in told.message


def test_a_waiver_of_one_text_leaves_the_others() -> None:
    other = problem(context="card.key")
    assert apply([other, problem(), problem("E503")], library(context="card.call")) == sorted([other, problem("E503")])


def test_a_waiver_by_nobody_does_not_hold() -> None:
    found = apply([problem()], library(by="somebody-else"))
    assert codes(found) == ["C351", "E502"] and found[0].severity is Severity.WARNING
    assert "content/people/somebody-else.yaml" in found[0].remedy


@pytest.mark.parametrize("code", ["E210", "E212", "E213", "E214", "E215", "E216", "E217", "E222", "C107", "C314", "F301", "F201",
                                  "E301", "F320", "V301", "V304", "P202", "Y107", "Z999", "C352"])
def test_what_keeps_a_number_right_cannot_be_waived(code: str) -> None:
    one = problem(code, severity=Severity.ERROR)
    found = apply([one], library(code=code, locale="ro", context="card.call"))
    assert one in found
    told = next(p for p in found if p.code == "C352" and p.path == "content/waivers/one.yaml")
    assert told.severity is Severity.ERROR and code in told.message


@pytest.mark.parametrize("code", sorted(WORDS))
def test_an_error_of_words_is_waived_for_one_text_only(code: str) -> None:
    one = problem(code, severity=Severity.ERROR)
    assert apply([one], library(code=code, locale="ro", context="card.call")) == []
    for wide in ({}, {"locale": "ro"}, {"context": "card.call"}):
        assert codes(apply([one], library(code=code, **wide))) == ["C352", code]


def test_only_what_the_checks_of_content_say_can_be_waived() -> None:
    assert {"E502", "E520", "C313", "E219"} <= waivable() and not waivable() & TO_BE_DONE
    assert WORDS <= waivable(), "each of them is a code of a check"


def test_without_waivers_nothing_changes_and_the_arguments_stay_as_they_are() -> None:
    given = [problem("E503"), problem()]
    kept = list(given)
    assert apply(given, replace(real(), waivers={})) == sorted(kept) and given == kept
    assert apply(iter(given), library()) == [problem("E503")]


def test_from_the_file_to_the_card(root: Path, tmp_path: Path) -> None:
    """A forbidden word stops the card; waived by a known person it does not; a waiver of a wrong number stops it again."""
    edit(root, "locales/ro.po", 'msgstr "Puteți primi ajutor."', 'msgstr "Puteți primi ajutor: salvare."')

    def built() -> tuple[int, list[str]]:
        ran = generator("build", "--root", root, "--build", tmp_path / "b", "--area", "wiltshire", "--locale", "ro",
                        "--material", "safety-card", "--format", "json")
        return ran.code, [p["code"] for p in ran.problems if p["code"] in ("E240", "C350", "C351", "C352")]

    assert built() == (1, ["E240"])
    for folder, text in (("people/ana", "id: ana\nname: Ana\n"),
                         ("waivers/salvare", "id: salvare\ncode: E240\nlocale: ro\ncontext: safety-card.heading\n"
                                             "reason: It is the name of a hospital.\non: \"2026-11-21\"\nby: ana\n")):
        (root / "content" / folder).parent.mkdir(exist_ok=True)
        (root / "content" / f"{folder}.yaml").write_text(text, encoding="utf-8")
    assert generator("check", "--root", root, "--format", "json").code == 0
    assert built() == (0, [])
    edit(root, "content/waivers/salvare.yaml", "code: E240", "code: E212")
    ran = generator("check", "--root", root, "--format", "json")
    told = next(p for p in ran.problems if p["code"] == "C352")
    assert ran.code == 1 and (told["path"], told["line"]) == ("content/waivers/salvare.yaml", 2)
    assert "E240" in {p["code"] for p in ran.problems}

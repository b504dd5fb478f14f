"""Checks of translations that no single example can show: sign-offs, whole catalogs, the alphabets themselves."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conftest import TODAY, generator, real_inputs
from generator.build.inputs import Inputs
from generator.build.joining import concerns
from generator.build.plan import plan
from generator.checks.content import Content, check_content, checks, skipped
from generator.checks.content import (address_changed, english_left, markup_in_text, other_language, outside_alphabet,
                                      phone_unverified, reviewer_translates, reviewer_unlisted, ringer_unlisted, signoff_void)
from generator.checks.content.outside_alphabet import alphabets
from generator.model.catalog import Catalog, Entry
from generator.model.library import Text
from generator.model.office import Person, SignOff
from generator.problem import Problem
from generator.signoff import SignOffs, text_hash
from generator.signoff_state import state

CONTEXT = "safety-card.heading"


@functools.cache
def inputs_of_today() -> Inputs:
    return real_inputs()


def content_of(inputs: Inputs) -> Content:
    return Content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today)


# ---- sign-offs ------------------------------------------------------------------------------------------------------

def office(*, tag: str = "ro", change: str = "", by: str = "ana", reviews: tuple[str, ...] = ("ro", "en"),
           translates: tuple[str, ...] = (), older: bool = False) -> Inputs:
    """The real inputs with a reviewer and one approval of a text of today, or of another one."""
    real = inputs_of_today()
    english = real.library.texts[CONTEXT].english
    words = english if tag == "en" else real.catalogs[tag].entries[CONTEXT].translation
    line = {"context": CONTEXT, "hash": text_hash(tag, CONTEXT, english, words + change), "on": "2026-11-20", "by": by}
    lines = [line | {"hash": "0" * 32, "by": "gone"}, line] if older else [line]
    kept = {tag: SignOff.model_validate({"id": tag, "texts": lines})}
    ana = Person.model_validate({"id": "ana", "name": "Ana Pop", "reviews": reviews, "translates": translates})
    places = {f"content/signoff/{tag}.yaml": {("texts", number): number + 3 for number in range(len(lines))}}
    library = replace(real.library, people={"ana": ana}, signoff=kept, lines={**real.library.lines, **places})
    return replace(real, library=library, signoffs=SignOffs(kept, library.people))


def said(inputs: Inputs) -> list[Problem]:
    return [p for module in (signoff_void, reviewer_unlisted, reviewer_translates) for p in module.check(content_of(inputs))]


@pytest.mark.parametrize("tag", ["ro", "en"])
def test_a_sign_off_of_todays_words_by_a_listed_reviewer_is_good(tag: str) -> None:
    inputs = office(tag=tag)
    assert said(inputs) == []
    assert any(t.context == CONTEXT for t in inputs.signoffs.files[tag].texts)


@pytest.mark.parametrize("tag", ["ro", "en"])
def test_a_sign_off_of_other_words_is_void(tag: str) -> None:
    inputs = office(tag=tag, change=".")
    problem, = said(inputs)
    assert (problem.code, problem.locale, problem.context) == ("E302", tag, CONTEXT)
    assert (problem.path, problem.line) == (f"content/signoff/{tag}.yaml", 3)
    assert "ana" in problem.message and "2026-11-20" in problem.message


def test_an_older_line_may_stay_as_a_record() -> None:
    inputs = office(older=True)
    assert said(inputs) == []


def test_of_several_void_lines_the_latest_is_told_once() -> None:
    inputs = office(older=True, change="!")
    problem, = said(inputs)
    assert problem.code == "E302" and problem.line == 4


def test_a_sign_off_of_a_text_that_is_gone_concerns_nothing() -> None:
    kept = {"ro": SignOff.model_validate({"id": "ro", "texts": [
        {"context": "card.gone", "hash": "a" * 32, "on": "2026-11-20", "by": "nobody"}]})}
    assert said(replace(inputs_of_today(), signoffs=SignOffs(kept))) == []


@pytest.mark.parametrize("changes, word", [({"by": "nobody"}, "nobody"), ({"reviews": ("pl",)}, "does not review ro")])
def test_a_reviewer_has_to_be_listed_for_the_locale(changes: dict[str, Any], word: str) -> None:
    inputs = office(**changes)
    problem, = said(inputs)
    assert (problem.code, problem.context, problem.line) == ("E303", CONTEXT, 3) and word in problem.message


@pytest.mark.parametrize("reviews", [(), ("ro",)])
def test_a_translator_does_not_approve_their_own_language(reviews: tuple[str, ...]) -> None:
    inputs = office(reviews=reviews, translates=("ro",))
    problem, = said(inputs)
    assert (problem.code, problem.context) == ("E304", CONTEXT) and "Ana Pop translates ro" in problem.message


@pytest.mark.parametrize("tag", ["ro", "en"])
@pytest.mark.parametrize("changes", [{"by": "nobody"}, {"reviews": ()}, {"reviews": ("pl",)}, {"translates": ("ro", "en")}])
def test_a_yes_of_somebody_who_may_not_give_it_does_not_count(tag: str, changes: dict[str, Any]) -> None:
    def reviewed(inputs: Inputs) -> tuple[bool, str]:
        text, entry = inputs.library.texts[CONTEXT], inputs.catalogs["ro"].entries[CONTEXT]
        words = entry.translation if tag == "ro" else text.english
        return (inputs.signoffs.approved(tag, CONTEXT, text.english, words),
                state(tag, text, entry, inputs.signoffs))

    assert reviewed(office(tag=tag)) == (True, "reviewed")
    # nor is the text void: nobody has approved it before
    before = reviewed(replace(office(tag=tag), signoffs=SignOffs({}, {})))
    assert reviewed(office(tag=tag, **changes)) == before and before[1] in ("machine", "translated")
    assert reviewed(office(tag=tag, change=".")) == (False, "void")


def rung(by: str = "ana", value: str = "+448000121700", rings: str = "true") -> Inputs:
    """The real inputs with one check of the helpline's number and one person."""
    real = inputs_of_today()
    check = {"service": "helpline", "fact": "phone", "value": value, "on": "2026-11-20", "by": by}
    kept = {"facts": SignOff.model_validate({"id": "facts", "facts": [check]})}
    ana = Person.model_validate({"id": "ana", "name": "Ana Pop", "rings": rings})
    places = {"content/signoff/facts.yaml": {("facts", 0): 4}}
    library = replace(real.library, people={"ana": ana}, signoff=kept, lines={**real.library.lines, **places})
    return replace(real, library=library, signoffs=SignOffs(kept, library.people))


def test_a_check_by_somebody_who_rings_verifies_the_number() -> None:
    inputs = rung()
    assert list(ringer_unlisted.check(content_of(inputs))) == []
    assert inputs.signoffs.verified("helpline", "phone", "+448000121700")


@pytest.mark.parametrize("changes, word", [({"by": "nobody"}, "Nobody named nobody"), ({"rings": "false"}, "Ana Pop checked")])
def test_a_check_by_somebody_who_does_not_ring_is_an_error_and_verifies_nothing(changes: dict[str, Any], word: str) -> None:
    inputs = rung(**changes)
    problem, = ringer_unlisted.check(content_of(inputs))
    assert (problem.code, problem.path, problem.line) == ("E305", "content/signoff/facts.yaml", 4)
    assert word in problem.message and "rings: true" in problem.remedy and "SERVICE=helpline" in problem.remedy
    assert not inputs.signoffs.verified("helpline", "phone", "+448000121700")
    assert "08000 121 700" in " ".join(p.message for p in phone_unverified.check(content_of(inputs)))


def test_an_old_check_of_another_number_may_stay_as_a_record() -> None:
    assert list(ringer_unlisted.check(content_of(rung(by="gone", value="+448000121701")))) == []


def test_a_void_sign_off_stops_the_item_that_holds_the_text_and_no_other() -> None:
    inputs = office(change=".")
    problems = check_content(inputs.library, inputs.catalogs, inputs.signoffs, TODAY)
    failed = {(f.locale, f.material) for f in plan(inputs, [], problems=problems).failed if f.material != "coordinator-card"}
    assert ("ro", "safety-card") in failed and {tag for tag, _ in failed} == {"ro"}
    problem, = said(inputs)
    good, _ = inputs.join.edition(inputs.library.materials["number-card"], inputs.library.locales["ro"], inputs.library.areas["wiltshire"])
    assert not concerns(problem, good)


def test_check_prints_it_and_ends_with_1(root: Path) -> None:
    (root / "content/signoff/ro.yaml").write_text(
        f'id: ro\ntexts:\n  - {{context: {CONTEXT}, hash: {"a" * 32}, on: "2026-11-20", by: nobody}}\n', encoding="utf-8")
    ran = generator("check", "--root", root, "--format", "json")
    assert ran.code == 1 and [p["code"] for p in ran.problems if p["severity"] == "error"] == ["E302"] and ran.problems[-1]["line"]


# ---- alphabets ------------------------------------------------------------------------------------------------------

def test_each_locale_has_its_alphabet_or_is_skipped() -> None:
    library = inputs_of_today().library
    without = {tag for tag in library.locales if tag not in alphabets()}
    assert without == {"en", "rom"}
    catalogs = {tag: Catalog(tag, f"locales/{tag}.po") for tag in library.locales}
    notes = list(outside_alphabet.skipped(Content(library, catalogs, SignOffs({}), TODAY)))
    assert any("(rom)" in note for note in notes) and not any("(ro)" in note for note in notes)


def test_the_data_names_its_source_version_and_licence() -> None:
    data = json.loads(outside_alphabet.DATA.read_text(encoding="utf-8"))
    assert "cldr-misc-full" in data["source"] and data["version"] and "Unicode License V3" in data["licence"]
    licence = (outside_alphabet.DATA.parent / "alphabets.LICENSE.txt").read_text(encoding="utf-8")
    assert licence.startswith("UNICODE LICENSE V3")


@pytest.mark.parametrize("tag, letters", [("ro", "ăâîșțĂÂÎȘȚ"), ("pl", "ąćęłńóśźżŻ"), ("tr", "ığİş"), ("fa", "پچژگکیۀ"), ("ur", "ٹڈڑںہھے"),
                                          ("vi", "ệữặỹĐ"), ("ti", "ኽቐዅ"), ("uk", "іїєґҐ"), ("lt", "ąčęėįšųūž"), ("cy", "ŵŷ")])
def test_an_alphabet_has_its_own_letters(tag: str, letters: str) -> None:
    assert set(letters) <= alphabets()[tag]


@pytest.mark.parametrize("tag, letters", [("ro", "şţŞŢ"), ("fa", "يك"), ("fa-AF", "يك"), ("ckb", "يك"), ("ur", "يكه"), ("ar", "یک")])
def test_letters_of_another_keyboard_are_no_letters_of_it(tag: str, letters: str) -> None:
    assert not set(letters) & alphabets()[tag]


def test_a_letter_that_the_english_has_may_stay() -> None:
    assert list(outside_alphabet.check(one("pl", "Ask for Zoë Ţîr.", "Zapytaj o Zoë Ţîr."))) == []
    assert list(outside_alphabet.check(one("pl", "Ask.", "Zapytaj o Ţîr."))) != []


# ---- addresses ------------------------------------------------------------------------------------------------------

def one(tag: str, english: str, translation: str) -> Content:
    library = inputs_of_today().library
    return Content(SimpleNamespace(locales=library.locales, texts={"card.a": Text("card.a", english, "x", 1)}),
                   {tag: Catalog(tag, f"locales/{tag}.po", {"card.a": Entry("card.a", english, translation, 1)})}, SignOffs({}), TODAY)


@pytest.mark.parametrize("tag", ["ro", "ar", "th"])
@pytest.mark.parametrize("address", ["gov.uk/help", "help@shire.example", "https://shire.example/a/", "samaritans.org"])
def test_an_address_is_kept_letter_by_letter_and_then_no_check_minds(tag: str, address: str) -> None:
    start = {"ro": "Vedeți ", "ar": "انظر ", "th": "ดู "}[tag]
    for module in (address_changed, english_left, markup_in_text):
        assert list(module.check(one(tag, f"See {address}.", f"{start}{address}."))) == [], module
    for wrong in (address[:-2] + address[-1], address + "x", "x" + address, address[:2] + "é" + address[3:], ""):
        content = one(tag, f"See {address}.", f"{start}{wrong}.")
        assert [p.code for p in address_changed.check(content)] == ["E225"], wrong


def test_an_address_that_stands_twice_is_kept_twice() -> None:
    assert [p.code for p in address_changed.check(one("ro", "gov.uk/a or gov.uk/a", "gov.uk/a"))] == ["E225"]


# ---- whole catalogs -------------------------------------------------------------------------------------------------

def under(tag: str, real: str) -> Content:
    """The catalog of one locale under the name of another."""
    inputs = inputs_of_today()
    entries = inputs.catalogs[real].entries
    return Content(inputs.library, {tag: Catalog(tag, f"locales/{tag}.po", entries)}, SignOffs({}), TODAY)


@pytest.mark.parametrize("tag, real", [("ro", "pl"), ("fa", "ar"), ("ur", "fa"), ("ti", "am"), ("so", "sq"), ("rom", "ro"), ("ckb", "fa")])
def test_a_catalog_of_another_language_is_told(tag: str, real: str) -> None:
    problem, = other_language.check(under(tag, real))
    assert (problem.code, problem.path, problem.locale) == ("E226", f"locales/{tag}.po", tag)
    assert inputs_of_today().library.locales[tag].english_name in problem.message


def test_our_own_catalogs_are_in_their_languages() -> None:
    inputs = inputs_of_today()
    assert len(inputs.catalogs) >= 14
    assert list(other_language.check(content_of(inputs))) == []
    assert [note.split("(")[-1][:3].rstrip(")") for note in other_language.skipped(content_of(inputs))] == ["ku", "rom"]


def test_what_was_not_judged_is_said_and_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_language, "_CLD", None)
    inputs = inputs_of_today()
    assert list(other_language.check(content_of(inputs))) == []
    notes = skipped(inputs.library, inputs.catalogs, inputs.signoffs, TODAY)
    assert any(note.startswith("SKIP E226 other-language: ") and "pycld2" in note for note in notes)


def test_a_few_words_are_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_language, "_CLD", SimpleNamespace(detect=lambda *a, **k: pytest.fail("asked of too little")))
    content = one("ro", "Help", "Pomoc")
    assert list(other_language.check(content)) == []
    assert "too little" in next(other_language.skipped(content))


# ---- no false alarm -------------------------------------------------------------------------------------------------

def test_no_check_refuses_our_own_catalogs() -> None:
    inputs = inputs_of_today()
    errors = [p for m in checks() if m.CODE.severity == "error" and m.CODE.number.startswith("E") for p in m.check(content_of(inputs))]
    assert errors == []

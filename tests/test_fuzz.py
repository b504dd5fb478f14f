"""Files spoilt at random are refused with file and line or read, and never is a wrong number accepted.

A failing example names a mutation; `make fuzz ONE=catalog:NUMBER` shows it. What `make fuzz`
has found stands below, each as its own test.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fuzz
from fuzzing import judge, letters, oracle
from fuzzing.world import TODAY, Subject, World, with_record
from generator.build.joining import concerns
from generator.checks.content import Content, digits_differ, hidden_character, number_touched, number_typed, odd_figure, space_or_break
from generator.content.validate import validate_named
from generator.content.yamltext import read_yaml
from generator.edition import Join
from generator.model.catalog import Catalog, Entry
from generator.model.content import Service
from generator.problem import Problem

ROOT = Path(__file__).parents[1]
NUMBERS = st.integers(0, 10**6)
SPOILING = st.text(st.sampled_from((*letters.FIGURES, *letters.HIDDEN, *letters.DIALLED, *letters.SPACES, *"0123456789")), min_size=1, max_size=3)


def few(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def world() -> World:
    return World(ROOT)


def findings(world: World, kind: str, number: int, checked: bool = False) -> list[str]:
    rng, subject, _, raw = fuzz.spoilt(world, kind, number)
    return judge.KINDS[kind][1](world, subject, raw, checked).findings


@few(500)
@given(NUMBERS)
def test_a_spoilt_catalog_is_refused_or_tells_the_numbers_of_its_english(world: World, number: int) -> None:
    assert not findings(world, "catalog", number)


@few(150)
@given(NUMBERS)
def test_a_spoilt_file_of_content_is_refused_or_prints_no_other_number(world: World, number: int) -> None:
    assert not findings(world, "yaml", number)


@few(40)
@given(NUMBERS)
def test_a_slip_of_the_hand_in_what_the_office_keeps_gives_nobody_a_yes(world: World, number: int) -> None:
    assert not findings(world, "office", number)


@few(40)
@given(NUMBERS)
def test_what_is_taken_of_a_spoilt_catalog_from_outside_tells_the_numbers_of_its_english(world: World, number: int) -> None:
    assert not findings(world, "receive", number)


@few(40)
@given(NUMBERS)
def test_a_spoilt_zip_from_outside_is_read_or_refused(world: World, number: int) -> None:
    assert not findings(world, "parcel", number)


@few(300)
@given(st.data())
def test_no_figure_sign_or_hidden_character_stands_at_a_number_of_a_translation(world: World, data: st.DataObject) -> None:
    tag, context = data.draw(st.sampled_from(world.kept("with a number", lambda: sorted(
        (tag, c) for tag, catalog in world.catalogs.items() for c, e in catalog.entries.items() if "{phone}" in e.translation and not e.fuzzy))))
    entry, text = world.catalogs[tag].entries[context], world.library.texts[context]
    put = data.draw(SPOILING)
    at = data.draw(st.integers(0, len(entry.translation)))
    said = entry.translation[:at] + put + entry.translation[at:]
    content = Content(world.library, {tag: Catalog(tag, f"locales/{tag}.po", {context: replace(entry, translation=said)})}, world.signoffs, TODAY)
    told = list(oracle.told_apart(said, text.english, lambda name: judge.fact(world.library, text.facts.get(name, "")))) if "{phone}" in said else []
    assert not told or [p for one in (digits_differ, hidden_character, space_or_break) for p in one.check(content)], told


def test_the_same_number_spoils_alike(world: World) -> None:
    assert [fuzz.spoilt(world, kind, 7)[2:] for kind in judge.KINDS] == [fuzz.spoilt(world, kind, 7)[2:] for kind in judge.KINDS]
    assert fuzz.spoilt(world, "yaml", 7)[3] != fuzz.spoilt(world, "yaml", 8)[3]


def test_a_number_that_a_check_lets_through_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "locales/ro.po"
    raw = world.file(path).replace(b"msgstr \"Suna", b"msgstr \"7 Suna", 1)
    subject = Subject(path, world.file(path))
    assert judge.judge_catalog(world, subject, raw).outcome == "stopped"
    monkeypatch.setattr(digits_differ, "check", lambda content: ())
    assert any("other numbers: ['7']" in f for f in judge.judge_catalog(world, subject, raw).findings)


def changed(world: World, path: str, *pairs: tuple[str, str]) -> judge.Verdict:
    before = world.file(path)
    raw = before.decode()
    for old, new in pairs:
        assert old in raw, old
        raw = raw.replace(old, new, 1)
    return judge.judge_yaml(world, Subject(path, before), raw.encode(), checked=True)


def test_a_number_changed_in_both_spellings_is_taken_unverified_under_another_code(world: World) -> None:
    path = "content/services/helpline.yaml"
    pairs = (("08000 121 700", "08000 121 701"), ("+448000121700", "+448000121701"))
    verdict = changed(world, path, *pairs)
    assert (verdict.outcome, verdict.findings) == ("changed", [])
    record = validated(path, world.file(path).decode().replace(*pairs[0]).replace(*pairs[1]))
    library = with_record(world, Subject(path, world.file(path)), record)
    material, english, area = library.materials["number-card"], library.locales["en"], library.areas["wiltshire"]
    old, new = (Join(one, {}, world.signoffs, TODAY).edition(material, english, area)[0] for one in (world.library, library))
    assert old and new and old.code != new.code and new.phones() == ("08000 121 701",)
    assert "nobody has verified 08000 121 701" in new.draft_because and not any("verified" in why for why in old.draft_because)


def validated(path: str, text: str) -> Service:
    document, problems = read_yaml(text.encode(), path)
    assert document is not None, problems
    record, problems = validate_named(document, Service, Path(path).stem)
    assert record is not None, problems
    return record


# What was found, and mended.

def of_text(world: World, english: str, **facts: str) -> list[Problem]:
    text = replace(world.library.texts["safety-card.heading"], english=english, facts=facts)
    content = Content(replace(world.library, texts={text.context: text}), {}, world.signoffs, TODAY)
    return [*number_touched.check(content), *odd_figure.check(content), *number_typed.check(content)]


@pytest.mark.parametrize("english", ["Call 1{phone}.", "Call {phone}7.", "Call {phone} 31 now.", "Call 0 {phone}.", "Call +{phone}.", "Call # {phone}.", "Call ₊{phone}.", "Call {phone}*.", "Call {phone}O.", "Call l{phone}."])
def test_a_digit_or_sign_beside_a_number_in_the_english_is_refused(world: World, english: str) -> None:
    assert [p.code for p in of_text(world, english, phone="helpline.phone")] == ["C341"]


@pytest.mark.parametrize("english", ["Call {phone}. You can stop at any time.", "Call {phone} from a mobile phone. Press the 5 key two times.", "{phone}, day and night, 7 days a week"])
def test_a_digit_with_a_word_between_it_and_the_number_is_read(world: World, english: str) -> None:
    assert not of_text(world, english, phone="helpline.phone")


def test_a_short_number_with_spaces_between_its_digits_is_a_number(world: World) -> None:
    assert [p.code for p in of_text(world, "Call 1 1 2.")] == ["C317"]
    assert not of_text(world, "For people of 18-24, from 9 to 5.")


@pytest.mark.parametrize("figure", ["٣", "໑", "𝟺", "²", "①", "㏳", "Ⅳ", "½", "０"])
def test_a_figure_that_is_none_of_0_to_9_is_refused_in_the_english(world: World, figure: str) -> None:
    assert [p.code for p in of_text(world, f"You have {figure} days.")] == ["C340"]


@pytest.mark.parametrize("english", ["Call {phone}\u0338.", "You have 5\u20e3 days.", "For 2\u0301 days"])
def test_a_mark_on_a_figure_is_refused_in_the_english(world: World, english: str) -> None:
    assert [p.code for p in of_text(world, english, **({"phone": "helpline.phone"} if "{" in english else {}))] == ["C340"]


def test_a_number_in_the_name_of_a_service_stops_every_item_that_prints_the_name(world: World) -> None:
    service = world.library.services["home-office"]  # named within sentences only
    assert service.phone is None
    library = replace(world.library, services={**world.library.services, "home-office": service.model_copy(update={"name": "Home Office 0300 1234"})})
    found = [p for p in number_typed.check(Content(library, {}, world.signoffs, TODAY)) if p.path == "content/services/home-office.yaml"]
    using = [t.context.split(".")[0] for t in library.texts.values() if "home-office.name" in t.facts.values()]
    material = next(m for m in library.materials.values() if m.id in using)
    edition, _ = Join(library, world.catalogs, world.signoffs, TODAY).edition(material, library.locales["ro" if material.bilingual else "en"], library.areas["wiltshire"])
    assert edition and any(concerns(p, edition) for p in found)


def test_a_wrong_name_of_a_language_stops_the_pages_that_link_to_it(world: World) -> None:
    french = world.library.locales["fr"].model_copy(update={"endonym": "Français ٣"})
    library = replace(world.library, locales={**world.library.locales, "fr": french})
    found = [p for p in odd_figure.check(Content(library, {}, world.signoffs, TODAY))]
    assert [p.path for p in found] == ["content/locales/fr.yaml"]
    join = Join(library, world.catalogs, world.signoffs, TODAY)
    page, _ = join.edition(library.materials["helpline-page"], library.locales["en"], library.areas["wiltshire"])
    card, _ = join.edition(library.materials["number-card"], library.locales["en"], library.areas["wiltshire"])
    assert page and card and concerns(found[0], page) and not concerns(found[0], card)


@pytest.mark.parametrize("shown", ["8000 121 700", "0044 8000 121 700", "44 8000 121 700", "00 8000 121 700"])
def test_a_number_shown_otherwise_than_it_is_dialled_here_is_refused(world: World, shown: str) -> None:
    verdict = changed(world, "content/services/helpline.yaml", ("08000 121 700", shown))
    assert (verdict.outcome, set(verdict.codes)) == ("refused", {"C107"})


@pytest.mark.parametrize("tag, said", [("zh-Hans", "㏳请拨打{phone}。"), ("zh-Hant", "㍮撥打{phone}"), ("zh-Hans", "请拨打₊{phone}。"), ("ne", "{phone}\u00a0＋ मा 5"), ("pl", "5 i {phone}\u202f#"), ("tr", "{phone} 5"), ("tr", "5{phone}"), ("ru", "Нажмите 5 и звоните {phone}О.")])
def test_figures_and_signs_in_other_forms_are_refused_in_a_translation(world: World, tag: str, said: str) -> None:
    text = replace(world.library.texts["safety-card.heading"], english="Press 5 and call {phone}.", facts={"phone": "helpline.phone"})
    catalog = Catalog(tag, f"locales/{tag}.po", {text.context: Entry(text.context, text.english, said, 1)})
    assert list(digits_differ.check(Content(replace(world.library, texts={text.context: text}), {tag: catalog}, world.signoffs, TODAY)))


# The command.

def test_counts_go_on_after_a_kill_in_the_midst_of_a_line(tmp_path: Path) -> None:
    line = {"kind": "yaml", "chunk": 0, "cpu_s": 1.5, "outcomes": {"refused": 400, "same": 100}, "codes": {"Y119": 3}, "found": {}}
    (tmp_path / "counts-1.jsonl").write_text(json.dumps(line) + "\n" + json.dumps({**line, "chunk": 1})[:40])
    (tmp_path / "findings").mkdir()
    done = fuzz.counts(tmp_path)
    assert sum(done["yaml"]["outcomes"].values()) == 500
    waiting = [set(fuzz.rounds(done, worker, 2, 1500)) for worker in (0, 1)]
    assert not waiting[0] & waiting[1]
    assert {c for c in waiting[0] | waiting[1] if c[0] in ("yaml", "catalog")} == {("yaml", 1), ("yaml", 2), ("catalog", 0), ("catalog", 1), ("catalog", 2)}
    assert "yaml: 500 mutations, 333 for each second of CPU: 400 refused, 100 same" in fuzz.report(tmp_path)


def test_a_finding_is_written_down_once_with_the_file_that_shows_it(tmp_path: Path) -> None:
    (tmp_path / "findings").mkdir()
    subject = Subject("content/services/x.yaml", b"id: x\n")
    names = {fuzz.keep(tmp_path, f"accepted: a number that is no fact: ['{n}']", "yaml", n, subject, ("put character",), b"id: y%d\n" % n) for n in range(3)}
    assert len(names) == 1 and {f.suffix for f in (tmp_path / "findings").iterdir()} == {".txt", ".yaml"}
    assert (tmp_path / "findings" / f"{names.pop()}.yaml").read_bytes() == b"id: y0\n"


def test_a_mutation_that_hangs_crashes_or_ends_the_process_is_a_finding_and_the_others_go_on(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "CHUNK", 6)
    monkeypatch.setattr(fuzz, "SHARE", {"catalog": 1})
    monkeypatch.setattr(fuzz, "STUCK_S", 2)
    monkeypatch.setattr(fuzz, "TOO_LONG_S", 0.2)
    wrong = {fuzz.spoilt(world, "catalog", n)[3]: n for n in range(4)}

    def broken(world: World, subject: Subject, raw: bytes, checked: bool = False) -> judge.Verdict:
        match wrong.get(raw):
            case 0:
                os._exit(7)
            case 1:
                while True:
                    pass
            case 2:
                time.sleep(60)
            case 3:
                raise ValueError("of the reader")
        return judge.Verdict("same")

    monkeypatch.setattr(fuzz, "KINDS", {"catalog": (World.catalog, broken)})
    fuzz.run(world, tmp_path, 60, 6, 1)
    told = sorted(file.read_text().splitlines()[0] for file in (tmp_path / "findings").glob("*.txt"))
    assert told == ["ValueError in fuzzing: of the reader", "ended after 0.2 s of CPU in fuzzing", "ends the process with 7", "hangs and cannot be ended"]
    assert fuzz.counts(tmp_path)["catalog"]["outcomes"] == {"failed": 4, "same": 2}

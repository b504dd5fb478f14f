"""Release and recall: what leaves the house is written down, can be told by its code alone, and can be called back."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from conftest import ROOT, Ran, generator
from hypothesis import given, settings
from hypothesis import strategies as st
from test_packs import DAY, edit, released_root

from generator.build.inputs import read_inputs
from generator.build.narrow import Narrow
from generator.build.plan import plan
from generator.cli import main
from generator.editioncode import ALPHABET
from generator.ledger.recall import Office, recall
from generator.ledger.record import Recorder
from generator.ledger.releases import Ledger, read_releases, write_release, written
from generator.manifest import last_release, texts_of
from generator.model.office import FactCheck, SignOff

NUMBER = ("08000 121 700", "08000 121 701")


def run(verb: str, root: Path, *more: str) -> Ran:
    """A verb in this process: another for each would cost more than what it does. What makes editions has its workers in the other."""
    if verb == "release":
        return generator(verb, "--root", root, *more)
    done = CliRunner().invoke(main, [verb, "--root", str(root), *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """One real release of all that is signed off: two number cards and the English safety card."""
    root = released_root(tmp_path_factory.mktemp("release") / "root")
    ran = run("release", root)
    ledger, problems = read_releases(root)
    assert not problems, problems
    codes = {(e.material, e.locale): e.code for e in ledger.releases[0].editions}
    return SimpleNamespace(root=root, ran=ran, ledger=ledger, codes=codes,
                           manifest=json.loads((root / "build/release/manifest.json").read_text(encoding="utf-8")))


@pytest.fixture
def again(done: SimpleNamespace, tmp_path: Path) -> Path:
    """A copy of that root and its build, to go on from."""
    return Path(shutil.copytree(done.root, tmp_path / "root", symlinks=True))


def office(root: Path) -> Office:
    inputs = replace(read_inputs(root, DAY), release=True)
    ledger, problems = read_releases(root)
    assert not problems
    return Office(ledger, inputs.library.print_runs, inputs.join)


def ring(root: Path, was: str, now: str) -> None:
    """Change the helpline's number and record that the new one was rung."""
    edit(root, "content/services/helpline.yaml", f'"{was}"', f'"{now}"')
    edit(root, "content/services/helpline.yaml", f'"+44{was.replace(" ", "")[1:]}"', f'"+44{now.replace(" ", "")[1:]}"')
    ran = run("verified", root, "--service", "helpline", "--by", "ada", "--value", now)
    assert ran.code == 0, ran.err


# A release


def test_a_release_holds_what_is_signed_off_and_verified_and_nothing_else(done: SimpleNamespace) -> None:
    assert done.codes.keys() == {("number-card", "en"), ("number-card", "ro"), ("safety-card", "en")}
    assert {o["status"] for o in done.manifest["outputs"]} == {"released"}
    assert {o["edition"] for o in done.manifest["outputs"]} == set(done.codes.values()) == done.ledger.standing
    assert done.ran.code == 1 and "1 of the editions asked for is not released" in done.ran.out
    told, = [line for line in done.ran.err.splitlines() if "K424" in line]
    assert "14 texts of ro are not reviewed" in told and "make review LOCALE=ro BY=you" in told


def test_the_ledger_holds_files_facts_and_sentences_with_who_answers_for_them(done: SimpleNamespace) -> None:
    release, = done.ledger.releases
    card = next(e for e in release.editions if e.material == "safety-card")
    assert {(f.path, f.sha256) for f in card.files} == {(o["path"], o["sha256"]) for o in done.manifest["outputs"] if o["edition"] == card.code}
    for file in card.files:
        assert hashlib.sha256((done.root / "build/release" / file.path).read_bytes()).hexdigest() == file.sha256
    assert set(card.facts) == {"helpline.phone", "police-emergency.phone", "police-emergency.hours", "wiltshire.address"}
    assert release.facts["helpline.phone"].model_dump(mode="json") == {
        "value": "+448000121700", "shown": "08000 121 700", "checked_by": "ada", "checked_on": DAY.isoformat()}
    said = {name: done.ledger.text(release, card, name)[2] for name in release.contexts[card.texts]}
    assert said["safety-card.heading"] == "You can get help." and "area.wiltshire.name" in said
    assert {release.texts["en"][name].approved_by for name in said if name.startswith("safety-card.")} == {"ada"}


def test_what_was_released_already_is_not_written_twice(again: Path) -> None:
    before = (again / "content/releases/0001.json").read_bytes()
    ran = run("release", again)
    assert "The ledger holds them already" in ran.out and [f.name for f in (again / "content/releases").iterdir()] == ["0001.json"]
    assert (again / "content/releases/0001.json").read_bytes() == before


def test_a_changed_number_stops_the_release_until_somebody_rings_it_and_is_then_the_next_release(again: Path, done: SimpleNamespace) -> None:
    edit(again, "content/services/helpline.yaml", '"08000 121 700"', '"08000 121 701"')
    edit(again, "content/services/helpline.yaml", '"+448000121700"', '"+448000121701"')
    ran = run("release", again)
    assert ran.code == 1 and "nobody has verified 08000 121 701" in ran.err and "make verified SERVICE=helpline BY=you" in ran.err
    manifest = json.loads((again / "build/release/manifest.json").read_text(encoding="utf-8"))
    assert manifest["outputs"] == [], "an old card with the old number must not stand there"
    ledger, problems = read_releases(again)
    assert not problems and ledger.standing == frozenset() and len(ledger.releases) == 2
    assert run("verified", again, "--service", "helpline", "--by", "ada", "--value", "08000 121 701").code == 0
    assert "3 editions new or changed" in run("release", again).out
    ledger, problems = read_releases(again)
    assert not problems and len(ledger.releases) == 3 and not ledger.standing & set(done.codes.values())
    # the gallery of the next build compares with it
    inputs = read_inputs(again, DAY)
    texts = texts_of(inputs.library, inputs.catalogs)
    before = last_release(ledger, texts)
    assert {o["edition"] for o in before["outputs"]} == ledger.standing and before["texts"] == texts
    assert {p for o in before["outputs"] for p in o["phones"]} == {"08000 121 701", "999"}


def test_a_fact_that_was_rung_too_long_ago_stops_the_release(again: Path) -> None:
    facts = again / "content/signoff/facts.yaml"
    facts.write_text(facts.read_text().replace(DAY.isoformat(), "2025-11-21"))
    ran = run("release", again)
    assert ran.code == 1 and "the check of 08000 121 700 ran out on 2026-05-23" in ran.err


# From the code on the card alone


def test_a_code_tells_what_the_card_says_and_where_it_came_from(again: Path, done: SimpleNamespace) -> None:
    code = done.codes["safety-card", "en"]
    assert run("printed", again, "--code", code, "--copies", "50", "--by", "ada", "--where", "Swindon").code == 0
    ran = run("trace", again, code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    assert ran.code == 0, ran.err
    for said in (code, "Safety card", "English", "Wiltshire", "release 1", f"helpline.phone: 08000 121 700, checked by ada on {DAY}",
                 "https://day.example.org/w/en/", "50 copies", "office, Swindon", "the same edition (released)", "You can get help."):
        assert said in ran.out, said
    ring(again, *NUMBER)
    ran = run("trace", again, code)
    assert "08000 121 700, checked by ada" in ran.out and "instead (to be released)" in ran.out, "the paper says what it said"


def test_a_code_with_one_wrong_character_is_refused_whichever_it_is(done: SimpleNamespace) -> None:
    from generator.editioncode import read_code
    for code in done.codes.values():
        plain = code.replace("-", "")
        for i, right in enumerate(plain):
            for wrong in set(ALPHABET) - {right}:
                assert read_code(plain[:i] + wrong + plain[i + 1:]) is None
    code = done.codes["number-card", "ro"]
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    ran = run("trace", done.root, wrong, "--format", "json")
    assert ran.code == 1 and [p["code"] for p in ran.problems] == ["K421"] and code not in ran.out


def test_a_good_code_that_no_release_holds_is_said_to_be_none_of_ours(done: SimpleNamespace) -> None:
    from generator.editioncode import code_of
    ran = run("trace", done.root, code_of(b"a card of somebody else"))
    assert ran.code == 1 and "K425" in ran.err and "do not hand it out" in ran.err
    office_printing = run("printed", done.root, "--code", code_of(b"x"), "--copies", "5", "--by", "ada")
    assert office_printing.code == 1 and not (done.root / "content/print-runs").exists()


# Recall


def test_a_changed_number_calls_back_every_released_edition_that_carries_it_with_its_copies(again: Path, done: SimpleNamespace) -> None:
    card, number = done.codes["safety-card", "en"], done.codes["number-card", "ro"]
    assert run("printed", again, "--code", card, "--copies", "50", "--by", "ada", "--where", "Swindon", "--on", DAY.isoformat()).code == 0
    assert run("printed", again, "--code", f"{card},{number}", "--copies", "7", "--by", "ada", "--on", DAY.isoformat()).code == 0
    assert recall(office(again), service="helpline") == []
    assert len(recall(office(again), service="helpline", all_of_it=True)) == 3
    ring(again, *NUMBER)
    found = recall(office(again), service="helpline")
    assert [(one.edition.code, one.copies) for one in found][:2] == [(card, 57), (number, 7)] and len(found) == 3
    assert {one.why for one in found} == {("08000 121 700 is now 08000 121 701",)} and {one.state for one in found} == {"to be released"}
    assert run("release", again).code == 1
    found = recall(office(again), service="helpline")
    ledger = read_releases(again)[0]
    assert {one.edition.code for one in found} == set(done.codes.values()), "the new ones are right"
    assert {one.replaced_by for one in found} == ledger.standing and {one.state for one in found} == {"released"}
    ran = run("recall", again, "--service", "helpline", "--csv", str(again / "list.csv"))
    assert ran.code == 0 and "3 released editions, 64 copies" in ran.out and "1 without a recorded run" in ran.out
    assert (again / "list.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("57,wiltshire,safety-card")
    ran = run("recall", again, "--service", "helpline", "--format", "json")
    assert [p["code"] for p in ran.problems] == ["K431"] * 3 and all("Print " in p["remedy"] for p in ran.problems)


def test_an_expired_fact_a_corrected_sentence_and_an_area_that_leaves_are_found(again: Path, done: SimpleNamespace) -> None:
    now = office(again)
    old = FactCheck(service="helpline", fact="phone", value="+448000121700", on="2026-01-01", by="ada")
    aged = replace(now.join.signoffs, files={"facts": SignOff(id="facts", facts=(old,))})
    inputs = replace(read_inputs(again, DAY), release=True, signoffs=aged)
    assert {one.why for one in recall(replace(now, join=inputs.join), service="helpline")} == {("the check of 08000 121 700 ran out on 2026-07-03",)}
    edit(again, "content/materials/safety-card.yaml", "You can get help.", "You can get help now.")
    found = recall(office(again), context="safety-card.heading")
    assert [one.edition.code for one in found] == [done.codes["safety-card", "en"]] and found[0].state == "draft"
    assert found[0].why == ("“You can get help.” is now “You can get help now.”",)
    assert {one.edition.code for one in recall(office(again), area="wiltshire")} == set(done.codes.values())
    assert len(recall(office(again), area="wiltshire", locale="ro")) == 1
    (again / "content/areas/wiltshire.yaml").unlink()
    left = run("recall", again, "--area", "wiltshire")
    assert left.code == 0 and "3 released editions" in left.out and left.out.count("not made") == 3


def test_a_name_that_nobody_ever_had_is_no_answer(done: SimpleNamespace) -> None:
    for more, near in ((("--service", "helplin"), "helpline"), (("--string", "safety-card.headin"), "safety-card.heading"), (("--area", "wiltshir"), "wiltshire")):
        ran = run("recall", done.root, *more)
        assert ran.code == 2 and f"Did you mean {near}?" in ran.err
    assert run("recall", done.root).code == 2


# The chain


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 0.9999), bit=st.integers(0, 7))
def test_any_changed_bit_of_a_release_is_noticed(done: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory, place: float, bit: int) -> None:
    root = tmp_path_factory.mktemp("bit")
    raw = bytearray((done.root / "content/releases/0001.json").read_bytes())
    raw[int(place * len(raw))] ^= 1 << bit
    (root / "content/releases").mkdir(parents=True)
    (root / "content/releases/0001.json").write_bytes(raw)
    ledger, problems = read_releases(root)
    if not problems:  # another value of the same kind in the newest file: only the next release and git can tell
        assert written(ledger.releases[0]) == bytes(raw)
        after = ledger.releases[0].model_copy(update={"number": 2, "previous": done.ledger.head})
        (root / "content/releases/0002.json").write_bytes(written(after))
        assert [p.code for p in read_releases(root)[1]] == ["K422"]
    else:
        assert [p.code for p in problems] == ["K422"] and not ledger.releases and str(problems[0]).count("\n") == 0


@pytest.mark.parametrize("spoil", ["edited", "cut", "gone", "swapped", "extra", "link", "empty"])
def test_a_damaged_ledger_is_noticed_and_nothing_is_released_traced_or_recalled_from_it(again: Path, done: SimpleNamespace, spoil: str) -> None:
    folder = again / "content/releases"
    first = done.ledger.releases[0]
    second = first.model_copy(update={"number": 2, "previous": done.ledger.head, "editions": (), "standing": tuple(sorted(done.codes.values()))})
    (folder / "0002.json").write_bytes(written(second))
    assert not read_releases(again)[1]
    file = folder / "0001.json"
    if spoil == "edited":
        file.write_bytes(file.read_bytes().replace(b"+448000121700", b"+448000121701"))
    elif spoil == "cut":
        file.write_bytes(file.read_bytes()[:-20])
    elif spoil == "gone":
        file.unlink()
    elif spoil == "swapped":
        one, two = file.read_bytes(), (folder / "0002.json").read_bytes()
        file.write_bytes(two)
        (folder / "0002.json").write_bytes(one)
    elif spoil == "extra":
        (folder / "0002b.json").write_bytes(b"{}")
    elif spoil == "link":
        file.rename(again / "there.json")
        file.symlink_to(again / "there.json")
    else:
        file.write_bytes(b"")
    assert [p.code for p in read_releases(again)[1]] in (["K422"], ["C151"])
    before = {f.name: f.read_bytes() for f in folder.iterdir()}
    for verb, more in (("release", ()), ("trace", (done.codes["number-card", "ro"],)), ("recall", ("--service", "helpline")),
                       ("pack", ("--area", "wiltshire"))):
        ran = run(verb, again, *more)
        assert ran.code == 1 and re.search("K422|C151", ran.err) and "git checkout" in ran.err or "C151" in ran.err, (verb, ran.err)
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == before


def test_a_print_run_that_is_changed_or_gone_after_a_release_is_noticed(again: Path, done: SimpleNamespace) -> None:
    assert run("printed", again, "--code", done.codes["number-card", "ro"], "--copies", "50", "--by", "ada").code == 0
    ring(again, *NUMBER)
    run("release", again)
    file, = (again / "content/print-runs").glob("*.yaml")
    assert read_releases(again)[0].releases[1].runs == {file.stem: hashlib.sha256(file.read_bytes()).hexdigest()}
    file.write_text(file.read_text().replace("copies: 50", "copies: 5"))
    assert [p.code for p in read_releases(again)[1]] == ["K422"]
    file.unlink()
    assert ["is gone" in p.message for p in read_releases(again)[1]] == [True]


def test_before_the_first_release_the_ledger_is_empty(tmp_path: Path) -> None:
    assert read_releases(tmp_path) == (Ledger(), [])


@pytest.mark.parametrize("tag", ["en", "ur", "mul"])
def test_every_item_can_be_written_down_and_read_again_with_each_of_its_sentences(tag: str, tmp_path: Path) -> None:
    """Without typesetting: all editions of an area in one language, and the sheet with lines in all of them."""
    inputs = read_inputs(ROOT, DAY)
    editions = [one.edition for one in plan(inputs, [], Narrow(area="wiltshire", locale=tag, rare=True)).planned]
    outputs = [{"edition": e.code, "status": "released", "path": f"{e.key}", "sha256": "0" * 64, "kind": "screen", "printer": None} for e in editions]
    codes = [e.code for e in editions]
    made = Recorder(inputs.library, inputs.catalogs, inputs.signoffs).release(
        Ledger(), editions, outputs, codes, {}, today=DAY, source_date=DAY)
    assert write_release(tmp_path, made).path
    ledger, problems = read_releases(tmp_path)
    assert not problems and ledger.standing == set(codes) == {e.code for e in ledger.releases[0].editions}
    for edition in editions:
        release, row = ledger.records[edition.code]
        said = {ledger.text(release, row, one)[:2]: ledger.text(release, row, one)[2] for one in release.contexts[row.texts]}
        assert {name for _, name in said} == edition.contexts() & inputs.library.texts.keys()
        assert set(row.phones) <= {release.facts[key].shown for key in row.facts} and row.address == edition.address
        lines = [line for page in edition.pages for block in page.blocks for line in block.lines if line.tongue and line.context]
        for line in lines:
            assert said[line.tongue.tag, line.context] == "".join(run.text for run in line.runs) or "{" in said[line.tongue.tag, line.context]
    again = Recorder(inputs.library, inputs.catalogs, inputs.signoffs).release(ledger, editions, outputs, codes, {}, today=DAY, source_date=DAY)
    assert again is None, "the same is not written twice"

"""Sign-off of texts: who may say yes, to exactly what, and that nothing but the yes is written."""

from __future__ import annotations

import datetime as dt
import random
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import copy_root, generator
from terminal import Terminal

from generator.build.inputs import Inputs, read_inputs
from generator.checks.content.placeholder_unbound import CODE
from generator.edition import MANY
from generator.model.catalog import Catalog
from generator.model.library import is_made_in
from generator.review import approvals, last_translator, record_texts, reviewer_problems, sentences
from generator.signoff import SignOffs
from generator.signoff_state import STATES, state, states, uses

DAY = dt.date(2026, 11, 21)
HEADING = "safety-card.heading"
ASK = "y approve"


def person(root: Path, id: str = "ada", **fields: str) -> None:
    """A clearly fictional reader."""
    fields = {"name": f"{id.title()} Fictional", "reviews": "[ro, en]"} | fields
    (root / "content" / "people" / f"{id}.yaml").write_text(
        f"id: {id}\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()), encoding="utf-8")


def signed(root: Path, tag: str = "ro") -> str:
    return (root / "content" / "signoff" / f"{tag}.yaml").read_text(encoding="utf-8")


def known(inputs: Inputs, tag: str = "ro", problems=()) -> list:
    return sentences(inputs.library, inputs.catalogs, inputs.signoffs, problems, tag)


def approve(root: Path, *contexts: str, tag: str = "ro", by: str = "ada") -> Inputs:
    """Approve in process, and read everything anew."""
    given, problems = approvals(tag, known(read_inputs(root, DAY), tag), contexts, by, DAY)
    assert not problems and not record_texts(root, tag, given)
    return read_inputs(root, DAY)


def entry(inputs: Inputs, context: str, tag: str = "ro", **changes: object) -> Inputs:
    """The same inputs with one entry of a catalog changed."""
    catalog = inputs.catalogs[tag]
    changed = {**catalog.entries, context: replace(catalog.entries[context], **changes)}
    return replace(inputs, catalogs={**inputs.catalogs, tag: Catalog(tag, catalog.path, changed)})


def small(folder: Path) -> Path:
    """A copy with one area, English and Romanian only, so that reading is quick, and with one reader."""
    root = copy_root(folder / "root", frozenset({"en", "ro"}), frozenset({"wiltshire"}))
    person(root)
    return root


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Inputs]:
    """A copy that no test writes into, with one reader."""
    root = copy_root(tmp_path_factory.mktemp("real") / "root")
    person(root, reviews="[ro, en, ur, zh-Hans]")
    return root, read_inputs(root, DAY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same; no test writes into it."""
    return small(tmp_path_factory.mktemp("still"))


# The property


def spoil(text: str, chance: random.Random) -> str:
    """One character changed, added or taken away."""
    at = chance.randrange(len(text))
    other = chance.choice([c for c in "aăȚ .,08\u200cй中" if c != text[at]])
    return chance.choice([text[:at] + other + text[at + 1:], text[:at] + other + text[at:], text[:at] + text[at + 1:]])


@pytest.mark.parametrize("tag", ["ro", "ur", "zh-Hans", "en"])
def test_any_one_character_of_english_or_translation_voids_the_approval(real, tag):
    root, inputs = real
    chance = random.Random(20261121)
    library = inputs.library
    given, problems = approvals(tag, known(inputs, tag), [c for c, t in library.texts.items() if tag == "en" or not t.english_only],
                                "ada", DAY)
    if tag != "en":
        library = replace(library, texts={c: t for c, t in library.texts.items() if not t.english_only})
    assert not problems and len(given) == len(library.texts) > 100
    signoffs = SignOffs({tag: library.signoff["en"].model_copy(update={"texts": tuple(given)})}, library.people)
    for context, text in library.texts.items():
        entry = inputs.catalogs[tag].entries[context] if tag != "en" else None
        assert state(tag, text, entry, signoffs) == "reviewed"
        for _ in range(6):
            english = spoil(text.english, chance)
            assert state(tag, replace(text, english=english), entry, signoffs) == "void"
            if entry:  # also where msgmerge has brought the new English into the catalog
                assert state(tag, replace(text, english=english), replace(entry, english=english), signoffs) == "void"
                words = spoil(entry.translation, chance)
                assert state(tag, text, replace(entry, translation=words), signoffs) == ("void" if words else "missing")
    # an approval is of its own place and of its own language
    one, two = list(library.texts.values())[:2]
    moved = SignOffs({tag: signoffs.files[tag].model_copy(update={"texts": tuple(
        t.model_copy(update={"context": two.context}) for t in given if t.context == one.context)})}, library.people)
    assert not moved.approved(tag, two.context, one.english, one.english)
    assert not SignOffs({"so": signoffs.files[tag]}, library.people).approved("so", one.context, one.english, one.english)


def test_an_edit_in_the_files_voids_it_too(root):
    approve(root, HEADING, "safety-card.not-your-fault")
    po = root / "locales" / "ro.po"
    text = po.read_text(encoding="utf-8")
    assert text.count('msgstr "Puteți primi ajutor."') == 1
    po.write_text(text.replace('msgstr "Puteți primi ajutor."', 'msgstr "Puteţi primi ajutor."'), encoding="utf-8")
    card = root / "content" / "materials" / "safety-card.yaml"
    card.write_text(card.read_text().replace("What happened to you is not your fault.", "What happened to you is not your fault!"))
    found = {one.text.context: one for one in known(read_inputs(root, DAY))}
    assert found[HEADING].state == found["safety-card.not-your-fault"].state == "void"
    assert not found[HEADING].stopped  # it can be read again; the other waits for its translator
    assert [p.code for p in found["safety-card.not-your-fault"].stopped] == ["S104"]


# States and counts


def test_each_text_has_one_state_and_a_draft_by_machine_that_was_read_counts_as_read(root):
    inputs = approve(root, HEADING)
    inputs = entry(inputs, "safety-card.free-call", machine=False)
    inputs = entry(inputs, "safety-card.interpreter", translation="")
    inputs = entry(inputs, "safety-card.no-name", fuzzy=True)
    found = {one.text.context: one for one in known(inputs)}
    assert {c: found[c].state for c in (HEADING, "safety-card.free-call", "safety-card.interpreter", "safety-card.no-name",
                                        "safety-card.ask")} == {
        HEADING: "reviewed", "safety-card.free-call": "translated", "safety-card.interpreter": "missing",
        "safety-card.no-name": "missing", "safety-card.ask": "machine"}
    assert found[HEADING].machine and inputs.catalogs["ro"].entries[HEADING].machine


def test_counts_by_locale_and_material_add_up(root):
    inputs = approve(root, HEADING)
    counts = states(inputs.library, inputs.catalogs, inputs.signoffs)
    used = uses(inputs.library)
    assert set(counts) == {"en", *inputs.catalogs} and "number-card" not in used
    for tag, row in counts.items():
        locale = inputs.library.locales[tag]
        assert list(row) == [m for m in used if inputs.library.materials[m].on_one_sheet or is_made_in(inputs.library.materials[m], locale)]
        for material, count in row.items():
            there = [c for c in used[material] if locale.is_source or not inputs.library.texts[c].english_only]
            assert tuple(count) == STATES and sum(count.values()) == len(there) > 3
    here = {m: row["reviewed"] for m, row in counts["ro"].items()}
    assert here == {m: int(HEADING in contexts) for m, contexts in used.items() if inputs.library.materials[m].text != "english"} and here["safety-card"] == 1
    assert counts["ro"]["booklet"]["machine"] and not counts["en"]["booklet"]["machine"]
    # a catalog that cannot be read has no translations
    without = states(inputs.library, {}, inputs.signoffs)["ro"]["safety-card"]
    assert without["missing"] == sum(without.values())


def test_what_an_item_says_is_what_is_counted(real):
    """The counts answer to the editions themselves, not to a second reading of the materials."""
    _, inputs = real
    library, join, used = inputs.library, inputs.join, uses(inputs.library)
    for material in set(used) - {"coordinator-card"}:
        said = set()
        for area in library.areas.values():
            record = library.materials[material]
            locale = MANY if record.on_one_sheet else library.locales["en" if record.text == "english" else "ro"]
            edition, _ = join.edition(record, locale, area)
            said |= edition.contexts() if edition else set()
        own = {c for c in said if c in library.texts}
        assert own and own <= set(used[material]), material


# Who may


@pytest.mark.parametrize(("fields", "code", "said"), [
    ({"reviews": "[pl]"}, "S102", "does not review ro"),
    ({"reviews": "[ro]", "translates": "[ro]"}, "S103", "translates ro"),
    ({"reviews": "[]"}, "S102", "does not review ro"),
])
def test_who_does_not_review_or_translates_is_refused(root, fields, code, said):
    person(root, **fields)
    inputs = read_inputs(root, DAY)
    problems = reviewer_problems(root, inputs.library, inputs.library.locales["ro"], "ada")
    assert [p.code for p in problems] == [code] and said in problems[0].message


@pytest.mark.parametrize(("header", "refused"), [
    ("Ada Fictional <ada.f@example.org>", True), ("ADA  fictional", True), ("A. F. <ada@example.org>", True),
    ("ada", True), ("Adam Fictional <adam@example.org>", False), ("FULL NAME <EMAIL@ADDRESS>", False)])
def test_the_last_translator_does_not_approve_their_own_words(root, header, refused):
    po = root / "locales" / "ro.po"
    po.write_text(po.read_text(encoding="utf-8").replace('"Language: ro', f'"Last-Translator: {header}\\n"\n"Language: ro'), encoding="utf-8")
    inputs = read_inputs(root, DAY)
    locale = inputs.library.locales["ro"]
    assert last_translator(root, locale) == header and "ro" in inputs.catalogs
    problems = reviewer_problems(root, inputs.library, locale, "ada")
    assert [p.code for p in problems] == ["S103"] * refused


def test_somebody_unknown_is_refused_in_one_line_and_nothing_is_written(still, real):
    before = signed(still, "en")
    ran = generator("review", "--root", still, "--locale", "en", "--by", "nobody", "--approve", HEADING)
    assert ran.code == 1 and "S101" in ran.err and ran.err.count("\n") == 1, ran.err
    assert signed(still, "en") == before and not (still / "content" / "signoff" / "ro.yaml").exists()
    library = real[1].library
    for by in ("../ada", "a\nb\x1b[2J", ""):
        (problem,) = reviewer_problems(still, library, library.locales["en"], by)
        assert problem.code == "S101" and str(problem).isprintable()


# What may be approved


def test_missing_fuzzy_stale_and_wrong_texts_are_refused_each_with_its_reason(root):
    po = root / "locales" / "ro.po"
    text = po.read_text(encoding="utf-8")
    text = text.replace('msgstr "Puteți primi ajutor."', 'msgstr ""')
    text = text.replace('msgctxt "safety-card.free-call"', '#, fuzzy\nmsgctxt "safety-card.free-call"')
    text = text.replace('msgid "When you call"', 'msgid "When you ring"')
    before, mark, after = text.partition('msgctxt "helpline-page.call-emergency"')
    text = before + mark + after.replace("{phone} și cereți", "999 și cereți", 1)
    po.write_text(text, encoding="utf-8")
    bad = {HEADING: "S104", "safety-card.free-call": "S104", "safety-card.when-you-call": "S104",
           "helpline-page.call-emergency": "S105", "no.such-text": "S106"}
    arguments = [a for context in (*bad, "safety-card.ask") for a in ("--approve", context)]
    ran = generator("review", "--root", root, "--locale", "ro", "--by", "ada", *arguments, "--format", "json")
    assert ran.code == 1
    codes = {p["context"]: p["code"] for p in ran.problems if p["context"]}
    assert codes == {c: code for c, code in bad.items() if code != "S106"}
    assert {p["message"].split()[2] for p in ran.problems if p["code"] == "S104"} == {"missing", "fuzzy", "stale"}
    assert [p["message"] for p in ran.problems if p["code"] == "S106"] == ["There is no text “no.such-text”."]
    assert not (root / "content" / "signoff" / "ro.yaml").exists()  # all of a list, or none


def test_an_error_in_the_english_stops_every_language(still, real):
    inputs = real[1]
    text = inputs.library.texts[HEADING]
    wrong = [CODE.at(text.path, text.line, "A brace.", "Take it out.", **more) for more in ({}, {"context": HEADING})]
    for problem in wrong:
        for tag in ("en", "ro"):
            given, problems = approvals(tag, known(inputs, tag, [problem]), [HEADING, "safety-card.ask"], "ada", DAY)
            assert not given and [p.code for p in problems] == ["S105"]
    for tag, stopped in (("ro", True), ("pl", False), ("en", False)):  # an error of one language is its own
        _, problems = approvals(tag, known(inputs, tag, [wrong[1].on(locale="ro")]), [HEADING], "ada", DAY)
        assert bool(problems) is stopped


def test_a_list_in_a_file_is_approved_and_the_english_too(root, tmp_path):
    chosen = tmp_path / "read.txt"
    chosen.write_text(f"\ufeff# read on Friday\n{HEADING}  # twice\n\nsafety-card.ask\r\n{HEADING}\n", encoding="utf-8")
    ran = generator("review", "--root", root, "--locale", "en", "--by", "ada", "--approve-file", chosen)
    assert ran.code == 0 and "2 texts approved" in ran.out, ran.err
    inputs = read_inputs(root, DAY)
    assert {t.context for t in inputs.signoffs.files["en"].texts} == {HEADING, "safety-card.ask"}
    ran = generator("review", "--root", root, "--locale", "en", "--list")
    assert ran.code == 0 and "2 reviewed" in ran.out and f"reviewed   {HEADING}\n" in ran.out
    english = inputs.library.texts[HEADING].english
    assert inputs.signoffs.approved("en", HEADING, english, english)


@pytest.mark.parametrize(("arguments", "said"), [
    (["--locale", "ro"], "--by"), (["--locale", "xx", "--by", "ada"], "There is no locale"),
    (["--locale", "ro", "--by", "ada"], "a terminal is needed"), (["--by", "ada"], "--locale"),
    (["--locale", "ro", "--by", "ada", "--all"], "--all"), (["--locale", "ro", "--by", "ada", "--approve-file", "/nowhere"], "/nowhere"),
])
def test_what_is_not_understood_ends_with_2_and_there_is_no_way_to_approve_unread(still, arguments, said):
    ran = generator("review", "--root", still, *arguments)
    assert ran.code in ((1, 2) if "/nowhere" in arguments else (2,)) and said in ran.err


def test_an_approval_that_does_not_hold_is_given_anew_by_somebody_who_may(root):
    person(root, "eve", reviews="[pl]")
    approve(root, HEADING, by="eve")
    for by in ("eve", "ada"):
        ran = generator("review", "--root", root, "--locale", "ro", "--by", by, "--approve", HEADING)
        assert ran.code == (1 if by == "eve" else 0), ran.err
        assert f'by: "{by}"' in signed(root)


# The file


def test_the_file_is_sorted_replaced_in_place_and_keeps_its_comments(root):
    file = root / "content" / "signoff" / "ro.yaml"
    old = "0" * 32
    file.write_text("# Kept by the office.\n\n# Second line.\nid: ro\ntexts:\n"
                    f'  - {{context: {HEADING}, hash: "{old}", on: "2026-01-01", by: eve}}\n'
                    f'  # about the next\n  - {{context: aaa.gone, hash: "{old}", on: "2026-01-01", by: eve}}\n', encoding="utf-8")
    file.chmod(0o640)
    inputs = approve(root, "safety-card.ask", HEADING)
    lines = signed(root).splitlines()
    assert lines[:6] == ["# Kept by the office.", "", "# Second line.", "# about the next", "id: ro", "texts:"]
    assert [line.split('"')[1] for line in lines[6:]] == ["aaa.gone", "safety-card.ask", HEADING]
    assert old not in lines[8] and lines[8].endswith('on: "2026-11-21", by: "ada"}')
    assert not inputs.problems and signed(root).endswith("}\n") and file.stat().st_mode & 0o777 == 0o640
    assert [f.name for f in file.parent.iterdir() if f.name.startswith(".")] == []
    before, stamp = signed(root), file.stat().st_mtime_ns
    approve(root, HEADING, by="bob")  # it stands approved, by ada
    assert signed(root) == before and file.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("spoilt", ["id: ro\ntexts: [\n", "id: pl\ntexts: []\n", "id: ro\ntexts: []\nmore: 1\n", ""])
def test_a_file_that_cannot_be_read_is_left_as_it_is(root, spoilt):
    file = root / "content" / "signoff" / "ro.yaml"
    given, _ = approvals("ro", known(read_inputs(root, DAY)), [HEADING], "ada", DAY)
    file.write_text(spoilt)
    problems = record_texts(root, "ro", given)
    assert problems and all(p.path == "content/signoff/ro.yaml" for p in problems) and file.read_text() == spoilt
    file.unlink()
    file.symlink_to(root / "elsewhere.yaml")
    assert [p.code for p in record_texts(root, "ro", given)] == ["C151"] and not (root / "elsewhere.yaml").exists()


def test_a_failure_while_writing_keeps_the_old_file(root, monkeypatch):
    approve(root, "safety-card.ask")
    before = signed(root)
    given, _ = approvals("ro", known(read_inputs(root, DAY)), [HEADING], "ada", DAY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")
    monkeypatch.setattr("generator.wholefile.os.fsync", full)
    assert [p.code for p in record_texts(root, "ro", given)] == ["S107"]
    assert signed(root) == before and [f for f in (root / "content" / "signoff").iterdir() if f.name.startswith(".")] == []


def test_two_who_say_yes_at_the_same_moment_are_both_kept(root):
    contexts = list(read_inputs(root, DAY).library.texts)[:16]
    all_of_them = known(read_inputs(root, DAY))
    found = []

    def say(context: str) -> None:
        found.extend(record_texts(root, "ro", approvals("ro", all_of_them, [context], "ada", DAY)[0]))
    threads = [threading.Thread(target=say, args=(c,)) for c in contexts]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not found and {t.context for t in read_inputs(root, DAY).signoffs.files["ro"].texts} == set(contexts)


def test_every_text_of_a_locale_fits_into_one_file(root):
    inputs = read_inputs(root, DAY)
    inputs = approve(root, *(c for c, t in inputs.library.texts.items() if not t.english_only))
    assert not inputs.problems and {one.state for one in known(inputs)} == {"reviewed"}


# The terminal


def walk(root: Path, *more: str, tag: str = "ro") -> Terminal:
    return Terminal("review", "--root", root, "--locale", tag, "--by", "ada", "--material", "safety-card", *more)


def approved(root: Path, tag: str = "ro") -> list[str]:
    return [t.context for t in read_inputs(root, DAY).signoffs.files[tag].texts]


def test_the_walk_shows_all_that_a_reader_needs_and_keeps_each_yes(root):
    with walk(root) as t:
        first = t.until(ASK)
        for said in ("texts to read in Romanian", "1 of ", "safety-card.pdf-title", "It must give nothing away.",
                     "Stands in: ", "Safety card", "(content/materials/safety-card.yaml:10)", "Drafted by machine.",
                     "English\n    Information\n", "Romanian\n    "):
            assert said in first, said
        t.type("yyy")  # a key held down is one yes, to the text that is seen
        second = t.until(ASK)
        assert "2 of " in second and HEADING in second and "Puteți primi ajutor." in second
        assert approved(root) == ["safety-card.pdf-title"]  # at once, not at the end
        t.type("n")
        t.until("Remark, if any: ")
        t.type("Prea solemn – „puteți”?\n")
        assert "3 of " in t.until(ASK)
        t.type("Q")
        assert t.end() == 0
        rest = t.rest()
    assert "1 text approved, 1 skipped, " in rest and "content/signoff/ro.yaml keeps that." in rest
    assert f"{HEADING}: Prea solemn – „puteți”?" in rest
    assert approved(root) == ["safety-card.pdf-title"]


def test_other_keys_do_nothing_and_an_end_stops():
    from generator.cli.review import _key
    assert _key("ynbq", iter(["x", "\x1b[B", "yn", "ynbq", "Y"]).__next__) == "y"
    for end in (KeyboardInterrupt, EOFError, OSError):
        def gone(error: type[BaseException] = end) -> str:
            raise error
        assert _key("ynbq", gone) == "q"
    assert _key("ynbq", lambda: "") == "q"


def test_back_and_no_takes_a_yes_of_this_walk_back_and_yes_takes_a_remark_back(root):
    with walk(root, tag="en") as t:
        t.until(ASK)
        t.type("b")  # before the first there is nothing
        assert "1 of " in t.until(ASK)
        t.type("y")
        t.until(ASK)
        t.type("n")
        t.until("Remark, if any: ")
        t.type("why\n")
        t.until(ASK)
        t.type("b")
        assert "You skipped it a moment ago." in t.until(ASK)
        t.type("y")
        t.until(ASK)
        t.type("b")
        t.until(ASK)
        t.type("b")
        assert "You approved it a moment ago." in t.until(ASK)
        t.type("n")
        t.until("Remark, if any: ")
        t.type("\n")
        t.until(ASK)
        t.type("\x03")  # Ctrl-C stops and keeps
        assert t.end() == 0
    assert "1 text approved, 1 skipped" in t.rest() and "Remarks" not in t.rest() and "why" not in t.rest()
    assert approved(root, "en") == [HEADING]


def test_what_was_approved_is_what_was_shown_even_if_the_file_changed_meanwhile(root):
    with walk(root) as t:
        t.until(ASK)
        po = root / "locales" / "ro.po"
        before, mark, after = po.read_text(encoding="utf-8").partition('msgctxt "safety-card.pdf-title"')
        po.write_text(before + mark + after.replace('msgstr "', 'msgstr "X', 1), encoding="utf-8")
        t.type("y")
        t.until(ASK)
        t.process.kill()  # the window is closed: what was said is kept
    found = {one.text.context: one.state for one in known(read_inputs(root, DAY))}
    assert approved(root) == ["safety-card.pdf-title"] and found["safety-card.pdf-title"] == "void"
    with walk(root) as t:
        assert "Approved once, and changed since." in t.until(ASK)
        t.type("\x04")
        assert t.end() == 0


def test_what_cannot_be_approved_is_not_asked_and_hidden_characters_are_shown(root):
    from generator.cli.review import visible
    assert visible("a\u202eb\x1b[2J\u200b") == "a<U+202E>b<U+001B>[2J<U+200B>" and visible("می\u200cروم") == "می\u200cروم"
    po = root / "locales" / "ro.po"
    before, mark, after = po.read_text(encoding="utf-8").partition('msgctxt "safety-card.pdf-title"')
    po.write_text(before + "#, fuzzy\n" + mark + after, encoding="utf-8")
    with walk(root) as t:
        first = t.until(ASK)
        assert "1 text cannot be approved yet" in first and HEADING in first and "pdf-title" not in first
        t.type("q")
        assert t.end() == 0
    assert not (root / "content" / "signoff" / "ro.yaml").exists()

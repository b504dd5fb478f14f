"""Bringing catalogs up to date, with the real msgmerge: nothing changes that need not, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import functools
import os
import random
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build.inputs import Inputs, read_inputs
from generator.catalog import merge as merging
from generator.catalog.merge import TEMPLATE, header, merge, write_template
from generator.catalog.reader import parse_catalog, read_catalog
from generator.cli import main
from generator.messages import template
from generator.model.catalog import Catalog
from generator.model.content import Locale
from generator.problem import Problem

from conftest import FEW, copy_root, real_inputs

ROOT = Path(__file__).parents[1]
FIXTURES = Path(__file__).parent / "fixtures" / "po"
TODAY = dt.date(2026, 11, 21)


@functools.cache
def locales() -> dict[str, Locale]:
    return dict(real_inputs().library.locales)


def translations(root: Path) -> list[Problem]:
    """What `make translations` does; the command itself is run in one test below."""
    inputs = read_inputs(root, TODAY)
    write_template(root, template(inputs.library))
    return [p for locale in inputs.library.locales.values() if locale.gettext for p in merge(root, locale)[1]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our content, catalogs and templates, up to date."""
    root = copy_root(tmp_path_factory.mktemp("project") / "root")
    assert translations(root) == []
    return root


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """The same, to be changed by one test, with three catalogs."""
    shutil.copytree(project, tmp_path / "copy", ignore=lambda folder, names: [
        n for n in names if n.endswith(".po") and n not in ("ro.po", "ar.po", "zh-Hans.po")])
    return tmp_path / "copy"


def snapshot(root: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in sorted((root / "locales").iterdir())}


def blocks(raw: bytes) -> dict[str, str]:
    """Each entry of a catalog as it is written, by msgctxt; the header under its own name."""
    found = {}
    for block in raw.decode().strip("\n").split("\n\n"):
        context = re.search(r'^(?:#~ )?msgctxt "(.*)"$', block, re.M)
        found[context[1] if context else "header"] = block
    return found


def catalog(root: Path, tag: str = "ro") -> Catalog:
    found, problems = read_catalog(root, locales()[tag])
    assert problems == [] and found is not None
    return found


def one_line_text(inputs: Inputs, root: Path) -> tuple[Path, str, str]:
    """A text of a material that stands in its file once, whole and on one line: file, context and English."""
    for text in inputs.library.texts.values():
        if text.path.startswith("content/materials/booklet") and not text.facts and len(text.english) > 30:
            file = root / text.path
            everywhere = "".join(f.read_text("utf-8") for f in file.parent.glob("*.yaml"))
            if everywhere.count(text.english) == 1:
                return file, text.context, text.english
    raise AssertionError("no such text")


# ---- the second time ------------------------------------------------------------------------------------------------

def test_the_second_time_nothing_changes(project: Path) -> None:
    before = snapshot(project)
    times = {f.name: f.stat().st_mtime_ns for f in (project / "locales").iterdir()}
    assert translations(project) == []
    assert snapshot(project) == before
    assert {f.name: f.stat().st_mtime_ns for f in (project / "locales").iterdir()} == times, "written for nothing"
    assert len(before) == len(FEW)  # with the template, and none for English


def test_the_command_twice(copy: Path) -> None:
    file, context, english = one_line_text(read_inputs(copy, TODAY), copy)
    file.write_text(file.read_text("utf-8").replace(english, english + " Yes."), encoding="utf-8")
    arguments = ["translations", "--root", str(copy), "--locale", "ro"]
    first = CliRunner().invoke(main, arguments)
    assert first.exit_code == 0 and first.stdout == "changed: locales/messages.pot\nchanged: locales/ro.po\n"
    before = snapshot(copy)
    second = CliRunner().invoke(main, arguments)
    assert second.exit_code == 0 and second.stdout == "Nothing to change.\n"
    assert snapshot(copy) == before


# ---- one sentence ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("new", ["{} Yes.", "Seven wild horses ran over the hill at dawn."])
def test_rewording_one_sentence_touches_only_its_entries(project: Path, tmp_path: Path, new: str) -> None:
    root = tmp_path / "copy"
    shutil.copytree(project, root)
    file, context, english = one_line_text(read_inputs(root, TODAY), root)
    before = snapshot(root)
    file.write_text(file.read_text("utf-8").replace(english, new.format(english)), encoding="utf-8")
    assert translations(root) == []
    after = snapshot(root)
    assert before.keys() == after.keys()
    for name in before:
        old, now = blocks(before[name]), blocks(after[name])
        assert {c for c in old.keys() | now.keys() if old.get(c) != now.get(c)} == {context}, name
        assert list(old) == list(now), "the order has changed"
    said = catalog(root).entries[context]
    assert said.english == new.format(english) and (said.fuzzy or not said.translation), "a guess would be printed"
    if "{}" in new:
        assert said.fuzzy and said.translation == catalog(project).entries[context].translation
        assert f'#| msgid "{english}"' in blocks(after["ro.po"])[context]


def test_a_sentence_moved_down_touches_only_its_entry(copy: Path) -> None:
    """Its line, and that of every sentence between, is another one now: no catalog may speak of it."""
    before = {f.name: blocks(f.read_bytes()) for f in (copy / "locales").glob("*.po")}
    file = copy / "content" / "materials" / "safety-card.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if "- id: not-your-fault" in line)
    moved, lines[first:first + 4] = lines[first:first + 4], []
    lines += ["\n", "\n", *moved]
    file.write_text("".join(lines), encoding="utf-8")
    assert translations(copy) == []
    for name, old in before.items():
        after = blocks((copy / "locales" / name).read_bytes())
        assert after == old, name
        assert list(after) != list(old), "the entry did not move: this test shows nothing"


def test_a_renamed_context_makes_a_guess_that_is_never_printed(copy: Path) -> None:
    file, context, english = one_line_text(read_inputs(copy, TODAY), copy)
    before = catalog(copy)
    material, old = context.split(".")
    file.write_text(re.sub(rf"\bid: {old}(?=[,\n])", "id: quite-new", file.read_text("utf-8")), encoding="utf-8")
    assert translations(copy) == []
    after = catalog(copy)
    assert context not in after.entries and after.entries[f"{material}.quite-new"].english == english
    assert after.entries[f"{material}.quite-new"].fuzzy
    assert f'#| msgctxt "{context}"' in (copy / "locales" / "ro.po").read_text("utf-8")
    assert {c: e.translation for c, e in before.entries.items() if c != context} == {
        c: e.translation for c, e in after.entries.items() if c != f"{material}.quite-new"}


def test_a_sentence_taken_away_is_kept_as_obsolete_and_comes_back(copy: Path) -> None:
    whole, context = (copy / TEMPLATE).read_text("utf-8"), "safety-card.not-your-fault"
    before = snapshot(copy)
    without = "\n\n".join(block for block in whole.split("\n\n") if f'msgctxt "{context}"' not in block)
    assert write_template(copy, without) and merge(copy, locales()["ro"]) == (True, [])
    assert context not in catalog(copy).entries
    assert f'#~ msgctxt "{context}"' in (copy / "locales" / "ro.po").read_text("utf-8")
    assert write_template(copy, whole) and merge(copy, locales()["ro"]) == (True, [])
    assert snapshot(copy) == before


# ---- what editors do to a catalog -----------------------------------------------------------------------------------

def poedit(raw: str, width: int) -> str:
    """The same texts with the head of Poedit and its wrapping."""
    raw = raw.replace('"Language: ', '"PO-Revision-Date: 2026-11-20 21:04+0000\\n"\n"Last-Translator: A Person <a@b.example>\\n"\n'
                      '"Language-Team: Romanian\\n"\n"Language: ', 1).replace('"Plural-Forms', '"X-Generator: Poedit 3.4.2\\n"\n"Plural-Forms', 1)
    head, rest = raw.split("\n\n", 1)

    def wrapped(found: re.Match[str]) -> str:
        parts = re.findall(rf"(?:\\.|[^\\]){{1,{width}}}", found[2])
        return f'{found[1]} ""\n' + "\n".join(f'"{p}"' for p in parts) if len(parts) > 1 else found[0]

    return head + "\n\n" + re.sub(r'^(msgid|msgstr) "(.*)"$', wrapped, rest, flags=re.M)


@pytest.mark.parametrize("width, end", [(30, "\n"), (76, "\n"), (76, "\r\n")])
def test_a_catalog_saved_by_an_editor_keeps_everything(copy: Path, width: int, end: str) -> None:
    file = copy / "locales" / "ro.po"
    before, texts = file.read_text("utf-8"), catalog(copy)
    note = before.replace('msgctxt "safety-card.heading"', '# asked the reviewer\nmsgctxt "safety-card.heading"', 1)
    file.write_bytes(poedit(note, width).replace("\n", end).encode())
    changed, problems = merge(copy, locales()["ro"])
    assert changed and problems == []
    after = catalog(copy)
    assert {c: (e.english, e.translation, e.fuzzy, e.machine) for c, e in after.entries.items()} == {
        c: (e.english, e.translation, e.fuzzy, e.machine) for c, e in texts.entries.items()}
    raw = file.read_text("utf-8")
    old, now = blocks(before.encode()), blocks(raw.encode())
    assert {c for c in old if old[c] != now[c]} == {"header", "safety-card.heading"}
    assert "# asked the reviewer" in now["safety-card.heading"] and now["safety-card.heading"].count("\n") == old["safety-card.heading"].count("\n") + 1
    for kept in ("X-Generator: Poedit", "Last-Translator: A Person", "PO-Revision-Date: 2026-11-20"):
        assert kept in now["header"]
    assert "\r" not in file.read_bytes().decode() and merge(copy, locales()["ro"]) == (False, [])


def test_earlier_texts_and_marks_are_kept(copy: Path) -> None:
    file = copy / "locales" / "ro.po"
    raw = file.read_text("utf-8")
    raw = raw.replace('msgctxt "safety-card.ask"', '#, fuzzy\n#| msgid "Ask something."\nmsgctxt "safety-card.ask"', 1)
    file.write_text(raw + '\n# @machine\n#~ msgctxt "old.one"\n#~ msgid "Old."\n#~ msgstr "Vechi."\n', encoding="utf-8")
    assert merge(copy, locales()["ro"])[1] == []
    after = file.read_text("utf-8")
    assert '#| msgid "Ask something."' in after and after.endswith('# @machine\n#~ msgctxt "old.one"\n#~ msgid "Old."\n#~ msgstr "Vechi."\n')
    entries = catalog(copy).entries
    assert entries["safety-card.ask"].fuzzy and sum(e.machine for e in entries.values()) == after.count("# @machine\n") - 1


def test_a_mark_taken_away_stays_away(copy: Path) -> None:
    """A person has revised a text: the merge does not call it machine's again."""
    file = copy / "locales" / "ro.po"
    context = next(c for c, e in catalog(copy).entries.items() if e.machine)
    file.write_text(re.sub(rf'# @machine\n((?:#.*\n)*msgctxt "{re.escape(context)}")', r"\1", file.read_text("utf-8")), encoding="utf-8")
    assert not catalog(copy).entries[context].machine
    assert merge(copy, locales()["ro"]) == (False, [])
    assert not catalog(copy).entries[context].machine


# ---- a new catalog --------------------------------------------------------------------------------------------------

def test_a_new_catalog_is_begun(copy: Path) -> None:
    (copy / "locales" / "ro.po").unlink()
    assert merge(copy, locales()["ro"]) == (True, [])
    assert sorted(f.name for f in (copy / "locales").iterdir()) == ["ar.po", "messages.pot", "ro.po", "zh-Hans.po"]
    begun = catalog(copy)
    assert begun.entries.keys() == catalog(copy, "ar").entries.keys()
    assert not any(e.translation or e.fuzzy for e in begun.entries.values())
    assert (copy / "locales" / "ro.po").read_text("utf-8").startswith("# Romanian: victim information materials.\n")
    assert merge(copy, locales()["ro"]) == (False, [])


def test_the_folder_is_made(project: Path, tmp_path: Path) -> None:
    assert write_template(tmp_path, (project / TEMPLATE).read_text("utf-8")) is True
    assert write_template(tmp_path, (project / TEMPLATE).read_text("utf-8")) is False
    assert merge(tmp_path, locales()["th"]) == (True, [])


@pytest.mark.parametrize("tag", sorted(t for t, l in locales().items() if l.gettext))
def test_the_head_of_each_locale_can_be_read(tag: str) -> None:
    assert parse_catalog(header(locales()[tag]).encode(), f"locales/{tag}.po", locales()[tag])[1] == []


# ---- what is broken stays as it is ----------------------------------------------------------------------------------

BROKEN = ["bom.ro", "charset_1251.ro", "charset_placeholder.ro", "conflict.ro", "cr.ro", "dup.ro", "dup_other_english.ro", "empty.ro",
          "escape.ro", "fuzzy_header.ro", "html_page.ro", "latin1.ro", "ls.ro", "no_context.ro", "no_header.ro", "nul.ro",
          "obsolete_half.ro", "pl_huge.ro", "pl_long.ro", "pl_missing.ro", "pl_zero.ro", "plural_forms.ro", "truncated.ro",
          "truncated_in_letter.ro", "unterminated.ro", "utf16.ro", "utf16_without_mark.ro", "windows_1251.ro", "wrong_language.ro",
          "windows_1256.ar", "gb18030.zh-Hans"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_catalog_is_left_as_it_is_and_told(copy: Path, name: str) -> None:
    tag = name.split(".")[1]
    file = copy / "locales" / f"{tag}.po"
    shutil.copy(FIXTURES / f"{name}.po", file)
    before = snapshot(copy)
    changed, problems = merge(copy, locales()[tag])
    assert not changed and problems == read_catalog(copy, locales()[tag])[1] and problems
    assert snapshot(copy) == before


def test_the_command_tells_of_a_broken_catalog_and_goes_on(copy: Path) -> None:
    file, _, english = one_line_text(read_inputs(copy, TODAY), copy)
    file.write_text(file.read_text("utf-8").replace(english, english + " Yes."), encoding="utf-8")
    shutil.copy(FIXTURES / "conflict.ro.po", copy / "locales" / "ro.po")
    ran = CliRunner().invoke(main, ["translations", "--root", str(copy)])
    assert ran.exit_code == 1 and "locales/ro.po:22: error E117" in ran.output
    assert "changed: locales/ar.po" in ran.output and "changed: locales/ro.po" not in ran.output
    assert (copy / "locales" / "ro.po").read_bytes() == (FIXTURES / "conflict.ro.po").read_bytes()


def test_damaged_catalogs_are_merged_whole_or_not_at_all(copy: Path) -> None:
    from test_catalog_reader import damaged
    pick = random.Random(3)
    file = copy / "locales" / "ro.po"
    good = (FIXTURES / "ok.ro.po").read_bytes()
    merged = 0
    for _ in range(60):
        file.write_bytes(broken := damaged(good, pick))
        before, _problems = parse_catalog(broken, "locales/ro.po", locales()["ro"])
        changed, problems = merge(copy, locales()["ro"])
        assert changed != bool(problems)
        if changed:
            merged += 1
            kept = file.read_text("utf-8")
            assert all(not e.translation or e.translation in kept.replace('\\"', '"').replace("\\\\", "\\").replace("\\n", "\n")
                       for e in before.entries.values())
        else:
            assert file.read_bytes() == broken
    assert merged > 5


@pytest.mark.parametrize("kind", ["link", "dangling", "folder"])
def test_only_a_plain_file_is_replaced(copy: Path, tmp_path: Path, kind: str) -> None:
    file = copy / "locales" / "ro.po"
    elsewhere = tmp_path / "elsewhere.po"
    file.rename(elsewhere)
    before = elsewhere.read_bytes()
    if kind == "folder":
        file.mkdir()
    else:
        file.symlink_to(elsewhere if kind == "link" else tmp_path / "nothing")
    changed, problems = merge(copy, locales()["ro"])
    assert not changed and [p.code for p in problems] == ["E101"]
    assert elsewhere.read_bytes() == before and not (tmp_path / "nothing").exists()
    assert file.is_dir() if kind == "folder" else file.is_symlink()


# ---- msgmerge itself ------------------------------------------------------------------------------------------------

def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Another msgmerge in its place."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "msgmerge"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("script, told", [
    ("echo 'msgmerge: <stdin>:12: oh' >&2; exit 1", "msgmerge says: msgmerge: locales/ro.po:12: oh"),
    ("exit 0", "msgmerge says: nothing"),
    ("head -c 2000", "msgmerge made what cannot be read"),
    ("sed 's/^msgstr \"Puteți/msgstr \"Nu puteți/'", "msgmerge would change the translation of "),
    ("sed 's/^# @machine$/#/'", "msgmerge would change the translation of "),
    ("exec sleep 60", "msgmerge did not end within 1 seconds"),
], ids=["fails", "silent", "cut", "changes", "marks", "hangs"])
def test_a_bad_msgmerge_does_no_harm(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, told: str) -> None:
    monkeypatch.setattr(merging, "TIME_LIMIT_S", 1)
    fake(monkeypatch, tmp_path, script)
    before = snapshot(copy)
    started = time.monotonic()
    changed, problems = merge(copy, locales()["ro"])
    assert time.monotonic() - started < 5
    assert not changed and [p.code for p in problems] == ["E110"]
    assert told in problems[0].message and problems[0].remedy and problems[0].locale == "ro"
    assert snapshot(copy) == before


def test_without_msgmerge_nothing_is_lost(copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    before = snapshot(copy)
    changed, problems = merge(copy, locales()["ro"])
    assert not changed and [p.code for p in problems] == ["E110"] and snapshot(copy) == before


def test_a_template_that_is_missing_is_told(copy: Path) -> None:
    (copy / TEMPLATE).unlink()
    before = snapshot(copy)
    changed, problems = merge(copy, locales()["ro"])
    assert not changed and "messages.pot" in problems[0].message and snapshot(copy) == before


def test_the_language_of_the_computer_changes_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de:fr")
    monkeypatch.setenv("LC_ALL", "C")
    assert merge(copy, locales()["ro"]) == (False, [])


# ---- writing --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_catalog(copy: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    (copy / "locales" / "ro.po").write_bytes((copy / "locales" / "ro.po").read_bytes() + b'\n#~ msgid "a"\n#~ msgstr  "b"\n')
    before = snapshot(copy)

    def full(*given: object) -> None:
        if fails == "fsync":
            os.ftruncate(given[0], 100)  # type: ignore[arg-type]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, fails, full)
    changed, problems = merge(copy, locales()["ro"])
    assert not changed and "No space left on device" in problems[0].message
    assert snapshot(copy) == before, "a half-written file lies about"


def test_a_new_file_takes_the_place_of_the_old_at_once(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads during the merge finds the old file or the new one."""
    file = copy / "locales" / "ro.po"
    file.write_bytes(file.read_bytes() + b'\n#~ msgid "a"\n#~ msgstr  "b"\n')
    before, true = file.read_bytes(), os.replace
    seen: list[tuple[bytes, bytes]] = []

    def watched(new: Path, old: Path) -> None:
        seen.append((Path(new).read_bytes(), Path(old).read_bytes()))
        true(new, old)

    monkeypatch.setattr(os, "replace", watched)
    assert merge(copy, locales()["ro"]) == (True, [])
    assert seen == [(file.read_bytes(), before)] and file.read_bytes() != before


def test_msgmerge_agrees_that_ours_are_catalogs(project: Path) -> None:
    """msgfmt is another strict reader."""
    for file in sorted((project / "locales").glob("*.po")):
        ran = subprocess.run(["msgfmt", "--check-format", "--check-header", "-o", os.devnull, file], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr


def test_a_catalog_saved_by_a_real_poedit_keeps_all_that_we_need():
    """tests/fixtures/saved: before, and after Poedit 3.2 opened it, changed one sentence and saved."""
    from conftest import ROOT, TODAY
    from generator.build.inputs import read_inputs
    from generator.catalog.reader import parse_catalog
    romanian = real_inputs().library.locales["ro"]
    saved = ROOT / "tests" / "fixtures" / "saved"
    (before, found), (after, others) = (parse_catalog((saved / name).read_bytes(), "locales/ro.po", romanian)
                                        for name in ("before-ro.po", "poedit-3.2.2-ro.po"))
    assert found == others == [] and list(before.entries) == list(after.entries)
    assert {c for c in before.entries if before.entries[c].translation != after.entries[c].translation} == {
        "helpline-page.call-emergency"}
    assert {c for c, e in after.entries.items() if e.machine} == {c for c, e in before.entries.items() if e.machine}


WEBLATE = Path(__file__).parent / "fixtures" / "saved"


@pytest.mark.parametrize("name, tag", [("ro", "ro"), ("ro-nowrap", "ro"), ("ar", "ar"), ("lt", "lt")])
def test_a_catalog_saved_by_a_real_weblate_keeps_all_that_we_need(name: str, tag: str) -> None:
    """Weblate writes its own head, wraps or not, words the plural rule anew, and keeps texts and marks."""
    read, problems = parse_catalog((WEBLATE / f"weblate-2026.10-{name}.po").read_bytes(), f"locales/{tag}.po", locales()[tag])
    assert problems == [] and read.entries["helpline-page.leave"].machine
    assert "{phone}" in read.entries["helpline-page.call-emergency"].translation


def test_a_rule_in_other_words_is_still_only_compared_and_another_one_is_refused() -> None:
    raw = (WEBLATE / "weblate-2026.10-lt.po").read_text(encoding="utf-8")
    assert "n % 100 < 11" in raw
    _, problems = parse_catalog(raw.replace("n % 100 < 11", "n % 100 < 12").encode(), "locales/lt.po", locales()["lt"])
    assert [p.code for p in problems] == ["E106"]


def test_a_converted_download_put_among_the_catalogs_is_refused_and_not_merged(copy: Path) -> None:
    """Weblate's converted download makes “#. @machine” of “# @machine”; msgmerge would take it out."""
    raw = (WEBLATE / "weblate-2026.10-ro-converted.po").read_bytes()
    (copy / "locales" / "ro.po").write_bytes(raw)
    changed, problems = merge(copy, locales()["ro"])
    assert not changed and (copy / "locales" / "ro.po").read_bytes() == raw
    assert [p.code for p in problems] == ["E126"] and "make receive" in problems[0].remedy and problems[0].line
    assert parse_catalog(raw, "ro.po", locales()["ro"], converted=True)[1] == []

"""The benchmark of our checks: its errors are errors, it borrows nothing from the checks, and what must be seen is seen."""

from __future__ import annotations

import ast
import codecs
import datetime as dt
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "benchmarks"
sys.path.insert(0, str(BENCH))

import alphabets  # noqa: E402
import catalogfile  # noqa: E402
import checks as bench  # noqa: E402
import errors_facts  # noqa: E402
import errors_files  # noqa: E402
import kinds  # noqa: E402

NUMBER = "08000 121 700"


@pytest.fixture(scope="module")
def files() -> dict[str, catalogfile.File]:
    return catalogfile.read_all(ROOT)


@pytest.fixture(scope="module")
def ours():
    from ours import Ours
    return Ours(ROOT, dt.date(2026, 11, 21))


def test_what_puts_errors_in_borrows_nothing_from_what_looks_for_them() -> None:
    waiting, taken = [BENCH / "checks.py"], set()
    while waiting:  # what the benchmark of checks is made of; others measure our own program
        path = waiting.pop()
        if path in taken or path.name == "ours.py":
            continue
        taken.add(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "") or ""]
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                assert not [n for n in names if n.split(".")[0] == "generator"], f"{path.name} imports {names}"
                waiting += [file for n in (*names, *(a.name for a in node.names)) if (file := BENCH / f"{n}.py").is_file()]
                assert not path.name.startswith(("errors_", "kinds", "alphabets", "catalogfile")) or "ours" not in names, path.name


def test_every_error_changes_what_is_said(files: dict[str, catalogfile.File]) -> None:
    made = {}
    for tag in ("ro", "ar", "th", "zh-Hans", "hi", "uk"):
        for one in bench.mutants(tag, files, NUMBER, each=2):
            assert one.text != one.before and one.context
            made.setdefault(one.name, one)
    assert {e.name for e in bench.ERRORS} == set(made), "a class of error that fits no string"
    clean = files["ro"].written().encode()
    for error in errors_files.FILES:
        these = [m for m in bench.file_mutants("ro", files, each=1) if m.name == error.name]
        assert these and all(m.raw != clean for m in these), error.name


def test_every_locale_has_letters_to_be_spoilt_with(files: dict[str, catalogfile.File]) -> None:
    assert set(files) == set(alphabets.STRANGE)
    assert {kinds.letters(tag) for tag in files} <= set(alphabets.ALIKE) & set(alphabets.OTHER_WORDS)


def test_a_strange_letter_stands_in_no_text_of_its_language(files: dict[str, catalogfile.File]) -> None:
    for tag, pairs in alphabets.STRANGE.items():
        said = "".join(e.text for e in files[tag].entries)
        assert not set(pairs.values()) & set(said), tag
        assert set(pairs) & set(said), f"none of these letters of {tag} stands anywhere"


def test_the_old_encodings_are_of_our_languages() -> None:
    assert set(errors_files.OLD) | set(kinds.ZERO) | set(errors_facts.DOMAIN) <= set(kinds.SCRIPT)
    for codec in errors_files.OLD.values():
        codecs.lookup(codec)


def test_what_is_fuzzy_or_not_translated_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "ro.po").write_text(
        'msgid ""\nmsgstr "Language: ro\\n"\n\nmsgctxt "a"\nmsgid "Yes"\nmsgstr "Da"\n\n'
        '#, fuzzy\nmsgctxt "b"\nmsgid "No"\nmsgstr "Da"\n\nmsgctxt "c"\nmsgid "Help"\nmsgstr ""\n', encoding="utf-8")
    assert [one.context for one in catalogfile.read(tmp_path, "ro").entries] == ["a"]


def test_there_are_enough_classes_and_no_name_stands_for_two() -> None:
    names = [e.name for e in bench.ERRORS] + [e.name for e in errors_files.FILES]
    assert len(names) == len(set(names)) > 100
    assert {e.level for e in bench.ERRORS} == {"error", "warning"}


def test_the_same_errors_on_every_run(files: dict[str, catalogfile.File]) -> None:
    once, again = ([(m.name, m.context, m.text) for m in bench.mutants("fa", files, NUMBER, each=2)] for _ in range(2))
    assert once == again


def test_numbers_placeholders_and_addresses_are_all_seen(ours, files: dict[str, catalogfile.File]) -> None:
    these = [m for m in bench.mutants("ro", files, NUMBER, each=3)
             if m.group in ("numbers", "placeholders", "addresses") and m.level == "error"]
    assert len(these) > 60
    bench.look(ours, "ro", files, NUMBER, these)
    assert not [(m.name, m.text) for m in these if not m.seen]


def test_what_is_no_error_is_not_counted_as_seen(ours, files: dict[str, catalogfile.File]) -> None:
    good, bad = (e for e in files["ro"].entries if e.context in ("safety-card.heading", "booklet.lock"))
    these = [bench.Mutant("ro", "none", "numbers", "error", good.context, good.text, good.text),
             bench.Mutant("ro", "one", "numbers", "error", bad.context, bad.text, bad.text + " 7")]
    bench.look(ours, "ro", files, NUMBER, these)
    assert [m.seen for m in these] == [False, True]


def test_a_file_written_again_says_the_same(files: dict[str, catalogfile.File], tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "ur.po").write_text(files["ur"].written(), encoding="utf-8")
    assert catalogfile.read(tmp_path, "ur") == files["ur"]

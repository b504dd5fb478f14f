"""Every code of the package can be explained, and no two kinds of problem share one."""

from __future__ import annotations

import ast
import json
from collections import Counter

import pytest
from click.testing import CliRunner

from conftest import ROOT, generator
from generator.cli import main
from generator.cli.explain import explanation, nearest, told_by
from generator.problem import known_codes


def written() -> list[str]:
    """Every number given to error(…) or warning(…) in the package, read without importing it."""
    return [node.args[0].value for file in sorted((ROOT / "generator").rglob("*.py"))
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("error", "warning")
            and node.args and isinstance(node.args[0], ast.Constant)]


def explain(code: str):
    return CliRunner().invoke(main, ["explain", code])


def test_no_two_kinds_share_a_number() -> None:
    assert [number for number, times in Counter(written()).items() if times > 1] == []


def test_no_two_kinds_of_one_family_share_a_name() -> None:
    told_by()
    names = Counter((number[0], kind.name) for number, kind in known_codes().items())
    assert [name for name, times in names.items() if times > 1] == []


def test_every_code_can_be_explained() -> None:
    makers = told_by()
    assert set(written()) == set(makers) <= set(known_codes()) and len(makers) > 100
    for number, module in makers.items():
        lines = explanation(known_codes()[number], module)
        said = "\n".join(lines)
        assert lines[0].startswith(f"{number} {known_codes()[number].name}: ") and known_codes()[number].why in said
        assert module.__doc__ and module.__doc__.splitlines()[0] in said
        assert lines[-1].startswith("Told by generator/") and (ROOT / lines[-1].removeprefix("Told by ")).is_file()


def test_examples_are_shown_good_and_bad() -> None:
    said = explain("E502").output
    assert "Why: a question read as a statement" in said and "Good (ur):" in said and "Bad (ur):" in said
    assert "نہ کریں۔" in said[said.index("Good"):said.index("Bad")] and "نہ کریں." in said[said.index("Bad"):]
    assert said.index("Good") < said.index("Bad") < said.index("Told by generator/checks/content/end_punctuation.py")


def test_what_cannot_be_seen_is_named() -> None:
    said = explain("E509").output
    assert all(c.isprintable() or c == "\n" for c in said)


@pytest.mark.parametrize("asked", ["E214", "e214", "not-plain-text", "Not-Plain-Text"])
def test_a_code_is_found_by_number_and_by_name(asked: str) -> None:
    ran = explain(asked)
    assert ran.exit_code == 0 and ran.output.startswith("E214 not-plain-text: error")


@pytest.mark.parametrize("asked, near", [("E211", "E210"), ("E9999", "The nearest: E"), ("not-plain-txt", "E214 not-plain-text"),
                                         ("F200", "F201"), ("", "The nearest"), ("\u202eE214", "⟨U+202E⟩")])
def test_an_unknown_code_ends_with_2_and_the_nearest(asked: str, near: str) -> None:
    ran = explain(asked)
    assert ran.exit_code == 2 and near in ran.output and "Traceback" not in ran.output


def test_the_nearest_are_of_the_same_family() -> None:
    told_by()
    assert nearest("V340", known_codes())[0] == "V340" and all(n[0] == "M" for n in nearest("M1", known_codes()))


def test_the_command_speaks_as_all_do() -> None:
    ran = generator("explain", "E215", "--format", "json")
    assert ran.code == 0 and json.loads(ran.out) == {"problems": []} and "hidden-character" in ran.err
    assert generator("explain", "E000").code == 2

"""The commands that people and outside checks rely on are there, behind make and behind python -m generator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, anew, copy_root, generator

from generator.cli import main

OFFICER = "status check facts verified approve preview release pack printed trace recall"
TRANSLATOR = "translations locale proof handoff receive review"


def test_every_command_has_a_verb_and_a_target_with_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = dict(re.findall(r"(?m)^([a-z-]+):.*?## (.+)$", makefile))
    for name in (OFFICER + " " + TRANSLATOR).split():
        assert name in main.commands and targets[name], name
        assert main.commands[name].help, name
    assert {"build", "all", "help", "test", "clean"} <= targets.keys()


def test_every_value_that_make_passes_on_is_only_text_to_it() -> None:
    """A $ in a value must never be read by make: each name is overridden once and handed on in the environment."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\$\{([A-Z]+)", makefile))
    safe = set(re.findall(r"(?m)^override ([A-Z]+) := \$\(value \1\)$", makefile))
    handed, = re.findall(r"(?m)^export (LOCALE .+)$", makefile)
    assert used <= safe == set(handed.split())


def test_approve_is_the_review_of_the_english() -> None:
    ran = CliRunner().invoke(main, ["approve", "--root", str(ROOT), "--list"])
    assert ran.exit_code == 0 and "safety-card.heading" in ran.output
    assert CliRunner().invoke(main, ["review", "--root", str(ROOT), "--list"]).exit_code == 2


@pytest.mark.parametrize("arguments", ["build --locale ro --material sms", "build --locale xx"])
def test_what_tests_ask_of_the_process_that_stands_by_is_what_a_new_process_does(tmp_path: Path, arguments: str) -> None:
    """All tests give their commands to it: were it something else, they would prove nothing."""
    done = []
    for way in (generator, anew):
        root = copy_root(tmp_path / way.__name__, frozenset({"en", "ro"}), frozenset({"wiltshire"}))
        (root / "locales" / "ro.po").write_text((root / "locales" / "ro.po").read_text(encoding="utf-8").replace("Sunați", "Sunați,"), encoding="utf-8")
        ran = way("--root", root, *arguments.split(), cwd=root)
        files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*")
                 if path.is_file() and not {"fonts", ".lock"} & set(path.parts)}  # they name the folder and the process
        done.append((ran.code, re.sub(r"in [\d.]+ s|\d+ s\b", "", ran.out.replace(str(root), "")), ran.err.replace(str(root), ""), files))
    (code, *_, files), other = done
    assert code == (2 if "xx" in arguments else 0)
    assert done[0][:3] == other[:3]
    assert {p for p in files.keys() | other[3].keys() if files.get(p) != other[3].get(p)} == set()

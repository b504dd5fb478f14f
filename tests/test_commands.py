"""The commands that people and outside checks rely on are there, behind make and behind python -m generator."""

from __future__ import annotations

import re

from click.testing import CliRunner
from conftest import ROOT

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

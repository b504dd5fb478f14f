"""The threat model names what holds: each code, file and test in it exists, and each section says what does not hold."""

import re

import pytest

from conftest import ROOT
from generator.cli.explain import told_by

TEXT = (ROOT / "docs/threats.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"(?m)^## ", TEXT)[1:]
CODES = sorted(set(re.findall(r"\b[A-Z][0-9]{3}\b", TEXT)))
#: A path of this project, as against a command or a piece of a text.
PATHS = sorted({found for found in re.findall(r"`([^`\s]+)`", TEXT) if re.match(r"(?:generator|tests|content|templates|setup|docs)/", found)})


def test_every_code_that_is_named_is_told_by_some_part_of_the_program() -> None:
    assert len(CODES) > 60 and [code for code in CODES if code not in told_by()] == []


@pytest.mark.parametrize("path", PATHS)
def test_every_file_that_is_named_is_there(path: str) -> None:
    # Folders that the office fills are kept in git once something is in them.
    assert (ROOT / path).exists() or path in ("content/print-runs/", "content/ledger/"), path


def test_every_command_that_is_named_is_one_of_make() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {found for found in re.findall(r"`make ([a-z-]+)", TEXT)}
    assert named and named <= targets


@pytest.mark.parametrize("section", SECTIONS, ids=[section.partition("\n")[0] for section in SECTIONS])
def test_every_section_says_what_stops_it_and_what_does_not(section: str) -> None:
    said = section.strip().split("\n\n")
    assert len(SECTIONS) > 10 and any(p.startswith("**What stops it.**") for p in said) and said[-1].startswith("**What does not.**")
    assert re.search(r"\b[A-Z][0-9]{3}\b", section), "names no check"


def test_every_link_leads_somewhere() -> None:
    assert all((ROOT / "docs" / link).exists() for link in re.findall(r"\]\(([^)#]+)\)", TEXT))

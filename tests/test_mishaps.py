"""Faults done to real builds and real records: what stands afterwards is always whole. A short run of `make faults`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

MISHAPS = ROOT / "tests" / "mishaps"


def test_one_whole_set_stands_after_each_fault_and_no_record_is_lost(tmp_path: Path) -> None:
    told = tmp_path / "told.json"  # a process of its own: it forks, and has no threads
    ran = subprocess.run([sys.executable, MISHAPS, "--short", "--rounds", "1", "--json", told], text=True, capture_output=True, timeout=900)
    assert told.exists(), ran.stdout + ran.stderr
    found = json.loads(told.read_text())
    assert found["lost"] == []
    assert found["held"] == found["done"] and len(found["held"]) >= 6 and set(found["done"].values()) == {1}


def test_every_fault_says_what_it_is() -> None:
    for file in (MISHAPS / "faults").glob("[a-z]*.py"):
        text = file.read_text(encoding="utf-8")
        assert text.startswith('"""') and "def fault(ground: Ground, chance: random.Random) -> None:" in text, file.name

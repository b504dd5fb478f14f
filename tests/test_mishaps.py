"""Faults done to real builds: what stands afterwards is always one whole set. A short run of `make faults`."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from mishaps import faults

SHORT = sorted(one.name for one in pkgutil.iter_modules(faults.__path__)
               if "\nSHORT = True\n" in (text := (ROOT / "tests/mishaps/faults" / f"{one.name}.py").read_text()) or ", SHORT = " in text)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """One round of each of these, in a process that has no threads and may fork."""
    file = tmp_path_factory.mktemp("mishaps") / "told.json"
    ran = subprocess.run([sys.executable, ROOT / "tests/mishaps", "--short", "--rounds", "1", "--json", file], text=True, capture_output=True, timeout=600)
    assert file.exists(), ran.stdout + ran.stderr
    return json.loads(file.read_text())


@pytest.mark.parametrize("name", SHORT)
def test_one_whole_set_stands_after(told: dict, name: str) -> None:
    assert not [line for line in told["lost"] if line.startswith(f"{name},")]
    if name in told["done"]:  # some need a disk of their own, which only root may put in
        assert told["held"][name] == told["done"][name] == 1

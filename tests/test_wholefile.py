"""A record is written whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import ROOT

from generator.ledger.runs import write_run
from generator.wholefile import write_once, write_whole

KILLED = """
import os, signal, sys
from pathlib import Path
from generator import wholefile
wholefile.os.replace = wholefile.os.link = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)
getattr(wholefile, sys.argv[1])(Path(sys.argv[2]), b"new")
"""


@pytest.mark.parametrize("write", [write_whole, write_once])
def test_what_a_killed_run_left_beside_it_goes_with_the_next(tmp_path, write):
    file = tmp_path / "facts.yaml"
    if write is write_whole:
        file.write_bytes(b"old")
        file.chmod(0o640)
    ran = subprocess.run([sys.executable, "-c", KILLED, write.__name__, file], cwd=ROOT)
    assert ran.returncode == -9 and len([p for p in tmp_path.iterdir() if p != file]) == 1
    assert not file.exists() if write is write_once else file.read_bytes() == b"old"
    mine = tmp_path / f".facts.yaml.{os.getppid()}"  # somebody who is still at work
    mine.write_bytes(b"half")
    write(file, b"new")
    assert file.read_bytes() == b"new" and sorted(tmp_path.iterdir()) == sorted([mine, file])
    if write is write_whole:
        assert file.stat().st_mode & 0o777 == 0o640


def test_nothing_is_written_over(tmp_path):
    file = tmp_path / "0001.json"
    assert write_once(file, b"first") and not write_once(file, b"second")
    assert file.read_bytes() == b"first" and os.listdir(tmp_path) == ["0001.json"]


def test_one_print_run_is_recorded_once_though_two_people_do_it(tmp_path):
    run = {"pack": "AAAA-BBBB-CCCC", "area": "wiltshire", "printer": "office", "on": "2026-11-21", "by": "ada",
           "editions": [{"code": "T1WS-BC8R-HSPH", "material": "number-card", "format": "card-85x55", "locale": "ro", "area": "wiltshire", "copies": 5}]}
    first, problems = write_run(tmp_path, run, again=False)
    assert first is not None, problems
    second, problems = write_run(tmp_path, run | {"on": "2026-11-22", "by": "bea"}, again=False)
    assert second is None and [p.code for p in problems] == ["K413"]
    assert write_run(tmp_path, run, again=True)[0].name == "2026-11-21-aaaa-bbbb-cccc-2.yaml"
    other, _ = write_run(tmp_path, run | {"pack": "AAAA-BBBB-CCCD"}, again=False)
    assert other is not None

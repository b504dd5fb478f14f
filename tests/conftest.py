"""Real parts for all tests: one real build of one area, shared by all test processes."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2026, 11, 21)


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[dict[str, object]]:
        """With --format json: the problems, and nothing else may stand on standard output."""
        value = json.loads(self.out)
        assert list(value) == ["problems"]
        return value["problems"]


def generator(*arguments: str | Path, cwd: Path = ROOT, **env: str) -> Ran:
    """Run ``python -m generator`` as an officer's make does."""
    ran = subprocess.run([sys.executable, "-m", "generator", *map(str, arguments)], cwd=cwd, text=True,
                         capture_output=True, timeout=300,
                         env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **env})
    assert "Traceback" not in ran.stderr, ran.stderr
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def copy_root(target: Path) -> Path:
    """A root of its own with the real content, catalogs and templates, to be spoilt."""
    for folder in ("content", "locales", "templates"):
        shutil.copytree(ROOT / folder, target / folder)
    return target


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the real root."""
    return copy_root(tmp_path / "root")


def _once(folder: Path, name: str, *arguments: str) -> Path:
    """Build once for all test processes; the others wait."""
    target = folder / name
    with open(folder / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (target / "manifest.json").exists():
            ran = generator("build", "--root", ROOT, "--build", target, *arguments)
            assert ran.code == 0, ran.out + ran.err
    return target


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Everything of one area, in all its locales."""
    folder = tmp_path_factory.getbasetemp()
    return _once(folder if worker_id == "master" else folder.parent, "built", "--area", "wiltshire")


@pytest.fixture(scope="session")
def manifest(built: Path) -> dict:
    """The manifest of that build."""
    return json.loads((built / "manifest.json").read_text(encoding="utf-8"))

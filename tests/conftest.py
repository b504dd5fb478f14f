"""Real parts for all tests: one real build of one area, shared by all test processes."""

from __future__ import annotations

import datetime as dt
import fcntl
import functools
import gc
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import standby
from browser import browser  # noqa: F401 - a fixture for every test of a page

if TYPE_CHECKING:
    from generator.build.inputs import Inputs

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


#: Verbs that read and tell, and make nothing: they are run in this process.
READ_ONLY = frozenset({"check", "status", "explain"})
STANDBY = standby.Standby()
standby.remember_readings()


def generator(*arguments: str | Path, cwd: Path = ROOT, **env: str) -> Ran:
    """What ``python -m generator`` does; see ``standby`` for how. With an environment of its own it is started anew."""
    said = [str(one) for one in arguments]
    if env:
        return anew(*said, cwd=cwd, **env)
    if said and said[0] in READ_ONLY and cwd == ROOT:
        return _in_this_process(said)
    ran = Ran(*STANDBY.run(said, cwd, seconds=300))
    assert "Traceback" not in ran.err, ran.err
    return ran


def anew(*arguments: str | Path, cwd: Path = ROOT, **env: str) -> Ran:
    """Run ``python -m generator`` as an officer's make does."""
    ran = subprocess.run([sys.executable, "-m", "generator", *map(str, arguments)], cwd=cwd, text=True,
                         capture_output=True, timeout=300,
                         env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **env})
    assert "Traceback" not in ran.stderr, ran.stderr
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def _in_this_process(arguments: list[str]) -> Ran:
    from click.testing import CliRunner

    from generator.cli import main
    before = Path.cwd()
    try:
        os.chdir(ROOT)
        with standby.with_what_was_kept():
            ran = CliRunner().invoke(main, arguments, prog_name="generator")
    finally:
        os.chdir(before)
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def pytest_sessionfinish() -> None:
    """The process that stood by may go."""
    STANDBY.end()


@functools.cache
def real_inputs() -> Inputs:
    """What stands in this repository, read once for all tests that only look at it."""
    from generator.build.inputs import read_inputs
    return read_inputs(ROOT, TODAY)


#: Languages of a copied root: forty would make each command that a test runs six times as long.
FEW = frozenset({"en", "ro", "pl", "lt", "ru", "ar", "ur", "hi", "zh-Hans"})
FEWER = frozenset({"en", *standby.LANGUAGES})


def copy_root(target: Path, languages: frozenset[str] | None = FEW, areas: frozenset[str] | None = None) -> Path:
    """A root of its own with the real content and templates, a few of the languages and these areas (or all), to be spoilt."""
    for folder in ("content", "locales", "templates"):
        shutil.copytree(ROOT / folder, target / folder)
    for area in (target / "content" / "areas").glob("*.yaml"):
        if areas is not None and area.stem not in areas:
            area.unlink()
        elif languages is not None:
            lines = area.read_text(encoding="utf-8").splitlines(keepends=True)
            area.write_text("".join(line for line in lines if not (found := re.fullmatch(r"  ([A-Za-z-]+): \d+\n", line))
                                    or found[1] in languages), encoding="utf-8")
    if languages is not None:
        for file in (*(target / "content" / "locales").glob("*.yaml"), *(target / "locales").glob("*.po")):
            if file.stem not in languages:
                file.unlink()
    return target


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the real root: one area, five languages. A build plans everything that stands in it."""
    return copy_root(tmp_path / "root", FEWER, frozenset({"wiltshire"}))


@pytest.fixture
def wide_root(tmp_path: Path) -> Path:
    """A copy of the real root with all areas and more languages."""
    return copy_root(tmp_path / "root")


#: What is made in every language; the rest is made in English, Urdu and Chinese.
EVERYWHERE = "number-card,safety-card,helpline-page"
OF_ALL_SORTS = "en,ur,zh-Hans,mul"


def _once(folder: Path, name: str, *rounds: tuple[str, ...]) -> Path:
    """Build once for all test processes; the others wait. Each round keeps what the one before has made."""
    target = folder / name
    with open(folder / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (target / "manifest.json").exists():
            for arguments in rounds:
                ran = generator("build", "--jobs", "2", "--root", ROOT, "--build", target, *arguments)
                assert ran.code == 0, ran.out + ran.err
    return target


#: What takes longest begins first, so that both cores are busy to the end; the first makes the build that others wait for.
FIRST = ("test_build.py", "test_pseudo.py", "test_mishaps.py")
#: Of those that need the build and so come last, the longest first: what begins last is short, or one core would wait for the other.
LAST = ("test_web_page_browser.py", "test_sabotage.py", "test_preflight.py", "test_typeset.py", "test_press.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """File by file: first those that take long, and last those that need the build, so that nobody waits while it is made."""
    waiting = {item.path for item in items if "built" in getattr(item, "fixturenames", ())}

    def turn(item: pytest.Item) -> tuple[int, int]:
        name = item.path.name
        if name in FIRST:
            return 0, FIRST.index(name)
        return (2, LAST.index(name) if name in LAST else len(LAST)) if item.path in waiting else (1, 0)

    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """A file stays together, since its tests share what they have made; files are given out in the order above."""
    from xdist.scheduler import LoadFileScheduling
    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One area: the cards for all its languages, and everything in a few."""
    folder = tmp_path_factory.getbasetemp()
    return _once(folder if worker_id == "master" else folder.parent, "built",
                 ("--area", "wiltshire", "--locale", OF_ALL_SORTS),
                 ("--all", "--area", "wiltshire", "--locale", "en,ur", "--material", "safety-card,pocket-zine"), ("--area", "wiltshire", "--material", EVERYWHERE))


@pytest.fixture(scope="session")
def manifest(built: Path) -> dict:
    """The manifest of that build."""
    return json.loads((built / "manifest.json").read_text(encoding="utf-8"))


def pytest_collection_finish() -> None:
    """What stays to the end (modules, thousands of tests) need not be looked through again and again."""
    gc.collect()
    gc.freeze()

"""A process that has started, imported and read already: each command that it is given is done by a copy of it.

Start-up and reading the real content cost more than most of what tests ask of a command. What a copy
does is what ``python -m generator`` does: a process of its own, with its own arguments, folder and
output. What it reads is taken from memory only where the bytes are those that were read before.
"""

from __future__ import annotations

import datetime as dt
import functools
import gc
import importlib
import importlib.abc
import io
import json
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any
from unittest.mock import patch

from generator.build.keeping import Keeping
from generator.build.machine import by_file_name
from generator.kept import Kind

ROOT = Path(__file__).parents[1]
#: What reads from bytes or text that it is given and from nothing else, where it is called.
READERS = (("generator.content.reader", "read_yaml"), ("generator.catalog.reader", "parse_catalog"),
           ("generator.templates.reader", "taken_from"), ("generator.build.inputs", "template_texts"))

#: Of most copied roots, besides English.
LANGUAGES = ("ro", "pl", "ar", "ur")

#: What a build and its workers import when they run, but for WeasyPrint.
BEFOREHAND = ("generator.summary", "generator.impose", "generator.inks", "generator.thumbnail", "generator.page", "generator.qr", "generator.build.worker",
              "cssselect2", "fontTools.subset", "pydyf", "pyphen", "tinyhtml5", "tinycss2")

_readings: dict[tuple, bytes] = {}

#: Of what a build keeps for the next one (``generator.kept``), that which does not depend on the root as a whole.
EVERYWHERE = frozenset({Kind.WORDS, Kind.TEMPLATES, Kind.IMPORTS})
_kept: dict[tuple[Kind, str, str], bytes] = {}


def with_what_was_kept() -> AbstractContextManager:
    """Inside, a command finds what an earlier one would have kept, in whichever folder, by the same digests; and keeps it in turn."""
    find, keep = Keeping.find, Keeping.keep

    def finds(self: Keeping, kind: Kind, name: str, of: str) -> object:
        value = find(self, kind, name, of)
        if value is None and (kind, name, of) in _kept:
            value = json.loads(_kept[kind, name, of])
            keep(self, kind, name, of, value)
        return value

    def keeps(self: Keeping, kind: Kind, name: str, of: str, value: object) -> None:
        if kind in EVERYWHERE:
            _kept.setdefault((kind, name, of), json.dumps(value).encode())
        keep(self, kind, name, of, value)

    return patch.multiple(Keeping, find=finds, keep=keeps)


class Aside(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules that are imported already and yet count as not imported, until one of them is asked for: then all are there.

    So WeasyPrint is read once, and a command still forks its workers and loads the typesetter only where it is needed.
    """

    def __init__(self, *names: str) -> None:
        before = set(sys.modules)
        with by_file_name():
            for name in names:
                importlib.import_module(name)
        self.modules = {name: module for name, module in sys.modules.items() if name not in before}
        self.specs = {name: module.__spec__ for name, module in self.modules.items()}
        for name in self.modules:
            del sys.modules[name]
        for owner, last in self._owners():
            delattr(owner, last)
        sys.meta_path.insert(0, self)

    def _owners(self) -> list[tuple[ModuleType, str]]:
        """Where such a module is an attribute of a package that stays."""
        pairs = [name.rpartition(".")[::2] for name in self.modules]
        return [(sys.modules[owner], last) for owner, last in pairs if owner in sys.modules]

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Whoever asks for one gets it, and finds all others that belong to it."""
        if name not in self.modules:
            return None
        sys.meta_path.remove(self)
        owners = self._owners()
        sys.modules.update(self.modules)
        for owner, last in owners:
            setattr(owner, last, self.modules[f"{owner.__name__}.{last}"])
        return ModuleSpec(name, self)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """That which is there."""
        return self.modules[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """It has run already; only where it came from is put right."""
        module.__spec__ = self.specs[module.__name__]


def remember_readings() -> None:
    """From now on the readers of files keep, in this process, what they made of which bytes."""
    for module, name in READERS:
        place = importlib.import_module(module)
        if not hasattr(getattr(place, name), "__wrapped__"):
            setattr(place, name, known(getattr(place, name)))


@functools.cache
def _real() -> frozenset[bytes | str]:
    """The files of this repository, as bytes and as text: of no others is anything kept."""
    raw = [file.read_bytes() for folder in ("content", "locales", "templates") for file in (ROOT / folder).rglob("*") if file.is_file()]
    return frozenset(raw) | frozenset(one.decode() for one in raw)


def known(real: Callable[..., tuple]) -> Callable[..., tuple]:
    """What a real reader says of these bytes, read once; a value of its own each time."""
    @functools.wraps(real)
    def reader(*given: Any, **more: object) -> tuple:
        if not isinstance(given[0], Mapping) and given[0] not in _real() or any(isinstance(one, Keeping) for one in given):
            return real(*given, **more)
        key = (real.__name__, *map(_plain, given), *more.items())
        if key not in _readings:
            out = io.BytesIO()
            _Plain(out, -1).dump(real(*given, **more))
            _readings[key] = out.getvalue()
        return pickle.loads(_readings[key])
    return reader


def _plain(given: Any) -> object:
    """What can be a part of a key, and says all of it."""
    if isinstance(given, Mapping):
        return tuple(sorted(given.items()))
    return given.model_dump_json() if hasattr(given, "model_dump_json") else given


class _Plain(pickle.Pickler):
    """Writes read-only mappings too."""

    def reducer_override(self, value: object) -> object:
        return (_read_only, (dict(value),)) if isinstance(value, MappingProxyType) else NotImplemented


def _read_only(value: dict) -> MappingProxyType:
    return MappingProxyType(value)


class Standby:
    """The process as tests see it. It begins with the first command and ends with the tests."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._lock = threading.Lock()
        self.cpu_s = 0.0  #: user and system, of all commands that have ended

    def run(self, arguments: list[str], cwd: Path, seconds: float) -> tuple[int, str, str]:
        """Exit code (a signal's number below zero), standard output, standard error."""
        with self._lock, tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as out, tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as err:
            process = self._process = self._process or self._begin()
            assert process.stdin is not None and process.stdout is not None
            mine = [f"/proc/{os.getpid()}/fd/{one.fileno()}" for one in (out, err)]
            process.stdin.write(json.dumps([arguments, str(cwd), dict(os.environ), *mine, seconds]) + "\n")
            process.stdin.flush()
            code, cpu_s = json.loads(process.stdout.readline() or "[null, 0]")
            self.cpu_s += cpu_s
            assert code is not None, f"no answer within {seconds:g} s: {arguments}"
            out.seek(0), err.seek(0)
            return code, out.read(), err.read()

    def _begin(self) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, __file__], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"})

    def end(self) -> None:
        """Let it go."""
        if self._process:
            self._process.communicate()


def get_ready() -> None:
    """Import, read and look for what every command will ask for, before the first fork."""
    from generator.build.builder import read_inputs
    from generator.checks import content, finished, print  # noqa: A004
    remember_readings()
    with_what_was_kept().__enter__()  # to the end of this process and of all its copies
    nowhere = Keeping(Path(os.devnull))
    inputs = read_inputs(ROOT, dt.date.today(), nowhere)
    inputs.tools_digest  # noqa: B018 - what is cached of this machine and this program
    for one in BEFOREHAND:
        importlib.import_module(one)
    for checks in (content, finished, print):
        checks.checks()
    content.check_content(inputs.library, {tag: inputs.catalogs[tag] for tag in LANGUAGES}, inputs.signoffs, inputs.today, nowhere)
    Aside("generator.build.item")
    assert "weasyprint" not in sys.modules, "where it is, workers are not forked"
    del inputs
    gc.collect()
    gc.freeze()


def serve() -> None:
    """Commands from standard input, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops the tests ends standard input
    get_ready()
    for line in sys.stdin:
        arguments, cwd, environment, out, err, seconds = json.loads(line)
        if not (child := os.fork()):
            _as_a_command(arguments, cwd, environment, out, err)
        sys.stdout.write(json.dumps(_waited(child, seconds)) + "\n")
        sys.stdout.flush()


def _waited(child: int, seconds: float) -> tuple[int | None, float]:
    """How it ended, and the processor time that it took with all that it started."""
    before = _children_s()
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status = os.waitpid(child, 0)
    late = not signal.setitimer(signal.ITIMER_REAL, 0)[0]
    return None if late else os.waitstatus_to_exitcode(status), _children_s() - before


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _as_a_command(arguments: list[str], cwd: str, environment: dict[str, str], out: str, err: str) -> None:
    """In the copy: what ``python -m generator`` does. It does not return."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(cwd)
        for number, path, how in ((0, os.devnull, os.O_RDONLY), (1, out, os.O_WRONLY), (2, err, os.O_WRONLY)):
            there = os.open(path, how)
            os.dup2(there, number)
            os.close(there)
        sys.argv = ["generator", *arguments]
        if "PYTEST_XDIST_WORKER" in environment:
            os.cpu_count = lambda: 1  # the other cores have tests of their own; a second worker would be started for two cards
        from generator.cli import main
        main(prog_name="python -m generator")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    sys.modules["standby"] = sys.modules["__main__"]  # what is written here is read here
    serve()

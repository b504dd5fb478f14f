"""Floor 9. Values kept from one build to the next, below ``BUILD/.cache/kept``: JSON, each file with its own hash.

What a value depends on is said in ``generator.kept``. What is damaged, of another program or foreign is as good as not there:
it is worked out anew, and nobody has to be told. Only a build writes here, under its lock; other commands read.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.build.disk import digest, make_folder, plain_bytes, remove, write_over
from generator.build.standing import PACKAGE, add, files_below, packages_in
from generator.kept import Kept, Kind

FOLDER = Path(".cache", "kept")
MOST_BYTES = 64 * 2**20  #: of one file; the largest of ours has one million


def program() -> str:
    """A digest of each byte of this package, of Python and of the versions of all packages."""
    total = hashlib.sha256(f"{sys.version}\0{sys.prefix}\0".encode())
    total.update("\0".join(sorted({name for folder in sys.path for name in packages_in(folder)})).encode() + b"\0")
    for name, path in sorted(files_below(str(PACKAGE))):
        if "__pycache__" not in name:
            add(total, name, path)
    return total.hexdigest()


class Keeping(Kept):
    """What is kept in one build folder. Making one touches no disk."""

    def __init__(self, build: Path) -> None:
        self._folder = Path(build) / FOLDER
        self._new: dict[tuple[Kind, str], tuple[str, Any]] = {}
        self._asked: set[str] = set()

    @cached_property
    def _program(self) -> str:
        return program()

    def find(self, kind: Kind, name: str, of: str) -> Any:
        """The value, if the file is exactly what was written, for this digest."""
        self._asked.add(_file(kind, name))
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            path = self._folder / _file(kind, name)
            if os.lstat(path).st_size <= MOST_BYTES:
                head, _, body = plain_bytes(path).partition(b"\n")
                whose, _, of_whom = head.decode("ascii").partition(" ")
                if whose == digest(body) and of_whom == self._of(kind, name, of):
                    return json.loads(body)
        return None

    def keep(self, kind: Kind, name: str, of: str, value: Any) -> None:
        """Only in memory, until ``write``."""
        self._asked.add(_file(kind, name))
        self._new[kind, name] = of, value

    def write(self, forget: bool) -> bool:
        """On the disk. One that refuses keeps nothing. False where the program was changed since it was first asked."""
        with suppress(OSError, ValueError):  # a text that UTF-8 cannot hold is not kept
            if program() != self._program:  # somebody is at work on it: what was worked out is of neither
                return False
            self._clear()
            make_folder(self._folder)
            for (kind, name), (of, value) in self._new.items():
                body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
                path = self._folder / _file(kind, name)
                if path.is_dir() and not path.is_symlink():
                    remove(path)
                write_over(path, f"{digest(body)} {self._of(kind, name, of)}\n".encode() + body, sync=False)
            for name in set(os.listdir(self._folder)) - self._asked if forget else ():
                if name.startswith((*Kind, ".tmp-")):  # ours, or what a killed run left
                    remove(self._folder / name)
        self._new.clear()
        return True

    def forget(self) -> None:
        """What stands on the disk."""
        with suppress(OSError):
            self._clear()
            remove(self._folder)

    def _clear(self) -> None:
        """A link, or what else stands where the folder should be, goes: what is written and taken away must be ours."""
        if os.path.lexists(self._folder) and not stat.S_ISDIR(os.lstat(self._folder).st_mode):
            os.unlink(self._folder)

    def _of(self, kind: Kind, name: str, of: str) -> str:
        return digest(f"{self._program}\0{kind}\0{name}\0{of}".encode())


def _file(kind: Kind, name: str) -> str:
    return f"{kind}-{name}.json" if name else f"{kind}.json"

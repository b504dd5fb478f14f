"""Floor 9. A cache of made files under ``BUILD/.cache``, found again by what went into them.

A file is kept once, under the hash of its bytes (``v2/objects``); an entry
(``v2/entries``) names the files made from one key. Everything read is hashed
first, so a torn, edited or aged entry is a miss and never a wrong page.

An entry is the hash of the rest, a line of JSON with the files, one with what
else is to be remembered, and all that the key is the hash of, compressed.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.build.disk import SHA256, clear, digest, disk_problem, make_folder, plain_bytes, remove, shown, write_over
from generator.problem import Problem, warning

FORMAT = "v2"  #: change it when the layout below changes: what is there is then dropped

CACHE_BROKEN = warning("B405", "cache-broken", "A damaged page must not be printed; it is made anew.")


@dataclass(frozen=True)
class Made:
    """What one key gave: files by name, and what else is to be remembered (JSON)."""

    files: Mapping[str, bytes]
    meta: Mapping[str, object]
    made_of: bytes = b""  #: all that the key is the hash of: it stays on the disk (``Store.made_of``)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the cache, for ``publish`` to link to."""

    sha256: str
    size: int
    name: str  #: where it lies

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.name)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the cache holds for a key, without the bytes: small enough to go between processes, and to be held for a nation's
    editions. It is taken apart anew each time that somebody asks."""

    key: str
    folder: str  #: of the files
    names: bytes  #: the files, as the cache has them
    about: bytes  #: the rest, as the cache has it

    @property
    def files(self) -> dict[str, KeptFile]:
        """By name."""
        return {name: KeptFile(sha, size, f"{self.folder}/{sha}") for name, (sha, size) in json.loads(self.names)["files"].items()}

    @property
    def meta(self) -> dict[str, Any]:
        """What else is remembered."""
        return json.loads(self.about)


class _Body(NamedTuple):
    """An entry on the disk, but for its hash."""

    names: bytes
    about: bytes
    made_of: bytes


class Store:
    """The cache of one build folder. Making one touches no disk.

    Several processes may ``put`` at once. ``prune`` needs the build lock. What
    was found broken is in ``notices`` of the object that found it, so look up
    in the parent, before the work is given out.
    """

    def __init__(self, build: Path) -> None:
        self.build = Path(build)
        self._root = self.build / ".cache" / FORMAT
        self._entries, self._objects = self._root / "entries", self._root / "objects"
        self.notices: list[Problem] = []
        self._mended = False

    def find(self, key: str) -> Entry | None:
        """The entry, with every file hashed and found right; else None."""
        self._mend()
        found = self._read(key, with_bytes=False)
        return found[0] if found else None

    def get(self, key: str) -> Made | None:
        """The same with the bytes."""
        self._mend()
        found = self._read(key)
        return Made(found[1], found[0].meta) if found else None

    def made_of(self, key: str) -> bytes | None:
        """All that the key is the hash of; None where that is not known."""
        with suppress(OSError, ValueError, zlib.error):
            body = self._body(plain_bytes(self._place(key)), key)
            made_of = zlib.decompress(body.made_of) if body else b""
            return made_of if hashlib.sha256(made_of).hexdigest() == key else None
        return None

    def put(self, key: str, made: Made) -> tuple[Entry | None, list[Problem]]:
        """Keep what was made. None and one problem when the disk refuses."""
        place = self._place(key)
        files = {name: KeptFile(sha := digest(data), len(data), f"{self._objects}/{sha}") for name, data in made.files.items()}
        names, about = (json.dumps(one, ensure_ascii=False, sort_keys=True).encode()
                        for one in ({"key": key, "files": {n: [f.sha256, f.size] for n, f in files.items()}}, dict(made.meta)))
        body = b"\n".join((names, about, zlib.compress(made.made_of, 6)))
        try:
            make_folder(self._entries)
            make_folder(self._objects)
            for name, data in made.files.items():
                if not self._has(files[name], data):
                    clear(files[name].path)
                    write_over(files[name].path, data)
            clear(place)
            write_over(place, digest(body).encode() + b"\n" + body)  # last: it names the others
        except OSError as fault:
            return None, [disk_problem(fault, self.build)]
        return Entry(key, str(self._objects), names, about), []

    def prune(self, keep: Iterable[str], known: Mapping[str, Entry] = MappingProxyType({})) -> list[Problem]:
        """Drop what neither this build (``keep``) nor the one before used. ``known``: entries that this build has found or made.

        Once, at the end of a build of everything, under the build lock.
        """
        now, record = set(keep), self._root / "used.json"
        try:
            if not self._root.is_dir():
                return []
            before = self._used_before(record)
            if before is not None:  # else nobody knows what the last build used: drop nothing
                self._drop_others(now | before, known)
            for old in self._root.parent.glob("v*"):
                if old.name != FORMAT:
                    remove(old)
            for left in (*self._root.glob(".tmp-*"), *self._root.parent.glob(".tmp-*")):  # of killed runs
                remove(left)
            clear(record)
            write_over(record, json.dumps(sorted(now)).encode())
        except OSError as fault:
            return [disk_problem(fault, self.build)]
        return []

    def _mend(self) -> None:
        """Where the cache should have a folder and something else stands, that goes: what is written and pruned must be ours."""
        if self._mended:
            return
        self._mended = True
        for folder in (self._root, self._entries, self._objects):
            with suppress(OSError):  # told by what is done next
                if os.path.lexists(folder) and not stat.S_ISDIR(os.lstat(folder).st_mode):
                    os.unlink(folder)

    def _place(self, key: str) -> Path:
        if not SHA256.fullmatch(key):
            raise ValueError(f"not a SHA-256 in hex: {key!r}")
        return self._entries / key

    def _read(self, key: str, with_bytes: bool = True) -> tuple[Entry, dict[str, bytes]] | None:
        place = self._place(key)
        try:
            raw = plain_bytes(place)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as fault:
            return self._broken([place], fault.strerror or "unreadable")
        body = self._body(raw, key)
        if body is None:
            return self._broken([place], "its entry is damaged")
        contents = {}
        for name, (sha, _) in json.loads(body.names)["files"].items():
            path = f"{self._objects}/{sha}"
            try:
                data = plain_bytes(path)
            except OSError as fault:
                return self._broken([place], f"{name}: {fault.strerror}")
            if digest(data) != sha:
                return self._broken([place, Path(path)], f"{name} is not what was written")
            if with_bytes:
                contents[name] = data
        return Entry(key, str(self._objects), body.names, body.about), contents

    @staticmethod
    def _body(raw: bytes, key: str) -> _Body | None:
        """The entry, if it is exactly what was written, and for this key."""
        head, _, rest = raw.partition(b"\n")
        if head != digest(rest).encode():
            return None
        body = _Body(*rest.split(b"\n", 2))
        return body if json.loads(body.names)["key"] == key else None

    def _broken(self, paths: list[Path], why: str) -> None:
        for path in paths:
            with suppress(OSError):  # a miss either way
                remove(path)
        self.notices.append(CACHE_BROKEN.at(
            shown(paths[0]), 0, f"What the cache held is not usable: {why}.",
            "Nothing to do: it is made anew. If it comes back, check the disk."))

    @staticmethod
    def _has(file: KeptFile, data: bytes) -> bool:
        """The same bytes are there already, in a state that can be linked to."""
        try:
            return os.lstat(file.path).st_mode & 0o7777 == 0o644 and plain_bytes(file.path) == data
        except OSError:
            return False

    @staticmethod
    def _used_before(record: Path) -> set[str] | None:
        try:
            return set(json.loads(plain_bytes(record)))
        except FileNotFoundError:
            return set()
        except (OSError, ValueError, TypeError):
            return None

    def _drop_others(self, wanted: set[str], known: Mapping[str, Entry]) -> None:
        objects = {file.sha256 for entry in known.values() for file in entry.files.values()}
        for name in _names(self._entries):
            if name in known:
                continue
            body = None
            with suppress(OSError):
                body = self._body(plain_bytes(self._entries / name), name) if name in wanted else None
            if body is None:
                remove(self._entries / name)
            else:
                objects.update(sha for sha, _ in json.loads(body.names)["files"].values())
        for name in _names(self._objects):
            if name not in objects:
                remove(self._objects / name)


def _names(folder: Path) -> list[str]:
    return os.listdir(folder) if folder.is_dir() else []

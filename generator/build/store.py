"""Floor 9. A cache of made files under ``BUILD/.cache``, found again by what went into them.

A file is kept once, under the hash of its bytes (``v1/objects``); an entry
(``v1/entries``) names the files made from one key. Everything read is hashed
first, so a torn, edited or aged entry is a miss and never a wrong page.

This module also holds what it shares with ``publish``: how files and folders
are written, and what is said when the disk refuses.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.problem import Code, Problem, error, warning

FORMAT = "v1"  #: change it when the layout below changes: what is there is then dropped

DISK_FULL = error("B401", "disk-full", "An edition that does not fit on the disk would be cut off.")
READ_ONLY = error("B402", "read-only", "What cannot be written leaves old numbers in use.")
NOT_A_FOLDER = error("B403", "not-a-folder", "Without a folder to write in nothing new comes out.")
DISK_ERROR = error("B404", "disk-error", "A disk that fails can hold back or damage an edition.")
CACHE_BROKEN = warning("B405", "cache-broken", "A damaged page must not be printed; it is made anew.")

SHA256 = re.compile(r"[0-9a-f]{64}")
_KINDS: tuple[tuple[Code, str, frozenset[int]], ...] = (
    (DISK_FULL, "Make room and run it again.", frozenset({errno.ENOSPC, errno.EDQUOT})),
    (READ_ONLY, "Allow writing there, or choose another folder, and run it again.",
     frozenset({errno.EROFS, errno.EACCES, errno.EPERM})),
    (NOT_A_FOLDER, "Remove what stands there, or choose another folder.",
     frozenset({errno.ENOTDIR, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG, errno.EISDIR})),
)


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def shown(path: Path) -> str:
    """The path as it is told to a person: from the working folder where that is shorter."""
    whole = os.path.abspath(path)
    with suppress(OSError, ValueError):
        near = os.path.relpath(whole)
        return whole if near.startswith("..") else near
    return whole


def disk_problem(fault: OSError, build: Path) -> Problem:
    """One clear sentence for what the system refused; equal faults give equal problems."""
    place, system = shown(build), fault.strerror or str(fault)
    for code, remedy, numbers in _KINDS:
        if fault.errno not in numbers:
            continue
        message = {
            DISK_FULL: f"The disk that holds {place} is full.",
            READ_ONLY: f"Nothing may be written in {place} ({system}).",
            NOT_A_FOLDER: f"{place} cannot be used as a folder ({system}).",
        }[code]
        if code is DISK_FULL and _no_inodes(build):
            message = f"The disk that holds {place} takes no more files (no free inodes)."
        return code.at(place, 0, message, remedy)
    return DISK_ERROR.at(place, 0, f"The disk failed in {place} ({system}).",
                         "Check the disk and run it again.")


def _no_inodes(build: Path) -> bool:
    with suppress(OSError):
        room = os.statvfs(build)
        return room.f_files > 0 and room.f_favail == 0 and room.f_bavail > 0
    return False


def make_folder(path: Path) -> None:
    """The folder and those above it, with mode 0755 whatever the umask."""
    try:
        os.mkdir(path)
    except FileNotFoundError:
        if path.parent == path:
            raise
        make_folder(path.parent)
        make_folder(path)
    except FileExistsError:
        if not os.path.isdir(path):  # a file, a loop of links, a link to nothing
            raise NotADirectoryError(errno.ENOTDIR, "it is not a folder") from None
    else:
        os.chmod(path, 0o755)


def write_new(path: Path, data: bytes, *, sync: bool) -> None:
    """A file that was not there, with mode 0644 whatever the umask; gone again if it fails."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        with open(handle, "wb", buffering=0) as out:
            left = memoryview(data)
            while left:
                left = left[out.write(left):]
            os.fchmod(handle, 0o644)
            if sync:
                os.fsync(handle)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise


_COUNT = itertools.count()


def write_over(path: Path, data: bytes) -> None:
    """A file whole or not at all, in the place of an older one."""
    temp = path.with_name(f".tmp-{os.getpid()}-{next(_COUNT)}")
    with suppress(FileNotFoundError):  # of a killed run whose number is used again
        os.unlink(temp)
    write_new(temp, data, sync=True)
    try:
        os.replace(temp, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temp)
        raise


@dataclass(frozen=True)
class Made:
    """What one key gave: files by name, and what else is to be remembered (JSON)."""

    files: Mapping[str, bytes]
    meta: Mapping[str, object]


@dataclass(frozen=True)
class KeptFile:
    """A file in the cache, for ``publish`` to link to."""

    sha256: str
    size: int
    path: Path


@dataclass(frozen=True)
class Entry:
    """What the cache holds for a key, without the bytes: small enough to go between processes."""

    key: str
    files: Mapping[str, KeptFile]
    meta: Mapping[str, object]


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

    def find(self, key: str) -> Entry | None:
        """The entry, with every file hashed and found right; else None."""
        found = self._read(key)
        return found[0] if found else None

    def get(self, key: str) -> Made | None:
        """The same with the bytes."""
        found = self._read(key)
        return Made(found[1], found[0].meta) if found else None

    def put(self, key: str, made: Made) -> tuple[Entry | None, list[Problem]]:
        """Keep what was made. None and one problem when the disk refuses."""
        place = self._place(key)
        files = {name: KeptFile(digest(data), len(data), self._objects / digest(data))
                 for name, data in made.files.items()}
        body = json.dumps({"key": key, "files": {n: [f.sha256, f.size] for n, f in files.items()},
                           "meta": dict(made.meta)}, ensure_ascii=False, sort_keys=True).encode()
        try:
            make_folder(self._entries)
            make_folder(self._objects)
            for name, data in made.files.items():
                if not self._has(files[name], data):
                    write_over(files[name].path, data)
            write_over(place, digest(body).encode() + b"\n" + body)  # last: it names the others
        except OSError as fault:
            return None, [disk_problem(fault, self.build)]
        return Entry(key, files, json.loads(body)["meta"]), []

    def prune(self, keep: Iterable[str]) -> list[Problem]:
        """Drop what neither this build (``keep``) nor the one before used.

        Once, at the end of a build of everything, under the build lock.
        """
        now, record = set(keep), self._root / "used.json"
        try:
            if not self._root.is_dir():
                return []
            before = self._used_before(record)
            if before is not None:  # else nobody knows what the last build used: drop nothing
                self._drop_others(now | before)
            for old in self._root.parent.glob("v*"):
                if old.name != FORMAT:
                    shutil.rmtree(old)
            write_over(record, json.dumps(sorted(now)).encode())
        except OSError as fault:
            return [disk_problem(fault, self.build)]
        return []

    def _place(self, key: str) -> Path:
        if not SHA256.fullmatch(key):
            raise ValueError(f"not a SHA-256 in hex: {key!r}")
        return self._entries / key

    def _read(self, key: str) -> tuple[Entry, dict[str, bytes]] | None:
        place = self._place(key)
        try:
            raw = place.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as fault:
            return self._broken([place], fault.strerror or "unreadable")
        body = self._body(raw, key)
        if body is None:
            return self._broken([place], "its entry is damaged")
        files, contents = {}, {}
        for name, (sha, size) in body["files"].items():
            files[name] = KeptFile(sha, size, self._objects / sha)
            try:
                contents[name] = files[name].path.read_bytes()
            except OSError as fault:
                return self._broken([place], f"{name}: {fault.strerror}")
            if digest(contents[name]) != sha:
                return self._broken([place, files[name].path], f"{name} is not what was written")
        return Entry(key, files, body["meta"]), contents

    @staticmethod
    def _body(raw: bytes, key: str) -> dict | None:
        """The entry, if it is exactly what was written, and for this key."""
        head, _, body = raw.partition(b"\n")
        if head != digest(body).encode():
            return None
        read = json.loads(body)
        return read if read["key"] == key else None

    def _broken(self, paths: list[Path], why: str) -> None:
        for path in paths:
            with suppress(OSError):  # a miss either way
                os.unlink(path)
        self.notices.append(CACHE_BROKEN.at(
            shown(paths[0]), 0, f"What the cache held is not usable: {why}.",
            "Nothing to do: it is made anew. If it comes back, check the disk."))

    @staticmethod
    def _has(file: KeptFile, data: bytes) -> bool:
        """The same bytes are there already, in a state that can be linked to."""
        try:
            return os.stat(file.path).st_mode & 0o7777 == 0o644 and file.path.read_bytes() == data
        except OSError:
            return False

    @staticmethod
    def _used_before(record: Path) -> set[str] | None:
        try:
            return set(json.loads(record.read_bytes()))
        except FileNotFoundError:
            return set()
        except (ValueError, TypeError):
            return None

    def _drop_others(self, wanted: set[str]) -> None:
        objects: set[str] = set()
        for path in _files(self._entries):
            body = self._body(path.read_bytes(), path.name) if path.name in wanted else None
            if body is None:
                path.unlink()
            else:
                objects.update(sha for sha, _ in body["files"].values())
        for path in _files(self._objects):
            if path.name not in objects:
                path.unlink()


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.iterdir()) if folder.is_dir() else [])

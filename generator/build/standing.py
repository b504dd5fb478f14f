"""Floor 9. The set that stands, where nothing has changed since it was made.

Beside the cache lies a record: a digest of every byte that the last build could
read (content, catalogs, templates, program, packages, fonts, shared libraries,
what was asked, the day), and the id of the set that it published. Where the
digest is the same, and each file of the set still has its hash, there is
nothing to plan. No time stamp is believed. The day is part of the digest: what
ends or expires on a day is seen on it.

This module is all that such a build needs: it imports neither models nor a typesetter.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import hashlib
import itertools
import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.build.disk import digest, make_folder, write_over
from generator.build.machine import DATA, LETTERS, LIBRARIES
from generator.build.narrow import Narrow
from generator.build.publish import build_lock, published
from generator.build.report import Report, Tally
from generator.limits import RELEASE_BYTES
from generator.problem import Problem

PACKAGE = Path(__file__).parents[1]
RECORD = Path(".cache", "standing.json")
_PLAIN = 0o100644
_AT_ONCE = 200  #: files that a reader takes
_READERS = 4  #: at a time; hashing leaves the interpreter to others


@dataclass(frozen=True)
class Watched:
    """The files of fonts that were used, and the folders in which a further one could lie."""

    fonts: tuple[str, ...]
    folders: tuple[str, ...]


def text_digest(root: Path) -> str:
    """Of everything that is written: content, catalogs, templates and the program itself."""
    total = hashlib.sha256()
    for label, folder in (("content", root / "content"), ("locales", root / "locales"), ("templates", root / "templates"), ("program", PACKAGE)):
        total.update(f"{label}\0".encode())
        for name, path in sorted(files_below(str(folder))):
            if "__pycache__" not in name:
                add(total, name, path, RELEASE_BYTES)
    return total.hexdigest()


def machine_digest(watched: Watched, font_sums: Iterable[str] | None = None) -> str:
    """Of what this machine brings: Python, packages, shared libraries, the inks' profile, fonts. ``font_sums``: where they have just been made."""
    total = hashlib.sha256(f"{sys.version}\0{sys.prefix}\0".encode())
    total.update("\0".join(sorted({name for folder in sys.path for name in packages_in(folder)})).encode() + b"\0")
    for name, path in (*_named(libraries()), *sorted(files_below(os.path.join(sys.prefix, "share", "color")))):
        add(total, name, path)
    for name, one in zip(watched.fonts, font_sums or map(_sum, watched.fonts), strict=True):
        total.update(f"{name}\0{one}\0".encode(errors="surrogateescape"))
    for folder in watched.folders:  # another file of the same name could be found before the one that was used
        total.update("\0".join(sorted(name for name, _ in files_below(folder))).encode(errors="surrogateescape") + b"\0")
    return total.hexdigest()


def standing(root: Path, target: Path, *, today: dt.date, narrow: Narrow) -> Report | None:
    """What there is to say where nothing has changed; None where a build has to look."""
    started = time.monotonic()
    if not (target / RECORD).is_file():
        return None
    with build_lock(target) as lock:
        if not lock:
            return None
        try:
            kept = _read(target / RECORD)
            watched = Watched(tuple(kept["fonts"]), tuple(kept["folders"]))
            if kept["of"] != _of(text_digest(root), machine_digest(watched), today, narrow):
                return None
            if not kept["set"] == published(target) == _set_on_disk(target):
                return None
            report = Report(unchanged=kept["editions"], tally=Tally.of(kept["tally"]), failed=kept["failed"],
                            problems=[Problem.of(p) for p in kept["problems"]], whole=True,
                            numbers=kept["numbers"], qr_codes=kept["qr_codes"], pages=kept["pages"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None  # a damaged record is no record: the build itself looks at everything
    report.seconds = time.monotonic() - started
    return report


def remember(root: Path, target: Path, *, before: str, watched: Watched, font_sums: Iterable[str], today: dt.date, narrow: Narrow,
             editions: int, report: Report) -> None:
    """Write the record, if what was read is what is there now: ``before`` is the text digest from before the reading."""
    with suppress(OSError):  # without a record the next build looks for itself
        now = [_sum(path) for path in watched.fonts]
        if before != text_digest(root) or now != list(font_sums):
            return
        body = json.dumps({
            "of": _of(before, machine_digest(watched, now), today, narrow), "set": published(target), "fonts": watched.fonts, "folders": watched.folders,
            "editions": editions, "tally": vars(report.tally), "failed": report.failed, "numbers": report.numbers, "qr_codes": report.qr_codes, "pages": report.pages,
            "problems": [p.as_dict() for p in report.problems]}, ensure_ascii=False).encode()
        make_folder((target / RECORD).parent)
        write_over(target / RECORD, digest(body).encode() + b"\n" + body)


def _of(texts: str, machine: str, today: dt.date, narrow: Narrow) -> str:
    return digest(f"{texts}\0{machine}\0{today.isoformat()}\0{narrow!r}".encode())


def _sum(path: str) -> str:
    """Of a font's file, wherever its name leads."""
    with open(path, "rb") as file:  # one of them has 19 MB
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> dict[str, Any]:
    head, _, body = path.read_bytes().partition(b"\n")
    if head != digest(body).encode():
        raise ValueError("it is not what was written")
    return json.loads(body)


def _set_on_disk(target: Path) -> str:
    """The id that the files of the current set have now; nothing where one is not as it was put there, or a link is not."""
    folder = os.path.realpath(target / "current")
    files = sorted(name for name, _ in files_below(folder))
    for top in {name.split("/")[0] for name in files}:
        if os.readlink(target / top) != f"current/{top}":
            return ""
    total = hashlib.sha256()
    with ThreadPoolExecutor(_READERS) as readers:
        for lines in readers.map(_sums, itertools.repeat(folder), (files[i:i + _AT_ONCE] for i in range(0, len(files), _AT_ONCE))):
            total.update("".join(lines).encode())
    return total.hexdigest()


def _sums(folder: str, files: Sequence[str]) -> list[str]:
    """The lines of ``publish.set_id``; one that no set has, for a file that is not plain."""
    lines = []
    for name in files:
        handle = os.open(f"{folder}/{name}", os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)  # of a pipe nobody waits for the end
        try:
            about = os.fstat(handle)
            data = os.read(handle, about.st_size + 1)
            while more := os.read(handle, 2**20):
                data += more
        finally:
            os.close(handle)
        lines.append(f"{name}\0{hashlib.sha256(data).hexdigest() if about.st_mode == _PLAIN else ''}\n")
    return lines


def libraries() -> list[str]:
    """The shared libraries that choose, shape and draw letters, where the loader finds them on this machine."""
    for library in LIBRARIES:
        ctypes.CDLL(library)
    with suppress(FileNotFoundError):  # no /proc: not Linux
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            paths = {row[5].rstrip("\n") for line in maps if len(row := line.split(None, 5)) == 6}
        # Packages bring some of their own; those are known by the package's version.
        return sorted({*(path for path in paths if os.path.basename(path).startswith(LETTERS) and "-packages/" not in path),
                       *(str(path) for path in DATA if path.is_file())})
    return []


def packages_in(folder: str) -> list[str]:
    """Name and version of each package in a folder of ``sys.path``."""
    with suppress(OSError):
        return [name for name in os.listdir(folder or ".") if name.endswith(".dist-info")]
    return []


def _named(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((path, path) for path in paths)


def files_below(folder: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every file below a folder, a link too: its name from there, and its path."""
    try:
        found = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for one in found:
        if one.is_dir(follow_symlinks=False):
            yield from files_below(one.path, f"{prefix}{one.name}/")
        else:
            yield prefix + one.name, one.path


def add(total: Any, name: str, path: str, most: int | None = None) -> None:
    """One file into the digest. Of one with more than ``most`` bytes only the size: no reader takes it, whatever it holds."""
    about = os.lstat(path)
    if stat.S_ISREG(about.st_mode) and most is not None and about.st_size > most:
        total.update(f"{name}\0too large\0{about.st_size}\0".encode(errors="surrogateescape"))
        return
    plain = stat.S_ISREG(about.st_mode)
    data = Path(path).read_bytes() if plain else os.fsencode(os.readlink(path)) if stat.S_ISLNK(about.st_mode) else b""
    total.update(f"{name}\0{'file' if plain else stat.S_IFMT(about.st_mode)}\0{len(data)}\0".encode(errors="surrogateescape") + data)

"""Floor 9. How files and folders are written below BUILD, and what is said when the disk refuses."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import re
import shutil
import stat
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from generator.problem import Code, Problem, error

DISK_FULL = error("B401", "disk-full", "An edition that does not fit on the disk would be cut off.")
READ_ONLY = error("B402", "read-only", "What cannot be written leaves old numbers in use.")
NOT_A_FOLDER = error("B403", "not-a-folder", "Without a folder to write in nothing new comes out.")
DISK_ERROR = error("B404", "disk-error", "A disk that fails can hold back or damage an edition.")

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


def write_over(path: Path, data: bytes, *, sync: bool = True) -> None:
    """A file whole or not at all, in the place of an older one. Without ``sync`` a power cut may tear it."""
    temp = path.with_name(f".tmp-{os.getpid()}-{next(_COUNT)}")
    with suppress(FileNotFoundError):  # of a killed run whose number is used again
        os.unlink(temp)
    write_new(temp, data, sync=sync)
    try:
        os.replace(temp, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temp)
        raise


def write_pieces(path: Path, pieces: Generator[str]) -> str:
    """A text that need not be whole in memory, in a file that was not there, on the disk and with mode 0644; its SHA-256."""
    total = hashlib.sha256()
    with closing(pieces), open(path, "xb") as out:
        while some := list(itertools.islice(pieces, 10_000)):
            data = "".join(some).encode()
            total.update(data)
            out.write(data)
        out.flush()
        os.fchmod(out.fileno(), 0o644)
        os.fsync(out.fileno())
    return total.hexdigest()


@contextmanager
def put_aside(build: Path) -> Iterator[Path]:
    """A folder for files that are written before the set that they belong to. On the disk of the cache, so that they can be linked to."""
    folder = build / ".cache" / "aside"
    make_folder(folder.parent)
    if os.path.lexists(folder):  # of a killed run, or somebody else's
        remove(folder)
    make_folder(folder)
    try:
        yield folder
    finally:
        with suppress(OSError):
            remove(folder)


def plain_bytes(path: Path | str) -> bytes:
    """The bytes of a plain file; anything else, such as a pipe that nobody ends, is an OSError."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as fault:
        if fault.errno in (errno.ELOOP, errno.ENXIO):  # a link, a socket
            raise OSError(errno.EINVAL, "it is not a plain file") from None
        raise
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "it is not a plain file")
        data = os.read(handle, about.st_size + 1)
        while more := os.read(handle, 2**20):  # one reading takes no more than 2 GB; and it may have grown
            data += more
        return data
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Whatever it is; of a link only the link."""
    if stat.S_ISDIR(os.lstat(path).st_mode):
        shutil.rmtree(path)
    else:
        os.unlink(path)


def clear(path: Path) -> None:
    """Nothing that a file cannot be put in the place of."""
    with suppress(FileNotFoundError):
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path)

"""Floor 0. A file is written whole or not at all, whatever ends the program or the machine meanwhile."""

from __future__ import annotations

import fcntl
import glob
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write_whole(file: Path, data: bytes) -> None:
    """In the place of an older file, whose permissions it keeps. OSError: the older file stands as it was."""
    beside = _beside(file, data)
    try:
        with suppress(FileNotFoundError):
            os.chmod(beside, stat.S_IMODE(os.stat(file).st_mode))
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)
    sync(file.parent)


def write_once(file: Path, data: bytes) -> bool:
    """In a place where nothing stood; False, and nothing is written, if something stands there."""
    if os.path.lexists(file):
        return False
    beside = _beside(file, data)
    try:
        os.link(beside, file)  # a link never takes another's place
    except FileExistsError:
        return False
    finally:
        beside.unlink(missing_ok=True)
    sync(file.parent)
    return True


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Those who change files of this folder at the same moment: one after the other. The lock leaves no file behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _beside(file: Path, data: bytes) -> Path:
    """The data on the disk, beside the file; what killed runs have left there is taken away."""
    for left in file.parent.glob(f".{glob.escape(file.name)}.*"):
        number = left.name.rpartition(".")[2]
        if number.isdigit() and not _lives(int(number)):
            left.unlink(missing_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with open(beside, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    return beside


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return True


def sync(path: Path) -> None:
    """Waits until the disk has a file, or the names in a folder: a name is safe from a power cut when its folder is."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

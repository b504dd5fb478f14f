"""Floor 0. The one way to read a file that people or other programs put there: a plain file, within its size.

A link may lead out of the project, a pipe never ends, a device is endless. The file is
opened first and looked at then, so that nothing can be exchanged in between.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Why(StrEnum):
    """Why a file was not read."""

    MISSING = "missing"
    NOT_PLAIN = "not plain"
    TOO_LARGE = "too large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Refused:
    """A file that was not read, with a sentence that says what is wrong; whoever asked knows the remedy."""

    why: Why
    said: str


def read_plain(file: Path, most_bytes: int, *, follow: bool = False) -> bytes | Refused:
    """The bytes of a plain file of at most ``most_bytes``, or why not. Never waits, never raises.

    ``follow``: whether the name may be a link, as on a command line, where a person wrote it.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        if not follow and file.is_symlink():  # the system has several words for it
            return Refused(Why.NOT_PLAIN, "This is not a plain file.")
        handle = os.open(file, flags)
    except (FileNotFoundError, NotADirectoryError):
        return Refused(Why.MISSING, "There is no such file.")
    except OSError as fault:
        return _refused(file, fault, follow)
    except ValueError:  # a NUL in its name
        return Refused(Why.MISSING, "There is no such file.")
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            os.close(handle)
            return Refused(Why.NOT_PLAIN, "This is not a plain file.")
        with open(handle, "rb") as opened:
            data = b"" if status.st_size > most_bytes else opened.read(most_bytes + 1)
            if max(len(data), status.st_size) > most_bytes:  # a file of /proc says 0
                return Refused(Why.TOO_LARGE, f"The file has {max(len(data), status.st_size)} bytes; {most_bytes} are allowed.")
            return data
    except OSError as fault:
        return Refused(Why.UNREADABLE, f"The file cannot be read: {fault.strerror}.")


def _refused(file: Path, fault: OSError, follow: bool) -> Refused:
    try:
        status = os.stat(file) if follow else os.lstat(file)
        if not stat.S_ISREG(status.st_mode):
            return Refused(Why.NOT_PLAIN, "This is not a plain file.")
    except OSError:
        pass  # what the opening said is more to the point
    return Refused(Why.UNREADABLE, f"The file cannot be read: {fault.strerror}.")

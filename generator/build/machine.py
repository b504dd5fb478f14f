"""Floor 9. Is the outside program there? Apart from running it."""

from __future__ import annotations

import ctypes.util
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.problem import Problem, error

NO_LIBRARY = error("M310", "library-missing", "without Pango no page can be set")
NO_PROFILE = error("M312", "profile-missing", "without it a printer cannot know which inks are meant")
NO_PROGRAM = error("M311", "program-missing", "without msgmerge translations cannot be brought up to date")

#: Shared libraries that WeasyPrint opens, and the Debian package of each.
LIBRARIES = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
             "libharfbuzz-subset.so.0": "libharfbuzz-subset0"}

#: How the files begin of those that choose, shape and draw letters, and break lines: what they bring with them too.
LETTERS = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi", "libgraphite2", "libglib", "libgobject", "libthai", "libdatrie")
#: Data of such a library: where Thai words end.
DATA = (Path("/usr/share/libthai/thbrk.tri"),)


def machine_problems() -> list[Problem]:
    """One problem for each library that this machine lacks."""
    from generator.inks import PROFILE  # numpy comes with it, and nobody needs that to know the names above
    problems = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            problems.append(NO_LIBRARY.at(library, 0, "This library is not on this machine.",
                                          f"Install it: apt install {package}"))
    if not PROFILE.is_file():
        problems.append(NO_PROFILE.at(PROFILE.name, 0, "The colour profile for press files has not been made.",
                                      "Make it: make set-up (it needs the packages argyll and icc-profiles-free)"))
    return problems


def gettext_problems() -> list[Problem]:
    """A problem if msgmerge is missing."""
    if shutil.which("msgmerge"):
        return []
    return [NO_PROGRAM.at("msgmerge", 0, "This program is not on this machine.", "Install it: apt install gettext")]


@contextmanager
def by_file_name() -> Iterator[None]:
    """While WeasyPrint is imported: of the names that it tries for a library, that of its file is found without asking.

    For each of the others ctypes starts up to three programs, the linker too: together a fifth of a second for each worker.
    """
    asked = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = asked

"""Floor 9. What a build is made with and from: libraries, packages, Python, and what was read, each with its hash.

It stands in the manifest, and what can change a page goes into the key of each edition: another
Pango makes every edition anew. WeasyPrint is not imported for it.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import importlib.metadata
import os
import platform
import re
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from generator.build.machine import DATA, LETTERS, LIBRARIES
from generator.fonts import FontFile
from generator.inks import PROFILE

#: What a library calls its own version; of the others the file's name tells it.
VERSIONS = {"libpango-1.0": "pango_version_string", "libharfbuzz": "hb_version_string"}
_FILE = re.compile(r"(?P<part>lib[a-z0-9-]+(?:\d\.\d)?)\.so(?:\.(?P<version>[\d.]+))?")


@functools.cache
def libraries() -> dict[str, dict[str, str]]:
    """Name → version and sha256 of each file that this process has really opened."""
    for name in LIBRARIES:
        with suppress(OSError):  # machine_problems tells it
            ctypes.CDLL(name)
    found = {path.name: {"version": "", "sha256": _sha256(path)} for path in DATA if path.is_file()}
    for path in sorted({os.path.realpath(line.split(maxsplit=5)[5].strip()) for line in _maps() if ".so" in line}):
        fits = _FILE.fullmatch(os.path.basename(path))
        if fits and fits["part"].startswith(LETTERS) and "-packages/" not in path:  # packages bring some of their own, under their version
            found[fits["part"]] = {"version": _said(path, VERSIONS.get(fits["part"], "")) or fits["version"] or "", "sha256": _sha256(Path(path))}
    return dict(sorted(found.items()))


@functools.cache
def python() -> dict[str, str]:
    """The interpreter and the library in it that packs what stands in a PDF."""
    return {"version": platform.python_version(), "implementation": platform.python_implementation(), "zlib": zlib.ZLIB_RUNTIME_VERSION}


@functools.cache
def package_hashes(names: tuple[str, ...]) -> dict[str, str]:
    """Name → sha256 over what the installer has written down of each file of the package."""
    found = {}
    for name in names:
        kept = importlib.metadata.distribution(name).read_text("RECORD") or ""
        # Without scripts, which name the folder they are in, and what the installer notes about itself.
        lines = sorted(line for line in kept.splitlines() if "sha256=" in line and not line.startswith("..") and ".dist-info/" not in line)
        found[name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


@functools.cache
def profile() -> str:
    """The sha256 of the colour profile that press files carry; empty where it has not been made."""
    return _sha256(PROFILE) if PROFILE.is_file() else ""


def made_with(root: Path, generator: Path, versions: Mapping[str, str], fonts: Iterable[FontFile]) -> dict[str, object]:
    """All of it, for the manifest."""
    return {"packages": dict(sorted(versions.items())), "fonts": dict(sorted((f.path.name, f.sha256) for f in fonts)),
            "package_hashes": dict(sorted(package_hashes(tuple(versions)).items())), "libraries": libraries(), "python": python(),
            "colour_profile": profile(), "inputs": inputs(root, generator)}


def setting(packages: tuple[str, ...]) -> list[object]:
    """All of it that can change the bytes of a page, for the key of what is made."""
    return [libraries(), python(), package_hashes(packages), profile()]


def inputs(root: Path, generator: Path) -> dict[str, str]:
    """Folder → sha256 over the names and the bytes of its files; content/ by its folders."""
    folders = [*sorted(p for p in (root / "content").iterdir() if p.is_dir()), root / "locales", root / "templates"]
    found = {folder.relative_to(root).as_posix(): _digest(folder, files) for folder in folders if (files := _files(folder))}  # git keeps no empty one
    found["generator"] = _digest(generator, (f for f in _files(generator) if "__pycache__" not in f.parts))
    return found


def _files(folder: Path) -> list[Path]:
    """Without what editors leave behind."""
    return [Path(place, name) for place, _, names in os.walk(folder) for name in names if not name.startswith(".") and not name.endswith("~")]


def _digest(folder: Path, files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in sorted(files):
        if file.is_file():
            total.update(file.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _maps() -> list[str]:
    """The files that this process has mapped; elsewhere than on Linux nobody tells."""
    with suppress(OSError):
        return [line for line in Path("/proc/self/maps").read_text().splitlines() if "/" in line]
    return []


def _said(path: str, function: str) -> str:
    if not function:
        return ""
    asked = getattr(ctypes.CDLL(path), function)
    asked.restype = ctypes.c_char_p
    return asked().decode("ascii", "replace")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

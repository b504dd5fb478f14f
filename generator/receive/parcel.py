"""Floor 10. The file that was sent → the bytes of one catalog. A zip is looked into, never unpacked to the disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from generator.catalog.letters import LARGEST_FILE, shown
from generator.limits import PARCEL_BYTES, PARCEL_FILES, PARCEL_RATIO
from generator.plainfile import Refused, Why, read_plain
from generator.problem import Problem, error

NOT_TAKEN = error("E401", "parcel-unreadable", "what cannot be read cannot be checked")
ZIP = error("E402", "parcel-zip", "a zip can name places outside its folder, or swell until the disk is full")

MOST_FILES, MOST_RATIO = PARCEL_FILES, PARCEL_RATIO
_SEND = "Ask for the .po file itself, or a zip that holds just it."


def read_parcel(file: Path) -> tuple[bytes | None, str, list[Problem]]:
    """The bytes of the one catalog, the name that problems give it, and what is wrong."""
    name = shown(file.name, 80)
    raw = read_plain(file, PARCEL_BYTES, follow=True)
    if isinstance(raw, Refused):
        remedy = {Why.TOO_LARGE: _SEND, Why.UNREADABLE: "Check its permissions."}.get(raw.why, "Look at the name after FILE=.")
        return None, name, [NOT_TAKEN.at(name, 0, raw.said, remedy)]
    if raw[:2] != b"PK":
        return raw, name, []
    try:
        return _from_zip(raw, name)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError, IndexError):
        return None, name, [ZIP.at(name, 0, "The zip is damaged, locked with a password, or of a kind that is not read.", _SEND)]


def _from_zip(raw: bytes, name: str) -> tuple[bytes | None, str, list[Problem]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
        inside = bundle.infolist()
        if len(inside) > MOST_FILES:
            return None, name, [ZIP.at(name, 0, f"The zip holds {len(inside)} files.", _SEND)]
        bad = [one for one in inside if _unsafe(one)]
        if bad:
            return None, name, [ZIP.at(name, 0, f"“{shown(bad[0].filename, 80)}” in the zip names a place outside it, or is a link.",
                                       _SEND)]
        found = [one for one in inside if one.filename.lower().endswith(".po") and not one.is_dir()
                 and not one.filename.startswith("__MACOSX/")]
        if len(found) != 1:
            return None, name, [ZIP.at(name, 0, f"The zip holds {len(found)} .po files; one is expected.", _SEND)]
        one = found[0]
        if one.file_size > LARGEST_FILE or one.file_size > MOST_RATIO * max(one.compress_size, 1):
            return None, name, [ZIP.at(name, 0, f"“{shown(one.filename, 80)}” would swell to {one.file_size} bytes.", _SEND)]
        with bundle.open(one) as stream:  # what the zip says of its size is only a claim
            data = stream.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE or len(data) > MOST_RATIO * max(one.compress_size, 1):
            return None, name, [ZIP.at(name, 0, f"“{shown(one.filename, 80)}” is larger than it says.", _SEND)]
        return data, shown(f"{name}/{one.filename}", 120), []


def _unsafe(one: zipfile.ZipInfo) -> bool:
    parts = one.orig_filename.split("/")
    return (one.orig_filename.startswith("/") or ".." in parts or bool(re.search(r"[\\:\x00-\x1f\x7f]", one.orig_filename))
            or one.external_attr >> 28 == 0o12)  # the file type of a symbolic link

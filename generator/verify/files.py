"""Floor 8. The folder against its manifest: what is listed is there, as it was made, and nothing else is there."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.model.setfiles import BESIDE, MANIFEST
from generator.problem import Problem, error

CHANGED = error("V510", "file-changed", "a file that is not what was made and checked may say anything")
UNLISTED = error("V511", "file-unlisted", "an old file with an old number beside the new ones is handed out with them")
LACKING = error("V512", "file-lacking", "what is listed and not there is missed when it is needed")
DAMAGED = error("V513", "manifest-damaged", "without its manifest nobody knows which number a file has")

_AGAIN = "Type make: it makes the set again, whole."
_NEEDED = {"path": str, "area": str, "locale": str, "material": str, "kind": str, "format": str, "edition": str, "status": str,
           "sha256": str, "bytes": int, "qr": list, "phones": list}
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


def read_manifest(folder: Path) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The manifest of a set; None where it is not one, with the problem that says why."""
    try:
        value = json.loads((folder / MANIFEST).read_bytes())
    except OSError as fault:
        return None, [DAMAGED.at(MANIFEST, 0, f"It cannot be read: {fault.strerror}.", _AGAIN)]
    except (ValueError, RecursionError):
        return None, [DAMAGED.at(MANIFEST, 0, "It is no JSON.", _AGAIN)]
    outputs = value.get("outputs") if isinstance(value, dict) else None
    if not isinstance(outputs, list) or not isinstance(value.get("failed"), list):
        return None, [DAMAGED.at(MANIFEST, 0, "It has no list of outputs, or none of what failed.", _AGAIN)]
    for n, output in enumerate(outputs):
        wrong = "an object" if not isinstance(output, dict) else next(
            (f"{name} as {kind.__name__}" for name, kind in _NEEDED.items() if not isinstance(output.get(name), kind)), "")
        if wrong or not _PLAIN.fullmatch(output["path"]):
            return None, [DAMAGED.at(MANIFEST, 0, f"Output {n} lacks {wrong or 'a path inside the set'}.", _AGAIN)]
    return value, []


def check_files(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    """Hash, size and presence of each listed file; each file that nobody lists."""
    there = {Path(root, name).relative_to(folder).as_posix() for root, _, names in os.walk(folder) for name in names}
    seen: dict[str, int] = {}
    for output in manifest["outputs"]:
        path = output["path"]
        seen[path] = seen.get(path, 0) + 1
        if seen[path] == 2:
            yield DAMAGED.at(MANIFEST, 0, f"{path} is listed twice.", _AGAIN)
        for one in filter(None, (path, output.get("thumbnail"))):
            if one not in there:
                yield LACKING.at(one, 0, "The manifest lists it, and it is not there.", _AGAIN, locale=output["locale"])
        if path in there:
            data = (folder / path).read_bytes()
            if hashlib.sha256(data).hexdigest() != output["sha256"] or len(data) != output["bytes"]:
                yield CHANGED.at(path, 0, f"It is not the file that the manifest lists ({len(data)} bytes, listed are {output['bytes']}).",
                                 _AGAIN, locale=output["locale"])
    listed = {*BESIDE, *seen, *(output.get("thumbnail") for output in manifest["outputs"])}
    failed = {f"{one.get('area')}/{str(one.get('locale')).lower()}/" for one in manifest["failed"] if isinstance(one, dict)}
    for path in sorted(there - listed):
        parts = path.split("/")
        # Pictures of what was not made stand beside the rest, and thumbnails of what a check held back.
        if len(parts) == 4 and "/".join(parts[:2]) + "/" in failed and parts[2] in ("problems", "thumbnails") and path.endswith(".png"):
            continue
        yield UNLISTED.at(path, 0, "It is there, and the manifest does not list it.", f"Take it away. {_AGAIN}")

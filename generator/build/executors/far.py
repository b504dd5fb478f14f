"""Floor 9. What runs on a worker of a cluster: it proves that it is like the office, and makes editions.

The program, its packages, the fonts and the shared libraries are the machine's own
and must equal the office's; templates and editions come with the work. Files go
back as values: a worker of a cluster writes nothing that anybody reads.
"""

from __future__ import annotations

import atexit
import pickle
import shutil
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator import fonts
from generator.build import worker
from generator.build.inputs import tools_of
from generator.build.machine import machine_problems
from generator.build.store import Made

_one_at_a_time = threading.Lock()  # the typesetter is not made for several at once in one process
_furnished = ""
_folders: dict[str, tuple[Path, tuple[fonts.FontFile, ...]]] = {}


def identity(root: Path, files: Iterable[fonts.FontFile]) -> dict[str, str]:
    """All that can change a page besides its edition, each part with its version or hash."""
    return tools_of(root) | {f"font {file.path.name}": file.sha256 for file in files}


def arrive(spec: str, templates: Mapping[str, bytes], families: Iterable[str]) -> dict[str, str]:
    """On a worker, before its first edition: keep the templates, look for the fonts, and say what it has."""
    if problems := machine_problems():
        return {"machine": str(problems[0])}
    files, problems = fonts.find_fonts(families)
    if problems:
        return {"machine": str(problems[0])}
    if spec not in _folders:
        folder = Path(tempfile.mkdtemp(prefix="editions-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        for name, data in templates.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        _folders[spec] = folder, tuple(files)
    return identity(*_folders[spec])


def make(spec: str, order: bytes) -> Made:
    """One edition, by value."""
    global _furnished
    with _one_at_a_time:
        if _furnished != spec:
            folder, files = _folders[spec]
            worker.furnish(folder, fonts.private_fontconfig(files, folder / "fonts"), files)
            _furnished = spec
        return worker.made(pickle.loads(order))

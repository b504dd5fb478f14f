"""Floor 1. The folder templates/ → the text of each file, and every problem that keeps one from being used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.kept import NOTHING, Kept, Kind, digest_of
from generator.limits import DRAWING_BYTES, TEMPLATE_BYTES
from generator.plainfile import Refused, read_plain
from generator.problem import Problem, error
from generator.templates.drawing import drawing_problems
from generator.templates.markup import letters, marks, numbers, taken_from

UNREADABLE = error("C330", "template-unreadable", "a form that cannot be read draws nothing, or never ends")

FOLDER = "templates"
KINDS = (".html.j2", ".txt.j2", ".css", ".js")
DRAWINGS = ("icons", "pictures")
_DRAWING = re.compile(r"\b(icon|picture)-([a-z0-9]+(?:-[a-z0-9]+)*)")  #: as a class of HTML, which the page gives its drawing


@dataclass(frozen=True)
class Templates:
    """What was read. ``unusable``: path of a file: why it, or what it takes in, cannot be used."""

    texts: Mapping[str, str] = field(default_factory=dict)  #: by path below templates/
    drawings: frozenset[str] = frozenset()  #: icons/phone.svg
    unusable: Mapping[str, Problem] = field(default_factory=dict)  #: by path from the root
    problems: tuple[Problem, ...] = ()
    sum: str = ""  #: of the names and bytes of all that was read, hex


def read_templates(root: Path, kept: Kept = NOTHING) -> Templates:
    """Read and look through every template, style sheet, script and drawing below templates/ once."""
    folder, problems = root / FOLDER, list[Problem]()
    raw: dict[str, bytes] = {}
    for place in ("", *DRAWINGS):
        for name, most in _names(folder / place, place, problems):
            inner = f"{place}/{name}" if place else name
            data = read_plain(folder / place / name, most)
            if isinstance(data, Refused):
                problems.append(UNREADABLE.at(f"{FOLDER}/{inner}", 0, data.said, "Put the file itself here, or take it back from git."))
            else:
                raw[inner] = data
    total = digest_of([(name, hashlib.sha256(data).hexdigest()) for name, data in raw.items()])
    if not problems and kept.find(Kind.TEMPLATES, "", total):
        return Templates({name: _text(data) for name, data in raw.items() if not name.endswith(".svg")},
                         frozenset(name for name in raw if name.endswith(".svg")), sum=total)
    texts: dict[str, str] = {}
    takes: dict[str, frozenset[str]] = {}
    for name, data in raw.items():
        path = f"{FOLDER}/{name}"
        if name.endswith(".svg"):
            problems += drawing_problems(data, path)
            continue
        try:
            texts[name] = text = _text(data)
        except UnicodeDecodeError as fault:
            problems.append(UNREADABLE.at(path, data.count(b"\n", 0, fault.start) + 1, f"The byte 0x{data[fault.start]:02X} is not UTF-8.",
                                          "Save the file as UTF-8."))
            continue
        if not text.strip():
            problems.append(UNREADABLE.at(path, 0, "The file is empty.", "Take it back from git, or delete it."))
            continue
        problems += [*letters(text, path), *marks(text, path)]
        if name.endswith(".j2"):
            if name.endswith(".html.j2"):
                problems += numbers(text, path)
            takes[name], found = taken_from(text, path, frozenset(raw))
            takes[name] |= {f"{kind}s/{drawing}.svg" for kind, drawing in _DRAWING.findall(text)}
            problems += found
    if not problems:
        kept.keep(Kind.TEMPLATES, "", total, True)
    unusable: dict[str, Problem] = {}
    for problem in problems:
        unusable.setdefault(problem.path, problem)
    grown = True
    while grown:  # what takes in one that cannot be used, cannot be used
        grown = False
        for name, others in takes.items():
            bad = next((f"{FOLDER}/{other}" for other in sorted(others) if f"{FOLDER}/{other}" in unusable), "")
            if bad and f"{FOLDER}/{name}" not in unusable:
                unusable[f"{FOLDER}/{name}"], grown = unusable[bad], True
    return Templates(texts, frozenset(name for name in raw if name.endswith(".svg") and f"{FOLDER}/{name}" not in unusable),
                     unusable, tuple(dict.fromkeys(problems)), total)


def _text(data: bytes) -> str:
    return data.decode("utf-8").replace("\r\n", "\n")


def _names(folder: Path, place: str, problems: list[Problem]) -> list[tuple[str, int]]:
    """The files of a folder that can be ours, and how large each may be. Other files are nobody's and left alone."""
    path = f"{FOLDER}/{place}".rstrip("/")
    if place and not folder.is_symlink() and not folder.exists():
        return []
    try:
        if folder.is_symlink():
            raise NotADirectoryError(0, "it is a link")
        names = sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
    except OSError as fault:
        problems.append(UNREADABLE.at(path, 0, f"This folder cannot be read: {fault.strerror}.", "Take it back from git: git checkout templates"))
        return []
    if place:
        return [(name, DRAWING_BYTES) for name in names if name.endswith(".svg")]
    return [(name, TEMPLATE_BYTES) for name in names if name.endswith(KINDS)]

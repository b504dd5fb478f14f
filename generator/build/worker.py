"""Floor 9. The life of a worker: it is furnished once, and then makes one edition after the other."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from generator import fonts
from generator.build.inputs import EDITED, PACKAGE
from generator.build.machine import by_file_name
from generator.build.plan import Planned
from generator.build.store import Entry, Made, Store
from generator.memory import give_back
from generator.page import Pages
from generator.problem import Problem

_shop = None  # one for each worker process
_store: Store | None = None
_made = 0
_program: Mapping[str, str] = {}  # until a first edition was made by it

#: After so many editions styles, fonts and what was read are there for good, and the collector need not go through them either.
_SETTLED = (1, 8)

#: How often the collector looks for cycles: what an edition leaves behind is cleared away before the next page is set.
#: At its own pace (700, 10, 10) it takes twice as long, some 30 ms an edition.
SELDOM = 20_000, 20, 20


def furnish(root: Path, fontconfig: Path, files: tuple[fonts.FontFile, ...]) -> None:
    """Once in each worker, before the first edition: the only place where WeasyPrint comes in."""
    global _shop
    os.environ["FONTCONFIG_FILE"] = str(fontconfig)
    gc.set_threshold(*SELDOM)
    with by_file_name():
        from generator.build.item import Workshop
        from generator.typeset.typesetter import Typesetter
    latin = next(f.path for f in files if f.family == fonts.FALLBACK and f.weight == "Regular")
    _shop = Workshop(Pages(root), Typesetter(), latin, files, fontconfig.parent)


def prepare(root: Path, target: Path, fontconfig: Path, files: tuple[fonts.FontFile, ...], program: Mapping[str, str]) -> None:
    """The same for a worker beside the store. ``program``: the modules that the keys name, with the sha256 of each."""
    global _store, _program
    furnish(root, fontconfig, files)
    _program = program
    _store = Store(target)


def made(planned: Planned) -> Made:
    """One edition, with all that went into it, as a value."""
    one = _shop.make(planned.edition, planned.order)
    _settle()
    give_back()
    return Made(one.files, one.meta, planned.made_of)


def make(planned: Planned) -> Entry | list[Problem]:
    """One edition, kept in the store: only its entry travels."""
    global _program
    result = made(planned)
    # A worker reads most modules when it starts, which may be long after the keys were made.
    if changed := [name for name, sha in _program.items() if hashlib.sha256((PACKAGE.parent / name).read_bytes()).hexdigest() != sha]:
        return [EDITED.at(changed[0], 0, "The program was changed while a build was at work.", "Run it again.")]
    _program = {}
    entry, problems = _store.put(planned.key, result)
    return entry if entry is not None else problems


def _settle() -> None:
    global _made
    _made += 1
    if _made in _SETTLED:
        gc.collect()
        gc.freeze()

"""Finished files and sets with exactly one thing changed in them, as somebody might who wants a wrong card in the world.

A sabotage is a function from what is good to what is not, named for what was done; beside it
stands the code of the check that is meant to catch it. Nobody is told of the change: where it is
made in a file, hash and size in the manifest are changed with it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.build.inputs import Inputs
from generator.build.verifying import _Load, look, verify
from generator.verify.entry import edition_of
from generator.verify.facts import facts_of, figures_of


@dataclass(frozen=True)
class Sabotage:
    """What is done to which kind of thing, and the code that must be told of it."""

    code: str
    of: str  #: which file: "en/safety-card.pdf"; or a set
    do: Callable[[Any], Any]

    @property
    def name(self) -> str:
        """What was done."""
        return self.do.__name__


SABOTAGES: list[Sabotage] = []


def sabotage(code: str, of: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Put a function on the list."""
    def put(do: Callable[[Any], Any]) -> Callable[[Any], Any]:
        SABOTAGES.append(Sabotage(code, of, do))
        return do
    return put


class Ground:
    """A published set and the content that it answers to."""

    def __init__(self, build: Path, inputs: Inputs) -> None:
        self.folder, self.inputs = Path(os.path.realpath(build / "current")), inputs
        self.manifest = json.loads((self.folder / "manifest.json").read_bytes())
        self.join = inputs.join

    def bytes(self, path: str) -> bytes:
        """A file of the set."""
        return (self.folder / "wiltshire" / path).read_bytes()

    def output(self, path: str) -> dict[str, Any]:
        """Its entry in the manifest."""
        return next(one for one in self.manifest["outputs"] if one["path"] == f"wiltshire/{path}")

    def codes(self, path: str, data: bytes, folder: Path) -> set[str]:
        """What is found in this file with these bytes."""
        output = self.output(path)
        (folder / output["path"]).parent.mkdir(parents=True, exist_ok=True)
        (folder / output["path"]).write_bytes(data)
        edition, _ = edition_of(self.join, self.inputs.library, output)
        assert edition is not None and edition.code == output["edition"]
        area = self.inputs.library.areas[output["area"]]
        load = _Load(folder, output, edition, facts_of(self.inputs.library, area, figures_of(self.inputs.library)), self.inputs.library.printers.get(str(output["printer"])))
        return {problem.code for problem in look(load)}

    def small(self, build: Path, *paths: str) -> "Small":
        """A set of these files alone, to be spoilt."""
        outputs = [dict(self.output(path)) for path in paths]
        files = {name: (self.folder / name).read_bytes() for one in outputs for name in (one["path"], one.get("thumbnail")) if name}
        return Small(build, self.inputs, {**self.manifest, "outputs": outputs, "failed": []}, files)


@dataclass
class Small:
    """A set in the making: its manifest, its files, and what lies beside it."""

    build: Path
    inputs: Inputs
    manifest: dict[str, Any]
    files: dict[str, bytes]

    def first(self) -> dict[str, Any]:
        """The first entry."""
        return self.manifest["outputs"][0]

    def codes(self, change: Callable[["Small"], Any] = lambda small: None) -> set[str]:
        """What is found in the set after a change."""
        raw = change(self)
        folder = self.build / ".sets" / hashlib.sha256(b"").hexdigest()
        for path, data in {**self.files, "manifest.json": raw or json.dumps(self.manifest).encode()}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        for top in {path.split("/")[0] for path in (*self.files, "manifest.json")}:
            (self.build / top).symlink_to(f"current/{top}")
        (self.build / "current").symlink_to(f".sets/{folder.name}")
        return {problem.code for problem in verify(self.build, self.inputs, workers=1).problems if problem.severity == "error"}

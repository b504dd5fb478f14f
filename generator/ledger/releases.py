"""Floor 7. The ledger of releases: content/releases/0001.json, 0002.json …, each naming the hash of the one before.

A file is read only if it is, byte for byte, what would be written from it: whatever was edited,
cut or mangled since is noticed, and so is a file that is missing from the row. Somebody who writes the
whole chain anew is not; the history of git, which everybody has a copy of, is what holds there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from generator.content.reader import read_plain_file
from generator.ledger.runs import FOLDER as RUNS
from generator.limits import RELEASE_BYTES
from generator.model.release import Release, ReleasedEdition
from generator.problem import Problem, error
from generator.wholefile import write_once

DAMAGED = error("K422", "ledger-damaged", "a card that the ledger forgets cannot be told, and cannot be called back")
NOT_WRITTEN = error("K423", "release-not-written", "what is handed out and recorded nowhere cannot be called back")

FOLDER = "content/releases"
LARGEST = RELEASE_BYTES
_HELP = "Take it back from git: git checkout content/releases content/print-runs"


@dataclass(frozen=True)
class Ledger:
    """All releases, in order."""

    releases: tuple[Release, ...] = ()
    head: str = ""  #: sha256 of the newest file; empty where there is none

    @cached_property
    def records(self) -> dict[str, tuple[Release, ReleasedEdition]]:
        """Edition code → its newest record, and the release that holds it."""
        return {edition.code: (release, edition) for release in self.releases for edition in release.editions}

    @cached_property
    def files(self) -> frozenset[tuple[str, str, str]]:
        """Code, path and sha256 of every file that was ever released."""
        return frozenset((edition.code, file.path, file.sha256) for release in self.releases for edition in release.editions
                         for file in edition.files)

    @cached_property
    def standing(self) -> frozenset[str]:
        """Codes that the newest release counts as good: its own, and those of before that still hold."""
        newest = self.releases[-1] if self.releases else None
        return frozenset((*newest.standing, *(e.code for e in newest.editions))) if newest else frozenset()

    def text(self, release: Release, edition: ReleasedEdition, context: str) -> tuple[str, str, str]:
        """Locale, context and words of one entry of an edition's list: ``card.a``, or ``ro/card.a`` on a sheet of many."""
        tag, _, name = context.rpartition("/")
        tag = tag or own_tag(edition.locale)
        return tag, name, release.texts[tag][name].text


def own_tag(locale: str) -> str:
    """In which language an item's own words are: English on a sheet for all languages."""
    return "en" if locale == "mul" else locale


def written(release: Release) -> bytes:
    """The file: JSON with an edition or a sentence a line, so that git and people can read it; the same release gives the same bytes."""
    rows = []
    for key, value in release.model_dump(mode="json").items():
        if key == "editions" and value:
            value = "[\n" + ",\n".join("  " + _flat(one) for one in value) + "\n ]"
        elif key == "texts" and value:
            value = "{\n" + ",\n".join(f"  {_flat(tag)}: {{\n" + ",\n".join(f"   {_flat(name)}: {_flat(one)}" for name, one in texts.items()) + "\n  }"
                                       for tag, texts in value.items()) + "\n }"
        elif key in ("facts", "contexts", "runs") and value:
            pairs = ((f"  {_flat(name)}: " if isinstance(value, dict) else "  ") + _flat(one)
                     for name, one in (value.items() if isinstance(value, dict) else enumerate(value)))
            value = ("{%s\n }" if isinstance(value, dict) else "[%s\n ]") % ("\n" + ",\n".join(pairs))
        else:
            value = _flat(value)
        rows.append(f" {_flat(key)}: {value}")
    return ("{\n" + ",\n".join(rows) + "\n}\n").encode()


def _flat(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_releases(root: Path) -> tuple[Ledger, list[Problem]]:
    """Every release, and what is wrong with the chain. What cannot be trusted is not in the ledger."""
    folder = root / FOLDER
    problems: list[Problem] = []
    if not folder.is_dir():
        return Ledger(), [DAMAGED.at(FOLDER, 0, "This is not a folder.", _HELP)] if folder.exists() or folder.is_symlink() else []
    releases: list[Release] = []
    before, hashes = "", {}
    for number, file in enumerate(_files(folder), 1):
        path = f"{FOLDER}/{file.name}"
        if file.name != f"{number:04}.json":
            problems.append(DAMAGED.at(f"{FOLDER}/{number:04}.json", 0, f"This release is missing; {file.name} stands in its place.", _HELP))
            break
        raw = read_plain_file(file, path, problems, LARGEST)
        if raw is None:
            break
        release, why = _read(raw)
        if release is not None and (release.number, release.previous) != (number, before):
            release, why = None, "it does not follow the release before, or that one was changed"
        if release is None:
            problems.append(DAMAGED.at(path, 0, f"This is not what was written: {why}.", _HELP))
            break
        releases.append(release)
        hashes |= release.runs
        before = hashlib.sha256(raw).hexdigest()
    return Ledger(tuple(releases), before), problems + list(_runs(root, hashes))


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if not file.name.startswith("."))


def _read(raw: bytes) -> tuple[Release | None, str]:
    try:
        release = Release.model_validate(json.loads(raw))
    except (ValidationError, ValueError, RecursionError):
        return None, "it cannot be read"
    for edition in release.editions:
        if edition.texts >= len(release.contexts) or not set(edition.facts) <= release.facts.keys():
            return None, f"the edition {edition.code} names what is not there"
        for one in release.contexts[edition.texts]:
            tag, _, name = one.rpartition("/")
            if name not in release.texts.get(tag or own_tag(edition.locale), {}):
                return None, f"the edition {edition.code} names the text {name[:60]}, which is not there"
    return (release, "") if written(release) == raw else (None, "something in it was changed")


def _runs(root: Path, hashes: dict[str, str]) -> Iterator[Problem]:
    """An error for each print run that a release names and that is gone or changed."""
    for name, sha in hashes.items():
        path = f"{RUNS}/{name}.yaml"
        file = root / path
        if not file.is_file() or file.is_symlink():
            yield DAMAGED.at(path, 0, "This print run was recorded, and its file is gone.", _HELP)
        elif hashlib.sha256(file.read_bytes()).hexdigest() != sha:
            yield DAMAGED.at(path, 0, "This print run is not as it was recorded.", _HELP)


def run_hashes(root: Path) -> dict[str, str]:
    """The file of each print run → its hash."""
    return {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted((root / RUNS).glob("*.yaml"))}


@dataclass(frozen=True)
class Written:
    """What became of writing a release."""

    path: Path | None
    problems: tuple[Problem, ...] = field(default_factory=tuple)


def write_release(root: Path, release: Release) -> Written:
    """Write the next file of the chain: whole, and never over another."""
    path = f"{FOLDER}/{release.number:04}.json"
    data = written(release)
    if _read(data)[0] != release or len(data) > LARGEST:  # only what will be read may stand there
        return Written(None, (NOT_WRITTEN.at(path, 0, "The record would not be readable; nothing was written.", "Report it."),))
    try:
        (root / FOLDER).mkdir(parents=True, exist_ok=True)
        if write_once(root / path, data):
            return Written(root / path)
    except OSError as fault:
        return Written(None, (NOT_WRITTEN.at(path, 0, f"The file cannot be written: {fault.strerror or fault}.",
                                             "Check the disk and the permissions, then run it again."),))
    return Written(None, (NOT_WRITTEN.at(path, 0, "Another release was written meanwhile.", "Run it again."),))

"""Floor 9. What a set holds: read again from what the cache said of it, an area at a time, whenever somebody goes through it.

So the outputs of a nation are never all in memory: its editions are, each as two short texts (``store.Entry``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.build.history import base_of
from generator.build.publish import PublishFile
from generator.build.report import Tally
from generator.build.store import Entry
from generator.problem import Problem
from generator.verify.entry import check_facts
from generator.verify.facts import Facts


class Listed:
    """The outputs of a set, in the order of their paths; the files, and what there is to say of all."""

    def __init__(self, facts: Mapping[str, Facts]) -> None:
        """``facts``: of each area."""
        self._facts, self._areas = facts, dict[str, list[Entry]]()  # by the folder of their files: that of their area
        self.files: dict[str, PublishFile] = {}
        self.tally = Tally()
        self.bases: set[str] = set()
        self.wrong: list[Problem] = []  #: numbers and addresses that are no facts of their area

    def add(self, entry: Entry) -> dict[str, Any]:
        """All that was made of one edition: what is remembered of it."""
        meta = entry.meta
        for path, file in entry.files.items():
            self.files[path] = PublishFile(path, file.sha256, file.name)
        for output in meta["outputs"]:
            self.tally.add(output)
            self.bases.add(base_of(output))
            if output["area"] in self._facts:
                self.wrong += check_facts(output, self._facts[output["area"]])
        if meta["outputs"]:
            self._areas.setdefault(meta["outputs"][0]["path"].partition("/")[0], []).append(entry)
        return meta

    def __len__(self) -> int:
        return self.tally.files

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for area in sorted(self._areas, key=lambda area: f"{area}/"):
            yield from sorted((output for entry in self._areas[area] for output in _outputs(entry)), key=lambda output: str(output["path"]))


def _outputs(entry: Entry) -> Iterator[dict[str, Any]]:
    files = entry.files
    for output in entry.meta["outputs"]:
        file = files[output["path"]]
        yield {**output, "sha256": file.sha256, "bytes": file.size}

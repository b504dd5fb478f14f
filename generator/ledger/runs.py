"""Floor 7. The ledger of what was printed: content/print-runs/, one file a run, written once and never over.

A recall asks it which paper carries a number, so it holds what the paper shows, not what
content/ says today.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.content.validate import validate_named
from generator.content.yamltext import read_yaml
from generator.model.printrun import PrintRun
from generator.problem import Problem, error
from generator.wholefile import alone, write_once

RECORDED = error("K413", "run-recorded-already", "copies counted twice are searched for in vain in a recall")
NOT_WRITTEN = error("K414", "run-not-written", "what was printed and is recorded nowhere cannot be recalled")

FOLDER = "content/print-runs"
_AGAIN_LIMIT = 1000


def already(runs: Mapping[str, PrintRun], pack: str) -> list[Problem]:
    """An error if a run of this pack stands in the ledger."""
    found = sorted((run.on, name) for name, run in runs.items() if run.pack == pack)
    if not found:
        return []
    return [RECORDED.at(f"{FOLDER}/{found[-1][1]}.yaml", 0, f"A print run of this pack was recorded for {found[-1][0]}.",
                        "If it was printed once more, add AGAIN=1.")]


def new_run(*, pack: str | None, area: str, printer: str, on: dt.date, where: str, by: str, editions: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """A run as the file will hold it, without its id; every value as text, as YAML is read here."""
    return {**({"pack": pack} if pack else {}), "area": area, "printer": printer, "on": on.isoformat(), **({"where": where} if where else {}), "by": by,
            "editions": [dict(edition) for edition in editions]}


def write_run(root: Path, run: Mapping[str, object], *, again: bool = True) -> tuple[Path | None, list[Problem]]:
    """Write ``content/print-runs/<day>-<pack>.yaml``, with -2, -3 … behind it where that is taken.

    A run at the office has no pack: it is named for its first edition. Unless ``again``, a run
    of this pack that somebody has recorded meanwhile is an error.
    """
    try:
        folder = root / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            return _write_run(root, folder, run, again)
    except OSError as fault:
        return None, [NOT_WRITTEN.at(FOLDER, 0, f"The file cannot be written: {fault.strerror or fault}.",
                                     "Check the disk and the permissions.")]


def _write_run(root: Path, folder: Path, run: Mapping[str, object], again: bool) -> tuple[Path | None, list[Problem]]:
    pack = str(run.get("pack") or run["editions"][0]["code"]).lower()  # type: ignore[index]
    base = f"{run['on']}-{pack}"
    same = re.compile(rf"[\d-]{{10}}-{re.escape(pack)}(-\d+)?\.yaml")
    if not again and (there := sorted(file.name for file in folder.iterdir() if same.fullmatch(file.name))):
        return None, [RECORDED.at(f"{FOLDER}/{there[-1]}", 0, "A print run of this pack has just been recorded.",
                                  "If it was printed once more, add AGAIN=1.")]
    for number in range(1, _AGAIN_LIMIT):
        id = base if number == 1 else f"{base}-{number}"
        path, file = f"{FOLDER}/{id}.yaml", folder / f"{id}.yaml"
        data = _written({"id": id, **run})
        document, problems = read_yaml(data, path)
        record, found = validate_named(document, PrintRun, id) if document else (None, [])
        if record is None:  # only what the strict reader takes may stand there
            return None, [*problems, *found]
        if write_once(file, data):
            return file, []
    return None, [NOT_WRITTEN.at(f"{FOLDER}/{base}.yaml", 0, "There are a thousand runs of this pack on this day.",
                                 "Look whether that is right.")]


def _written(run: Mapping[str, object]) -> bytes:
    """One edition a few lines, so that git and people can read it."""
    lines = ["# What was printed. Written by make printed; not to be changed: a recall searches here."]
    for key, value in run.items():
        if key != "editions":
            lines.append(f"{key}: {_quoted(value)}")
    lines.append("editions:")
    for edition in run["editions"]:  # type: ignore[attr-defined]
        for number, (key, value) in enumerate(edition.items()):
            lead = "  - " if number == 0 else "    "
            if not isinstance(value, list):
                lines.append(f"{lead}{key}: {_quoted(value)}")
            elif value:
                lines.append(f"{lead}{key}:")
                lines += [f"      - {_flow(one)}" for one in value]
    return ("\n".join(lines) + "\n").encode()


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return _quoted(value)


def _quoted(value: object) -> str:
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)

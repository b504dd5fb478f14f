"""Floor 9. What is stale is made, each edition kept in the store as it comes; what is urgent first."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from generator import fonts
from generator.build.disk import digest, make_folder, remove, write_new
from generator.build.executors import Executor, Place
from generator.build.inputs import EDITED, Inputs
from generator.build.plan import Planned
from generator.build.pool import Done, Task, run
from generator.build.report import Report, failed_planned
from generator.build.store import Entry, Store
from generator.limits import TEMPLATE_BYTES
from generator.plainfile import Refused, read_plain

#: Materials of such an order are the first useful thing: the number card, the safety card and the page that their codes open.
URGENT_ORDER = 2
_BEFORE_ALL = 1e9
FROZEN = Path(".cache", "frozen")
Early = Callable[[dict[str, Entry], int], None]


def make_stale(root: Path, target: Path, inputs: Inputs, planned: list[Planned], files: list[fonts.FontFile], executor: Executor,
               progress: Callable[[str, int, int], None], report: Report, early: Early | None = None) -> dict[str, Entry]:
    """The entry of each planned edition that could be made, by key.

    ``early`` is called with the entries of the first area's urgent items as soon as they are all there, and with the
    number of editions that are still to be made; never where that is all there is. Raises Outdated before anything is made.
    """
    store = Store(target)
    entries: dict[str, Entry] = {}
    tasks: list[Task] = []
    have = {font.family for font in files}
    urgent = _urgent(inputs, planned) if early else set()
    for one in planned:
        lacking = [f for f in (*one.about.fonts, fonts.FALLBACK) if f not in have]
        if lacking:
            report.failed.append(failed_planned(one, [f"The font {lacking[0]} is not on this machine."]))
            continue
        entry = store.find(one.key)
        if entry is not None:
            entries[one.key] = entry
            report.unchanged += 1
        else:
            one.look_again()
            tasks.append(Task(one.place_name.rstrip("/"), one, one.urgency + _BEFORE_ALL * (one.key in urgent)))
    waiting = {task.load.key for task in tasks} & urgent
    if tasks:
        frozen = _frozen(root, target, inputs)
        if frozen is None:
            report.problems.append(EDITED.at("templates", 0, "A template was changed while the build began.", "Run it again."))
            return {}
        place = Place(frozen, target, _fontconfig(files, target / ".cache" / "fonts"), tuple(files),
                      {name: sha for name, sha in inputs.tools.items() if name.endswith(".py")})
        total = len(tasks)
        count = 0

        def done(result: Done) -> None:
            nonlocal count
            count += 1
            one = result.task.load
            if isinstance(result.value, Entry):
                entries[one.key] = result.value
                report.made += 1
            else:
                problems = result.value if result.value else [result.problem]
                report.problems += problems
                report.failed.append(failed_planned(one, [str(p) for p in problems]))
                if result.trace:
                    report.traces.append(f"{result.task.name}\n{result.trace}")
            progress(result.task.name, count, total)
            if one.key in waiting:
                waiting.remove(one.key)
                if early and not waiting and count < total:
                    early({one.key: entries[one.key] for one in planned if one.key in urgent and one.key in entries}, total - count)

        report.problems += executor(tasks, place, done)
        told = {(f["area"], f["locale"], f["material"], f["format"]) for f in report.failed}
        for one in planned:  # where no worker could be kept alive, nobody was asked
            if one.key not in entries and one.place[:4] not in told:
                report.failed.append(failed_planned(one, ["It was not reached."]))
    report.problems += store.notices
    return {one.key: entries[one.key] for one in planned if one.key in entries}


def _fontconfig(files: list[fonts.FontFile], folder: Path) -> Path:
    """``fonts.private_fontconfig``, first in a process of its own: cutting a Chinese font takes 170 MB, which this one would keep as its peak."""
    run([Task("fonts", folder)], functools.partial(fonts.private_fontconfig, tuple(files)), on_done=lambda done: None, workers=1)
    return fonts.private_fontconfig(files, folder)


def _frozen(root: Path, target: Path, inputs: Inputs) -> Path | None:
    """A root with the templates that the keys name, for workers to read: somebody may be editing them. None where they are others already."""
    folder = target / FROZEN
    if os.path.lexists(folder):
        remove(folder)
    for name, sha in inputs.tools.items():
        if name.startswith("templates/"):
            data = read_plain(root / name, TEMPLATE_BYTES)
            if isinstance(data, Refused) or digest(data) != sha:
                return None
            make_folder((folder / name).parent)
            write_new(folder / name, data, sync=False)
    return folder


def _urgent(inputs: Inputs, planned: list[Planned]) -> set[str]:
    """Keys of the urgent items of one area: the first that has any."""
    found = [one for one in planned if inputs.library.materials[one.about.material].order <= URGENT_ORDER]
    areas = [area for area in inputs.library.areas if any(one.about.area == area for one in found)]
    return {one.key for one in found if one.about.area == areas[0]} if areas else set()


def so_far(report: Report) -> Report:
    """What is known while the work goes on, for a set that is published before its end."""
    return replace(report, failed=list(report.failed), problems=list(dict.fromkeys(report.problems)), traces=[])

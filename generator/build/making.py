"""Floor 9. What is stale is made, by workers, each edition kept in the store as it comes."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path

from generator import fonts
from generator.build.inputs import Inputs
from generator.build.plan import Planned
from generator.build.pool import Done, Task, run
from generator.build.report import Report, failed_planned
from generator.build.store import Entry, Store
from generator.limits import EDITION_MEMORY_MB, EDITION_SECONDS
from generator.page import Pages
from generator.problem import Problem

TIME_LIMIT_S, MEMORY_LIMIT_MB = EDITION_SECONDS, EDITION_MEMORY_MB

_shop = None  # one for each worker process
_store: Store | None = None


def _prepare(root: Path, target: Path, fontconfig: Path, files: tuple[fonts.FontFile, ...]) -> None:
    """Once in each worker, before the first edition: the only place where WeasyPrint comes in."""
    global _shop, _store
    os.environ["FONTCONFIG_FILE"] = str(fontconfig)
    from generator.build.item import Workshop
    from generator.typeset.typesetter import Typesetter
    latin = next(f.path for f in files if f.family == fonts.FALLBACK and f.weight == "Regular")
    _shop = Workshop(Pages(root), Typesetter(), latin, files, fontconfig.parent)
    _store = Store(target)


def _make(planned: Planned) -> Entry | list[Problem]:
    """In a worker: make one edition and keep it in the store."""
    entry, problems = _store.put(planned.key, _shop.make(planned.edition, planned.order))
    return entry if entry is not None else problems


def make_stale(root: Path, target: Path, inputs: Inputs, planned: list[Planned], files: list[fonts.FontFile],
             workers: int | None, progress: Callable[[str, int, int], None], report: Report) -> dict[str, Entry]:
    store = Store(target)
    entries: dict[str, Entry] = {}
    tasks: list[Task] = []
    have = {font.family for font in files}
    for one in planned:
        lacking = [f for f in (*one.edition.fonts, fonts.FALLBACK) if f not in have]
        if lacking:
            report.failed.append(failed_planned(one, [f"The font {lacking[0]} is not on this machine."]))
            continue
        entry = store.find(one.key)
        if entry is not None:
            entries[one.key] = entry
            report.unchanged += 1
        else:
            tasks.append(Task("/".join(filter(None, one.place)), one, one.urgency))
    if tasks:
        conf = fonts.private_fontconfig(files, target / ".cache" / "fonts")
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

        report.problems += run(tasks, _make, on_done=done, workers=workers or os.cpu_count() or 1,
                               initializer=functools.partial(_prepare, root, target, conf, tuple(files)), time_limit_s=TIME_LIMIT_S, memory_limit_mb=MEMORY_LIMIT_MB)
        told = {(f["area"], f["locale"], f["material"], f["format"]) for f in report.failed}
        for one in planned:  # where no worker could be kept alive, nobody was asked
            if one.key not in entries and one.edition.key not in told:
                report.failed.append(failed_planned(one, ["It was not reached."]))
    report.problems += store.notices
    return {one.key: entries[one.key] for one in planned if one.key in entries}

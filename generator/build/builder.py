"""Floor 9. One build: read, plan, make what is stale, check, publish the whole set or nothing."""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from generator import fonts
from generator.build.assembling import publish_set
from generator.build.disk import DISK_ERROR, DISK_FULL, NOT_A_FOLDER, READ_ONLY, disk_problem
from generator.build.inputs import EDITED, Inputs, font_files, read_inputs
from generator.build.keeping import Keeping
from generator.build.machine import machine_problems
from generator.build.executors import executor_of
from generator.build.making import make_stale, so_far
from generator.build.narrow import Narrow
from generator.build.plan import Plan, plan
from generator.build.planned import Outdated
from generator.build.publish import build_lock, read_current
from generator.build.report import Report, failed_of
from generator.build.standing import Watched, remember, text_digest
from generator.build.store import Entry
from generator.kept import NOTHING
from generator.memory import uncollected
from generator.waivers import checked_content

REFUSED = {code.number for code in (DISK_FULL, READ_ONLY, NOT_A_FOLDER, DISK_ERROR, EDITED)}


def build(root: Path, target: Path, *, today: dt.date, narrow: Narrow = Narrow(), workers: int | None = None, executor: str = "",
          progress: Callable[[str, int, int], None] = lambda name, done, total: None,
          transform: Callable[[Inputs], Inputs] | None = None, unasked: frozenset[str] = frozenset()) -> Report:
    """Build into ``target``. ``progress(name, done, total)`` is called as editions come back.

    ``executor``: nothing for ``workers`` processes of this machine, or dask:ADDRESS. ``transform`` may change what
    was read; ``unasked`` are codes of checks of content that do not apply to it then.
    """
    started = time.monotonic()
    report = Report()
    machine = machine_problems()
    report.problems += machine
    if machine:
        return report
    with build_lock(target) as lock:
        report.problems += lock.problems
        if not lock:
            return report
        before = text_digest(root)
        kept = Keeping(target) if transform is None else NOTHING
        with uncollected():
            inputs = read_inputs(root, today, kept)
            if transform:
                inputs = transform(inputs)
            checked = [p for p in checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today, kept) if p.code not in unasked]
        report.problems += [*inputs.problems, *checked]
        files, found = font_files(inputs)
        report.problems += found
        # Where a set stands it is left alone until the new one is whole: it may hold what is not made again yet.
        nothing_yet = transform is None and read_current(target, "manifest.json") is None
        whole, entries, known = Plan(), dict[str, Entry](), report
        for trusted in (kept, NOTHING):
            report = replace(known, problems=list(known.problems), failed=list(known.failed))
            with uncollected():
                whole = plan(inputs, files, narrow, checked, trusted)
            report.problems += whole.problems
            report.failed += [failed_of(one) for one in whole.failed]
            report.held, report.wanted = whole.held, len(whole.planned)
            if not kept.write(forget=not narrow.named):
                report.problems.append(EDITED.at("generator", 0, "The program was changed while a build was at work.", "Run it again."))
                break
            published = functools.partial(publish_set, root, target, inputs, narrow, files, checked, kept=trusted)

            def early(entries: dict[str, Entry], left: int, report: Report = report) -> None:
                published(entries, so_far(report), left=left)

            try:
                entries = make_stale(root, target, inputs, whole.planned, files, executor_of(executor, workers), progress, report,
                                     early if nothing_yet else None)
                # Where the disk refused an edition, or a template was being edited, the set that stands is better than a new one with gaps.
                if not any(p.code in REFUSED for p in report.problems):
                    published(entries, report, {one.place_name: entries[one.key] for one in whole.planned if one.key in entries})
                    kept.write(forget=False)  # what was joined besides, to see whether the rest still stands
            except Outdated:
                kept.forget()
                continue
            except OSError as fault:
                report.problems.append(disk_problem(fault, Path(fault.filename or target)))
            break
        report.problems = list(dict.fromkeys(report.problems))
        all_made = len(entries) == len({one.key for one in whole.planned})
        # What befell the disk or a worker is told once; the next build looks at everything again.
        if report.whole and all_made and transform is None and not any(p.code.startswith("B") for p in report.problems) and inputs.stand():
            watched = Watched(tuple(str(f.path) for f in files), tuple(str(folder) for folder in fonts.FOLDERS))
            remember(root, target, before=before, watched=watched, font_sums=[f.sha256 for f in files], today=today, narrow=narrow,
                     editions=len(entries), report=report)
    report.problems = list(dict.fromkeys(report.problems))
    report.seconds = time.monotonic() - started
    return report

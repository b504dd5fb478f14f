"""Floor 9. One build: read, plan, make what is stale, check, publish the whole set or nothing."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator import fonts
from generator.build.inputs import Inputs, font_files, read_inputs, versions
from generator.build.machine import machine_problems
from generator.build.order import daily
from generator.build.plan import Failed, Narrow, Planned, plan
from generator.build.pool import Done, Task, run
from generator.build.publish import PublishFile, build_lock, publish, read_current
from generator.build.store import Entry, Store, digest
from generator.coverage import coverage, coverage_page
from generator.gallery import Names, gallery
from generator.guide import guide
from generator.ledger.releases import read_releases
from generator.manifest import last_release, manifest, manifest_bytes, texts_of
from generator.model.edition import Edition
from generator.page import Pages
from generator.problem import Problem, Severity
from generator.waivers import checked_content
from generator.signoff_state import states

TIME_LIMIT_S = 120.0  #: for one edition; the longest takes about five
MEMORY_LIMIT_MB = 1500


@dataclass
class Report:
    """What a build did, for the summary."""

    made: int = 0
    unchanged: int = 0
    outputs: list[dict[str, object]] = field(default_factory=list)
    failed: list[dict[str, object]] = field(default_factory=list)
    held: list[Edition] = field(default_factory=list)  #: drafts that were not wanted
    problems: list[Problem] = field(default_factory=list)
    published: bool = False
    whole: bool = False  #: a set stands that answers to these inputs
    numbers: int = 0  #: numbers verified on finished pages
    qr_codes: int = 0  #: QR codes decoded from finished pages
    pages: int = 0
    seconds: float = 0.0
    traces: list[str] = field(default_factory=list)  #: of our own bugs, for the log


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


def build(root: Path, target: Path, *, today: dt.date, narrow: Narrow = Narrow(), workers: int | None = None,
          progress: Callable[[str, int, int], None] = lambda name, done, total: None,
          transform: Callable[[Inputs], Inputs] = lambda inputs: inputs, unasked: frozenset[str] = frozenset()) -> Report:
    """Build into ``target``. ``progress(name, done, total)`` is called as editions come back.

    ``transform`` may change what was read; ``unasked`` are codes of checks of content that do not apply to it then.
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
        inputs = transform(read_inputs(root, today))
        report.problems += inputs.problems
        checked = [p for p in checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today)
                   if p.code not in unasked]
        report.problems += checked
        files, found = font_files(inputs)
        report.problems += found
        whole = plan(inputs, files, narrow, checked)
        report.problems += whole.problems
        report.failed += [_failed(one) for one in whole.failed]
        report.held = whole.held
        entries = _entries(root, target, inputs, whole.planned, files, workers, progress, report)
        _publish(root, target, inputs, narrow, files, checked, entries, report)
    report.problems = list(dict.fromkeys(report.problems))
    report.seconds = time.monotonic() - started
    return report


def _entries(root: Path, target: Path, inputs: Inputs, planned: list[Planned], files: list[fonts.FontFile],
             workers: int | None, progress: Callable[[str, int, int], None], report: Report) -> dict[str, Entry]:
    store = Store(target)
    entries: dict[str, Entry] = {}
    tasks: list[Task] = []
    have = {font.family for font in files}
    for one in planned:
        lacking = [f for f in (*one.edition.fonts, fonts.FALLBACK) if f not in have]
        if lacking:
            report.failed.append(_failed_planned(one, [f"The font {lacking[0]} is not on this machine."]))
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
                report.failed.append(_failed_planned(one, [str(p) for p in problems]))
                if result.trace:
                    report.traces.append(f"{result.task.name}\n{result.trace}")
            progress(result.task.name, count, total)

        report.problems += run(tasks, _make, on_done=done, workers=workers or os.cpu_count() or 1,
                               initializer=functools.partial(_prepare, root, target, conf, tuple(files)), time_limit_s=TIME_LIMIT_S, memory_limit_mb=MEMORY_LIMIT_MB)
        told = {(f["area"], f["locale"], f["material"], f["format"]) for f in report.failed}
        for one in planned:  # where no worker could be kept alive, nobody was asked
            if one.key not in entries and one.edition.key not in told:
                report.failed.append(_failed_planned(one, ["It was not reached."]))
    report.problems += store.notices
    return {one.key: entries[one.key] for one in planned if one.key in entries}


def _publish(root: Path, target: Path, inputs: Inputs, narrow: Narrow, files: list[fonts.FontFile], checked: list[Problem],
             entries: dict[str, Entry], report: Report) -> None:
    published: dict[str, PublishFile] = {}
    for entry in entries.values():
        meta = dict(entry.meta)
        problems = [Problem(**{**p, "severity": Severity(p["severity"])}) for p in meta["problems"]]
        report.problems += problems
        if not meta["outputs"] and problems:  # a printer may have no use for a form
            report.failed.append(meta["edition"] | {"problems": [str(p) for p in problems]})
        report.numbers += meta["numbers"]
        report.qr_codes += meta["qr_codes"]
        report.pages += meta["pages"]
        report.outputs += meta["outputs"]
        for path, kept in entry.files.items():
            published[path] = PublishFile(path, kept.sha256, kept.path)
    kept = _keep_others(target, inputs, narrow, files, checked, published, report)
    for output in report.outputs:
        file = published[output["path"]]
        output["sha256"] = file.sha256
        if "bytes" not in output:
            output["bytes"] = len(file.source) if isinstance(file.source, bytes) else file.source.stat().st_size
    read = states(inputs.library, inputs.catalogs, inputs.signoffs)
    texts = texts_of(inputs.library, inputs.catalogs)
    value = manifest(report.outputs, report.failed, source_date=inputs.source_date, versions=versions(),
                     fonts={f.path.name: f.sha256 for f in files}, review=read,
                     texts=texts)
    ledger, problems = read_releases(root)
    report.problems += problems
    for path, data in (("manifest.json", manifest_bytes(value)),
                       ("coverage.html", coverage_page(coverage(inputs.library, inputs.catalogs, inputs.signoffs, read),
                                                       inputs.source_date, root / "templates").encode()),
                       ("guide.html", guide(inputs.library, root).encode()),
                       ("index.html", gallery(json.loads(manifest_bytes(value)), report.problems,
                                              Names.of(inputs.library), root / "templates", last_release(ledger, texts)).encode())):
        published[path] = PublishFile(path, digest(data), data)
    if not report.outputs and not (report.held and not report.failed):  # where nothing is released any more, the set is empty
        return
    report.published, problems = publish(target, published.values())
    report.problems += problems
    report.whole = report.published or not problems
    if not narrow.named and report.whole:
        report.problems += Store(target).prune(set(entries) | kept)


def _keep_others(target: Path, inputs: Inputs, narrow: Narrow, files: list[fonts.FontFile], checked: list[Problem],
                 published: dict[str, PublishFile], report: Report) -> set[str]:
    """What was not asked for keeps standing, if its inputs have not changed; the rest is dropped. Gives its keys."""
    def asked(area: str, locale: str, material: str, form: str, further: str = "") -> bool:
        return form in inputs.library.formats and narrow.takes(area, locale, material, inputs.library.formats[form].rare, further)

    def place(output: dict[str, Any]) -> tuple[str, str, str, str, str]:
        area = inputs.library.areas.get(output["area"])
        mine = area is None or output["printer"] in (None, *daily(area))
        return output["area"], output["locale"], output["material"], output["format"], "" if mine else output["printer"]

    raw = read_current(target, "manifest.json")
    before = [o for o in json.loads(raw)["outputs"] if not asked(*place(o))] if raw else []
    kept: set[str] = set()
    if not before and not narrow.named:
        return kept
    whole = plan(inputs, files, Narrow(rare=True), problems=checked)
    codes = {(one.place, one.edition.code): one for one in whole.planned}
    store = Store(target)
    for output in before:
        one = codes.get((place(output), output["edition"]))
        if one is None or one.key in kept or output["path"] in published:
            continue
        entry = store.find(one.key)
        if entry is None:
            continue
        kept.add(one.key)
        report.outputs += entry.meta["outputs"]
        for path, file in entry.files.items():
            published[path] = PublishFile(path, file.sha256, file.path)
    report.failed += [_failed(one) for one in whole.failed if not asked(one.area, one.locale, one.material, one.format)]
    return kept


def _failed(one: Failed) -> dict[str, object]:
    return {"area": one.area, "locale": one.locale, "material": one.material, "format": one.format,
            "problems": [str(p) for p in one.problems]}


def _failed_planned(one: Planned, problems: list[str]) -> dict[str, object]:
    area, locale, material, form = one.edition.key
    return {"area": area, "locale": locale, "material": material, "format": form, "problems": problems}

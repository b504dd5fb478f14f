"""Floor 9. The set: what was made and what keeps standing, with manifest, gallery, coverage and guide; published whole."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from generator import fonts
from generator.build.disk import disk_problem, put_aside, write_pieces
from generator.build.history import note
from generator.build.inputs import PACKAGE, Inputs, versions
from generator.build.madewith import made_with
from generator.build.listed import Listed
from generator.build.order import daily
from generator.build.narrow import Narrow
from generator.build.plan import plan
from generator.build.publish import PublishFile, publish, read_current
from generator.build.report import Report, failed_of
from generator.build.store import CACHE_BROKEN, Entry, Store
from generator.checks import file_names
from generator.checks.telling import Telling
from generator.coverage import coverage, coverage_page
from generator.gallery import Names, gallery_pieces
from generator.guide import guide
from generator.kept import NOTHING, Kept
from generator.ledger.releases import read_releases
from generator.manifest import last_release, manifest, manifest_pieces, outputs_in, texts_of
from generator.memory import uncollected
from generator.problem import Problem, warning
from generator.signoff_state import states
from generator.verify.facts import facts_of
from generator.templates.drawn import FAULTS, fault, where

SET_DAMAGED = warning("B460", "set-damaged", "An item that is missing now was there before, and nobody has taken it away.")


@uncollected()
def publish_set(root: Path, target: Path, inputs: Inputs, narrow: Narrow, files: list[fonts.FontFile], checked: list[Problem],
                entries: dict[str, Entry], report: Report, places: dict[str, Entry] | None = None, left: int = 0, kept: Kept = NOTHING) -> None:
    """``places``: the entries by place, to be written down with their reasons. ``left``: editions that are still being made. ``kept``: plans."""
    # The pages were read in the workers, from the bytes whose hashes stand in the entries; what the manifest says of them is asked here.
    listed = Listed({name: facts_of(inputs.library, area) for name, area in inputs.library.areas.items()})
    for entry in entries.values():
        meta = listed.add(entry)
        problems = [Problem.of(p) for p in meta["problems"]]
        report.problems += problems
        if not meta["outputs"] and problems:  # a printer may have no use for a form
            report.failed.append(meta["edition"] | {"problems": [str(p) for p in problems]})
        report.numbers += meta["numbers"]
        report.qr_codes += meta["qr_codes"]
        report.pages += meta["pages"]
    standing = set() if left else _keep_others(target, inputs, narrow, files, checked, listed, report, kept)
    report.tally = listed.tally
    read = states(inputs.library, inputs.catalogs, inputs.signoffs)
    texts = texts_of(inputs.library, inputs.catalogs)
    value = manifest(listed, report.failed, source_date=inputs.source_date,
                     made_with=made_with(root, PACKAGE, versions(), files), review=read, texts=texts, being_made=left)
    ledger, problems = read_releases(root)
    report.problems += problems
    about = [p for p in report.problems if p.code not in (CACHE_BROKEN.number, SET_DAMAGED.number)]  # of the items, not of this disk
    templates = root / "templates"
    pages: tuple[tuple[str, str, Generator[str]], ...] = (
        ("manifest.json", "", manifest_pieces(value)),
        ("coverage.html", "coverage.html.j2", _drawn(lambda: coverage_page(coverage(inputs.library, inputs.catalogs, inputs.signoffs, read),
                                                                           inputs.source_date, templates))),
        ("guide.html", "guide.html.j2", _drawn(lambda: guide(inputs.library, root))),
        ("index.html", "gallery.html.j2", gallery_pieces(value, about, Names.of(inputs.library), templates, last_release(ledger, texts))))
    try:
        with put_aside(target) as aside:
            for path, template, pieces in pages:
                try:
                    listed.files[path] = PublishFile(path, write_pieces(aside / path, pieces), aside / path)
                except FAULTS as problem:
                    if not isinstance(problem, TemplateError) and not where(problem)[0]:
                        raise  # a bug of our own
                    report.problems.append(fault(problem, template))  # the office's own page: the set before stays
                    return
            report.problems += [*file_names.check(listed.files, Telling.of(inputs.library)), *listed.wrong]
            if listed.wrong:
                return
            if not listed.tally.files and not (report.held and not report.wanted):  # where nothing is released any more, an old set must not stay
                return
            report.published, problems = publish(target, listed.files.values())
    except OSError as problem:  # the same: the editions that are left are made all the same
        report.problems.append(disk_problem(problem, target))
        return
    report.problems += problems
    report.whole = report.published or not problems
    if left or not report.whole:
        return
    if places is not None:
        note(target, places, inputs.tools, listed.bases)
    if not narrow.named:
        report.problems += Store(target).prune(set(entries) | standing, entries)


def _drawn(draw: Callable[[], str]) -> Generator[str]:
    """A small page, when somebody asks for it."""
    yield draw()


def _keep_others(target: Path, inputs: Inputs, narrow: Narrow, files: list[fonts.FontFile], checked: list[Problem],
                 listed: Listed, report: Report, plans: Kept) -> set[str]:
    """What was not asked for keeps standing, if its inputs have not changed; the rest is dropped. Gives its keys."""
    @functools.cache
    def asked(area: str, locale: str, material: str, form: str, further: str = "") -> bool:
        return form in inputs.library.formats and narrow.takes(area, locale, material, inputs.library.formats[form].rare, further)

    @functools.cache
    def of_printer(area: str, printer: str | None) -> str:
        known = inputs.library.areas.get(area)
        return "" if known is None or printer is None or printer in daily(known) else printer

    def place(output: dict[str, Any]) -> tuple[str, str, str, str, str]:
        return output["area"], output["locale"], output["material"], output["format"], of_printer(output["area"], output["printer"])

    try:
        before = [(place(o), o["edition"], o["path"]) for o in outputs_in(read_current(target, "manifest.json"))
                  if not asked(*place(o)) and o["edition"] and o["path"]]
    except (ValueError, KeyError, TypeError):
        report.problems += [SET_DAMAGED.at("manifest.json", 0, "The manifest of what stood here cannot be read.",
                                           "Type make: it makes what is missing now.")] if narrow.named else []
        before = []
    kept: set[str] = set()
    if not before and not narrow.named:
        return kept
    whole = plan(inputs, files, Narrow(rare=True), checked, plans)
    codes = {(one.place, one.about.code): one for one in whole.planned}
    store = Store(target)
    for *which, path in before:
        one = codes.get(tuple(which))
        if one is None or one.key in kept or path in listed.files:
            continue
        entry = store.find(one.key)
        if entry is None:
            continue
        kept.add(one.key)
        listed.add(entry)
    report.failed += [failed_of(one) for one in whole.failed if not asked(one.area, one.locale, one.material, one.format)]
    return kept

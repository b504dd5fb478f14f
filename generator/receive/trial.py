"""Floor 10. The new texts on their pages, as a build would set them: what does not come out is refused."""

from __future__ import annotations

import functools
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator import fonts
from generator.build.inputs import Inputs
from generator.build.machine import machine_problems
from generator.build.narrow import Narrow
from generator.build.plan import plan
from generator.build.pool import Done, Task, run
from generator.limits import EDITION_MEMORY_MB, EDITION_SECONDS
from generator.model.catalog import Catalog, Entry
from generator.model.edition import Edition
from generator.page import Pages
from generator.problem import Problem, Severity, error, errors, warning
from generator.receive.judge import Verdict, with_texts

NO_ROOM = error("E406", "string-does-not-fit", "text that leaves its place is cut off by the guillotine or covered")
NOT_TRIED = warning("E407", "page-not-tried", "whether the texts fit is not known until the page can be made")

MOST_ROUNDS = 12  #: in which one string for each page is taken back; then all new ones of that page are
MOST_PICTURES = 20
_PAGE = re.compile("page ([0-9]+)")
_QUOTED = re.compile("“([^”]*)”")

_shop = None  # one for each worker process


def _prepare(root: Path, fontconfig: Path, files: tuple[fonts.FontFile, ...]) -> None:
    """Once in each worker: the only place here where WeasyPrint comes in."""
    global _shop
    os.environ["FONTCONFIG_FILE"] = str(fontconfig)
    from generator.build.item import Workshop
    from generator.typeset.typesetter import Typesetter
    latin = next(f.path for f in files if f.family == fonts.FALLBACK and f.weight == "Regular")
    _shop = Workshop(Pages(root), Typesetter(), latin, files, fontconfig.parent)


def _lay(edition: Edition) -> list[Problem]:
    """In a worker: make one edition for the screen, keep nothing of it, and say what was wrong."""
    made = _shop.make(edition)
    return errors([Problem(**{**p, "severity": Severity(p["severity"])}) for p in made.meta["problems"]])


def _draw(load: tuple[Edition, int, str]) -> bytes:
    """In a worker: a PNG of the place of one text on one page, as it comes out; empty where there is none."""
    from generator.receive.picture import picture
    edition, number, context = load
    return picture(edition, context, number, _shop.pages, _shop.typesetter)


class _Trial:
    def __init__(self, inputs: Inputs, ours: Catalog, files: list[fonts.FontFile], folder: Path, workers: int):
        self.inputs, self.ours, self.workers = inputs, ours, workers
        conf = fonts.private_fontconfig(files, folder / "fonts")
        self.begin = functools.partial(_prepare, inputs.root, conf, tuple(files))
        self.before = self.editions({})[0]
        self.broken: list[Problem] = []  #: of this machine: then nothing was tried
        self.spoilt: dict[tuple[str, str, str, str], Problem] = {}  #: pages that the old texts spoil as well
        self.known: dict[tuple[tuple[str, str, str, str], str], list[Problem]] = {}  # by edition and code: none is set twice

    def editions(self, new: dict[str, Entry]) -> tuple[dict[tuple[str, str, str, str], Edition], list[tuple[str, str, Problem]]]:
        """What can be made with these texts, and what cannot, with its first reason."""
        catalogs = {self.ours.tag: with_texts(self.ours, new)}
        whole = plan(replace(self.inputs, catalogs=catalogs), [], Narrow(locale=self.ours.tag))
        return ({one.edition.key: one.edition for one in whole.planned
                 if one.edition.text != "facts"},
                [(one.area, one.material, one.problems[0]) for one in whole.failed])

    def faults(self, editions: Iterable[Edition]) -> dict[tuple[str, str, str, str], list[Problem]]:
        """What is wrong with each of these on paper; only those that are not known yet are set."""
        editions = list(editions)
        tasks = [Task("/".join(e.key), e) for e in editions if (e.key, e.code) not in self.known]

        def done(result: Done) -> None:
            edition = result.task.load
            if result.problem:
                self.broken.append(result.problem)
            self.known[edition.key, edition.code] = result.value or []

        if tasks:
            self.broken += run(tasks, _lay, on_done=done, workers=self.workers, initializer=self.begin,
                               time_limit_s=EDITION_SECONDS, memory_limit_mb=EDITION_MEMORY_MB)
        if self.broken:
            return {}
        return {e.key: found for e in editions if (found := self.known[e.key, e.code])}

    def failing(self, new: dict[str, Entry]) -> dict[tuple[str, str, str, str], tuple[set[str], list[Problem]]]:
        """Each page that the new texts spoil: its new strings, and what is wrong. One spoilt before is not their fault."""
        with_new = {key: e for key, e in self.editions(new)[0].items() if e.contexts() & new.keys()}
        found = self.faults(with_new.values())
        spoilt = self.faults(self.before[key] for key in found if key in self.before)
        self.spoilt.update({key: problems[0] for key, problems in spoilt.items()})
        return {key: (set(with_new[key].contexts() & new.keys()), problems) for key, problems in found.items()
                if key not in spoilt or any(p.context in new for p in problems)}

    def pictures(self, wanted: dict[str, tuple[Edition, int]]) -> dict[str, bytes]:
        """Pictures of texts on their pages by context; one that cannot be drawn is left out, the reason is told in words anyway."""
        drawn: dict[str, bytes] = {}

        def done(result: Done) -> None:
            if isinstance(result.value, bytes) and result.value:
                drawn[result.task.name] = result.value

        if wanted:
            run([Task(context, (*where, context)) for context, where in wanted.items()], _draw, on_done=done, workers=self.workers,
                initializer=self.begin, time_limit_s=EDITION_SECONDS, memory_limit_mb=EDITION_MEMORY_MB)
        return drawn


def try_on_paper(inputs: Inputs, ours: Catalog, verdict: Verdict, path: str) -> list[Problem]:
    """Refuse what does not come out on its page. Returns what keeps this machine from trying at all."""
    if not verdict.new:
        return []
    locale = inputs.library.locales[ours.tag]
    files, lacking = fonts.find_fonts(locale.fonts)
    if lacking := [*machine_problems(), *lacking]:
        return lacking
    with tempfile.TemporaryDirectory(prefix="receive-") as folder:
        trial = _Trial(inputs, ours, files, Path(folder), os.cpu_count() or 1)
        for area, material, reason in trial.editions(verdict.new)[1]:
            verdict.notes.append(NOT_TRIED.at(
                ours.path, 0, f"{material} for {area} cannot be made yet, so its texts were not tried on paper: {reason.message}",
                "They will be when it is built.", locale=ours.tag))
        _take_back(trial, verdict, path)
        for (area, _, material), reason in trial.spoilt.items():
            verdict.notes.append(NOT_TRIED.at(
                ours.path, 0, f"{material} for {area} does not come out with the old texts either, so the new ones were not "
                f"judged by it: {reason.message}", "Mend that first, or see the next build.", locale=ours.tag))
    return trial.broken


def _take_back(trial: _Trial, verdict: Verdict, path: str) -> None:
    given = dict(verdict.new)
    back: dict[str, Problem] = {}
    seen: dict[str, tuple[tuple[str, str, str, str], int]] = {}  # which item's page shows it
    for number in range(MOST_ROUNDS + 1):
        failing = trial.failing({c: e for c, e in given.items() if c not in back})
        if not failing:
            break
        for key, (suspects, problems) in failing.items():
            if number < MOST_ROUNDS and back.keys() & suspects:
                continue  # another page of this round named one of them: look again without it
            worst = suspects if number == MOST_ROUNDS else _suspects(trial.ours, given, suspects, problems)
            for context in worst:
                said = next((p for p in problems if p.context == context), problems[0])
                page = _PAGE.search(said.message)
                seen[context] = key, int(page[1]) if page else 1
                back[context] = NO_ROOM.at(
                    path, given[context].line, f"With the new text of {context} {key[2]} for {key[0]} does not come out: "
                    f"{said.message}", said.remedy, locale=trial.ours.tag, context=context)
    if 1 < len(back) <= MOST_ROUNDS:  # one may have been taken back for another's fault
        for context in list(back):
            rest = {c: e for c, e in given.items() if c not in back or c == context}
            if not trial.failing(rest):
                del back[context]
    wanted = {}
    for context in list(back)[:MOST_PICTURES]:
        key, number = seen[context]
        edition = trial.editions({c: e for c, e in given.items() if c not in back or c == context})[0].get(key)
        if edition and edition.format.is_paper:
            wanted[context] = edition, number
    verdict.pictures.update(trial.pictures(wanted))
    for context, problem in back.items():
        verdict.refuse(context, [problem])


def _suspects(ours: Catalog, new: dict[str, Entry], suspects: set[str], problems: list[Problem]) -> set[str]:
    """The strings that a problem names, else the one that grew most, first among those that the typesetter quotes."""
    if named := {p.context for p in problems} & suspects:
        return named
    quotes = [q.rstrip("…").strip() for p in problems for q in _QUOTED.findall(p.message)]
    quoted = {c for c in suspects if any(len(q) > 5 and (q in new[c].translation or new[c].translation in q) for q in quotes)}
    return {max(sorted(quoted or suspects), key=lambda c: len(new[c].translation) - len(ours.entries[c].translation))}

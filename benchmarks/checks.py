"""Spoil our catalogs in every way we know of, one error in one string, and see which errors our checks see.

    python benchmarks/checks.py                    our checks; writes docs/checks.md
    python benchmarks/checks.py --misses           … and prints what was missed
    python benchmarks/checks.py --others FOLDER    … also msgfmt, i18nspector, dennis, pofilter, as far as they are there
    python benchmarks/checks.py --packages FOLDER  … also the catalogs of the Debian packages in FOLDER

The last two need other programs and packages; what they found is kept in others.json and
packages.json beside this file, so that docs/checks.md comes out the same on every machine.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import datetime as dt
import multiprocessing
import os
import random
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import catalogfile  # noqa: E402
import errors_facts  # noqa: E402
import errors_files  # noqa: E402
import errors_letters  # noqa: E402
import errors_texts  # noqa: E402
import kinds  # noqa: E402

ERRORS = (*errors_facts.ERRORS, *errors_letters.ERRORS, *errors_texts.ERRORS)
EACH = 4  #: strings spoilt for each class in each locale
EACH_FILE = 1
IN_ONE = 24  #: strings spoilt in one catalog; each is looked at by itself
#: Errors between two entries: one in a catalog, and the finding may stand at the other entry.
BETWEEN = {"text that belongs elsewhere in the catalog"}
#: One in a catalog too, because the reader refuses the whole file.
ALONE = BETWEEN | {"control character", "line or paragraph separator"}


@dataclass
class Mutant:
    """One error in one string, or in one file (then ``raw`` is the file)."""

    tag: str
    name: str
    group: str
    level: str
    context: str = ""
    before: str = ""
    text: str = ""
    typed: bool = False
    raw: bytes | None = None
    found: set[tuple[str, str]] = field(default_factory=set)

    @property
    def seen(self) -> bool:
        """Whether it was told at the level that it should be."""
        return any(severity == "error" for _, severity in self.found) or (self.level == "warning" and bool(self.found))


def typed_file(file: catalogfile.File, number: str) -> catalogfile.File:
    """The catalog with the number in place of {phone}, in English and translation."""
    return catalogfile.File(file.tag, file.header, tuple(catalogfile.One(
        e.context, e.english.replace("{phone}", number), e.text.replace("{phone}", number), e.flags) for e in file.entries))


def mutants(tag: str, files: dict[str, catalogfile.File], number: str, each: int = EACH,
            classes: tuple[kinds.Error, ...] = ERRORS) -> list[Mutant]:
    """The strings to spoil; the same ones on every run."""
    made = []
    variants = {False: files[tag], True: typed_file(files[tag], number)}
    for error in classes:
        rng = random.Random(f"{error.name}/{tag}")
        entries = variants[error.typed].entries
        seen: set[tuple[str, str]] = set()
        for one in rng.sample(entries, len(entries)) * 4:
            if len(seen) >= each:
                break
            text = error.make(kinds.Place(tag, one, files, rng))
            if text is None or text == one.text or (one.context, text) in seen:
                continue
            seen.add((one.context, text))
            made.append(Mutant(tag, error.name, error.group, error.level, one.context, one.text, text, error.typed))
    return made


def file_mutants(tag: str, files: dict[str, catalogfile.File], each: int = EACH_FILE) -> list[Mutant]:
    """The files to spoil."""
    made = []
    for error in errors_files.FILES:
        rng, seen = random.Random(f"{error.name}/{tag}"), set()
        for _ in range(each * 2):
            raw = error.make(files[tag], rng, files)
            if raw is not None and raw not in seen and len(seen) < each:
                seen.add(raw)
                made.append(Mutant(tag, error.name, error.group, error.level, raw=raw))
    return made


def look(ours, tag: str, files: dict[str, catalogfile.File], number: str, these: list[Mutant]) -> dict[str, set[tuple[str, str]]]:
    """Fill in what is found in each; return what is found at what stands in the clean catalog."""
    clean = {False: files[tag], True: typed_file(files[tag], number)}
    base = {typed: ours.look(tag, file.written().encode(), typed)[1] for typed, file in clean.items()}

    def run(batch: list[Mutant]) -> None:
        typed = batch[0].typed
        raw = clean[typed].with_texts({m.context: m.text for m in batch}).written().encode("utf-8", "surrogatepass")
        read, found = ours.look(tag, raw, typed)
        if not read and len(batch) > 1:  # the whole file is refused: which of them was it for?
            for one in batch:
                run([one])
            return
        for one in batch:
            one.found = found.get(one.context, set()) - base[typed].get(one.context, set())
            if len(batch) == 1 and (not read or one.name in BETWEEN):
                one.found |= {f for c, fs in found.items() for f in fs - base[typed].get(c, set())}

    for typed in (False, True):
        waiting = [m for m in these if m.raw is None and m.typed is typed]
        batches: list[list[Mutant]] = []
        for one in waiting:
            if one.name in ALONE:
                batches.append([one])
                continue
            open_batch = next((b for b in batches if len(b) < IN_ONE and b[0].name not in ALONE
                               and all(m.context != one.context for m in b)), None)
            (open_batch.append(one) if open_batch is not None else batches.append([one]))
        for batch in batches:
            run(batch)
    for one in these:
        if one.raw is not None:
            _, found = ours.look(tag, one.raw)
            one.found = {f for c, fs in found.items() for f in fs - base[False].get(c, set())}
    there = {"", *(e.context for e in files[tag].entries)}
    return {context: these for context, these in base[False].items() if context in there}


def run_all(ours, files: dict[str, catalogfile.File], number: str, tags: list[str], each: int = EACH) -> tuple[list[Mutant], dict]:
    """Every mutant of these locales, looked at, and what is found in the clean catalogs."""
    every, clean = [], {}
    with concurrent.futures.ProcessPoolExecutor(min(len(tags), os.cpu_count() or 1),
                                                multiprocessing.get_context("fork")) as pool:
        for tag, (these, base) in zip(tags, pool.map(_one_locale, *zip(*((ours, tag, files, number, each) for tag in tags)))):
            clean[tag] = base
            every += these
    return every, clean


def _one_locale(ours, tag: str, files: dict[str, catalogfile.File], number: str, each: int) -> tuple[list[Mutant], dict]:
    these = mutants(tag, files, number, each) + file_mutants(tag, files)
    return these, look(ours, tag, files, number, these)


def _misses(every: list[Mutant]) -> str:
    missed: dict[str, list[Mutant]] = defaultdict(list)
    for one in every:
        if not one.seen:
            missed[f"{one.level} · {one.group} · {one.name}"].append(one)
    lines = []
    for name, these in sorted(missed.items(), key=lambda i: (i[0][0], -len(i[1]))):
        total = sum(f"{m.level} · {m.group} · {m.name}" == name for m in every)
        by = defaultdict(int)
        for m in these:
            by[m.tag] += 1
        lines.append(f"{name}: {len(these)} of {total}  " + " ".join(f"{t}:{n}" for t, n in by.items()))
        for m in these[:3]:
            lines.append(f"    {m.tag} {m.context}: {m.before[:70]!r} -> {m.text[:90]!r} {sorted(m.found)}")
    return "\n".join(lines)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--date", type=dt.date.fromisoformat, help="the day of the report (the newest date of the content)")
    parser.add_argument("--locale", action="append", help="only this locale; nothing is written")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--others", type=Path)
    parser.add_argument("--packages", type=Path)
    asked = parser.parse_args()
    import ours as our
    import report
    ours = our.Ours(asked.root, dt.date.today())
    files = catalogfile.read_all(asked.root)
    every, clean = run_all(ours, files, our.TYPED, asked.locale or list(files))
    if asked.others:
        import others
        others.compare(asked.others, files, every)
    if asked.packages:
        import packages
        packages.look(asked.packages, ours, list(files))
    text = report.report(every, clean, files, asked.date or ours.date)
    if not asked.locale:
        report.write(asked.root / "docs" / "checks.md", text)
    print(report.short(every, clean))
    if asked.misses:
        print(_misses(every))
    return 0 if report.reached(every, clean) else 1


if __name__ == "__main__":
    sys.exit(main())

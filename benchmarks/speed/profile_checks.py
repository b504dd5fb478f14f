"""Where the time of making one edition goes, by step, by check and by kind of file, in milliseconds of CPU.

    python benchmarks/speed/profile_checks.py                 print the table
    python benchmarks/speed/profile_checks.py --write         … and write it into docs/speed.md
    python benchmarks/speed/profile_checks.py --before FILE   … beside the figures that --json FILE wrote at another time

One process, editions one after the other as in a worker; time of the process (user and
system), so that other work on the machine counts little. Each step is timed without the steps
within it: what several checks share (the rendered page, the codes on it) stands by itself,
under the check that asked first nothing of it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import os
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

AREA = "wiltshire"
TAGS = ("en", "ur", "zh-Hans", "bn")
MATERIALS = ("number-card", "safety-card", "booklet", "tear-off-poster")
ROUNDS = 5
BEGIN, END = "<!-- profile_checks: begin -->", "<!-- profile_checks: end -->"

#: What is timed: module, name within it, and the step it belongs to. What is not there is left out.
STEPS = (
    ("generator.page", "Pages.render", "page to HTML"),
    ("generator.typeset.typesetter", "Typesetter.set", "typesetting"),
    ("generator.build.item", "finish", "finishing, press file, sheets"), ("generator.build.item", "trimmed", "finishing, press file, sheets"),
    ("generator.build.item", "press", "finishing, press file, sheets"), ("generator.build.item", "impose", "finishing, press file, sheets"),
    ("generator.build.item", "thumbnail", "picture for the gallery"),
    ("generator.checks.finished.opened", "Opened.__init__", "opening the file twice"),
    ("generator.checks.finished.reading.content", "Reader.shows", "reading what is drawn as text"),
    ("generator.checks.finished.opened", "columns", "reading what is drawn as text"),
    ("generator.checks.print.reading.walk", "_Walker.walk", "reading what is painted"),
    ("generator.checks.finished.reading.raster", "grey", "rendering"),
    ("generator.checks.finished.reading.raster", "extremes", "lightest and darkest of each glyph"),
    ("generator.checks.finished.reading.codes", "look", "decoding QR codes"),
    ("generator.checks.finished.reading.codes", "measure", "measuring QR codes"),
    ("generator.checks.finished.reading.codes", "blurred", "decoding QR codes"),
    ("generator.checks.print.reading.symbols", "unread", "QR codes that cannot be read"),
    ("generator.checks.finished.reading.codes", "blocks", "finding where a QR code could be"),
    ("generator.checks.finished.reading.numbers", "_sort", "numbers in their places"),
    ("generator.checks.finished.reading.found", "_look", "each string shaped anew and looked for"),
)
MAKING = ("page to HTML", "typesetting", "finishing, press file, sheets", "picture for the gallery", "the rest")


class Clock:
    """Adds up CPU time by kind of file and step; time within a step within a step counts for the inner one."""

    def __init__(self) -> None:
        self.spent: dict[str, Counter[str]] = defaultdict(Counter)
        self.kind, self.stack, self.since = "", ["the rest"], time.process_time()

    def _tick(self) -> None:
        now = time.process_time()
        self.spent[self.kind][self.stack[-1]] += now - self.since
        self.since = time.process_time()

    def timed(self, step: str, work: Callable[..., Any], of: str = "") -> Callable[..., Any]:
        """``work``, with its time added to ``step``, and to the kind of file ``of``."""
        @wraps(work)
        def timed(*arguments: Any, **more: Any) -> Any:
            self._tick()
            self.stack.append(step)
            before, self.kind = self.kind, of or self.kind
            try:
                return work(*arguments, **more)
            finally:
                self._tick()
                self.kind = before
                self.stack.pop()
        return timed


def watch(clock: Clock) -> None:
    """Put the clock around each step and each check."""
    for module_name, name, step in STEPS:
        try:
            holder: Any = importlib.import_module(module_name)
        except ModuleNotFoundError:
            continue
        *outer, last = name.split(".")
        for part in outer:
            holder = getattr(holder, part, None)
        if holder is not None and hasattr(holder, last):
            setattr(holder, last, clock.timed(step, getattr(holder, last)))
    for package in ("generator.checks.finished", "generator.checks.print"):
        for module in importlib.import_module(package).checks():
            name = module.__name__.removeprefix("generator.checks.").replace("_", "-")
            # A check yields: its time is that of the list it becomes.
            module.check = clock.timed(name, lambda *given, _check=module.check: list(_check(*given)))
    item = importlib.import_module("generator.build.item")._Item
    add = item._add

    def added(self: Any, path: str, pdf: bytes, expected: Any, *more: Any, **named: Any) -> Any:
        return clock.timed("the rest of checking", add, expected.kind)(self, path, pdf, expected, *more, **named)
    item._add = added


def editions(materials: list[str], tags: list[str]) -> tuple[Any, list[Any]]:
    """A worker's workshop, and what is planned for the editions asked for."""
    from generator import fonts
    from generator.build.inputs import font_files, read_inputs
    from generator.build.plan import Narrow, plan
    from generator.page import Pages
    inputs = read_inputs(ROOT, dt.date(2026, 11, 21))
    files, _ = font_files(inputs)
    planned = plan(inputs, files, Narrow(",".join(tags), AREA, ",".join(materials))).planned
    conf = fonts.private_fontconfig(files, Path(os.environ["PROFILE_FOLDER"]))
    os.environ["FONTCONFIG_FILE"] = str(conf)
    from generator.build.item import Workshop
    from generator.typeset.typesetter import Typesetter
    latin = next(f.path for f in files if f.family == fonts.FALLBACK and f.weight == "Regular")
    return Workshop(Pages(ROOT), Typesetter(), latin, tuple(files), conf.parent), planned


def measure(rounds: int, materials: list[str], tags: list[str]) -> dict[str, dict[str, dict[str, float]]]:
    """Medians of ``rounds``: material → kind of file → step → milliseconds of an edition, the mean of its languages."""
    shop, planned = editions(materials, tags)
    for one in planned:  # fonts, styles and modules are loaded once for each worker
        shop.make(one.edition, one.order)
    clock = Clock()
    watch(clock)
    seen: dict[str, list[dict[str, Counter[str]]]] = defaultdict(list)
    for _ in range(rounds):
        for material in materials:
            these = [one for one in planned if one.edition.material == material]
            clock.spent = defaultdict(Counter)
            clock.timed("the rest", lambda these=these: [shop.make(one.edition, one.order) for one in these])()
            seen[material].append({kind: Counter({step: s * 1000 / len(these) for step, s in steps.items()})
                                   for kind, steps in clock.spent.items()})
    return {material: {kind: {step: statistics.median(one.get(kind, Counter())[step] for one in every)
                              for step in sorted({step for one in every for step in one.get(kind, ())})}
                       for kind in ("", "screen", "print", "imposed")} for material, every in seen.items()}


def table(after: dict, before: dict | None) -> str:
    """As Markdown."""
    lines = []
    for material in after:
        kinds = [kind for kind in ("screen", "print", "imposed") if after[material].get(kind)]
        lines += [f"**{material}** (ms of CPU for one edition{', before → after' if before else ''})", "",
                  "| step | " + " | ".join(kinds) + " | all files |", "|---|" + "---:|" * (len(kinds) + 1)]
        steps = {step for one in (after, before or after) for kind in kinds for step in one[material].get(kind, ())}
        rows = {step: [(_at(before, material, kind, step), _at(after, material, kind, step)) for kind in kinds] for step in steps}
        small = [step for step, row in rows.items() if max(sum(pair[0] for pair in row), sum(pair[1] for pair in row)) < 0.5]
        total = [(sum(rows[step][n][0] for step in steps), sum(rows[step][n][1] for step in steps)) for n in range(len(kinds))]
        for step in sorted(steps - set(small), key=lambda step: -max(sum(pair[0] for pair in rows[step]), sum(pair[1] for pair in rows[step]))):
            lines.append(_row(step, rows[step], before))
        if small:
            lines.append(_row(f"{len(small)} checks of less than 0.5 ms each",
                              [tuple(sum(rows[step][n][k] for step in small) for k in (0, 1)) for n in range(len(kinds))], before))
        lines.append(_row("**all checks**", total, before))
        for step in MAKING:
            pair = _at(before, material, "", step), _at(after, material, "", step)
            lines.append(f"| {step} |" + " |" * len(kinds) + f" {_figure(*pair, before)} |")
        lines.append("")
    return "\n".join(lines)


def _at(figures: dict | None, material: str, kind: str, step: str) -> float:
    return (figures or {}).get(material, {}).get(kind, {}).get(step, 0.0)


def _row(name: str, pairs: list[tuple[float, float]], before: dict | None) -> str:
    every = [*pairs, (sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))]
    return f"| {name} | " + " | ".join(_figure(*pair, before) for pair in every) + " |"


def _figure(before: float, after: float, compared: object) -> str:
    return f"{before:.1f} → {after:.1f}" if compared else f"{after:.1f}"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--material", default=",".join(MATERIALS))
    parser.add_argument("--locale", default=",".join(TAGS))
    parser.add_argument("--json", type=Path, help="write the figures here, for --before of another time")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        os.environ["PROFILE_FOLDER"] = folder
        after = measure(asked.rounds, asked.material.split(","), asked.locale.split(","))
    if asked.json:
        asked.json.write_text(json.dumps(after, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    text = table(after, json.loads(asked.before.read_text(encoding="utf-8")) if asked.before else None)
    print(text)
    if asked.write:
        page = ROOT / "docs" / "speed.md"
        old = page.read_text(encoding="utf-8")
        page.write_text(old[:old.index(BEGIN) + len(BEGIN)] + "\n\n" + text + old[old.index(END):], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

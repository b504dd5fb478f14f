"""What a build of everything takes, what a change costs, how time, manifest and memory grow with the areas.

Writes its part of the section “Growth” of docs/speed.md, each figure of it; half an hour on two cores.

    python benchmarks/growth.py [--areas 1,3,12,43] [--folder DIR] [--only everything|changes|areas|workers]

The real content is built with nothing there before, then with nothing changed, then after one change. After that layout and checks are replaced
by bytes of the usual size: what is measured is everything else, reading, checking of content, planning, the cache,
publishing, the manifest and the gallery; of the real content after one change, and of invented areas, each with all
locales and all items. Last, workers with the real typesetter and all checks make items of all kinds one after the other.

CPU seconds (user and system, with all children) beside those of the clock: other work may go on beside it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))

from changes import copied, one_number, one_sentence, one_text  # noqa: E402

PAGE = ROOT / "docs" / "speed.md"
MAKE = (sys.executable, "-m", "generator")
BEGIN, END = "<!-- growth: written by benchmarks/growth.py -->", "<!-- end of growth -->"
PARTS = {"everything": "All there is", "changes": "What a change costs", "areas": "More areas", "workers": "Workers"}
MANY = 150  #: editions; more are not made for real after a change


def invented(folder: Path, areas: int) -> Path:
    """A root with so many areas, all with the languages of Wiltshire."""
    root = copied(folder / f"root-{areas}")
    sample = (root / "content" / "areas" / "wiltshire.yaml").read_text(encoding="utf-8")
    sample = re.sub(r"(?m)^local:\n(?:  .*\n|\n)*", "", sample)  # sentences of its own, which no catalog has for another area
    for file in (root / "content" / "areas").glob("*.yaml"):
        file.unlink()
    for number in range(areas):
        name = "area-" + "".join(chr(97 + int(digit)) for digit in f"{number:02}")
        text = re.sub(r"(?m)^id: .*$", f"id: {name}", sample)
        text = re.sub(r"(?m)^name: .*$", f"name: {name.title()}", text)
        (root / "content" / "areas" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def apart(*arguments: object) -> object:
    """What `growing.py` is asked, in a process of its own."""
    ran = subprocess.run([sys.executable, Path(__file__).with_name("growing.py"), *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def command(root: Path, build: Path) -> tuple[float, float, str]:
    """The real command: seconds by the clock and of CPU, and what it said."""
    started, before = time.monotonic(), _children_s()
    ran = subprocess.run([*MAKE, "--root", root, "--build", build, "build"], capture_output=True, text=True, cwd=ROOT, check=False)
    said = re.search(r"Made \d+ editions, \d+ unchanged", ran.stdout)
    assert ran.returncode == 0 and said, ran.stderr
    return time.monotonic() - started, _children_s() - before, said[0]


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def everything(folder: Path) -> list[str]:
    """The real command where nothing stands, with nothing replaced; again; after a change. Of use on a machine at rest."""
    root, build, before, started = copied(folder / "whole"), folder / "everything", _children_s(), time.monotonic()
    with subprocess.Popen([*MAKE, "--root", root, "--build", build, "build"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        while process.poll() is None and not (build / "manifest.json").is_file():
            time.sleep(0.1)
        first, early = time.monotonic() - started, _editions(build)
    assert process.returncode == 0
    clock, cpu, files = time.monotonic() - started, _children_s() - before, len(json.loads((build / "manifest.json").read_text(encoding="utf-8"))["outputs"])
    count, again = _editions(build), sorted(command(root, build)[:2] for _ in range(3))[1]
    lines = ["| | editions | by the clock, s | CPU, s |", "|---|---:|---:|---:|",
             f"| everything, {files} files with all checks | {count} | {clock:.0f} | {cpu:.0f} |",
             f"| of it, until the first part stands | {early} | {first:.1f} | |",
             f"| again, nothing changed | 0 | {again[0]:.2f} | {again[1]:.2f} |"]
    for name, change in (("one sentence of Romanian", one_sentence), ("one number of few items", functools.partial(one_number, service="salvation-army"))):
        change(root)
        took, used, said = command(root, build)
        lines.append(f"| {name} | {said.split()[1]} | {took:.1f} | {used:.1f} |")
    return lines


def _editions(build: Path) -> int:
    outputs = json.loads((build / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    return len({(one["area"], one["locale"], one["material"], one["format"]) for one in outputs})


def growth(folder: Path, areas: list[int]) -> list[str]:
    lines = ["| areas | editions | read, s | check, s | plan, s | all but layout, s | of it an edition, ms | nothing changed, s | manifest, MB | parent, MB |",
             "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"]
    for number in areas:
        root, build = invented(folder, number), folder / f"build-{number}"
        planned = apart("plan", root)
        made = apart("build", root, build)
        _, nothing, said = command(root, build)
        assert said.startswith("Made 0 ")
        size = (build / "manifest.json").stat().st_size / 1e6
        lines.append(f"| {number} | {planned['editions']} | {planned['read']:.1f} | {planned['check']:.1f} | {planned['plan']:.1f} | {made['cpu']:.1f} | "
                     f"{1000 * made['cpu'] / planned['editions']:.1f} | {nothing:.2f} | {size:.1f} | {made['parent_mb']:.0f} |")
        print(lines[-1], file=sys.stderr, flush=True)
        shutil.rmtree(build)
        shutil.rmtree(root)
    return lines


def warm(folder: Path) -> list[str]:
    root, build = copied(folder / "real"), folder / "real-build"
    made = apart("build", root, build)
    lines = ["| change | editions made again | of | CPU of the whole command without layout and checks, s | CPU of layout and checks, s |", "|---|---:|---:|---:|---:|",
             f"| everything is new | {made['made']:.0f} | {made['made']:.0f} | {made['cpu']:.1f} | |"]
    nothing = [command(root, build)[1] for _ in range(3)]
    print(lines[-1], nothing, file=sys.stderr, flush=True)
    lines.append(f"| nothing | 0 | {made['made']:.0f} | {sorted(nothing)[1]:.2f} | |")
    steps = (("one sentence of Romanian", one_sentence), ("one English text, in all languages out of date by it", functools.partial(one_text, more="Now ")),
             ("that taken back", functools.partial(one_text, less="Now ")), ("the number on every card", functools.partial(one_number, service="helpline")),
             ("one number of few items", functools.partial(one_number, service="salvation-army")))
    before = folder / "keys.json"
    for name, change in steps:
        before.write_text(json.dumps(apart("keys", root)), encoding="utf-8")
        change(root)
        again = apart("build", root, build)
        real = f"{apart('making', root, before):.1f}" if 0 < again["made"] <= MANY else ""
        lines.append(f"| {name} | {again['made']:.0f} | {again['made'] + again['unchanged']:.0f} | {again['cpu']:.1f} | {real} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def machine() -> str:
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores, {model[1] if model else 'unknown processor'}, Python {sys.version.split()[0]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--areas", default="1,3,12,43")
    parser.add_argument("--editions", type=int, default=300, help="of the long run of one worker")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", choices=PARTS, help="measure one part anew; the others keep what they say")
    asked = parser.parse_args()
    areas = [int(number) for number in asked.areas.split(",")]
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    old, _, tail = rest.partition(END)
    known = {part: "### " + text.strip() for text in old.split("### ") for part, title in PARTS.items() if text.startswith(title + "\n")}
    with tempfile.TemporaryDirectory(dir=asked.folder and asked.folder.resolve()) as name:
        folder = Path(name)
        measures: dict[str, Callable[[], list[str]]] = {
            "everything": lambda: ["Nothing replaced; on as many workers as there are cores.", "", *everything(folder)],
            "changes": lambda: ["Typesetting and checks are replaced by bytes of the usual size: what remains beside the editions that show the change. What a worker takes for "
                                f"them, in the last column, is measured for real where they are {MANY} or fewer.", "", *warm(folder)],
            "areas": lambda: ["Invented areas with all items in all forty languages; typesetting and checks are replaced in the same way.", "", *growth(folder, areas)],
            "workers": lambda: ["One after the other, with the real typesetter and all checks; items of all kinds, languages and areas in a random order. "
                                "Within an edition what a worker shares with its parent is counted too.", "",
                                "| editions made | most memory of its own after an edition, MB | most within one, MB |", "|---:|---:|---:|",
                                *(f"| {number} | {mb:.0f} | {most:.0f} |" for number, mb, most in apart("long", ROOT, asked.editions))]}
        for part in [asked.only] if asked.only else PARTS:
            made = f"`make growth`, {dt.date.today():%-d %B %Y}; {machine()}; one-minute load {os.getloadavg()[0]:.1f}; CPU is user and system, with all workers."
            known[part] = "\n".join([f"### {PARTS[part]}", "", made, *measures[part]()])
    text = "\n\n".join([BEGIN, *(known[part] for part in PARTS if part in known), END])
    PAGE.write_text(head + text + tail, encoding="utf-8")


if __name__ == "__main__":
    main()

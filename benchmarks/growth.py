"""How time, manifest and memory grow with the number of areas; writes the section “Growth” of docs/speed.md.

    python benchmarks/growth.py [--areas 1,3,12,43] [--folder DIR]

Invented areas, each with all locales and all items, in a root of their own. Layout and checks are replaced by bytes
of the usual size: what is measured is everything else, reading, checking of content, planning, the cache, publishing,
the manifest and the gallery. Then the real content, all items of all areas, in
the same way: nothing changed, one sentence, one number. Last, a worker with the real typesetter and all checks,
which makes items of all kinds one after the other, and says how much memory it has.

CPU seconds (user and system, with all children), not those of the clock: other work may go on beside it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "speed.md"
BEGIN, END = "<!-- growth: written by benchmarks/growth.py -->", "<!-- end of growth -->"
SIZES = {"screen": 14_000, "sheet": 18_000, "print": 16_000, "thumbnail": 6_000}  #: bytes, of a number card's files


def invented(folder: Path, areas: int) -> Path:
    """A root with so many areas, all with the languages of Wiltshire."""
    root = folder / f"root-{areas}"
    for name in ("content", "locales", "templates"):
        shutil.copytree(ROOT / name, root / name)
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


def stub() -> None:
    """In this process and its workers: files of the usual size instead of layout and checks."""
    from generator.build import worker
    from generator.build.store import Made

    class Shop:
        def make(self, edition: object, order: object) -> Made:
            random.seed(edition.code + order.further)
            base = f"{edition.area}/{edition.locale.tag.lower()}/{order.further + '/' if order.further else ''}{edition.name}"
            thumbnail = f"{edition.area}/{edition.locale.tag.lower()}/thumbnails/{edition.name}.png"
            files, outputs = {thumbnail: random.randbytes(SIZES["thumbnail"])}, []
            kinds = [("screen", ".pdf", None), ("imposed", "-duplex.pdf", "office"), ("print", "-print.pdf", "sheet-fed")]
            for kind, end, printer in kinds if edition.format.is_paper else [("page", "/index.html" if edition.format.kind == "page" else ".txt", None)]:
                files[base + end] = random.randbytes(SIZES["sheet" if kind == "imposed" else "screen"])
                outputs.append({"path": base + end, "area": edition.area, "locale": edition.locale.tag, "material": edition.material, "kind": kind,
                                "format": edition.format.id, "printer": printer, "edition": edition.code, "status": edition.status,
                                "qr": [edition.address] * sum(len(page.of_type("qr")) for page in edition.pages) if kind != "page" else [],
                                "phones": list(edition.phones()), "draft_because": list(edition.draft_because), "thumbnail": thumbnail, "pages": 1, "trim_mm": [85, 55]})
            area, locale, material, form = edition.key
            return Made(files, {"edition": {"area": area, "locale": locale, "material": material, "format": form}, "outputs": outputs,
                                "problems": [], "numbers": 1, "qr_codes": 1, "pages": 1})

    def furnish(*place: object) -> None:
        worker._shop = Shop()

    worker.furnish = furnish


def one_build(root: Path, build: Path, material: str) -> dict[str, float]:
    """In a process of its own: a build with the stub."""
    from generator.build import builder
    from generator.build.narrow import Narrow
    from generator.build.standing import standing
    stub()
    today, narrow = dt.date.today(), Narrow(material=material)
    standing(root, build, today=today, narrow=narrow)  # as the command does
    report = builder.build(root, build, today=today, narrow=narrow)
    serious = [str(p) for p in report.problems if p.code.startswith("B")]
    assert report.whole and not serious, serious[:3]
    me, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"made": report.made, "unchanged": report.unchanged, "parent_mb": me.ru_maxrss / 1024,
            "cpu": sum((me.ru_utime, me.ru_stime, others.ru_utime, others.ru_stime))}


def one_plan(root: Path, material: str) -> dict[str, float]:
    """In a process of its own: reading, checks of content, planning."""
    from generator.build.inputs import font_files, read_inputs
    from generator.build.narrow import Narrow
    from generator.build.plan import plan
    from generator.waivers import checked_content
    marks = [time.process_time()]
    inputs = read_inputs(root, dt.date.today())
    marks.append(time.process_time())
    checked = checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today)
    marks.append(time.process_time())
    planned = plan(inputs, font_files(inputs)[0], Narrow(material=material), checked).planned
    marks.append(time.process_time())
    return {"editions": len(planned), **{name: marks[i + 1] - marks[i] for i, name in enumerate(("read", "check", "plan"))}}


def long_run(root: Path, editions: int) -> list[tuple[int, float]]:
    """A worker as a build has it, with the real typesetter and all checks: (editions made, MB of its own) along the way."""
    from generator import fonts
    from generator.build import pool, worker
    from generator.build.inputs import font_files, read_inputs
    from generator.build.plan import plan
    inputs = read_inputs(root, dt.date.today())
    files, _ = font_files(inputs)
    planned = plan(inputs, files).planned
    random.Random(8).shuffle(planned)
    with tempfile.TemporaryDirectory() as folder:
        start = functools.partial(worker.furnish, root, fonts.private_fontconfig(files, Path(folder)), tuple(files))
        found: list[float] = []
        problems = pool.run([pool.Task(one.place_name, one) for one in planned[:editions]], made_and_weighed, initializer=start, workers=1,
                            on_done=lambda done: found.append(done.value))
        assert not problems
    return [(number, mb) for number, mb in enumerate(found, 1) if number in (1, 10, 20) or number % 50 == 0]


def made_and_weighed(planned: object) -> float:
    """In the worker: memory of its own after this edition, in MB; what it shares with its parent is not counted."""
    from generator.build import worker
    worker.made(planned)
    return sum(int(line.split()[1]) for line in Path("/proc/self/smaps_rollup").read_text().splitlines() if line.startswith("Private_")) / 1024


def apart(*arguments: object) -> object:
    """One of the above, in a process of its own."""
    ran = subprocess.run([sys.executable, __file__, "--apart", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def command(root: Path, build: Path, material: str) -> tuple[float, str]:
    """The real command, which has nothing to do: its CPU seconds, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run([sys.executable, "-m", "generator", "--root", root, "--build", build, "build", *(["--material", material] if material else [])],
                         capture_output=True, text=True, cwd=ROOT, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = re.search(r"Made \d+ editions, \d+ unchanged", ran.stdout)
    assert ran.returncode == 0 and said, ran.stderr
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, said[0]


def growth(folder: Path, areas: list[int]) -> list[str]:
    lines = ["| areas | editions | read, s | check, s | plan, s | all but layout, s | of it an edition, ms | nothing changed, s | manifest, MB | parent, MB |",
             "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"]
    for number in areas:
        root, build = invented(folder, number), folder / f"build-{number}"
        planned = apart("plan", root, "")
        made = apart("build", root, build, "")
        nothing, said = command(root, build, "")
        assert said.startswith("Made 0 ")
        size = (build / "manifest.json").stat().st_size / 1e6
        lines.append(f"| {number} | {planned['editions']} | {planned['read']:.1f} | {planned['check']:.1f} | {planned['plan']:.1f} | {made['cpu']:.1f} | "
                     f"{1000 * made['cpu'] / planned['editions']:.1f} | {nothing:.2f} | {size:.1f} | {made['parent_mb']:.0f} |")
        print(lines[-1], file=sys.stderr, flush=True)
        shutil.rmtree(build)
        shutil.rmtree(root)
    return lines


def warm(folder: Path) -> list[str]:
    root, build = folder / "real", folder / "real-build"
    for name in ("content", "locales", "templates"):
        shutil.copytree(ROOT / name, root / name)
    made = apart("build", root, build, "")
    lines = ["| change | editions made again | of | CPU of the whole command without layout and checks, s |", "|---|---:|---:|---:|",
             f"| everything is new | {made['made']:.0f} | {made['made']:.0f} | {made['cpu']:.1f} |"]
    nothing = [command(root, build, "")[0] for _ in range(3)]
    print(lines[-1], nothing, file=sys.stderr, flush=True)
    lines.append(f"| nothing | 0 | {made['made']:.0f} | {sorted(nothing)[1]:.2f} |")
    catalog = root / "locales" / "ro.po"
    text = catalog.read_text(encoding="utf-8")
    found = re.search(r'msgctxt "safety-card\.[a-z-]+"\nmsgid "[^"{]+"\nmsgstr "([^"{]+[a-z])([.?!]?)"\n', text)
    catalog.write_text(text[:found.start(1)] + found[1] + " da" + text[found.end(1):], encoding="utf-8")
    english = root / "content" / "materials" / "safety-card.yaml"
    for name, change in (("one sentence of Romanian", None), ("one English text, in all languages out of date by it", english), ("that taken back", english),
                         ("the number on every card", "helpline"), ("one number of few items", "salvation-army")):
        if change is english:
            text = english.read_text(encoding="utf-8")
            english.write_text(text.replace('text: "', 'text: "Now ', 1) if "taken" not in name else text.replace('text: "Now ', 'text: "', 1), encoding="utf-8")
        elif change:
            file = root / "content" / "services" / f"{change}.yaml"
            text = file.read_text(encoding="utf-8")
            dial = re.search(r'(?m)^phone:\n(?:  .*\n)*?  shown: "(.*)(\d)"\n  dial: "(.*)\d"', text)
            other = str((int(dial[2]) + 1) % 10)
            file.write_text(text[:dial.start(2)] + other + text[dial.end(2):dial.end(3)] + other + text[dial.end(3) + 1:], encoding="utf-8")
        again = apart("build", root, build, "")
        lines.append(f"| {name} | {again['made']:.0f} | {again['made'] + again['unchanged']:.0f} | {again['cpu']:.1f} |")
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
    parser.add_argument("--print", action="store_true", help="only show it")
    parser.add_argument("--apart", nargs="+")
    asked = parser.parse_args()
    if asked.apart:
        what, *more = asked.apart
        paths = [Path(one) for one in more]
        print(json.dumps(one_build(paths[0], paths[1], more[2]) if what == "build" else one_plan(paths[0], more[1]) if what == "plan"
                         else long_run(paths[0], int(more[1]))))
        return
    with tempfile.TemporaryDirectory(dir=asked.folder and asked.folder.resolve()) as name:
        folder = Path(name)
        parts = [BEGIN, "## Growth", "", f"Made by `make growth` on {machine()}. CPU seconds, user and system, of a command with all its workers.", "",
                 "Invented areas with all items in all forty languages; layout and checks are replaced by bytes of the usual size.", "",
                 *growth(folder, [int(n) for n in asked.areas.split(",")]), "",
                 "The real content, all items of all areas, layout and checks replaced in the same way: what a change costs beside the editions that show it.", "",
                 *warm(folder), "",
                 "One worker with the real typesetter and all checks, items of all kinds, languages and areas in a random order; what it shares with its parent is not counted:", "",
                 "| editions made | memory of its own, MB |", "|---:|---:|", *(f"| {number} | {mb:.0f} |" for number, mb in apart("long", ROOT, asked.editions)), "", END]
    text = "\n".join(parts)
    if asked.print:
        print(text)
        return
    before = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else "# Speed\n\n"
    start, end = before.find(BEGIN), before.find(END)
    whole = before[:start] + text + before[end + len(END):] if start >= 0 else before.rstrip("\n") + "\n\n" + text + "\n"
    PAGE.write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    main()

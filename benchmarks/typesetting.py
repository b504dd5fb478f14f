"""The same editions set by us and by others, in one run, in turn, several rounds: CPU time an edition, medians, ratios.

    make bench                                  every core item in every language of one area; writes docs/speed.md
    make bench SAMPLE=40                        of forty editions, spread evenly (some minutes)
    python benchmarks/typesetting.py --rounds 5 --area wiltshire --sample 40

Same words, same QR code, same drawings, same fonts (the project's own, and no others), the sizes that our
fitting found: nobody else has to look for one. What is measured is the CPU time of the process and of all its
children, so a busy machine does not decide; every competitor has the same load to bear, turn by turn.

Typst comes from PyPI (the extra `bench` in pyproject.toml) into .bench/; what is not to be had is left out and told.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import peers  # noqa: E402
import speedpage  # noqa: E402
from typstpage import data  # noqa: E402
from generator.build.inputs import font_files, read_inputs  # noqa: E402
from generator.build.plan import Narrow, Planned, plan  # noqa: E402
from generator.fonts import private_fontconfig  # noqa: E402
from generator.page import Pages  # noqa: E402

OURS = "ours"
#: Name, what it is, in the order of a round.
ENTRANTS = {
    OURS: "ours, in one process, finding the size too",
    "typst": "Typst, in one process",
    "weasyprint": "WeasyPrint, in one process",
    "weasyprint-file": "WeasyPrint, started for each file",
    "chromium-file": "headless Chromium, started for each file",
}


def chosen(area: str, sample: int) -> list[Planned]:
    """The core items on paper and as pictures of one area, in all languages; ``sample`` of them, spread evenly; 0: all."""
    inputs = read_inputs(ROOT, dt.date.today())
    files, _ = font_files(inputs)
    library = inputs.library
    area = area or next(iter(library.areas))
    found = [one for one in plan(inputs, files, Narrow(area=area)).planned
             if one.edition.format.kind in ("screen", "image") and library.materials[one.edition.material].text in ("core", "facts")]
    found.sort(key=lambda one: (one.edition.format.id, one.edition.material, one.edition.locale.tag))
    return found if not sample or sample >= len(found) else [found[i * len(found) // sample] for i in range(sample)]


def prepare(work: Path, editions: list[Planned]) -> None:
    """Our fonts, and for each edition the page and the data of the others, at the size that our fitting finds."""
    inputs = read_inputs(ROOT, dt.date.today())
    private_fontconfig(font_files(inputs)[0], work / "fonts")
    sizes = run(work, OURS)["sizes"]
    pages = Pages(ROOT)
    for number, (one, size_pt) in enumerate(zip(editions, sizes, strict=True)):
        bleed = peers.bleed_of(one)
        page, problems = pages.render(one.edition, bleed_mm=bleed)
        if page is None:
            raise SystemExit(f"{one.place}: {problems[0]}")
        style = f"<style>{page.css}\nhtml{{font-size:{size_pt:g}pt}}</style></head>"
        (work / f"{number:04}.html").write_text(page.html.replace("</head>", style, 1), encoding="utf-8")
        (work / f"{number:04}.json").write_text(data(one.edition, size_pt, bleed, ROOT), encoding="utf-8")


def run(work: Path, entrant: str) -> dict:
    """One turn of one entrant, in a process of its own."""
    ran = subprocess.run([sys.executable, Path(__file__).with_name("peers.py"), entrant, work], cwd=ROOT, capture_output=True, text=True,
                         env={**os.environ, "FONTCONFIG_FILE": str(work / "fonts" / "fonts.conf"), "PYTHONHASHSEED": "0"})
    if ran.returncode:
        raise SystemExit(f"{entrant}: {ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else ran.returncode}")
    return json.loads(ran.stdout.splitlines()[-1])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sample", type=int, default=0, help="how many editions; 0: all")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--area", default="")
    asked.add_argument("--only", default="", help="entrants, with commas between")
    asked.add_argument("--page", type=Path, default=ROOT / "docs" / "speed.md")
    given = asked.parse_args()
    editions = chosen(given.area, given.sample)
    entrants = [name for name in ENTRANTS if not given.only or name in (OURS, *given.only.split(","))]
    missing = {name: why for name in entrants if (why := peers.missing(name, ROOT))}
    entrants = [name for name in entrants if name not in missing]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = Path(folder)
        (work / "chosen.json").write_text(json.dumps({"area": editions[0].edition.area, "sample": given.sample}))
        print(f"{len(editions)} editions, {given.rounds} rounds: {', '.join(entrants)}", file=sys.stderr)
        prepare(work, editions)
        rounds: list[dict[str, dict]] = []
        for number in range(given.rounds):
            rounds.append({})
            for name in entrants:
                rounds[-1][name] = run(work, name)
                print(f"round {number + 1}: {name} {statistics.mean(rounds[-1][name]['ms']):.1f} ms an edition", file=sys.stderr)
        kinds = run(work, "kinds")["kinds"]
    names = {name: ENTRANTS[name] for name in entrants}
    text = speedpage.table(names, rounds, kinds, [one.edition.format.name for one in editions], missing, load)
    speedpage.put(given.page, "typesetting", text)
    print(text)


if __name__ == "__main__":
    main()

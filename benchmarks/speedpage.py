"""The tables of docs/speed.md, between two marks of their own; what stands around them is kept."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

MARKS = "<!-- {}: written by make bench -->", "<!-- end of {} -->"


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between the marks of ``name``; at the end of the page where there are none."""
    first, last = (mark.format(name) for mark in MARKS)
    old = page.read_text(encoding="utf-8") if page.is_file() else "# Speed\n"
    before, found, rest = old.partition(first)
    after = rest.partition(last)[2] if found else "\n"
    page.write_text(f"{before if found else before.rstrip() + chr(10) * 2}{first}\n\n{text.strip()}\n\n{last}{after}", encoding="utf-8")


def table(names: dict[str, str], rounds: list[dict[str, dict]], kinds: dict, forms: list[str], missing: dict[str, str], load: float) -> str:
    """What a run found, in words and tables."""
    count = len(forms)
    mean = {name: [statistics.mean(one[name]["ms"]) for one in rounds] for name in names}
    first = next(iter(names))
    lines = [f"{count} editions, {len(rounds)} rounds, in turn. {machine()} One-minute load at the start: {load:.1f}.", "",
             "| | ms of CPU an edition | by round | against ours | once, at the start |", "|---|--:|--:|--:|--:|"]
    for name, what in names.items():
        ratio = statistics.median(a / b for a, b in zip(mean[name], mean[first]))
        start = statistics.median(one[name]["start"] for one in rounds)
        lines.append(f"| {what} | {statistics.median(mean[name]):.1f} | {', '.join(f'{v:.1f}' for v in mean[name])} | × {ratio:.2f} | {start:.0f} ms |")
    lines += ["", *(f"{names.get(name, name)} took no part: {why}." for name, why in missing.items())]
    inside = [name for name in names if not name.endswith("-file")]
    lines += ["", "By form, in one process, median of the rounds:", "", "| | " + " | ".join(["editions", *inside]) + " |",
              "|---" + "|--:" * (len(inside) + 1) + "|"]
    for form in sorted(set(forms)):
        at = [i for i, one in enumerate(forms) if one == form]
        row = [f"{statistics.median(statistics.mean(one[name]['ms'][i] for i in at) for one in rounds):.1f}" for name in inside]
        lines.append(f"| {form} | {len(at)} | " + " | ".join(row) + " |")
    spent = kinds["spent"]
    checks = sum(total for _, total in spent.values())
    lines += ["", f"With all files that a build makes of them (sheets, press files, pictures) an edition takes {kinds['all'] / count:.0f} ms, "
              f"{100 * checks / kinds['all']:.0f} % of them for the checks:", "", "| checks of | files | ms of CPU a file |", "|---|--:|--:|"]
    lines += [f"| {kind} | {number} | {total / number:.1f} |" for kind, (number, total) in sorted(spent.items())]
    return "\n".join(lines)


def machine() -> str:
    """What it ran on, and with which versions."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").is_file() else ""
    model = next((line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()) if platform.system() == "Linux" else platform.platform()
    found = [f"WeasyPrint {version('weasyprint')}"]
    try:
        found.append(f"Typst {next((Path(__file__).parents[1] / '.bench').glob('typst-*')).name.split('-')[1].removesuffix('.dist')}")
    except (StopIteration, PackageNotFoundError):
        pass
    try:
        found.append(subprocess.run(["chromium", "--version"], capture_output=True, text=True).stdout.strip().split(" built")[0])
    except OSError:
        pass
    return (f"{model}, {os.cpu_count()} cores, {memory:.0f} GB; {system}, Python {platform.python_version()}, {', '.join(filter(None, found))}.")

"""Other programs on the same spoilt strings. Each is only called, as a program of its own; none is needed for the report.

They are looked for in the given folder and on the PATH. Each gets one small catalog for
each spoilt string (that string and a few good ones), and the spoilt files whole.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import catalogfile
import report

GOOD = 4  #: good strings beside a spoilt one
NAMES = {"msgfmt": "msgfmt --check (GNU gettext)", "i18nspector": "i18nspector (Debian)", "dennis-cmd": "dennis (PyPI)",
         "pofilter": "pofilter (translate-toolkit, PyPI)"}
VERSION = {"msgfmt": ["--version"], "i18nspector": ["--version"], "pofilter": ["--version"], "dennis-cmd": []}


def _run(*command: str | Path) -> str:
    try:
        ran = subprocess.run([str(c) for c in command], capture_output=True, timeout=900)
    except subprocess.TimeoutExpired:
        return "no answer"
    return (ran.stdout + ran.stderr).decode("utf-8", "replace")


def _msgfmt(program: str, folder: Path, tag: str) -> dict[str, set[str]]:
    return {f.stem: _lines(_run(program, "--check", "-o", "/dev/null", f), f.name) for f in sorted(folder.glob("*.po"))}


def _by_line(program: str, options: list[str], folder: Path) -> dict[str, set[str]]:
    """Programs that take many files and begin each message with the file it is about."""
    found: dict[str, set[str]] = {f.stem: set() for f in folder.glob("*.po")}
    files = sorted(folder.glob("*.po"))
    for i in range(0, len(files), 40):
        said = _run(program, *options, *files[i:i + 40])
        if "Traceback" in said:  # it gave up at one file and left the others unread
            for file in files[i:i + 40]:
                alone = _run(program, *options, file)
                found[file.stem] |= {"gave up"} if "Traceback" in alone else _lines(
                    "\n".join(line for line in alone.splitlines() if file.name in line), file.name)
            continue
        for line in said.splitlines():
            name = re.search(r"(\w+)\.po", line)
            if name and name[1] in found:
                found[name[1]] |= _lines(line, f"{name[1]}.po")
    return found


def _i18nspector(program: str, folder: Path, tag: str) -> dict[str, set[str]]:
    return _by_line(program, [], folder)


def _dennis(program: str, folder: Path, tag: str) -> dict[str, set[str]]:
    return _by_line(program, ["lint", "--varformat", "python-brace-format,python-format", "--reporter", "line"], folder)


def _pofilter(program: str, folder: Path, tag: str) -> dict[str, set[str]]:
    """It writes a file of the strings it objects to; from a broken file nothing at all, or a message."""
    with tempfile.TemporaryDirectory() as out:
        said = _run(program, "--progress=none", "--errorlevel=message", f"--language={tag.replace('-', '_')}", folder, out)
        found: dict[str, set[str]] = {f.stem: set() for f in folder.glob("*.po")}
        for line in said.splitlines():
            for name in re.findall(r"(\w+)\.po", line):
                if name in found and "error" in line.lower():
                    found[name].add("cannot be read")
        for file in Path(out).rglob("*.po"):
            for entry in re.split(r"\n\n", file.read_text(encoding="utf-8", errors="replace")):
                context = re.search(r'msgctxt "([^"]*)"', entry)
                found.setdefault(file.stem, set()).update(
                    f"{context[1] if context else ''} {test}" for test in re.findall(r"\(pofilter\) (\w+)", entry))
    return found


RUN = {"msgfmt": _msgfmt, "i18nspector": _i18nspector, "dennis-cmd": _dennis, "pofilter": _pofilter}


def _lines(said: str, name: str) -> set[str]:
    """Messages without places, so that the same one of another file is the same."""
    return {re.sub(r"\d+", "N", re.sub(rf"\S*{re.escape(name)}", "", line)).strip() for line in said.splitlines()
            if line.strip() and not re.search(r"^\S*msgfmt: found|^Total|^\s*(Warnings|Errors)\b", line)}


def compare(folder: Path, files: dict[str, catalogfile.File], every: list) -> None:
    """Run each program that is there, and keep the table in others.json."""
    chosen = report.chosen(every)
    seen: dict[str, set[int]] = defaultdict(set)
    alarms: dict[str, int] = defaultdict(int)
    path = f"{folder.resolve()}:/usr/bin:/bin"
    programs = {name: shutil.which(name, path=path) for name in RUN}
    for tag, file in files.items():
        mine = [(i, m) for i, m in enumerate(chosen) if m.tag == tag]
        with tempfile.TemporaryDirectory() as scratch:
            bad, good, whole = (Path(scratch) / n for n in ("bad", "good", "whole"))
            for place in (bad, good, whole):
                place.mkdir()
            (whole / "clean.po").write_text(file.written(), encoding="utf-8")
            for i, m in mine:
                if m.raw is not None:
                    (bad / f"m{i}.po").write_bytes(m.raw)
                    continue
                small = _small(file, m)
                (good / f"m{i}.po").write_text(small.written(), encoding="utf-8")
                (bad / f"m{i}.po").write_bytes(small.with_texts({m.context: m.text}).written().encode("utf-8", "surrogatepass"))
            for name, program in programs.items():
                if program:
                    clean = RUN[name](program, whole, tag).get("clean", set())
                    alarms[name] += len(clean - {""})
                    before, after = RUN[name](program, good, tag), RUN[name](program, bad, tag)
                    seen[name] |= {i for i, m in mine if after.get(f"m{i}", set()) - (before.get(f"m{i}", set()) if m.raw is None else clean)}
    rows = []
    for name, program in programs.items():
        said = _run(program, *VERSION[name]).split("\n")[0].split()[-1] if program and VERSION[name] else ""
        if name == "dennis-cmd" and program:
            said = _run(Path(program).resolve().parent / "python", "-c", "import importlib.metadata as m; print(m.version('dennis'))").strip()
        rows.append(_row(NAMES[name], said, seen[name], chosen, str(alarms[name])) if program else
                    {"name": NAMES[name], "version": "could not be installed", **dict.fromkeys(("errors", "numbers", "warnings", "files", "alarms"), "–")})
    kept = {"date": dt.date.today().isoformat(), "about": "one for each class in every third locale",
            "strings": sum(m.raw is None for m in chosen), "spoilt_files": sum(m.raw is not None for m in chosen),
            "clean": sum(len(f.entries) for f in files.values()), "rows": rows}
    report.write(report.HERE / "others.json", json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def _small(file: catalogfile.File, mutant) -> catalogfile.File:
    at = next(i for i, e in enumerate(file.entries) if e.context == mutant.context)
    kept = [e for e in file.entries[max(0, at - GOOD // 2):at + GOOD // 2 + 1]]
    if mutant.typed:
        kept = [catalogfile.One(e.context, e.english.replace("{phone}", _TYPED), e.text.replace("{phone}", _TYPED), e.flags) for e in kept]
    return catalogfile.File(file.tag, file.header, tuple(kept))


_TYPED = "08000 121 700"


def _row(name: str, version: str, seen: set[int], chosen: list, alarms: str) -> dict:
    return {"name": name, "version": version, "alarms": alarms, **report.shares(seen, chosen)}

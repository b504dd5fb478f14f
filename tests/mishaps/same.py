"""The same content gives the same bytes, whatever differs around the build: one difference at a time, or several.

    python tests/mishaps/same.py     (a part of make faults)
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from conftest import ROOT  # noqa: E402
from mishaps.ground import Tree, tree  # noqa: E402

NOBODY = 65534
LOCALES, MATERIALS = "en,ur,zh-Hans", "number-card,helpline-page"
#: On another day: the command as it is, but for the clock that it reads.
ON_A_DAY = """import datetime as dt, importlib, pkgutil, sys, types
import generator.cli as verbs
clock = types.SimpleNamespace(date=types.SimpleNamespace(today=lambda: dt.date.fromisoformat({day!r})))
importlib.import_module("generator.cli.build").dt = clock
verbs.main(prog_name="generator")
"""


@dataclass(frozen=True)
class Variation:
    """What is different."""

    env: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    how: dict[str, object] = field(default_factory=dict)  #: of the new process
    days: int = 0  #: later than today
    moved: bool = False  #: content, catalogs and templates copied elsewhere, last file first, with other times
    inside: bool = False  #: started in the folder itself, named "."
    in_steps: bool = False  #: one language, then one item, then the rest


VARIATIONS = {
    "hash seed": Variation({"PYTHONHASHSEED": "4711"}),
    "one worker": Variation(arguments=("--jobs", "1")),
    "five workers": Variation(arguments=("--jobs", "5")),
    "folder and times": Variation(moved=True),
    "working folder": Variation(moved=True, inside=True),
    "home": Variation({"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent/cache", "XDG_CONFIG_HOME": "/nonexistent/config"}),
    "time zone": Variation({"TZ": "Pacific/Kiritimati"}),
    "locale": Variation({"LC_ALL": "C", "LANG": "tr_TR.UTF-8", "LANGUAGE": "ar", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "umask": Variation(how={"umask": 0o077}),
    "user": Variation(how={"user": NOBODY, "group": NOBODY, "extra_groups": []}),
    "the next day": Variation(days=1),
    "six weeks later": Variation(days=42),
    "environment": Variation({"SOURCE_DATE_EPOCH": "1", "FONTCONFIG_PATH": "/nonexistent", "PANGO_LANGUAGE": "ar", "COLUMNS": "20", "FORCE_COLOR": "1"}),
    "in steps": Variation(in_steps=True),
}
#: All at once, as far as they go together; jobs, folder and steps once each.
AROUND = ("hash seed", "one worker", "working folder", "home", "time zone", "locale", "umask", "user", "six weeks later", "environment")


def together(names: tuple[str, ...]) -> Variation:
    """Several of them in one build."""
    chosen = [VARIATIONS[name] for name in names]
    return Variation({k: v for one in chosen for k, v in one.env.items()}, tuple(a for one in chosen for a in one.arguments),
                     {k: v for one in chosen for k, v in one.how.items()}, max(one.days for one in chosen), any(one.moved for one in chosen),
                     any(one.inside for one in chosen), any(one.in_steps for one in chosen))


def possible(name: str) -> bool:
    """Only root may become somebody else, who must be able to read the program."""
    how = VARIATIONS[name].how
    return "user" not in how or os.geteuid() == 0 and subprocess.run(
        [sys.executable, "-c", "import generator.build.builder"], cwd=ROOT, capture_output=True, **how).returncode == 0


def built(variation: Variation, folder: Path, root: Path, *narrow: str) -> Tree:
    """The set that a build gives under these circumstances, in a new folder."""
    build = folder / "build"
    build.mkdir(parents=True)
    for place in (folder, build):
        place.chmod(0o755)
    if "user" in variation.how:
        os.chown(build, NOBODY, NOBODY)
    if variation.moved:
        root = _moved(root, folder / "a folder with a long name and ümlauts")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variation.env}
    day = dt.date.today() + dt.timedelta(days=variation.days)
    start = ["-c", ON_A_DAY.format(day=day.isoformat())] if variation.days else ["-m", "generator"]
    rounds = [("--locale", "ur"), ("--material", "number-card"), ()] if variation.in_steps else [()]
    for more in rounds:
        ran = subprocess.run([sys.executable, *start, "build", "--root", "." if variation.inside else str(root), "--build", str(build), *narrow,
                              *more, *variation.arguments], cwd=root if variation.inside else ROOT, env=env, capture_output=True, text=True,
                             errors="replace", **variation.how)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    return tree((build / "current").resolve())


def _moved(root: Path, there: Path) -> Path:
    files = sorted((p for top in ("content", "locales", "templates") for p in (root / top).rglob("*") if p.is_file()), reverse=True)
    for number, file in enumerate(files):
        copy = there / file.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        os.utime(copy, (number, number))
    return there


def small_root(target: Path) -> Path:
    """Cards, their sheets and the page in three scripts, for one area."""
    from mishaps.ground import shrunk
    return shrunk(target, tuple(LOCALES.split(",")), (*MATERIALS.split(","), "number-page", "safety-card", "booklet", "folded-card"), printer="sheet-fed")


def differing(first: Tree, second: Tree) -> list[str]:
    """Paths that are not the same in both."""
    return sorted(p for p in first.keys() | second.keys() if first.get(p) != second.get(p))


def main() -> int:
    """One build a variation, each from nothing, compared file by file with an ordinary one."""
    lost = 0
    with tempfile.TemporaryDirectory(prefix="same-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        root = small_root(folder / "root")
        plain = built(Variation(), folder / "plain", root, "--material", MATERIALS)
        several = {"all around at once": together(tuple(name for name in AROUND if possible(name)))}
        for number, (called, variation) in enumerate((VARIATIONS | several).items()):
            if called in VARIATIONS and not possible(called):
                print(f"{called:<20} not possible here: it needs root, and a program that others may read", flush=True)
                continue
            try:
                changed = differing(plain, built(variation, folder / str(number), root, "--material", MATERIALS))
            except AssertionError as fault:
                changed = [str(fault)]
            lost += bool(changed)
            print(f"{called:<20} {len(plain)} files, " + (f"{len(changed)} differ: {', '.join(changed[:4])}" if changed else "the same bytes"), flush=True)
            shutil.rmtree(folder / str(number))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

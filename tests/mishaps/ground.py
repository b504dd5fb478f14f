"""A small real root that says one of two things, and what each of the two gives when made from nothing."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import generator.build.inputs
import standby
from conftest import ROOT, copy_root
from generator.cli import main
from mishaps.running import Ended, Running, run

if TYPE_CHECKING:
    from mishaps.office import Office

NUMBERS = {"A": ("08000 121 700", "+448000121700"), "B": ("08000 121 701", "+448000121701")}
#: Not needed here; what is not there need not be read, hundreds of times.
EMPTIED = ("content/glossary", "content/referrals", "content/waivers")

Tree = dict[str, str]  #: path below a set → sha256 of the file


def shrunk(target: Path, locales: tuple[str, ...], materials: tuple[str, ...], printer: str) -> Path:
    """The real content and templates for one area in these languages."""
    copy_root(target)
    for folder, names in {"content/locales": locales, "locales": (*locales, "messages"), "content/areas": ("wiltshire",), "content/materials": materials}.items():
        for file in (target / folder).iterdir():
            if file.stem not in names:
                file.unlink()
    for folder in EMPTIED:
        for file in (target / folder).glob("*.yaml"):
            file.unlink()
    area = target / "content/areas/wiltshire.yaml"
    text = re.sub(rf"(?m)^  (?!(?:{'|'.join(locales)}):)[A-Za-z-]+: \d+\n", "", area.read_text(encoding="utf-8"))
    area.write_text(text.replace("nation: england", f"nation: england\nprinter: {printer}"), encoding="utf-8")
    return target


def say(root: Path, state: str) -> None:
    """Let the content say this number, and nothing else new: the file keeps its size, and the time it was changed."""
    file = root / "content/services/helpline.yaml"
    text, before = file.read_text(encoding="utf-8"), file.stat()
    shown, dial = NUMBERS[state]
    text = re.sub(r'shown: ".*"', f'shown: "{shown}"', re.sub(r'dial: ".*"', f'dial: "{dial}"', text))
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def tree(folder: Path) -> Tree:
    """Every file below, by its own reading of the disk."""
    found = {}
    for place, folders, names in os.walk(folder):
        for name in [*names, *(f for f in folders if os.path.islink(os.path.join(place, f)))]:
            path = Path(place, name)
            assert path.is_file() and not path.is_symlink(), path
            found[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def as_its_manifest_says(folder: Path) -> None:
    """Each file that the manifest names is there with its hash, and each file of an item is named there."""
    outputs = json.loads((folder / "manifest.json").read_bytes())["outputs"]
    found = tree(folder)
    for output in outputs:
        assert found[output["path"]] == output["sha256"], output["path"]
    named = {o["path"] for o in outputs} | {o["thumbnail"] for o in outputs if "thumbnail" in o}
    strangers = {p for p in found if "/" in p} - named
    assert not strangers, strangers


@dataclass
class Ground:
    """Where the faults are done. ``build`` stands at one state; the content may say the other already."""

    folder: Path
    root: Path = field(init=False)
    build: Path = field(init=False)
    whole: dict[str, Tree] = field(default_factory=dict)  #: state → the set that it gives from nothing
    seconds: float = 5.0  #: of a build from nothing, as seen last
    stands: str = "A"
    desk: Office | None = None
    seen: Counter[str] = field(default_factory=Counter)  #: how the commands ended and what stood then

    def __post_init__(self) -> None:
        self.root, self.build = self.folder / "root", self.folder / "build"
        shrunk(self.root, ("en",), ("number-card", "sms"), printer="office")  # little, since hundreds of builds are to come
        self._warm()
        for state in NUMBERS:
            say(self.root, state)
            made = self.folder / state
            ran = run("build", "--root", self.root, "--build", made, "--jobs", "1")
            assert ran.code == 0, ran.said
            self.whole[state] = tree((made / "current").resolve())
            as_its_manifest_says((made / "current").resolve())
            assert NUMBERS[state][0] in (made / "manifest.json").read_text(encoding="utf-8")
        assert self.whole["A"] != self.whole["B"]
        self.afresh()

    def is_what_the_command_makes(self) -> None:
        """The forks of this process do as the command does when it is typed."""
        ran = subprocess.run([sys.executable, "-m", "generator", "build", "--root", str(self.root), "--build", str(self.folder / "typed")],
                             capture_output=True, text=True, cwd=ROOT)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert tree((self.folder / "typed/current").resolve()) == self.whole[self.stands]

    def _warm(self) -> None:
        """What every build reads and what never changes here is read once, before the forks: hundreds are to come."""
        standby.get_ready()
        for module, name, given in ((generator.build.inputs, "makers", ()),):
            once = functools.cache(getattr(module, name))
            once(*given)
            setattr(module, name, lambda *more, once=once, given=given: once(*given))
        with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            main(["build", "--root", str(self.root), "--build", str(self.folder / "warm")])

    def afresh(self) -> None:
        """Back to a build at A as it was made from nothing, and content that says so."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.build)
        shutil.copytree(self.folder / "A", self.build, symlinks=True)
        say(self.root, "A")
        self.stands = "A"

    @property
    def bytes_of_a_set(self) -> int:
        """What a build has to write when nothing is in the cache, about."""
        return sum(p.stat().st_size for p in (self.folder / "B/current").resolve().rglob("*") if p.is_file())

    def turn(self, *, cold: bool = False) -> str:
        """Let the content say the other thing; ``cold``: nothing of it is in the cache. The new state."""
        after = "B" if self.stands == "A" else "A"
        say(self.root, after)
        if cold:
            for part in ("entries", "objects"):
                shutil.rmtree(self.build / ".cache/v2" / part, ignore_errors=True)
        return after

    def office(self) -> Office:
        """Another root, for faults of records; made when it is asked for first."""
        if self.desk is None:
            from mishaps.office import Office
            self.desk = Office(self.folder / "office")
        return self.desk

    def start(self, **how) -> Running:
        """The build command, with two workers."""
        return Running("build", "--root", self.root, "--build", self.build, "--jobs", "2", **how)

    def standing(self) -> str:
        """Which state stands: the whole of one of them, file by file; else it is a failure."""
        base = (self.build / "current").resolve()
        as_its_manifest_says(base)
        found = tree(base)
        for state, wanted in self.whole.items():
            if found == wanted:
                return state
        differing = {s: sorted(p for p in found.keys() | w.keys() if found.get(p) != w.get(p))[:6] for s, w in self.whole.items()}
        raise AssertionError(f"a set that is neither: {differing}")

    def heals(self, state: str) -> Ended:
        """The next build, undisturbed, makes this state whole, tells no error and leaves nothing behind."""
        ended = self.start().end()
        assert ended.code == 0, ended.said
        assert self.standing() == state
        self.stands, self.seconds = state, ended.seconds
        assert os.listdir(self.build / ".sets") == [os.path.basename(os.readlink(self.build / "current"))]
        rests = [p for p in self.build.rglob("*") if p.name.startswith((".tmp", ".new", ".old"))]
        assert not rests, rests
        tops = {p.name for p in self.build.iterdir()} - {".sets", ".lock", ".cache", "current"}
        assert tops == set(os.listdir(self.build / "current")), tops
        return ended

    def items(self, state: str, *, whole: bool = True) -> None:
        """The items that stand are this state's, all or (where some could not be made) some of them, and no others."""
        base = (self.build / "current").resolve()
        as_its_manifest_says(base)
        found = {p: h for p, h in tree(base).items() if "/" in p}
        wanted = {p: h for p, h in self.whole[state].items() if "/" in p}
        assert found == wanted if whole else found.items() <= wanted.items(), sorted(found.keys() ^ wanted.keys())

    def old_or_new(self, ended: Ended | None, state: str) -> None:
        """After a fault: what stands is whole, and is what stood or what was asked for."""
        stands = self.standing()
        assert stands in (self.stands, state)
        if ended and ended.code == 0:
            assert stands == state, "it said that all was well, and the old set stands"
        if ended:
            how = "killed" if ended.code < 0 else "+".join(sorted(ended.codes)) or ("done" if not ended.code else "stopped")
            self.seen[f"{how}, {'new' if stands == state else 'old'} set"] += 1

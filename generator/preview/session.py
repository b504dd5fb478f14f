"""Floor 10. What stands in the preview, and one round after each edit: see first, check after, keep the last good.

Nothing here is a published set: files live in the cache of the preview's own folder
and are handed out by the server; only finished, checked editions enter the manifest.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path


from generator.build.inputs import versions
from generator.build.plan import Planned
from generator.build.disk import digest
from generator.build.store import Entry, KeptFile, Store
from generator.gallery import Names, gallery
from generator.manifest import manifest, manifest_bytes
from generator.templates.drawn import FAULTS, fault
from generator.preview.warm import Warm
from generator.preview.worker import Worker
from generator.problem import Problem, Severity
from generator.signoff_state import states

WAITING, CHECKING, GOOD, OLD, FAILED = "waiting", "checking", "good", "old", "failed"
AT_A_TIME = 6  #: editions to see before the first of them are checked
Key = tuple[str, str, str, str]
_NOTHING = b"<!doctype html><title>Preview</title><body></body>"


@dataclass
class Shown:
    """One edition as the browser has it."""

    state: str = WAITING
    code: str = ""  #: of what is shown
    wanted: str = ""  #: the store key of what the inputs say now
    seen: str = ""  #: the store key of what is shown without being checked yet
    last_good: Entry | None = None
    files: dict[str, KeptFile | bytes] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class Session:
    """All editions that were asked for. Methods without a leading underscore may be called by any thread."""

    def __init__(self, root: Path, target: Path, warm: Warm, worker: Worker) -> None:
        self.root, self.warm, self.worker = root, warm, worker
        self.store = Store(target)
        self.shown: dict[Key, Shown] = {}
        self.lock = threading.RLock()
        self.told = threading.Condition(self.lock)
        self.serial = 0  #: of what is shown; each event has the next one
        self.rounds = 0
        self.looked_at = ""  #: the path that a browser asked for last: it is made first
        self._known: dict[str, Entry] = {}
        self._faults: list[Problem] = []
        self._half_read = False
        self._page: tuple[int, bytes, bytes] = (-1, b"", b"")

    def take(self, changed: frozenset[str]) -> None:
        """Read what changed; where that fails, everything is read again the next time."""
        with self.lock:
            self._faults = []
        whole, self._half_read = self._half_read, True
        self.warm.read_all() if whole else self.warm.take(changed)
        self._half_read = False
        if self.warm.fonts != self.worker.files:  # another font: a typesetter knows those it began with
            self.worker.stop()
            self.worker.files = self.warm.fonts

    def fault(self, problem: Problem) -> None:
        """Something stopped the whole round: everything shown is old."""
        with self.lock:
            self._faults = [problem]
            for one in self.shown.values():
                self._fail(one, [str(problem)])
        self._tell()

    def clear_old(self) -> None:
        """Drop from the cache what neither this preview nor the one before used. Under the build lock."""
        with self.lock:
            self._faults += self.store.prune(one.key for one in self.warm.plan.planned)

    def warm_up(self) -> None:
        """The first layout in a new process takes seconds more: not at somebody's first edit."""
        for material in {one.edition.material: one for one in self.warm.plan.planned}.values():
            self.worker.look(material)

    def wake(self) -> None:
        """Let those who wait look whether it has ended."""
        self._tell()

    # -- a round ---------------------------------------------------------------------------------

    def round(self, interrupted: Callable[[], bool] = lambda: False) -> bool:
        """Make what is missing; False when a newer edit came in between."""
        planned = self._settle()
        missing = [one for one in planned if one.key not in self._known]
        while missing:
            missing.sort(key=self._order)
            now, missing = missing[:AT_A_TIME], missing[AT_A_TIME:]
            for one in now:
                if self.shown[one.edition.key].seen != one.key:
                    self._look(one)
                if interrupted():
                    return False
            for one in now:
                self._make(one)
                if interrupted():
                    return False
        self.rounds += 1
        self._tell()
        return True

    def _settle(self) -> list[Planned]:
        """What is in the store is shown at once; what cannot be made is told at once."""
        whole = self.warm.plan
        planned = {one.edition.key: one for one in whole.planned}
        with self.lock:
            for failed in whole.failed:
                one = self.shown.setdefault((failed.area, failed.locale, failed.material, failed.format), Shown())
                self._fail(one, [*map(str, self.warm.reading_problems(failed.locale)), *map(str, failed.problems)])
                if one.last_good:  # the old page stays, so nothing stands in for it
                    for key in [k for k, p in planned.items() if k[:2] == (failed.area, failed.locale)
                                and self.warm.inputs.library.materials[p.edition.material].stands_in_for == failed.material]:
                        del planned[key]
            gone = self.shown.keys() - planned.keys() - {(f.area, f.locale, f.material, f.format) for f in whole.failed}
            for key in gone:
                del self.shown[key]
            for key, one in planned.items():
                entry = self._known.get(one.key) or self.store.find(one.key)
                here = self.shown.setdefault(key, Shown())
                here.wanted = one.key
                if entry:
                    self._known[one.key] = entry
                    self._take(one, entry)
                elif here.seen != one.key:
                    here.state = WAITING
        self._tell()
        return list(planned.values())

    def _look(self, one: Planned) -> None:
        seen = self.worker.look(one)
        if not seen.data:
            return  # its problems come with the making
        with self.lock:
            here = self.shown[one.edition.key]
            here.files = {**here.files, seen.path: seen.data}
            here.seen, here.code, here.state, here.problems = one.key, one.edition.code, CHECKING, []
        self._tell()

    def _make(self, one: Planned) -> None:
        made = self.worker.make(one)
        with self.lock:
            if isinstance(made, Entry):
                self._known[one.key] = made
                self._take(one, made)
            else:
                self._fail(self.shown[one.edition.key], [str(p) for p in made])
        self._tell()

    def _take(self, one: Planned, entry: Entry) -> None:
        here = self.shown[one.edition.key]
        problems = _read(entry)
        if not entry.meta["outputs"]:
            return self._fail(here, [str(p) for p in problems])
        here.files, here.last_good, here.code = dict(entry.files), entry, one.edition.code
        here.state, here.seen, here.problems = GOOD, "", [str(p) for p in problems]

    def _fail(self, here: Shown, problems: Iterable[str]) -> None:
        """The last good files come back, marked as old."""
        good = here.last_good
        here.problems, here.seen = list(dict.fromkeys(problems)), ""
        here.state = OLD if good else FAILED
        here.files = dict(good.files) if good else {}
        here.code = str(good.meta["outputs"][0]["edition"]) if good else ""

    def _order(self, one: Planned) -> tuple[object, ...]:
        """What somebody looks at, before all else."""
        edition = one.edition
        base = f"{edition.area}/{edition.locale.tag.lower()}/"
        wanted = self.looked_at in (f"{base}{edition.name}.pdf", f"{base}index.html" if edition.format.kind == "page" else "")
        return not wanted, not self.looked_at.startswith(base), -one.urgency

    def _tell(self) -> None:
        with self.told:
            self.serial += 1
            self.told.notify_all()

    # -- for the server --------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """What the browser has to know, as JSON."""
        with self.lock:
            return {"serial": self.serial, "rounds": self.rounds, "editions": {
                "/".join(key): {"state": one.state, "code": one.code, "problems": one.problems,
                                "files": {path: _sum(kept)[:16] for path, kept in one.files.items()}}
                for key, one in self.shown.items()},
                "problems": [str(p) for p in (*self._faults, *self.warm.problems) if p.severity is Severity.ERROR]}

    def wait(self, serial: int, seconds: float) -> int:
        """The serial, as soon as it is another one, or after that long."""
        with self.told:
            self.told.wait_for(lambda: self.serial != serial, seconds)
            return self.serial

    def file(self, path: str) -> bytes | None:
        """A file of an edition; of the cache only bytes that are what was made. None: there is none."""
        with self.lock:
            kept = next((one.files[path] for one in self.shown.values() if path in one.files), None)
        if isinstance(kept, bytes) or kept is None:
            return kept
        try:
            data = kept.path.read_bytes()
        except OSError:
            return None
        return data if digest(data) == kept.sha256 else None

    def overview(self) -> tuple[bytes, bytes]:
        """index.html and manifest.json of what was made and checked, the old with the new."""
        with self.lock:
            if self._page[0] != self.serial:
                try:
                    self._page = (self.serial, *self._draw())
                except (*FAULTS, OSError) as problem:  # of the overview's own template: the last good one stays
                    self._faults = [fault(problem, "gallery.html.j2")]
                    self._page = (self.serial, self._page[1] or _NOTHING, self._page[2] or b"{}\n")
            return self._page[1:]

    def _draw(self) -> tuple[bytes, bytes]:
        outputs: list[dict[str, object]] = []
        failed: list[dict[str, object]] = []
        for (area, locale, material, form), one in self.shown.items():
            if one.last_good:
                outputs += [{**output, "sha256": one.last_good.files[output["path"]].sha256,
                             "bytes": one.last_good.files[output["path"]].size} for output in one.last_good.meta["outputs"]]
            else:
                failed.append({"area": area, "locale": locale, "material": material, "format": form,
                               "problems": one.problems or ["It is being made."]})
        inputs = self.warm.inputs
        value = manifest(sorted(outputs, key=lambda one: str(one["path"])), failed, source_date=inputs.source_date,
                         made_with={"packages": versions(), "fonts": {f.path.name: f.sha256 for f in self.warm.fonts}},
                         review=states(inputs.library, inputs.catalogs, inputs.signoffs))
        data = manifest_bytes(value)
        page = gallery(json.loads(data), self.warm.problems, Names.of(inputs.library), self.root / "templates")
        return page.encode(), data


def _read(entry: Entry) -> list[Problem]:
    return [Problem(**{**p, "severity": Severity(p["severity"])}) for p in entry.meta["problems"]]


def _sum(kept: KeptFile | bytes) -> str:
    return digest(kept) if isinstance(kept, bytes) else kept.sha256

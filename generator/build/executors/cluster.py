"""Floor 9. A Dask cluster that is there already: the same plan, the same bytes.

Each worker is compared with the office before it gets work, part by part. What is
given out to whom is decided here, so that a lost worker costs its task's time and
nothing else: its task goes to another one, and a task that loses two is named.
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from generator.build.executors import Place
from generator.build.executors.far import arrive, identity, make
from generator.build.pool import INTERNAL, TOO_SLOW, WORKER_LOST, Done, Task
from generator.build.store import Made, Store, digest
from generator.limits import EDITION_SECONDS
from generator.problem import Problem, error, warning

NO_DASK = error("M313", "dask-missing", "the work cannot be spread over a cluster without it")
NOT_REACHED = error("B431", "cluster-not-reached", "an edition that is not made helps nobody")
NO_WORKER = error("B432", "cluster-without-workers", "an edition that is not made helps nobody")
REFUSED = warning("B433", "worker-refused", "a worker with other fonts or another program would make other pages")

CONNECT_S = 10.0
CLOSE_S = 5.0
PATIENCE_S = 30.0  #: without any worker that can be used
FETCH_S = 5.0  #: for one finished edition to come over, before it is asked whether its worker still lives
LOOK_EVERY_S = 0.5  #: for lost workers and new ones
AT_A_WORKER = 2  #: tasks: one at work, one that waits


@dataclass
class _Given:
    task: Task
    address: str
    since: float


@dataclass
class Cluster:
    """The cluster whose scheduler answers at ``address``, such as tcp://10.0.0.5:8786."""

    address: str
    tasks: deque[Task] = field(default_factory=deque)
    given: dict[Any, _Given] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)  #: task → workers that it has lost
    good: dict[str, float] = field(default_factory=dict)  #: workers that are like the office → when one last gave something back
    bad: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def __call__(self, tasks: Sequence[Task], place: Place, on_done: Callable[[Done], None]) -> list[Problem]:
        """Give everything out, and keep what comes back."""
        try:
            from distributed import Client
        except ImportError:
            return [NO_DASK.at("dask", 0, "Dask is not installed.", "Install it: pip install “dask[distributed]”; or build without --executor.")]
        for name in ("asyncio", *(name for name in logging.root.manager.loggerDict if name.startswith("distributed"))):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what matters is told by problems
        client = Client.__new__(Client)  # held before it connects: nobody else could close one that did not, and Python would at its end, with a traceback
        try:
            client.__init__(self.address, timeout=CONNECT_S, set_as_default=False, heartbeat_interval=1000)  # type: ignore[misc]
        except (OSError, ValueError, TypeError, ImportError, RuntimeError) as fault:
            with suppress(Exception):
                client.close(timeout=CLOSE_S)
            client.status = "closed"  # whatever came of that
            return [NOT_REACHED.at(self.address, 0, f"No scheduler answers there ({str(fault).splitlines()[0][:200]}).",
                                   "Look at the address and start it, or build without --executor.")]
        self.client, self.place, self.on_done, self.back = client, place, on_done, queue.SimpleQueue()
        self.store, self.mine = Store(place.target), identity(place.root, place.files)
        self.templates = {path.relative_to(place.root).as_posix(): path.read_bytes()
                          for path in sorted((place.root / "templates").rglob("*")) if path.is_file()}
        self.spec = digest(repr((sorted(self.mine.items()), [(name, digest(data)) for name, data in self.templates.items()])).encode())
        self.tasks = deque(sorted(tasks, key=lambda task: -task.urgency))
        try:
            return self._work()
        finally:
            with suppress(Exception):  # also after Ctrl-C: what is at work is not waited for
                client.cancel(list(self.given), force=True)
            with suppress(Exception):
                client.close(timeout=CLOSE_S)

    def _work(self) -> list[Problem]:
        seen_worker = looked = time.monotonic()
        self._look()
        while self.tasks or self.given:
            self._give()
            with suppress(queue.Empty):
                self._take(self.back.get(timeout=LOOK_EVERY_S))
            now = time.monotonic()
            if now - looked >= LOOK_EVERY_S:
                looked = now
                if not self._look():
                    return [*self.problems, NOT_REACHED.at(self.address, 0, f"The scheduler has gone. Left: {len(self.tasks) + len(self.given)}.",
                                                           "Start it and run it again: what was made is kept.")]
            if self.good:
                seen_worker = now
            elif now - seen_worker > PATIENCE_S or self.bad:
                return [*self.problems, NO_WORKER.at(self.address, 0, f"No worker can be used. Left: {len(self.tasks) + len(self.given)}.",
                                                     "Start workers that are like this machine (docs/cluster.md), and run it again: what was made is kept.")]
        return self.problems

    def _look(self) -> bool:
        """Who is there: the work of those who have gone is given out again, and those who are new are compared."""
        try:
            there = set(self.client.nthreads())
        except Exception:  # whatever it is, the scheduler does not answer
            return False
        for address in set(self.good) - there:
            del self.good[address]
        for future, given in list(self.given.items()):
            if given.address not in self.good:
                del self.given[future]
                self._cancel(future)
                self._lost(given.task)
            elif time.monotonic() - max(given.since, self.good[given.address]) > EDITION_SECONDS:
                self._too_slow(future, given)
        for address in sorted(there - set(self.good) - self.bad):
            self._compare(address)
        return True

    def _compare(self, address: str) -> None:
        families = sorted({file.family for file in self.place.files})
        try:
            answer = self.client.run(arrive, self.spec, self.templates, families, workers=[address], on_error="return")
            theirs = answer.get(address)
        except Exception as fault:  # gone meanwhile, or without our program: what it sends cannot even be read
            theirs = fault
        if theirs == self.mine:
            self.good[address] = time.monotonic()
            return
        self.bad.add(address)
        self.problems.append(REFUSED.at(address, 0, f"This worker is not used: {_difference(self.mine, theirs)}.",
                                        "Set it up like this machine: docs/cluster.md."))

    def _give(self) -> None:
        for address in self.good:
            while self.tasks and sum(given.address == address for given in self.given.values()) < AT_A_WORKER:
                task = self.tasks.popleft()
                try:
                    order = pickle.dumps(task.load, -1)
                except Exception as fault:
                    self._bug(task, fault)
                    continue
                future = self.client.submit(make, self.spec, order, workers=[address], allow_other_workers=False, pure=False, retries=0)
                self.given[future] = _Given(task, address, time.monotonic())
                future.add_done_callback(self.back.put)

    def _take(self, future: Any) -> None:
        given = self.given.pop(future, None)
        if given is None:
            return  # given up before
        if given.address in self.good:
            self.good[given.address] = time.monotonic()
        if future.status == "finished":
            made = self._fetched(future, given.address)
            if made is None:
                return self._lost(given.task)
            self._give()  # first: it works while the result is kept here
            return self._keep(given.task, made, time.monotonic() - given.since)
        fault = future.exception(timeout=5) if future.status == "error" else None
        if fault is None or type(fault).__name__ in ("KilledWorker", "CommClosedError", "CancelledError", "FutureCancelledError"):
            return self._lost(given.task)
        return self._bug(given.task, fault)

    def _fetched(self, future: Any, address: str) -> object:
        """What a worker made; None where it went before it had sent it: nobody else can have it, and waiting would be for ever."""
        with suppress(Exception):
            while address in self.client.nthreads():
                with suppress(TimeoutError):
                    return future.result(timeout=FETCH_S)
        return None

    def _keep(self, task: Task, made: object, seconds: float) -> None:
        if not isinstance(made, Made):
            return self._bug(task, TypeError(f"a worker sent {type(made).__name__}"))
        entry, problems = self.store.put(task.load.key, made)
        return self.on_done(Done(task, entry if entry is not None else problems, seconds=seconds))

    def _lost(self, task: Task) -> None:
        self.lost[task.name] = self.lost.get(task.name, 0) + 1
        if self.lost[task.name] < 2:
            return self.tasks.appendleft(task)
        return self.on_done(Done(task, problem=WORKER_LOST.at(
            task.name, 0, "Two workers were lost in making it.", "Look at the memory of the workers; if it fails again, report it.")))

    def _too_slow(self, future: Any, given: _Given) -> None:
        """The worker is not trusted any more: nobody can stop what hangs in it."""
        self.good.pop(given.address, None)
        self.bad.add(given.address)
        del self.given[future]
        self._cancel(future)
        self.on_done(Done(given.task, seconds=EDITION_SECONDS, problem=TOO_SLOW.at(
            given.task.name, 0, f"It was not finished after {EDITION_SECONDS:g} s, and its worker is not used any more.",
            "Run it again; if it fails again, report it.")))

    def _cancel(self, future: Any) -> None:
        with suppress(Exception):
            self.client.cancel([future], force=True)

    def _bug(self, task: Task, fault: BaseException) -> None:
        said = " ".join(traceback.format_exception_only(fault)[-1].split())[:300].rstrip(".")
        self.on_done(Done(task, None, INTERNAL.at(task.name, 0, f"The program failed: {said}.", "Report it, with the log."),
                          "".join(traceback.format_exception(fault))))


def _difference(mine: Mapping[str, str], theirs: object) -> str:
    """The first thing in which a worker is not like the office."""
    if not isinstance(theirs, Mapping):
        return f"it cannot answer ({' '.join(str(theirs).split())[:200] or type(theirs).__name__})"
    if "machine" in theirs:
        return str(theirs["machine"]).rstrip(".")
    differ = [name for name in sorted({*mine, *theirs}) if mine.get(name) != theirs.get(name)]
    name, more = differ[0], f", and {len(differ) - 1} more" if len(differ) > 1 else ""
    there, here = (one.get(name, "nothing")[:24] for one in (theirs, mine))
    return f"{name} is {there} there and {here} here{more}"

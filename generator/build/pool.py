"""Floor 9. Work spread over all cores, by workers that may crash, hang or run out of memory.

One process per worker with a pipe of its own, and a small loop here that waits
for all of them: a worker that is lost costs its task and nothing else.

The order of results is not the order of tasks, and differs from run to run:
whoever needs an order sorts what came back.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from generator.build.life import EXIT_NO_MEMORY, FULL, last_line, live
from generator.limits import START_SECONDS
from generator.problem import Problem, error

WORKER_LOST = error("B421", "worker-lost", "An edition that is not made helps nobody.")
NO_MEMORY = error("B422", "out-of-memory", "An edition that is not made helps nobody.")
TOO_SLOW = error("B423", "too-slow", "An edition that is never finished helps nobody.")
INTERNAL = error("B424", "internal", "A fault in the program held back an edition.")
NO_WORKERS = error("B425", "no-workers", "Without workers nothing is made.")

_MOST = 3  #: bad starts in a row before no more are tried
_START_LIMIT_S = START_SECONDS


@dataclass(frozen=True)
class Task:
    """A piece of work, small enough to be sent: bytes belong in the store."""

    name: str  #: what a problem names: the path of what is being made
    load: Any  #: what ``work`` gets
    urgency: float = 0.0  #: the greatest is given out first


@dataclass(frozen=True)
class Done:
    """What came of a task: a value, or a problem."""

    task: Task
    value: Any = None
    problem: Problem | None = None
    trace: str = ""  #: for a log, where ``work`` raised
    seconds: float = 0.0


def run(tasks: Sequence[Task], work: Callable[[Any], Any], *, on_done: Callable[[Done], None],
        workers: int, initializer: Callable[[], None] | None = None,
        time_limit_s: float | None = None, memory_limit_mb: int | None = None) -> list[Problem]:
    """Do ``work(task.load)`` for every task and call ``on_done`` once for each, here in the parent.

    Keep ``on_done`` short: nothing else is heard meanwhile. The memory limit is
    what a worker may take beyond what it has after ``initializer``. Returns a
    problem only when no worker can be kept alive; the tasks that ``on_done``
    was not called for were then not done. On an exception, also Ctrl-C, the
    workers are gone before it leaves here.

    ``work`` and ``initializer`` must be functions of a module or a ``partial`` of
    one: while this process has other threads, workers are not forked but start
    anew, and know nothing of variables set here. ``work`` must leave nothing
    half-written when it is killed.
    """
    crew = _Crew(tasks, on_done, time_limit_s, (work, initializer, memory_limit_mb))
    try:
        return crew.run(max(1, min(workers, len(tasks))))
    finally:
        crew.end()


@dataclass(eq=False)
class _Worker:
    """A process and what it is at. Before ``ready``, ``task`` is what it was started for."""

    process: Any
    pipe: Connection
    since: float  #: of the task, or of the start
    task: Task | None = None
    second: bool = False  #: the task has lost a worker before
    ready: bool = False

    def deadline(self, limit: float | None) -> float:
        if not self.ready:
            return self.since + _START_LIMIT_S
        return self.since + limit if self.task and limit else float("inf")


class _Crew:
    """The workers of one run and the loop over them."""

    def __init__(self, tasks: Sequence[Task], on_done: Callable[[Done], None], limit: float | None,
                 orders: tuple) -> None:
        self.waiting = deque(sorted(tasks, key=lambda t: -t.urgency))
        self.again: deque[Task] = deque()  #: each gets a fresh worker
        self.on_done, self.limit, self.orders = on_done, limit, orders
        self.workers: list[_Worker] = []
        self.bad, self.why, self.left = 0, "", len(tasks)

    def run(self, number: int) -> list[Problem]:
        while self.left:
            while (self.again or self.waiting) and len(self.workers) < number and self.bad < _MOST:
                self._start()
            if not any(w.task or not w.ready for w in self.workers):
                return [NO_WORKERS.at(
                    "workers", 0, f"None keeps running ({self.why}). Left: {self.left}.",
                    "Close other programs, or use fewer workers; then run it again.")]
            patience = min(w.deadline(self.limit) for w in self.workers) - time.monotonic()
            heard = wait([w.pipe for w in self.workers], max(0.0, min(patience, 3600.0)))
            for worker in [w for w in self.workers if w.pipe in heard]:
                self._hear(worker)
            for worker in list(self.workers):
                if worker.deadline(self.limit) <= time.monotonic() and not worker.pipe.poll():
                    self._stop_late(worker)
        return []

    def end(self) -> None:
        """Nobody stays: those at rest are asked to go, those at work are killed."""
        for worker in self.workers:
            with suppress(OSError):
                worker.process.kill() if worker.task or not worker.ready else worker.pipe.send_bytes(b"")
        for worker in list(self.workers):
            worker.process.join(1)
            self._dismiss(worker)

    def _start(self) -> None:
        how = mp.get_context("fork" if _may_fork() else "spawn")
        ours, theirs = how.Pipe()
        task = self.again.popleft() if self.again else None
        process = how.Process(target=live, args=(theirs, os.getpid(), *self.orders), daemon=True)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the child stays so
        try:
            process.start()
            self.workers.append(_Worker(process, ours, time.monotonic(), task, second=bool(task)))
        except OSError as fault:
            ours.close()
            self._bad_start(task, fault.strerror or str(fault))
        finally:
            theirs.close()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _bad_start(self, task: Task | None, why: str) -> None:
        self.bad, self.why = self.bad + 1, why
        if task:
            self.again.append(task)

    def _give(self, worker: _Worker) -> None:
        """The next task for a worker at rest, if there is one."""
        while worker.task or self.waiting:
            task = worker.task = worker.task or self.waiting.popleft()
            worker.since = time.monotonic()
            try:
                order = pickle.dumps(task.load, -1)
            except Exception as fault:
                worker.task = None
                self._bug(task, last_line(fault), traceback.format_exc())
                continue
            with suppress(OSError):  # it has died, and its pipe will say so
                worker.pipe.send_bytes(order)
            return

    def _hear(self, worker: _Worker) -> None:
        try:
            answer = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            return self._lost(worker)
        try:
            kind, *said = pickle.loads(answer)
        except Exception as fault:
            kind, said = "bug", [last_line(fault), traceback.format_exc()]
        if kind == "no start":
            self._dismiss(worker)
            return self._bad_start(worker.task, said[0])
        self.bad = 0
        if kind == "ready":
            worker.ready = True
            return self._give(worker)
        task, seconds = worker.task, time.monotonic() - worker.since
        worker.task, worker.second = None, False
        if kind == FULL:
            self._dismiss(worker)  # a fresh one takes its place
        else:
            self._give(worker)  # first: it works while the result is looked at here
        if kind == "bug":
            return self._bug(task, *said, seconds)
        return self._tell(Done(task, said[0], seconds=seconds))

    def _bug(self, task: Task, last_line: str, trace: str, seconds: float = 0.0) -> None:
        self._tell(Done(task, None, INTERNAL.at(task.name, 0, f"The program failed: {last_line}.",
                                                "Report it, with the log."), trace, seconds))

    def _lost(self, worker: _Worker) -> None:
        worker.process.join(1)  # its pipe ends a moment before it does
        code, task = self._dismiss(worker), worker.task
        ended = f"exit code {code}" if code >= 0 else signal.strsignal(-code) or f"signal {-code}"
        if not worker.ready or not task:
            return self._bad_start(task, f"it ended: {ended}")
        if not worker.second:
            return self.again.append(task)
        problem = WORKER_LOST.at(task.name, 0, f"Two workers were lost in making it ({ended}).",
                                 "Run it again with fewer workers; if it fails again, report it.")
        if code == EXIT_NO_MEMORY:
            problem = NO_MEMORY.at(task.name, 0, "It needs more memory than a worker may have.",
                                   "Make it smaller, or raise the memory limit.")
        return self._tell(Done(task, problem=problem, seconds=time.monotonic() - worker.since))

    def _stop_late(self, worker: _Worker) -> None:
        self._dismiss(worker)
        task, limit = worker.task, self.limit or 0.0
        if not worker.ready:
            return self._bad_start(task, f"not ready after {_START_LIMIT_S:g} s")
        return self._tell(Done(task, seconds=limit, problem=TOO_SLOW.at(
            task.name, 0, f"It was not finished after {limit:g} s and was stopped.",
            "Run it again; if it fails again, report it.")))

    def _tell(self, done: Done) -> None:
        self.left -= 1
        self.on_done(done)

    def _dismiss(self, worker: _Worker) -> int:
        """Make sure that it is gone; how it ended."""
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join(5)
        code = worker.process.exitcode or 0
        worker.pipe.close()
        return code


def _may_fork() -> bool:
    """A fork has only the thread that forked: whatever another one held stays held for ever."""
    # Once letters were drawn here, what Pango and fontconfig hold is not to be had in a fork (seen: it waits for ever).
    if sys.platform != "linux" or threading.active_count() > 1 or "weasyprint" in sys.modules:
        return False
    # Newer Pango looks for fonts in threads of its own, which Python does not count.
    with suppress(OSError):
        return not any("pango" in path.read_text() for path in Path("/proc/self/task").glob("*/comm"))
    return False

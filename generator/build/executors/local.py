"""Floor 9. Processes of this machine: the default, and nothing has to be installed for it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.build import worker
from generator.build.executors import Place
from generator.build.pool import Done, Task, run
from generator.limits import EDITION_MEMORY_MB, EDITION_SECONDS
from generator.problem import Problem


@dataclass(frozen=True)
class Local:
    """So many processes; each writes into the store itself."""

    workers: int

    def __call__(self, tasks: Sequence[Task], place: Place, on_done: Callable[[Done], None]) -> list[Problem]:
        """``pool.run``, with its limits of time and memory."""
        start = functools.partial(worker.prepare, place.root, place.target, place.fontconfig, place.files, place.program)
        return run(tasks, worker.make, on_done=on_done, workers=self.workers, initializer=start,
                   time_limit_s=EDITION_SECONDS, memory_limit_mb=EDITION_MEMORY_MB)

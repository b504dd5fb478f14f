"""Floor 9. Who does the work: processes of this machine, or a cluster that is there already.

Each executor is one file here. It gets the tasks and the place of work, and calls
``on_done`` in this process once for each task, with the entry that stands in the
store or with problems. What it returns are problems that no single task had.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator.build.pool import Done, Task
from generator.fonts import FontFile
from generator.problem import Problem

DASK = "dask:"


@dataclass(frozen=True)
class Place:
    """Where the work is done, and with what."""

    root: Path
    target: Path
    fontconfig: Path
    files: tuple[FontFile, ...]
    program: Mapping[str, str] = field(default_factory=dict)  #: our modules that the keys name, with the hash of each


class Executor(Protocol):
    """What every executor can do."""

    def __call__(self, tasks: Sequence[Task], place: Place, on_done: Callable[[Done], None]) -> list[Problem]: ...


def executor_of(name: str, workers: int | None) -> Executor:
    """The executor of this name: nothing for processes of this machine, or ``dask:ADDRESS``."""
    if name.startswith(DASK):
        from generator.build.executors.cluster import Cluster  # what it needs is not on every machine
        return Cluster(name.removeprefix(DASK))
    from generator.build.executors.local import Local
    return Local(workers or os.cpu_count() or 1)

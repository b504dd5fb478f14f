"""Floor 0. Memory of this process: how much it has, how much it may take, and what it need not look through or keep."""

from __future__ import annotations

import ctypes
import gc
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def limit_memory(most_mb: int) -> None:
    """What this process may take from now on; beyond it a MemoryError comes. On Linux only."""
    if sys.platform == "linux":
        # On top of what is mapped now, which says little about memory in use.
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + most_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def give_back() -> None:
    """What the C library keeps of freed memory goes back to the system: a third of a worker's memory, for some 5 ms."""
    with suppress(AttributeError, OSError):  # glibc alone has it
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def uncollected() -> Iterator[None]:
    """While many values are made that all stay: looking again and again for some that could go takes a tenth of the time, and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def own_memory_mb() -> float:
    """What this process holds and shares with no other, in MB; 0 where nobody tells (not Linux)."""
    with suppress(OSError):
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
    return 0.0

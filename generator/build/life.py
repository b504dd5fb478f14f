"""Floor 9. The other end of the pipe: what a worker of ``pool`` does from its first moment to its last."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from generator.limits import WORKER_MEMORY_MB
from generator.memory import give_back, limit_memory, own_memory_mb

EXIT_NO_MEMORY = 77  #: how a worker ends that got no more memory
FULL = "full"  #: an answer as good as “done”, of a worker that has grown so large that another should go on
ASKED_EACH_SECONDS = 0.5
_asked = 0.0


def live(pipe: Connection, parent: int, work: Callable[[Any], Any], initializer: Callable[[], None] | None,
         memory_limit_mb: int | None) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError, AttributeError):  # Linux: PR_SET_PDEATHSIG, die with the parent
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:  # it died before that; an orphan would hold the lock of the build for ever
        os._exit(0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nobody's data in a core file
    try:
        pipe.send_bytes(_begin(initializer, memory_limit_mb))
        while order := pipe.recv_bytes():
            pipe.send_bytes(_answer(work, order))
    except MemoryError:
        os._exit(EXIT_NO_MEMORY)  # with as little as possible: the parent knows the number
    except (EOFError, OSError):
        return  # the parent is gone


def _is_full() -> bool:
    """After a task, whether it should be the last; asked now and then, since the answer takes some milliseconds."""
    global _asked
    if time.monotonic() < _asked + ASKED_EACH_SECONDS:
        return False
    _asked = time.monotonic()
    if own_memory_mb() <= WORKER_MEMORY_MB:
        return False
    gc.collect()  # some of it may be circles that nobody has come for yet
    give_back()
    return own_memory_mb() > WORKER_MEMORY_MB


def _begin(initializer: Callable[[], None] | None, memory_limit_mb: int | None) -> bytes:
    try:
        gc.freeze()  # what a fork shares with its parent stays shared, if the collector does not go through it
        if initializer:
            initializer()
        if memory_limit_mb:
            limit_memory(memory_limit_mb)
    except Exception as fault:
        return pickle.dumps(("no start", last_line(fault)))
    return pickle.dumps(("ready",))


def _answer(work: Callable[[Any], Any], order: bytes) -> bytes:
    try:
        value = work(pickle.loads(order))
        return pickle.dumps((FULL if _is_full() else "done", value), -1)
    except MemoryError:
        raise
    except BaseException as fault:
        return pickle.dumps(("bug", last_line(fault), traceback.format_exc()))


def last_line(fault: BaseException) -> str:
    """What it was and where, in one line."""
    what = " ".join(traceback.format_exception_only(fault)[-1].split())[:300].rstrip(".")
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{what} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else what

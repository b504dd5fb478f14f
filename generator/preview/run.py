"""Floor 10. The preview from its first page to Ctrl-C."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from jinja2 import TemplateError

from generator.build.publish import build_lock
from generator.build.machine import machine_problems
from generator.build.narrow import Narrow
from generator.build.pool import INTERNAL
from generator.templates.drawn import fault as template_fault
from generator.preview.server import LOOPBACK, Server
from generator.preview.session import Session
from generator.preview.warm import Warm
from generator.preview.watch import Watch
from generator.preview.worker import Worker
from generator.problem import Problem, error

PORT_TAKEN = error("B450", "port-taken", "Another page than the preview would be looked at.")


def preview(root: Path, target: Path, *, today: dt.date, narrow: Narrow, port: int, say: Callable[[str], None],
            opened: Callable[[str], None]) -> list[Problem]:
    """Serve until Ctrl-C. Returns what kept it from beginning."""
    if problems := machine_problems():
        return problems
    with ExitStack() as stack:
        lock = stack.enter_context(build_lock(target))
        if not lock:
            return lock.problems
        signal.signal(signal.SIGTERM, _end)
        watch = Watch(root)  # before reading: an edit in between is not missed
        warm = Warm(root, today, narrow)
        worker = Worker(root, target, warm.fonts, say)
        session = Session(root, target, warm, worker)
        try:
            server = Server(session, port)
        except OSError as fault:
            return [PORT_TAKEN.at(f"{LOOPBACK}:{port}", 0, f"This port cannot be used ({fault.strerror}).",
                                  "End what uses it, or choose another: --port 0 takes a free one.")]
        stop = threading.Event()
        try:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
            address = f"http://{LOOPBACK}:{server.port}/"
            say(f"Preview: {address}  (for this computer alone; Ctrl-C ends it)")
            if not watch.listen(stop):
                say("The Python package watchfiles is not installed: files are looked at every 0.3 s instead.")
            worker.start()
            opened(address)
            _rounds(session, watch, say)
        except KeyboardInterrupt:
            say("The preview has ended.")
        finally:
            stop.set()
            server.ending = True
            session.wake()
            server.shutdown()
            server.server_close()
            worker.stop()
    return []


def _rounds(session: Session, watch: Watch, say: Callable[[str], None]) -> NoReturn:
    changed: set[str] = set()

    def interrupted() -> bool:
        changed.update(watch.changed())
        return bool(changed)

    whole = session.round(interrupted)
    if whole:
        session.clear_old()
        session.warm_up()
    while True:
        if not interrupted():
            watch.wait()
            continue
        now = frozenset(changed)
        changed.clear()
        say(f"Changed: {', '.join(sorted(now)[:4])}{' …' if len(now) > 4 else ''}")
        try:
            session.take(now)
            session.round(interrupted)
        except TemplateError as fault:
            session.fault(template_fault(fault, getattr(fault, "name", None) or ""))
        except Exception as fault:  # the last good pages stay, and the next edit may mend it
            say(traceback.format_exc())
            session.fault(INTERNAL.at("preview", 0, f"The program failed: {' '.join(str(fault).split())[:200]}.",
                                      "Report it, with the log."))


def _end(*_: object) -> NoReturn:
    raise KeyboardInterrupt

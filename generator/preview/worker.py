"""Floor 10. One process that keeps the typesetter warm, and makes an edition twice over: to see, then whole.

What is seen first is the very file that is checked afterwards: the layout is kept
and used again. A worker that dies or hangs is replaced by a new one.
"""

from __future__ import annotations

import ctypes
import multiprocessing as mp
import os
import signal
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import fonts
from generator.build.plan import Planned
from generator.build.life import EXIT_NO_MEMORY
from generator.build.pool import INTERNAL, NO_MEMORY, TOO_SLOW, WORKER_LOST
from generator.build.store import Entry, Store
from generator.fonts import drawable
from generator.inks import Inks
from generator.limits import EDITION_SECONDS, PREVIEW_MEMORY_MB
from generator.memory import limit_memory
from generator.page import Pages
from generator.problem import Problem

_KEEP = 32  #: layouts that wait to be checked
_START_LIMIT_S = 60.0


@dataclass(frozen=True)
class Seen:
    """The file to look at, not checked yet; ``data`` is empty where it could not be made."""

    path: str = ""
    data: bytes = b""


class Worker:
    """The process, seen from the server."""

    def __init__(self, root: Path, target: Path, files: list[fonts.FontFile],
                 say: Callable[[str], None] = lambda text: None) -> None:
        self.root, self.target, self.files, self.say = root, target, files, say
        self._process: Any = None
        self._pipe: Any = None

    def look(self, planned: Planned) -> Seen:
        """The one file to look at, as soon as it can be had. Its problems come with ``make``."""
        value = self._ask("look", planned)
        return value if isinstance(value, Seen) else Seen()

    def make(self, planned: Planned) -> Entry | list[Problem]:
        """All files, checked and in the store."""
        return self._ask("make", planned)

    def start(self) -> None:
        """So that it is warm when it is needed."""
        if self._process is not None and self._process.is_alive():
            return
        self.stop()
        conf = fonts.private_fontconfig(self.files, self.target / ".cache" / "fonts")
        how = mp.get_context("spawn")  # a fork would take the server's threads half with it
        self._pipe, theirs = how.Pipe()
        self._process = how.Process(target=_live, args=(theirs, self.root, self.target, conf, tuple(self.files)),
                                    daemon=True, name="typesetter")
        self._process.start()
        theirs.close()

    def stop(self) -> None:
        """It keeps nothing that is not in the store."""
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
            self._pipe.close()
        self._process = self._pipe = None

    def _ask(self, what: str, planned: Planned) -> Any:
        name = "/".join(planned.edition.key)
        self.start()
        try:
            self._pipe.send((what, planned))
            if not self._pipe.poll(EDITION_SECONDS + _START_LIMIT_S):
                self.stop()
                return [TOO_SLOW.at(name, 0, f"It was not finished after {EDITION_SECONDS:g} s and was stopped.",
                                    "Save the file again; if it fails again, report it.")]
            answer, trace = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(5)
            code = self._process.exitcode
            self.stop()
            if code == EXIT_NO_MEMORY:
                return [NO_MEMORY.at(name, 0, "It needs more memory than the typesetter may have.", "Make it smaller.")]
            return [WORKER_LOST.at(name, 0, "The typesetter ended while it made this.",
                                   "Save the file again; if it fails again, report it.")]
        if trace:
            self.say(trace)
            return [INTERNAL.at(name, 0, f"The program failed: {answer}.", "Report it, with the log.")]
        return answer


def _live(pipe: Any, root: Path, target: Path, conf: Path, files: tuple[fonts.FontFile, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears it and ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # PR_SET_PDEATHSIG: die with the server
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    bench = _Bench(root, target, conf, files)
    limit_memory(PREVIEW_MEMORY_MB)
    while True:
        try:
            what, planned = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = bench.look(planned) if what == "look" else bench.make(planned)
            pipe.send((answer, ""))
        except MemoryError:
            os._exit(EXIT_NO_MEMORY)  # with as little as possible: the server knows the number
        except Exception as fault:
            pipe.send((" ".join(str(fault).split())[:300] or type(fault).__name__, traceback.format_exc()))


class _Bench:
    """What the process keeps from edition to edition."""

    def __init__(self, root: Path, target: Path, conf: Path, files: tuple[fonts.FontFile, ...]) -> None:
        os.environ["FONTCONFIG_FILE"] = str(conf)  # Pango reads it once, when it is imported
        from generator.build import item
        from generator.checks.finished import checks
        from generator.typeset.typesetter import Typesetter

        class Remembers(Typesetter):
            """The same question again within one edit is answered from memory."""

            def __init__(self) -> None:
                super().__init__()
                self.known: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

            def set(self, html: str, css: str, **more: Any) -> Any:
                question = (html, css, *sorted((name, repr(value)) for name, value in more.items()
                                               if name != "families"), more["families"])
                if question not in self.known:
                    self.known[question] = super().set(html, css, **more)
                    while len(self.known) > _KEEP:
                        self.known.popitem(last=False)
                return self.known[question]

        checks()  # imported now, not at the first edit
        latin = next(f.path for f in files if f.family == fonts.FALLBACK and f.weight == "Regular")
        self.item, self.root = item, root
        self.typesetter, self.store = Remembers(), Store(target)
        self.latin, self.files, self.folder = latin, files, conf.parent
        self.inks = Inks.of_this_machine()

    def look(self, planned: Planned) -> Seen:
        """Only what ``make`` will make too, by the same steps, without the checks of finished files."""
        edition, shop, item = planned.edition, self._shop(), self.item
        if list(item.glyphs.check(edition, drawable(self.folder, self.files, edition.fonts))):
            return Seen()
        work = item._Item(shop, edition, planned.order)
        if edition.format.kind == "page":
            page, _ = shop.pages.render(edition)
            return Seen(f"{work.folder}/index.html", page.html.encode()) if page else Seen()
        if not edition.format.is_paper:
            return Seen()
        path = f"{work.folder}/{edition.name}.pdf"
        set_ = work._set(path)
        return Seen(path, item.trimmed(item.finish(set_.pdf, bleed_mm=work.bleed_mm))) if set_ else Seen()

    def make(self, planned: Planned) -> Entry | list[Problem]:
        entry, problems = self.store.put(planned.key, self._shop().make(planned.edition, planned.order))
        return entry if entry is not None else problems

    def _shop(self) -> Any:
        # New each time: a template may have been edited in between.
        return self.item.Workshop(Pages(self.root), self.typesetter, self.latin, self.files, self.folder, self.inks)

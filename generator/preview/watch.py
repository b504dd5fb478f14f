"""Floor 10. Which files of content, catalogs and templates changed, by their bytes.

``watchfiles`` only wakes us sooner where it is installed. What changed is always found
by looking, so that both ways give the same answer.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

FOLDERS = ("content", "locales", "templates")
EVERY_S = 0.3  #: between two looks
SETTLE_S = 0.03  #: an editor may write a file in several steps
MOST_SETTLING_S = 1.0

Stamp = tuple[int, int, int]


class Watch:
    """The state of the folders when they were last looked at."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._stamps: dict[str, Stamp] = {}
        self._sums: dict[str, str] = {}
        self._woken = threading.Event()
        self.changed()

    def changed(self) -> frozenset[str]:
        """Paths (relative to the root) that are new, gone or different since the last call."""
        stamps = self._look()
        if stamps == self._stamps:
            return frozenset()
        until = time.monotonic() + MOST_SETTLING_S
        while time.monotonic() < until:  # half a catalog would be told as a broken one
            time.sleep(SETTLE_S)
            again = self._look()
            if again == stamps:
                break
            stamps = again
        touched = {p for p in stamps.keys() | self._stamps.keys() if stamps.get(p) != self._stamps.get(p)}
        self._stamps = stamps
        different = set()
        for path in touched:
            total = self._sum(path)
            if total != self._sums.get(path, ""):
                different.add(path)
            self._sums[path] = total
        return frozenset(different)

    def wait(self, seconds: float = EVERY_S) -> None:
        """Until something may have changed, or that long."""
        if self._woken.wait(seconds):
            self._woken.clear()

    def listen(self, stop: threading.Event) -> bool:
        """Be woken by the system; False where ``watchfiles`` is not installed, and looking has to do."""
        try:
            from watchfiles import watch
        except ImportError:
            return False

        def hear(watch: Callable[..., object] = watch) -> None:
            places = [self.root / folder for folder in FOLDERS if (self.root / folder).is_dir()]
            with suppress(OSError, RuntimeError):  # for example too many watches: looking goes on
                for _ in watch(*places, debounce=60, step=20, stop_event=stop, raise_interrupt=False):
                    self._woken.set()

        threading.Thread(target=hear, name="watch", daemon=True).start()
        return True

    def _look(self) -> dict[str, Stamp]:
        found: dict[str, Stamp] = {}
        for folder in FOLDERS:
            for place, _, names in os.walk(self.root / folder):
                for name in names:
                    if name.startswith(".") or name.endswith(("~", ".swp", ".tmp")):
                        continue  # what editors keep beside a file
                    file = os.path.join(place, name)
                    with suppress(OSError):  # gone in this moment: the next look tells
                        seen = os.lstat(file)
                        found[os.path.relpath(file, self.root)] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
        return found

    def _sum(self, path: str) -> str:
        try:
            if (self.root / path).is_symlink():
                return "link " + os.readlink(self.root / path)
            return hashlib.sha256((self.root / path).read_bytes()).hexdigest()
        except OSError:
            return ""

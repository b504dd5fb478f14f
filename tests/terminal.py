"""A real pseudo-terminal with the generator in it, and a person who reads before typing."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE_S = 30


class Terminal:
    """``with Terminal("review", …) as t: t.until("y approve"); t.type("y"); code = t.end()``."""

    def __init__(self, *arguments: str | Path):
        self.arguments, self.said, self.seen = [str(a) for a in arguments], "", 0

    def __enter__(self) -> Terminal:
        self.screen, inside = pty.openpty()
        self.process = subprocess.Popen([sys.executable, "-m", "generator", *self.arguments], cwd=ROOT, stdin=inside,
                                        stdout=inside, stderr=inside, start_new_session=True,
                                        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm"})
        os.close(inside)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.screen)

    def until(self, text: str) -> str:
        """Wait until this has been said after what was seen last; what came before it."""
        end = time.monotonic() + PATIENCE_S
        while (at := self.said.find(text, self.seen)) < 0:
            assert self._more(end - time.monotonic()), f"no “{text}” in:\n{self.said[self.seen:]}"
        before, self.seen = self.said[self.seen:at], at + len(text)
        return before

    def type(self, keys: str) -> None:
        """Type a line; or keys, once the terminal listens to keys: what comes before that is thrown away."""
        end = time.monotonic() + PATIENCE_S
        while not keys.endswith("\n") and termios.tcgetattr(self.screen)[3] & termios.ICANON:
            assert time.monotonic() < end, "the terminal listens to lines only"
            time.sleep(0.01)
        os.write(self.screen, keys.encode())

    def end(self) -> int:
        """Wait for the end; the exit code."""
        end = time.monotonic() + PATIENCE_S
        while self._more(end - time.monotonic()):
            pass
        code = self.process.wait(PATIENCE_S)
        assert "Traceback" not in self.said, self.said
        return code

    def rest(self) -> str:
        """What was said after what was seen."""
        return self.said[self.seen:]

    def _more(self, seconds: float) -> bool:
        if not select.select([self.screen], [], [], max(seconds, 0))[0]:
            return False
        try:
            data = os.read(self.screen, 65536)
        except OSError:  # the other end is closed
            return False
        self.said += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)

"""Commands of the generator run in forks of this process, which has read all modules: a build starts in no time."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import generator.build.builder
import generator.build.site
import generator.packs.pack
import generator.review
import generator.summary
import generator.build.worker  # noqa: F401 - and not the typesetter: where it is, workers are not forked
from generator.cli import main

PATIENCE_S = 150.0  #: nothing here takes as long on the slowest machine
LINE = re.compile(r"^(\S.*?): (error|warning) ([A-Z]\d+) \S+: (\S.*)$", re.M)


@dataclass
class Ended:
    """How a command ended."""

    code: int  #: minus the signal, where one ended it
    said: str
    seconds: float

    @property
    def codes(self) -> set[str]:
        """Codes of the errors that it told."""
        return {found[3] for found in LINE.finditer(self.said) if found[2] == "error"}

    def told(self, *codes: str) -> None:
        """It said clearly what was wrong: in lines of the one form, each of these codes and no other."""
        assert self.code == 1 and self.codes and self.codes <= set(codes), (self.code, self.codes, codes, self.said)


class Running:
    """A command at work, at the head of a process group of its own."""

    def __init__(self, *arguments: str | Path, inside: Callable[[], object] = lambda: None) -> None:
        self.out: IO[bytes] = tempfile.TemporaryFile()
        self.started = time.monotonic()
        self.pid = os.fork()
        if not self.pid:
            self._live([str(a) for a in arguments], inside)

    def _live(self, arguments: list[str], inside: Callable[[], object]) -> None:
        code = 70
        try:
            os.setsid()
            for number in (1, 2):
                os.dup2(self.out.fileno(), number)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            inside()
            main(arguments, prog_name="generator")
        except SystemExit as end:
            code = int(end.code or 0)
        except BaseException:
            traceback.print_exc()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def kill(self, sign: int = signal.SIGKILL, *, group: bool = False) -> None:
        """Only the parent, or its workers as well."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, sign) if group else os.kill(self.pid, sign)

    def workers(self) -> list[int]:
        """Process numbers of its living children."""
        with contextlib.suppress(OSError):
            return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        return []

    def is_over(self) -> bool:
        """Whether it has ended; it is not waited for."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def end(self) -> Ended:
        """Wait for it. Whatever it met, it never ends with a traceback, and never hangs."""
        while not self.is_over():
            if time.monotonic() - self.started > PATIENCE_S:
                self.kill(group=True)
                raise AssertionError("it hung")
            time.sleep(0.005)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._gone()
        self.out.seek(0)
        said = self.out.read().decode("utf-8", "replace")
        self.out.close()
        assert "Traceback" not in said and code != 70, said
        return Ended(code, said, time.monotonic() - self.started)

    def _gone(self) -> None:
        """No process of its group is left behind."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                os.killpg(self.pid, 0)
            except (ProcessLookupError, PermissionError):
                return
            time.sleep(0.005)
        os.killpg(self.pid, signal.SIGKILL)
        raise AssertionError("a worker lived on without its parent")


def run(*arguments: str | Path, inside: Callable[[], object] = lambda: None) -> Ended:
    """Run a command to its end."""
    return Running(*arguments, inside=inside).end()

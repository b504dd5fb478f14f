"""Floor 1. Drawing with a template: in a sandbox, from plain files of one folder, and for so long and no longer."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from generator.limits import DRAWING_BYTES, TEMPLATE_BYTES, TEMPLATE_SECONDS
from generator.plainfile import Refused, Why, read_plain
from generator.problem import Problem
from generator.templates.markup import TEMPLATE

#: What a template can make Python raise. Anything else is a bug of our own, or came from outside of a template.
FAULTS = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError, SyntaxError)


class TooSlow(TemplateError):
    """A template that does not end."""


class Unreadable(TemplateError):
    """A file of templates/ that cannot be read."""


class _PlainFiles(BaseLoader):
    """Templates by their name in one folder, each a plain file within its size."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template != os.path.basename(template) or template.startswith("."):
            raise TemplateNotFound(template)
        file = self.folder / template
        text = text_of(file)
        if text is None:
            raise TemplateNotFound(template)
        stamp = _stamp(file)
        return text, str(file), lambda: _stamp(file) == stamp


def sandbox(folder: Path, **options: Any) -> SandboxedEnvironment:
    """Where every template is drawn: no attribute that leads out, no undefined name, no file but those of ``folder``."""
    return SandboxedEnvironment(loader=_PlainFiles(folder), undefined=StrictUndefined, **{"autoescape": True, **options})


def text_of(file: Path) -> str | None:
    """The text of a style sheet, a script or a template; None where there is none. Raises Unreadable."""
    data = read_plain(file, TEMPLATE_BYTES)
    if isinstance(data, Refused):
        if data.why is Why.MISSING:
            return None
        raise Unreadable(f"{file.name}: {data.said}")
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        raise Unreadable(f"{file.name}: The byte 0x{data[fault.start]:02X} is not UTF-8.") from None


def drawing_of(file: Path) -> bytes:
    """The bytes of a drawing. Raises Unreadable."""
    data = read_plain(file, DRAWING_BYTES)
    if isinstance(data, Refused):
        raise Unreadable(f"{file.name}: {data.said}")
    return data


def draw(environment: SandboxedEnvironment, name: str, scope: Mapping[str, Any], seconds: float = TEMPLATE_SECONDS) -> str:
    """What the template makes of it. Raises one of FAULTS."""
    return "".join(pieces(environment, name, scope, seconds))


def pieces(environment: SandboxedEnvironment, name: str, scope: Mapping[str, Any], seconds: float = TEMPLATE_SECONDS) -> Generator[str]:
    """The same, piece by piece, for a page that is large."""
    with _for(seconds):
        yield from environment.get_template(name).generate(scope)


def fault(problem: Exception, name: str, **place: str) -> Problem:
    """A template that cannot be drawn, with the template at fault: it may be an imported one."""
    file, line = where(problem)
    said = (str(problem).splitlines() or [type(problem).__name__])[0][:160].rstrip(".")
    if isinstance(problem, TemplateNotFound):
        said = f"There is no file templates/{said}"
    return TEMPLATE.at(f"templates/{file or name}", line, f"{said or type(problem).__name__}.", "Mend the template, or take it back from git.", **place)


def where(problem: Exception) -> tuple[str, int]:
    """The template and the line where it went wrong; nothing where that was in no template."""
    if isinstance(problem, TemplateSyntaxError) and problem.name:
        return problem.name, problem.lineno
    if isinstance(problem, SyntaxError) and (problem.filename or "").endswith(".j2"):
        return Path(problem.filename or "").name, 0  # its lines are those of the Python that Jinja made of it
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename.endswith(".j2")]
    return (Path(frames[-1].filename).name, frames[-1].lineno or 0) if frames else ("", 0)


@contextmanager
def _for(seconds: float) -> Iterator[None]:
    """Raise TooSlow here after that long. Only a main thread can be stopped so: every worker has one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise TooSlow(f"It was not drawn after {seconds:g} s: something in it does not end")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stamp(file: Path) -> tuple[int, int]:
    try:
        status = os.lstat(file)
        return status.st_mtime_ns, status.st_size
    except OSError:
        return (0, 0)

"""Floor 0. A problem: something wrong, with its place, its code and its remedy.

Steps return problems as values, so that one run shows all of them. Exceptions
are for our own bugs and for a missing tool.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


class Severity(enum.StrEnum):
    """How much a problem stops: an error stops the edition, a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


class ExitCode(enum.IntEnum):
    """What ``python -m generator`` ends with."""

    DONE = 0  #: nothing blocks
    PROBLEMS = 1  #: problems in content, catalogs or output; each was printed
    USAGE = 2  #: the command was not understood
    MACHINE = 3  #: this machine lacks something; the message says what to install


@dataclass(frozen=True)
class Code:
    """A kind of problem. Made once, at the top of the module that reports it.

    ``number`` is stable and never used again for something else; ``why`` says
    in a sentence what it could cost the reader of the printed thing.
    """

    number: str
    name: str
    severity: Severity
    why: str

    def __post_init__(self) -> None:
        known = _CODES.setdefault(self.number, self)
        if known != self:
            raise ValueError(f"code {self.number} is used twice: {known.name}, {self.name}")

    def at(self, path: str, line: int, message: str, remedy: str, *,
           locale: str = "", context: str = "") -> Problem:
        """Make a problem of this kind at ``path`` (relative to the root) and 1-based ``line``."""
        return Problem(str(path), line, self.number, self.name, self.severity,
                       message, remedy, locale, context)


_CODES: dict[str, Code] = {}


def error(number: str, name: str, why: str) -> Code:
    """A kind of problem that stops what it concerns."""
    return Code(number, name, Severity.ERROR, why)


def warning(number: str, name: str, why: str) -> Code:
    """A kind of problem that is shown and lets the build go on."""
    return Code(number, name, Severity.WARNING, why)


def known_codes() -> dict[str, Code]:
    """Every code of the modules imported so far, by number."""
    return dict(sorted(_CODES.items()))


@dataclass(frozen=True, order=True)
class Problem:
    """One line for a person, one object for a machine."""

    path: str  #: file, relative to the root (or to the build, for a finished file)
    line: int  #: 1-based; 0 when the whole file is meant
    code: str
    name: str
    severity: Severity
    message: str
    remedy: str
    locale: str = ""  #: BCP 47 tag, where the problem belongs to one locale
    context: str = ""  #: msgctxt, where there is one

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.severity} {self.code} {self.name}: {self.message} {self.remedy}".rstrip()

    def as_dict(self) -> dict[str, object]:
        """The keys of ``--format json``."""
        return {"path": self.path, "line": self.line, "code": self.code, "name": self.name,
                "severity": str(self.severity), "message": self.message, "remedy": self.remedy,
                "locale": self.locale, "context": self.context}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Problem:
        """What ``as_dict`` gave."""
        return cls(**{**said, "severity": Severity(said["severity"])})

    def on(self, **changes: object) -> Problem:
        """The same problem with some fields filled in by somebody who knows more."""
        return replace(self, **changes)  # type: ignore[arg-type]


def errors(problems: "list[Problem] | tuple[Problem, ...]") -> list[Problem]:
    """Those that stop what they concern."""
    return [p for p in problems if p.severity is Severity.ERROR]

"""Floor 7. The checks of a finished PDF, one a file in this folder.

Each check module holds the reason for its rule (its docstring, with the source), the
kinds of file it applies to (``KINDS``), what it reports (``CODE``) and
``check(file, expected)``, which yields problems. Adding a file adds the check; there is
no list of them. ``opened`` and the folder ``reading`` are what all of them look through.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.numbers import numbers
from generator.model.edition import Expected
from generator.problem import Problem

KINDS = ("screen", "print", "imposed")  #: what can be checked here; an HTML page is checked elsewhere
_UNREADABLE_TOO = "opens"  # the only check of a file that cannot be read


@dataclass(frozen=True)
class Tally:
    """What was verified on the finished pages."""

    numbers: int  #: telephone numbers found whole and in order, every copy counted
    qr_codes: int  #: QR codes read sharp and blurred with a payload that is expected
    pages: int


@cache
def checks() -> tuple[ModuleType, ...]:
    """Every check of this folder, by name."""
    names = [found.name for found in pkgutil.iter_modules(__path__)
             if not found.ispkg and found.name != "opened"]
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in sorted(names))


def check_finished(pdf: bytes | Opened, expected: Expected) -> tuple[list[Problem], Tally]:
    """Every problem of a finished file, and how much on it was verified.

    A file that is not a PDF is a problem; a kind that is never a PDF is our own bug.
    """
    if expected.kind not in KINDS:
        raise ValueError(f"a finished file of kind {expected.kind!r} is not a PDF")
    file = pdf if isinstance(pdf, Opened) else Opened(pdf)
    problems = [problem for module in checks()
                if expected.kind in module.KINDS
                and (not file.fault or module.__name__.endswith("." + _UNREADABLE_TOO))
                for problem in module.check(file, expected)]
    return sorted(problems), _tally(file, expected)


def _tally(file: Opened, expected: Expected) -> Tally:
    if file.fault:
        return Tally(0, 0, 0)
    read = sum(seen.payload in expected.qr and blurred == seen.payload
               for seen, blurred in zip(file.codes, file.blurred, strict=True))
    return Tally(sum(map(len, numbers(file, expected).verified.values())), read, file.page_count)

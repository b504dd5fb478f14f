"""Floor 7. Checks of content and catalogs before anything is set, one a file in this folder.

A module holds the reason for its rule (docstring), its ``CODE``, and
``check(content)``, which yields problems. Adding a file adds the check. A check of
translations shows good and bad ones under ``EXAMPLES``; one that cannot judge
everything names what it left out in ``skipped(content)``. ``ALONE = True`` says that it
judges each translation by itself: from its English, its locale, the glossary and the
proper names (``checks.alone``), so that it is asked again only of what has changed.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from generator.checks.alone import judged_alone
from generator.kept import NOTHING, Kept
from generator.model.catalog import Catalog
from generator.model.library import Library
from generator.problem import Problem
from generator.signoff import SignOffs


@dataclass(frozen=True)
class Content:
    """What a check may look at."""

    library: Library
    catalogs: Mapping[str, Catalog]
    signoffs: SignOffs
    today: dt.date


def checks() -> tuple[ModuleType, ...]:
    """Every check of this folder, by name."""
    return tuple(importlib.import_module(f"{__name__}.{found.name}")
                 for found in sorted(pkgutil.iter_modules(__path__), key=lambda f: f.name))


def check_content(library: Library, catalogs: Mapping[str, Catalog], signoffs: SignOffs,
                  today: dt.date, kept: Kept = NOTHING) -> list[Problem]:
    """Every problem that content and catalogs have by themselves, in a fixed order. ``kept``: what was said before."""
    content, alone, others = Content(library, catalogs, signoffs, today), list[ModuleType](), list[ModuleType]()
    for module in checks():
        (alone if getattr(module, "ALONE", False) else others).append(module)
    return sorted([*judged_alone(alone, content, kept), *(problem for module in others for problem in module.check(content))])


def skipped(library: Library, catalogs: Mapping[str, Catalog], signoffs: SignOffs, today: dt.date) -> list[str]:
    """What the checks could not judge, as lines for a person. It is no problem, and it has not passed."""
    content = Content(library, catalogs, signoffs, today)
    return [f"SKIP {module.CODE.number} {module.CODE.name}: {note}" for module in checks()
            if hasattr(module, "skipped") for note in module.skipped(content)]

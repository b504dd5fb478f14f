"""Floor 10. The inputs kept warm: after an edit only what the edit touches is read and checked again.

The result is that of reading everything; tests/test_preview.py compares the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator.build.inputs import Inputs, font_files, read_inputs
from generator.build.narrow import Narrow
from generator.build.plan import Plan, plan
from generator.catalog.reader import catalog_path, read_catalog
from generator.checks.content import check_content
from generator.fonts import FontFile
from generator.problem import Problem
from generator.waivers import apply


class Warm:
    """All that is read, and what the checks of content say of it."""

    def __init__(self, root: Path, today: dt.date, narrow: Narrow) -> None:
        self.root, self.today, self.narrow = root, today, narrow
        self.inputs: Inputs
        self.checked: list[Problem] = []  #: what stands after the waivers
        self._found: list[Problem] = []  # before them
        self.plan = Plan()
        self.fonts: list[FontFile] = []
        self._font_problems: list[Problem] = []
        self._families: frozenset[str] = frozenset()
        self.read_all()

    def take(self, changed: Iterable[str]) -> None:
        """Bring everything up to date after these files changed."""
        changed = set(changed)
        catalogs = {catalog_path(loc): loc for loc in self.inputs.library.locales.values() if loc.gettext}
        if changed <= catalogs.keys():
            self._take_catalogs({catalogs[path].tag for path in changed})
        else:
            self.read_all(keep_tools=not any(p.startswith("templates/") for p in changed))

    def read_all(self, *, keep_tools: bool = False) -> None:
        """From nothing, except fonts and templates that did not change."""
        tools = self.inputs.tools_digest if keep_tools else None
        self.inputs = read_inputs(self.root, self.today)
        if tools:
            self.inputs.__dict__["tools_digest"] = tools  # it costs more than everything else
        families = frozenset(f for locale in self.inputs.library.locales.values() for f in locale.fonts)
        if families != self._families:
            self._families = families
            self.fonts, self._font_problems = font_files(self.inputs)
        self._found = check_content(self.inputs.library, self.inputs.catalogs, self.inputs.signoffs, self.today)
        self.checked = apply(self._found, self.inputs.library)
        self.plan = plan(self.inputs, self.fonts, self.narrow, self.checked)

    @property
    def problems(self) -> list[Problem]:
        """What concerns the whole, or what is asked for."""
        everything = [*self.inputs.problems, *self.checked, *self._font_problems, *self.plan.problems]
        asked = self.narrow.locale
        return list(dict.fromkeys(p for p in everything if not asked or p.locale in ("", asked)))

    def reading_problems(self, tag: str) -> list[Problem]:
        """Why the catalog of a locale is not used."""
        return [p for p in self.inputs.problems if p.locale == tag]

    def _take_catalogs(self, tags: set[str]) -> None:
        old, library = self.inputs, self.inputs.library
        catalogs = dict(old.catalogs)
        problems = [p for p in old.problems if not (p.locale in tags and p.path.startswith("locales/"))]
        for tag in tags:
            catalogs.pop(tag, None)
            catalog, found = read_catalog(self.root, library.locales[tag])
            problems += found
            if catalog:
                catalogs[tag] = catalog
        ordered = {tag: catalogs[tag] for tag in library.locales if tag in catalogs}
        tools = old.tools_digest
        self.inputs = replace(old, catalogs=ordered, problems=tuple(problems))
        self.inputs.__dict__["tools_digest"] = tools
        # The checks look at one catalog at a time: those of the others still hold.
        again = check_content(library, {t: c for t, c in ordered.items() if t in tags}, old.signoffs, self.today)
        self._found = sorted({*again, *(p for p in self._found if p.locale and p.locale not in tags)})
        self.checked = apply(self._found, library)
        kept = Plan([p for p in self.plan.planned if p.edition.locale.tag not in tags],
                    [f for f in self.plan.failed if f.locale not in tags],
                    [p for p in self.plan.problems if p.locale and p.locale not in tags])
        for tag in tags:
            if self.narrow.locale not in ("", tag):
                continue
            more = plan(self.inputs, self.fonts, replace(self.narrow, locale=tag), self.checked)
            kept.planned += more.planned
            kept.failed += more.failed
            kept.problems += more.problems
        kept.planned.sort(key=lambda one: -one.urgency)
        self.plan = kept

"""Our reader, join and checks on a spoilt catalog, in process. The only module here that imports the generator."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from generator import problem  # noqa: E402
from generator.build.inputs import read_inputs  # noqa: E402
from generator.catalog.reader import parse_catalog  # noqa: E402
from generator.checks.content import Content, checks  # noqa: E402
from generator.edition import Join  # noqa: E402
from generator.model.catalog import Catalog, Entry  # noqa: E402
from generator.model.library import Text  # noqa: E402

Found = dict[str, set[tuple[str, str]]]  #: context → (code, severity)
TYPED = "08000 121 700"  #: what stands for {phone} in the texts with typed numbers


class Ours:
    """The content as it is, and the content with the telephone number typed into each text."""

    def __init__(self, root: Path, today: dt.date):
        self.inputs = read_inputs(root, today)
        self.library = self.inputs.library
        self.typed = replace(self.library, texts={
            c: replace(t, english=t.english.replace("{phone}", TYPED)) for c, t in self.library.texts.items()})

    @property
    def date(self) -> dt.date:
        """The newest date of the content."""
        return self.inputs.source_date

    def look(self, tag: str, raw: bytes, typed: bool = False, only_context: str = "") -> tuple[bool, Found]:
        """Whether the catalog could be read, and every problem of this locale by context ("" for the file)."""
        library = self.typed if typed else self.library
        locale = library.locales[tag]
        catalog, problems = parse_catalog(raw, f"locales/{tag}.po", locale)
        if catalog is not None:
            catalogs = {tag: catalog}
            problems += self._joined(library, tag, catalogs)
            content = Content(library, catalogs, self.inputs.signoffs, self.inputs.today)
            problems += [p for module in checks() for p in module.check(content)]
        found: Found = defaultdict(set)
        for p in problems:
            if p.locale == tag or p.path == f"locales/{tag}.po":
                found[p.context].add((p.code, str(p.severity)))
        return catalog is not None, found

    def _joined(self, library, tag: str, catalogs) -> list[problem.Problem]:
        join = Join(library, catalogs, self.inputs.signoffs, self.inputs.today)
        found = join.notices(tag)
        for material in library.materials.values():
            if material.text != "facts":
                for area in library.areas.values():
                    found += join.edition(material, library.locales[tag], area)[1]
        return [p for p in found if p.code != "C201"]  # of bindings, not of catalogs


def check_pairs(ours: Ours, tag: str, pairs: list[tuple[str, str]]) -> dict[str, list[int]]:
    """Error codes found in (English, translation) pairs that are not ours, each with the pairs it fell on."""
    texts = {f"x.{i}": Text(f"x.{i}", english, "x", 1) for i, (english, _) in enumerate(pairs)}
    library = replace(ours.library, texts=texts)
    catalog = Catalog(tag, f"locales/{tag}.po", {f"x.{i}": Entry(f"x.{i}", e, t, i + 1) for i, (e, t) in enumerate(pairs)})
    content = Content(library, {tag: catalog}, ours.inputs.signoffs, ours.inputs.today)
    found: dict[str, set[int]] = defaultdict(set)
    for module in checks():
        for p in module.check(content):
            if p.severity is problem.Severity.ERROR and re.fullmatch(r"x\.\d+", p.context):
                found[f"{p.code} {p.name}"].add(int(p.context[2:]))
    return {code: sorted(hits) for code, hits in found.items()}

"""Floor 7. What the checks say that judge each translation by itself (``ALONE``), asked again only of what has changed.

They are shown no more than ``Sight`` holds; what they say of a translation is kept with a digest of exactly that. A
check that looked further would find nothing there, today and not on the day on which it mattered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from generator.catalog.printable import can_be_printed
from generator.kept import Kept, Kind, digest_of
from generator.model.catalog import Catalog, Entry
from generator.model.content import Locale
from generator.model.library import Text
from generator.model.office import Term
from generator.problem import Problem

if TYPE_CHECKING:
    from generator.checks.content import Content

MARK_DIGITS = 32  #: of a sha256, hex


@dataclass(frozen=True)
class Sight:
    """All of a library that such a check is shown."""

    locales: Mapping[str, Locale]  #: one
    glossary: Mapping[str, Term]
    texts: Mapping[str, Text]  #: those whose translations are judged, and all proper names


def judged_alone(modules: Iterable[ModuleType], content: Content, kept: Kept) -> list[Problem]:
    """Every problem that these checks have with the translations of all catalogs."""
    library = content.library
    names = {context: text for context, text in library.texts.items() if text.is_name}
    shared = digest_of([(name, term.model_dump_json()) for name, term in library.glossary.items()], names)
    english = {context: repr(text) for context, text in library.texts.items()}
    found: list[Problem] = []
    asked: dict[str, Catalog] = {}
    marks: dict[tuple[str, str], str] = {}
    told: dict[tuple[str, str], list[Problem]] = {}
    known: dict[str, dict[str, list[object]]] = {}
    of = {tag: digest_of(shared, catalog.path, library.locales[tag]) for tag, catalog in content.catalogs.items()}
    for tag, catalog in content.catalogs.items():
        before, known[tag], new = kept.find(Kind.WORDS, tag, of[tag]) or {}, {}, dict[str, Entry]()
        for context, entry in catalog.entries.items():
            if not can_be_printed(library.texts.get(context), entry):
                continue
            mark = _mark(english[context], entry)
            last = before.get(context)
            if last and last[0] == mark:
                known[tag][context] = last
                found += map(Problem.of, last[1])
            else:
                new[context], marks[tag, context], told[tag, context] = entry, mark, []
        if new:
            asked[tag] = Catalog(tag, catalog.path, new)
    modules = tuple(modules)
    for tag, catalog in asked.items():
        texts = {**names, **{context: library.texts[context] for context in catalog.entries}}
        for problem in _asked(modules, Sight({tag: library.locales[tag]}, library.glossary, texts), catalog):
            found.append(problem)
            told[problem.locale, problem.context].append(problem)
    for (tag, context), mark in marks.items():
        known[tag][context] = [mark, [problem.as_dict() for problem in told[tag, context]]]
    for tag in asked:
        kept.keep(Kind.WORDS, tag, of[tag], known[tag])
    return found


def _asked(modules: Iterable[ModuleType], sight: Sight, catalog: Catalog) -> Iterator[Problem]:
    from generator.checks.content import Content
    content = Content(sight, {catalog.tag: catalog}, None, None)  # type: ignore[arg-type]  # neither sign-offs nor the day
    for module in modules:
        yield from module.check(content)


def _mark(english: str, entry: Entry) -> str:
    return hashlib.sha256(f"{english}\0{(entry.context, entry.english, entry.translation, entry.line, entry.fuzzy, entry.machine)!r}".encode()).hexdigest()[:MARK_DIGITS]

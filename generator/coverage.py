"""Floor 8. Which item exists in which language, how far it is read, and how many people were referred who may need it.

One grid of languages by items, the language of the most referred first. The
figures are content (content/referrals/): a nationality that a publication does
not name is not known here, which is not the same as nobody.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from generator.model.catalog import Catalog
from generator.model.content import Locale, Material
from generator.model.library import Library, is_made_in, pieces
from generator.model.office import Referrals
from generator.signoff import SignOffs
from generator.signoff_state import MISSING, REVIEWED, SOURCE_TAG, VOID, state
from generator.templates.drawn import draw, sandbox, text_of

DONE, PARTLY, DRAFT, LACKING, UNMEANT, FACTS, UNBEGUN = (
    "done", "reviewed", "draft", "missing", "none", "facts", "not-begun")

#: Each kind of cell: its sign, its word, and what it means, in the order of the legend.
KINDS = {
    DONE: ("✓", "Done", "all texts reviewed"),
    PARTLY: ("◐", "Reviewed", "all translated, some reviewed"),
    DRAFT: ("○", "Draft", "all translated, none reviewed"),
    LACKING: ("✗", "Missing", "texts are missing"),
    FACTS: ("#", "Facts only", "numbers and names alone, nothing to translate"),
    UNMEANT: ("–", "Not meant", "not meant in this language"),
    UNBEGUN: ("?", "Not begun", "the language has no file yet"),
}
COUNTED = (PARTLY, LACKING)  #: kinds that say how many of how many
SURE = {"A": "on the publisher's own current page", "B": "not on the publisher's own current page", "C": "second hand"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")


@dataclass(frozen=True)
class Cell:
    """One item in one language: ``number`` of ``texts`` are reviewed, or missing, as the kind says."""

    kind: str
    number: int = 0
    texts: int = 0
    changed: int = 0  #: approved once, and changed since

    @property
    def sign(self) -> str:
        """One character that tells without a colour."""
        return KINDS[self.kind][0]

    @property
    def word(self) -> str:
        """What the sign means."""
        return KINDS[self.kind][1]

    @property
    def counted(self) -> str:
        """How many of how many, where that is the point."""
        return f"{self.number} of {self.texts}" if self.kind in COUNTED else ""


@dataclass(frozen=True)
class Figure:
    """How many of one nationality were referred, and their part of all who were."""

    nationality: str
    referrals: int
    part: float


@dataclass(frozen=True)
class Row:
    """One language."""

    tag: str
    english: str
    endonym: str
    direction: str
    figures: tuple[tuple[Figure, ...], ...]  #: one group for each publication; an empty one: not named there
    cells: tuple[Cell, ...]

    @property
    def need(self) -> float:
        """The greatest part of all referrals that its nationalities have in one publication."""
        return max((sum(figure.part for figure in group) for group in self.figures), default=0.0)

    def has(self, *kinds: str) -> bool:
        """Whether a cell is of one of these kinds."""
        return any(cell.kind in kinds for cell in self.cells)


@dataclass(frozen=True)
class Coverage:
    """The whole grid."""

    publications: tuple[Referrals, ...]
    materials: tuple[tuple[str, str], ...]  #: id and title of each column
    rows: tuple[Row, ...]  #: the greatest need first
    once: tuple[tuple[str, str, Cell], ...]  #: id, title and state of what is made once for all languages

    @property
    def count(self) -> Counter[str]:
        """How many cells of each kind."""
        return Counter(cell.kind for row in self.rows for cell in row.cells)


def coverage(library: Library, catalogs: Mapping[str, Catalog], signoffs: SignOffs,
             counts: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Coverage:
    """The grid of this content. ``counts`` are those of ``signoff_state.states``."""
    publications = tuple(sorted(library.referrals.values(), key=lambda one: one.id))
    ordered = sorted(library.materials.values(), key=lambda m: (m.order, m.id))
    columns = [material for material in ordered if not material.on_one_sheet]
    rows = [Row(tag, locale.english_name, "" if locale.endonym == locale.english_name else locale.endonym, locale.direction,
                _figures(tag, publications), tuple(_cell(library, m, locale, counts.get(tag, {})) for m in columns))
            for tag, locale in library.locales.items()]
    named = {tag for one in publications for row in one.rows for tag in row.languages}
    rows += [Row(tag, tag, "", "ltr", _figures(tag, publications), (Cell(UNBEGUN),) * len(columns))
             for tag in named - set(library.locales)]
    rows.sort(key=lambda row: (-row.need, row.tag != SOURCE_TAG, row.english, row.tag))
    return Coverage(publications, tuple((m.id, m.title) for m in columns), tuple(rows),
                    tuple((m.id, m.title, _sheet(library, m, catalogs, signoffs, counts))
                          for m in ordered if m.on_one_sheet))


def _figures(tag: str, publications: Iterable[Referrals]) -> tuple[tuple[Figure, ...], ...]:
    return tuple(tuple(Figure(row.nationality, row.referrals, row.referrals / one.total)
                       for row in sorted(one.rows, key=lambda row: (-row.referrals, row.nationality)) if tag in row.languages)
                 for one in publications)


def _cell(library: Library, material: Material, locale: Locale, counts: Mapping[str, Mapping[str, int]]) -> Cell:
    if not is_made_in(material, locale):
        return Cell(UNMEANT)
    other = library.materials.get(material.stands_in_for or "")
    if other and _cell(library, other, locale, counts).kind not in (UNMEANT, LACKING):
        return Cell(UNMEANT)  # what it stands in for is there
    return Cell(FACTS) if material.text == "facts" else _judged(counts.get(material.id, {}))


def _judged(count: Mapping[str, int]) -> Cell:
    texts, missing, reviewed = sum(count.values()), count.get(MISSING, 0), count.get(REVIEWED, 0)
    changed = count.get(VOID, 0)
    if missing:
        return Cell(LACKING, missing, texts, changed)
    if texts and reviewed == texts:
        return Cell(DONE, reviewed, texts)
    return Cell(PARTLY if reviewed else DRAFT, reviewed, texts, changed)


def _sheet(library: Library, material: Material, catalogs: Mapping[str, Catalog], signoffs: SignOffs,
           counts: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Cell:
    """Of one sheet for all languages: its English words, and of each other language its own lines."""
    total = Counter(counts.get(SOURCE_TAG, {}).get(material.id, {}))
    lines = {piece.record.same_as or piece.context for piece in pieces(material)
             if getattr(piece.record, "type", "") == "language-lines"} & set(library.texts)
    for tag in counts.keys() - {SOURCE_TAG}:
        entries = catalogs[tag].entries if tag in catalogs else {}
        total.update(state(tag, library.texts[line], entries.get(line), signoffs) for line in lines)
    return _judged(total)


def unmet(grid: Coverage) -> list[tuple[str, list[Row]]]:
    """The languages of people who were referred, by what is still wanting there; a group of none is left out."""
    groups: dict[str, list[Row]] = {"Nothing is translated yet": [], "Texts are missing": [], "Not yet reviewed to the end": []}
    for row in (row for row in grid.rows if row.need):
        for title, wanting in zip(groups, (not row.has(DONE, PARTLY, DRAFT), row.has(LACKING), row.has(PARTLY, DRAFT)), strict=True):
            if wanting:
                groups[title].append(row)
                break
    return [(title, rows) for title, rows in groups.items() if rows]


def coverage_page(grid: Coverage, source_date: dt.date, templates: Path) -> str:
    """The whole page, for ``coverage.html`` beside the gallery. It has no script."""
    style = text_of(templates / "coverage.css") or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return draw(sandbox(templates, trim_blocks=True, lstrip_blocks=True), "coverage.html.j2", dict(
        grid=grid, count=grid.count, kinds=KINDS, counted=COUNTED, sure=SURE, english=SOURCE_TAG, unmet=unmet(grid), day=day,
        date=source_date, style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"))


def day(date: dt.date) -> str:
    """As people in the office write it: 21 November 2026."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def as_data(grid: Coverage) -> dict[str, object]:
    """The grid for a machine."""
    def cell(one: Cell) -> dict[str, object]:
        return {"state": one.kind, "number": one.number, "texts": one.texts, "changed": one.changed}

    return {
        "publications": [one.model_dump(mode="json") for one in grid.publications],
        "materials": dict(grid.materials),
        "languages": [{"tag": row.tag, "name": row.english, "need": round(row.need, 4),
                       "referrals": {one.id: {figure.nationality: figure.referrals for figure in group}
                                     for one, group in zip(grid.publications, row.figures, strict=True) if group},
                       "items": {name: cell(one) for (name, _), one in zip(grid.materials, row.cells, strict=True)}}
                      for row in grid.rows],
        "once": {name: cell(one) for name, _, one in grid.once}}

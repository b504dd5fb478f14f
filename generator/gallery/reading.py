"""Floor 8. Who has read what, and what was found on the way, in words for the overview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.gallery.names import SOURCE_TAG, UNKNOWN, Names
from generator.problem import Problem

OF_A_KIND = 20  #: problems of one code; the rest is counted


@dataclass(frozen=True)
class Review:
    """The table of languages and items."""

    materials: list[str]
    rows: list[tuple[bool, str, str, str, str, list[str]]]  #: not the source, name, tag, endonym, direction, cells
    left: int  #: cells in which something is to be read
    cells: int


def review(counts: Mapping[str, Mapping[str, Mapping[str, int]]], names: Names) -> Review | None:
    """Who has read what: English first, then by name; None where the manifest does not tell."""
    columns = sorted({material for row in counts.values() for material in row},
                     key=lambda m: (names.materials.get(m, (m, UNKNOWN))[::-1], m))
    rows = []
    for tag, row in counts.items():
        english, endonym, direction = names.language(tag)
        rows.append((tag != SOURCE_TAG, english, tag, endonym, direction, [_said(row.get(material) or {}) for material in columns]))
    left = sum(any(number for kind, number in one.items() if kind != "reviewed") for row in counts.values() for one in row.values())
    return Review([names.materials.get(m, (m, 0))[0] for m in columns], sorted(rows), left,
                  sum(len(row) for row in counts.values())) if columns else None


def _said(counts: Mapping[str, int]) -> str:
    """The counts of one locale and material in words; what is not there is not mentioned."""
    total = sum(counts.values())
    if not total:
        return "No texts"
    said = [f"{counts['machine']} of {total} drafted by machine" if counts.get("machine") else f"{total} text{'s' * (total > 1)}"]
    said += [f"{counts.get('reviewed', 0)} reviewed"]
    said += [f"{counts[kind]} {word}" for kind, word in (("void", "changed since"), ("missing", "missing")) if counts.get(kind)]
    return ", ".join(said)


def by_code(problems: list[Problem]) -> list[tuple[Problem, list[Problem]]]:
    """Each kind of problem, errors first, the frequent before the rare: one of it, and all."""
    kinds: dict[str, list[Problem]] = {}
    for problem in sorted(set(problems)):
        kinds.setdefault(problem.code, []).append(problem)
    groups = sorted(kinds.items(), key=lambda k: (k[1][0].severity, -len(k[1]), k[0]))
    return [(group[0], group) for _, group in groups]

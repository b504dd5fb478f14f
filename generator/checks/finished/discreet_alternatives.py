"""What a screen reader says in place of a picture is a text of the item, not words of its own.

Alternatives, expansions and titles in the structure, and names of notes, are read aloud and shown
when a finger rests on the picture; they stand in no other check (ISO 32000-1, 14.9).
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("B473", "alternative-tells", "What nobody has checked is read aloud, or shown beside the picture.")

_KEYS = frozenset(("/Alt", "/ActualText", "/E", "/T", "/TU", "/NM", "/Contents"))


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each such string stands in a text of the item."""
    if expected.discreet is None:
        return
    there = "\n".join("".join(text.split()) for text in (*expected.discreet.texts, *expected.discreet.titles))
    strange = {str(value) for thing in file.dictionaries for key in _KEYS.intersection(thing.keys())
               if isinstance(value := thing[key], pikepdf.String) and "".join(str(value).split()) not in there}
    for text in sorted(strange):
        yield CODE.at(expected.path, 0, f"the structure says “{text[:60]}”, which is no text of the item.",
                      "Take it from the texts of the edition, in the template.", locale=expected.language)

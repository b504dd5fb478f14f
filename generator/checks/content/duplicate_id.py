"""A context names one text for ever: two blocks with one id would share a translation."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.model.library import pieces
from generator.problem import Problem, error

CODE = error("C312", "duplicate-id", "two texts with one id get one translation, and one of them is wrong")


def check(content: Content) -> Iterator[Problem]:
    """An error for each id that stands twice in a material."""
    for material in content.library.materials.values():
        seen: dict[str, int] = {}
        for piece in pieces(material):
            path, line = content.library.place("materials", material.id, *piece.loc, "id")
            if piece.record.id in seen:
                yield CODE.at(path, line, f"The id {piece.record.id} stands in line {seen[piece.record.id]} already.",
                              "Give this one another id.")
            seen.setdefault(piece.record.id, line)

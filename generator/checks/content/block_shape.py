"""A key that a type of block does not use is a text lost without a word; a key that it lacks is a hole on the page."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.model.blocks import TYPES, faults
from generator.model.content import TextPiece
from generator.model.library import Loc
from generator.problem import Problem, error

CODE = error("C316", "block-shape", "what a block does not show is lost, and what it lacks leaves a hole")


def check(content: Content) -> Iterator[Problem]:
    """An error at the line of each key that does not belong to its block, and of each block that lacks what it needs."""
    library = content.library
    for material in library.materials.values():
        found: list[tuple[Loc, str, str]] = []
        if material.pdf_title and not _given(material.pdf_title) & {"text", "same_as"}:
            found.append((("pdf_title",), "pdf_title has no text and no same_as.", "Add text or same_as, or take it out."))
        for p, page in enumerate(material.pages):
            for b, block in enumerate(page.blocks):
                at: Loc = ("pages", p, "blocks", b)
                found += [((*at, key), message, remedy) for key, message, remedy in faults(block.type, _given(block))]
                for i, item in enumerate(block.items if "items" in TYPES[block.type].keys else ()):
                    found += [((*at, "items", i, key), message, remedy)
                              for key, message, remedy in faults(block.type, _given(item), of_line=True)]
        for loc, message, remedy in found:
            yield CODE.at(*library.place("materials", material.id, *loc), message, remedy)


def _given(record: TextPiece) -> frozenset[str]:
    """The keys that were written and hold something."""
    return frozenset(key for key in record.model_fields_set if getattr(record, key))

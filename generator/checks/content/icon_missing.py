"""A picture that is not there leaves a hole on the page, and the typesetter says nothing."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.model.content import PICTURED
from generator.model.library import pieces
from generator.problem import Problem, error

CODE = error("C315", "icon-missing", "a line without its picture is harder to find for who reads little")


def check(content: Content) -> Iterator[Problem]:
    """An error for each icon that has no file in templates/icons/, or in templates/pictures/ where pictures are meant."""
    library = content.library
    for material in library.materials.values():
        for piece in pieces(material):
            icon = getattr(piece.record, "icon", None)
            if not icon:
                continue
            block = material.pages[int(piece.loc[1])].blocks[int(piece.loc[3])]
            folder, there = ("pictures", library.pictures) if block.type in PICTURED else ("icons", library.icons)
            if icon not in there:
                if broken := library.unread.get(f"templates/{folder}/{icon}.svg"):
                    yield broken  # told once, at its own line
                    continue
                path, line = library.place("materials", material.id, *piece.loc, "icon")
                yield CODE.at(path, line, f"There is no picture templates/{folder}/{icon}.svg.",
                              f"There are: {', '.join(sorted(there))}.")

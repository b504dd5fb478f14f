"""A picture that is not there leaves a hole on the page, and the typesetter says nothing."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.model.library import pieces
from generator.problem import Problem, error

CODE = error("C315", "icon-missing", "a line without its picture is harder to find for who reads little")


def check(content: Content) -> Iterator[Problem]:
    """An error for each icon that has no file in templates/icons/."""
    for material in content.library.materials.values():
        for piece in pieces(material):
            icon = getattr(piece.record, "icon", None)
            if icon and icon not in content.library.icons:
                path, line = content.library.place("materials", material.id, *piece.loc, "icon")
                known = ", ".join(sorted(content.library.icons))
                yield CODE.at(path, line, f"There is no picture templates/icons/{icon}.svg.", f"There are: {known}.")

"""A service has nations and readers: a line for one nation must not be printed in another, nor one for women for all."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.model.content import Item
from generator.model.library import pieces
from generator.problem import Problem, error

CODE = error("F330", "service-out-of-place", "whoever rings a service that may not help loses a chance")


def check(content: Content) -> Iterator[Problem]:
    """An error for each service named in a material that an area of another nation gets."""
    for material in content.library.materials.values():
        for piece in pieces(material):
            service = content.library.services.get(getattr(piece.record, "service", None) or "")
            if service is None:
                continue
            path, line = content.library.place("materials", material.id, *piece.loc, "service")
            for area in content.library.areas.values():
                # One line of a list is left out there; an item's own number cannot be.
                if area.nation not in service.nations and not isinstance(piece.record, Item):
                    yield CODE.at(path, line, f"{service.name} does not serve {area.nation} ({area.name}).",
                                  "Take it out of the material, or give the area a material of its own.")
            if material.audience == "child" and service.who not in ("everyone", "children"):
                yield CODE.at(path, line, f"{service.name} serves {service.who}, and this is for children.",
                              "Take it out of the material.")

"""The name of a service stands inside only: a helpline's name says what the number is for.

The number alone tells nobody. The police may be named beside 999. Who answers in the area is
named on a card of its own, and has a check of its own (F322).
"""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.checks.outside import shown
from generator.checks.telling import EMERGENCY
from generator.problem import Problem, error

CODE = error("C346", "outside-names", "a helpline's name on a card that lies there says what its holder is looking for")

#: Blocks that print the name of the service beside its number.
_NAMING = ("contacts",)


def check(content: Content) -> Iterator[Problem]:
    """An error for each service that is named where it shows."""
    library = content.library
    for one in shown(library):
        text = library.texts.get(one.piece.same_as or "")
        facts = {**(text.facts if text else {}), **one.piece.facts}
        named = {name: ("facts", key) for key, bound in facts.items() if (name := bound.removesuffix(".name")) != bound and name != "area"}
        block = library.materials[one.material].pages[one.loc[1]].blocks[one.loc[3]] if one.loc[0] == "pages" else None  # type: ignore[index]
        if block and block.type in _NAMING and (service := getattr(one.piece, "service", None)):
            named[service] = ("service",)
        for name, loc in named.items():
            service = library.services.get(name)
            if service and not (service.phone and service.phone.dial == EMERGENCY):
                path, line = library.place("materials", one.material, *one.loc, *loc)
                yield CODE.at(path, line, f"“{service.name}” shows on {one.where}.", "Show the number without the name, or move it to a page inside.")

"""An address stands on the card for everybody to read; it must not say what the card is."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.checks.telling import Telling
from generator.problem import Problem, error

CODE = error("F321", "address-tells", "an address that names its purpose gives the holder away")


def check(content: Content) -> Iterator[Problem]:
    """An error for each address with a telling word of any language in it."""
    telling = Telling.of(content.library)
    for area in content.library.areas.values():
        if found := telling.in_name(area.address or ""):
            path, line = content.library.place("areas", area.id, "address")
            yield CODE.at(path, line, f"The address holds “{found}”.", "Choose a neutral domain.")

"""An address stands on the card for everybody to read; it must not say what the card is."""

import re
from collections.abc import Iterator

from generator.checks.content import Content
from generator.problem import Problem, error

CODE = error("F321", "address-tells", "an address that names its purpose gives the holder away")

TELLING = re.compile(r"police|pcc|slave|traffick|victim|crime|abuse|rescue", re.IGNORECASE)


def check(content: Content) -> Iterator[Problem]:
    """An error for each address with a telling word in it."""
    for area in content.library.areas.values():
        found = TELLING.search(area.address or "")
        if found:
            path, line = content.library.place("areas", area.id, "address")
            yield CODE.at(path, line, f"The address holds “{found[0]}”.", "Choose a neutral domain.")

"""Who answers in an area stands on a flat card for everybody to read: the name must not say what the card is."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.checks.telling import Telling
from generator.problem import Problem, error

CODE = error("F322", "contact-tells", "a card that names its purpose gives the holder away")


def check(content: Content) -> Iterator[Problem]:
    """An error for each contact of an area with a telling word in its name, in whatever language."""
    telling = Telling.of(content.library)
    for area in content.library.areas.values():
        for slot, contact in area.contacts.items():
            if found := telling.in_any(contact.name):
                path, line = content.library.place("areas", area.id, "contacts", slot, "name")
                yield CODE.at(path, line, f"The name holds “{found}”.", "Choose a neutral one, such as the person's own.")

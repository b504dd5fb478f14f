"""The QR code must open a page of the area's own; until it has an address, a reserved domain stands in (RFC 2606)."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.problem import Problem, warning

CODE = warning("F320", "address-reserved", "a QR code that opens nothing is a promise broken")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each area without an address of its own."""
    for area in content.library.areas.values():
        if not area.address:
            path, line = content.library.place("areas", area.id)
            yield CODE.at(path, line, f"{area.name} has no web address of its own; https://{area.id}.example/ stands in.",
                          "Set address: to a neutral https address.")

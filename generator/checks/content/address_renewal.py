"""A web address is rented: without the day on which it ends nobody renews it in time (safety rules, 7a)."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.problem import Problem, warning

CODE = warning("F204", "address-renewal-unknown", "a lapsed domain can be bought by anybody, and the paper still leads there")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each address of an area without its last day."""
    for area in content.library.areas.values():
        if area.address and not area.address_renews_on:
            path, line = content.library.place("areas", area.id, "address")
            yield CODE.at(path, line, f"Nobody has written down until when {area.address} is paid for.",
                          "Write address_renews_on: with the day, as the registrar shows it.")

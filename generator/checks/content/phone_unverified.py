"""A number is printed only after somebody rang it: three of the twelve first facts had changed within two years.

Source: stored pages of the services themselves disagree with newer ones.
"""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.model.library import pieces
from generator.problem import Problem, warning

CODE = warning("F201", "phone-unverified", "a wrong number costs the only call")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each number that a material prints and that nobody has verified."""
    used = {getattr(piece.record, "service", None) for material in content.library.materials.values()
            for piece in pieces(material)}
    used |= {bound.split(".")[0] for text in content.library.texts.values() for bound in text.facts.values()}
    for service in content.library.services.values():
        if service.id in used and service.phone and not content.signoffs.verified(
                service.id, "phone", service.phone.dial):
            path, line = content.library.place("services", service.id, "phone", "shown")
            yield CODE.at(path, line, f"Nobody has verified {service.phone.shown} ({service.name}).",
                          f"Ring it, then record that: make verified SERVICE={service.id} BY=you")

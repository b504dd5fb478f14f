"""A fact is printed only after somebody checked it: three of the twelve first numbers had changed within two years.

Source: stored pages of the services themselves disagree with newer ones. A check is of one value, so a changed digit voids it.
"""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.facts import CHANGED, UNVERIFIED, facts
from generator.problem import Problem, warning

CODE = warning("F201", "phone-unverified", "a wrong number costs the only call")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each number that a material prints and that nobody has verified."""
    for fact in facts(content.library, content.signoffs, content.today):
        if fact.kind == "phone" and fact.state in (CHANGED, UNVERIFIED):
            path, line = content.library.place("services", fact.owner, "phone", "shown")
            said = f"Nobody has verified {fact.shown} ({fact.name})" + (", which is not the number that was rung before." if fact.state == CHANGED else ".")
            yield CODE.at(path, line, said, f"Ring it, then record that: make verified SERVICE={fact.owner} BY=you")

"""Four eyes: who writes in a language does not approve texts in it. One misses one's own mistakes.

A person's file in content/people/ says under translates where they write.
"""

from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.checks.approvals import standing
from generator.checks.content import Content
from generator.problem import Problem, error

CODE = error("E304", "reviewer-translates", "a mistake that its own author read again has been read by nobody else")


def check(content: Content) -> Iterator[Problem]:
    """An error for each sign-off by a translator of the locale."""
    for tag, place, approval in standing(content):
        person = content.library.people.get(approval.by)
        if person is not None and tag in person.translates:
            yield CODE.at(*place, f"{shown(person.name)} translates {tag} and approved {shown(approval.context)}.",
                          "Have it read by a reviewer who does not translate this language.",
                          locale=tag, context=approval.context)

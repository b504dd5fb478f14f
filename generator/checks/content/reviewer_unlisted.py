"""Who approves a text must be able to read it: a person of content/people whose file lists the locale under reviews.

A name that nobody has entered there could be anybody, or a slip of the hand.
"""

from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.checks.approvals import standing
from generator.checks.content import Content
from generator.problem import Problem, error

CODE = error("E303", "reviewer-unlisted", "a text approved by somebody who cannot read it has been read by nobody")


def check(content: Content) -> Iterator[Problem]:
    """An error for each sign-off by somebody who is not listed as a reviewer of its locale."""
    people = content.library.people
    for tag, place, approval in standing(content):
        person = people.get(approval.by)
        if person is not None and (tag in person.reviews or tag in person.translates):  # the latter has a check of its own
            continue
        message = (f"{shown(person.name)} approved {shown(approval.context)} and does not review {tag}." if person else
                   f"Nobody named {shown(approval.by)} stands in content/people/, who approved {shown(approval.context)}.")
        yield CODE.at(*place, message, f"Write {tag} under reviews: in content/people/{shown(approval.by)}.yaml if that is so, "
                      "or have the text read by a reviewer.", locale=tag, context=approval.context)

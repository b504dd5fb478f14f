"""Who checks a fact must be known to ring: a person of content/people whose file says rings: true.

Whoever rings says nothing of a victim and nothing of the card, and knows what a right
answer sounds like. A check by anybody else verifies nothing.
"""

from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.checks.content import Content
from generator.problem import Problem, error
from generator.facts import value_of

CODE = error("E305", "ringer-unlisted", "a number that was rung by nobody known has been rung by nobody")


def check(content: Content) -> Iterator[Problem]:
    """An error for each check of a fact of today by somebody who is not listed as one who rings."""
    people, kept = content.library.people, content.signoffs.files.get("facts")
    for number, fact in enumerate(kept.facts if kept else ()):
        service = content.library.services.get(fact.service)
        if service is None or value_of(service, fact.fact) != fact.value:
            continue  # the record of a number of before concerns nothing that is printed
        person = people.get(fact.by)
        if person is not None and person.rings:
            continue
        message = (f"{shown(person.name)} checked the {fact.fact} of {fact.service} and is not among those who ring." if person else
                   f"Nobody named {shown(fact.by)} stands in content/people/, who checked the {fact.fact} of {fact.service}.")
        yield CODE.at(*content.library.place("signoff", "facts", "facts", number), message,
                      f"Write rings: true in content/people/{shown(fact.by)}.yaml if that is so, or have somebody ring who "
                      f"is listed: make verified SERVICE={fact.service} BY=you")

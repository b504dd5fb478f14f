"""A number that was right once is not right for ever: a check holds as long as content/expiry/ says, and is then made again.

Source: three of the twelve first numbers had changed within two years. An area's address ends
on ``address_renews_on``: a lapsed domain can be bought by anybody.
"""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.facts import EXPIRED, facts
from generator.problem import Problem, warning

CODE = warning("F202", "fact-expired", "a number that nobody has rung for long may reach nobody, or somebody else")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each fact whose check has run out, and each address that was to be renewed."""
    for fact in facts(content.library, content.signoffs, content.today):
        if fact.state != EXPIRED:
            continue
        if fact.kind == "address":
            yield CODE.at(fact.path, fact.line, f"The address {fact.shown} was to be renewed on {fact.last_day}.",
                          "Renew it, look that it opens, then write the new day under address_renews_on.")
            continue
        again = f"make verified SERVICE={fact.owner} BY=you" + ("" if fact.kind == "phone" else f" FACT={fact.kind}")
        yield CODE.at(fact.path, fact.line, f"{fact.shown} ({fact.name}) was last checked by {fact.checked_by} on {fact.checked_on}, "
                      f"and that held until {fact.last_day}.", f"Check it again, then record that: {again}")

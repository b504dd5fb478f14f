"""Who is told in time rings in time: on the day itself every item that shows the fact becomes a draft again."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.facts import SOON, facts
from generator.problem import Problem, warning

CODE = warning("F203", "fact-expires-soon", "a release that stops on the day it is needed leaves old paper in use")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each fact that will expire within the notice of content/expiry/."""
    for fact in facts(content.library, content.signoffs, content.today):
        if fact.state == SOON:
            what = "Renew it, then write the new day there." if fact.kind == "address" else (
                f"Check it, then record that: make verified SERVICE={fact.owner} BY=you" + ("" if fact.kind == "phone" else f" FACT={fact.kind}"))
            yield CODE.at(fact.path, fact.line, f"{fact.shown} ({fact.name}) holds until {fact.last_day}.", what)

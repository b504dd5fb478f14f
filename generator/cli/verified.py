"""Floor 12. verified: somebody rang a number, and it was right."""

from __future__ import annotations

import datetime as dt
import sys

import click

from generator.cli.settings import Settings, options, read
from generator.problem import Severity

QUESTIONS = {"phone": "Type the number that you rang", "hours": "Type always, if it answers day and night",
             "web": "Type the address that you opened, without https://"}


@click.command()
@click.option("--service", required=True, help="An id of content/services, such as helpline.")
@click.option("--by", required=True, help="Who rang: an id of content/people.")
@click.option("--fact", type=click.Choice(list(QUESTIONS)), default="phone", show_default=True, help="What was checked.")
@click.option("--value", default="", help="The number that was rung; else it is asked for.")
@options
def verified(settings: Settings, service: str, by: str, fact: str, value: str) -> None:
    """Record that a number was rung, with the number that was rung.

    It is typed anew and not shown before: whoever rang has it on paper or in the
    phone. If it is not the number in content/, nothing is recorded.
    """
    from generator.facts import value_of
    from generator.review import fact_problems, record_fact
    inputs = read(settings)
    files = ("content/signoff/facts.yaml", f"content/services/{service}.yaml", f"content/people/{by}.yaml")
    broken = [p for p in inputs.problems if p.severity is Severity.ERROR and p.path in files]
    if broken:
        settings.finish(broken)
    known = inputs.library.services.get(service)
    if known is None:
        raise click.UsageError(f"There is no service “{service[:60]}”. There are: {', '.join(sorted(inputs.library.services))}.")
    # Who may not, or what is not there, is told before anybody types.
    problems = fact_problems(inputs.library, known, fact, value_of(known, fact), by)
    if not problems and not value:
        if settings.form != "text" or not sys.stdin.isatty():
            raise click.UsageError("The number that was rung has to be typed: in a terminal, or with --value.")
        value = click.prompt(f"{known.name}. {QUESTIONS[fact]}")
    problems = problems or fact_problems(inputs.library, known, fact, value, by)
    if not problems:
        problems = record_fact(settings.root, service, fact, value_of(known, fact), by, dt.date.today())
    if not problems:
        settings.say(f"Recorded: {value_of(known, fact)} of {service}. content/signoff/facts.yaml keeps that.")
    settings.finish(problems)

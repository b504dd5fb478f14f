"""Floor 12. check and status."""

from __future__ import annotations

import sys

import click

from generator.cli.settings import Settings, all_problems, exit_code, in_no_area, narrow_to, narrowing, options, read
from generator.problem import Severity


@click.command()
@narrowing
@options
def check(settings: Settings, locale: str, area: str, material: str) -> None:
    """Check content and translations; make nothing."""
    narrow, inputs = narrow_to(settings.root, locale, area, material), read(settings, kept=True)
    problems = all_problems(settings, narrow, inputs)
    if locale:
        problems = [p for p in problems if p.locale in ("", *locale.split(","))]
    problems += [p.on(severity=Severity.WARNING) for p in in_no_area(settings.root, locale, area)]  # its texts may be checked before
    if settings.form == "text":
        from generator.checks.content import skipped
        for note in skipped(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today):
            settings.say(note)
        if not problems:
            settings.say("Nothing to mend.")
    settings.finish(problems)


@click.command()
@narrowing
@options
def status(settings: Settings, locale: str, area: str, material: str) -> None:
    """What stands between here and a release, in the order to do it."""
    from generator.status import status as steps
    problems = all_problems(settings, narrow_to(settings.root, locale, area, material))
    if not settings.json:
        for number, (title, mine) in enumerate(steps(problems), 1):
            click.echo(f"\n{number}. {title} ({len(mine)})")
            for problem in mine:
                click.echo(f"   {problem}")
        if not problems:
            click.echo("Nothing stands in the way of a release.")
        sys.exit(exit_code(problems))
    settings.finish(problems)

"""Floor 12. translations."""

from __future__ import annotations

import click

from generator.cli.settings import Settings, narrow_to, options, read
from generator.problem import Severity


@click.command()
@click.option("--locale", default="", help="Only a locale, such as ro.")
@options
def translations(settings: Settings, locale: str) -> None:
    """Bring locales/messages.pot and every catalog up to date with the English."""
    from generator.build.machine import gettext_problems
    from generator.catalog.merge import merge, write_template
    from generator.messages import template
    missing = gettext_problems()
    if missing:
        settings.finish(missing)
    inputs = read(settings)
    narrow_to(settings.root, locale, "", "")
    problems = [p for p in inputs.problems if p.path.startswith(("content/", "templates/"))]
    if any(p.severity is Severity.ERROR for p in problems):
        settings.say("The catalogs were left as they are: first mend the content.")
        settings.finish(problems)
    changed = []
    try:
        if write_template(settings.root, template(inputs.library)):
            changed.append("locales/messages.pot")
        for one in inputs.library.locales.values():
            if one.gettext and (not locale or one.tag in locale.split(",")):
                touched, found = merge(settings.root, one)
                problems += found
                changed += [f"locales/{one.tag}.po"] if touched else []
    except OSError as problem:
        raise click.FileError(str(problem.filename or settings.root), problem.strerror or str(problem)) from None
    for path in changed:
        settings.say(f"changed: {path}")
    if not changed:
        settings.say("Nothing to change.")
    settings.finish(problems)

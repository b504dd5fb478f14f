"""Floor 12. receive."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.settings import Settings, options, read


@click.command()
@click.option("--file", "file", type=click.Path(path_type=Path), required=True, help="The .po that came back, or a zip that holds just one.")
@click.option("--by", required=True, help="Who translated: a file of content/people/ that names the locale under translates.")
@click.option("--locale", default="", help="The locale, where the file does not say it.")
@options
def receive(settings: Settings, file: Path, by: str, locale: str) -> None:
    """Take a translation back, string by string; what fails a check keeps its old text."""
    from generator.problem import Severity
    from generator.receive.report import lines, write_report
    from generator.receive.take import receive as take
    inputs = read(settings)
    blocking = [p for p in inputs.problems if p.severity is Severity.ERROR and p.path.startswith(("content/", "templates/"))]
    if blocking:
        settings.say("Nothing was taken: first mend the content.")
        settings.finish(blocking)
    outcome = take(inputs, file, by.strip(), locale.strip())
    read_through = bool(outcome.taken or outcome.refused or outcome.unchanged)
    if read_through:
        for line in lines(outcome):
            settings.say(line)
        try:
            settings.say(f"The report: {write_report(outcome, settings.build)}")
        except OSError as fault:
            raise click.FileError(str(fault.filename or settings.build), fault.strerror or str(fault)) from None
    else:
        settings.say("Nothing was taken.")
    settings.finish(outcome.problems)

"""Floor 12. verify: every file that was made, read again by what took no part in making it."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.settings import Settings, options, read


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="How many at a time (all cores).")
@options
def verify(settings: Settings, folder: Path | None, jobs: int | None) -> None:
    """Read every finished file in FOLDER (build/) again, against content/ and locales/."""
    from generator.build.verifying import verify as look
    from generator.problem import errors
    from generator.summary import Progress
    target = folder or settings.build
    if not target.is_dir():
        raise click.UsageError(f"{target} is no folder. Type make first, or name the folder of a build.")
    inputs = read(settings)
    with Progress(quiet=settings.json) as progress:
        done = look(target, inputs, workers=jobs, progress=progress.step)
    for trace in done.traces:
        click.echo(trace, err=True)
    if not errors(done.problems):
        settings.say(f"{done.files} files read again: each is what was made, and says what content says.")
    settings.finish(done.problems)

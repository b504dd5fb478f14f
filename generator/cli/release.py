"""Floor 12. release: what is signed off and verified, without the mark."""

from __future__ import annotations

import datetime as dt

import click

from generator.cli.settings import Settings, building, in_no_area, narrow_to, options
from generator.problem import errors


@click.command()
@building
@options
def release(settings: Settings, locale: str, area: str, material: str, rare: bool, printer: str, jobs: int | None) -> None:
    """Make what is signed off and verified, without the mark DRAFT, in build/release/, and write it into the ledger.

    Everything else that was asked for is left out and listed with what stands in its way; the command then
    ends with 1. The ledger (content/releases/) is only ever added to: commit it.
    """
    from generator.release import HELD, counted, reasons
    from generator.release import release as run_release
    from generator.summary import Progress
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    narrow = narrow_to(settings.root, locale, area, material, rare, printer)
    if unlisted := in_no_area(settings.root, locale, area):
        settings.finish(unlisted)
    with Progress(quiet=settings.json) as progress:
        done = run_release(settings.root, settings.build, narrow, today=dt.date.today(), workers=jobs, progress=progress.step)
    for trace in done.report.traces:
        click.echo(trace, err=True)
    if not done.stands:
        settings.say("Nothing was released; what stood before still stands.")
        settings.finish(done.problems, also_failed=True)
    report, inputs, problems = done.report, done.inputs, []
    settings.say(f"Released: {counted(len(done.codes))}, {report.tally.files} files, in {settings.build / 'release'}.")
    if done.release:
        settings.say(f"Release {done.release.number}: {counted(len(done.release.editions))} new or changed. "
                     f"{done.path.relative_to(settings.root)} keeps what they say; commit it.")
    elif done.codes:
        settings.say("The ledger holds them already.")
    left = len(report.held) + len(report.failed)
    if left:
        settings.say(f"{left} of the editions asked for {'is' if left == 1 else 'are'} not released:")
    for known in inputs.library.areas.values():
        drafts = [one for one in report.held if one.area == known.id]
        unmade = [one for one in report.failed if one["area"] == known.id and not all(" F310 " in why for why in one["problems"])]
        problems += reasons(HELD, drafts, unmade, inputs, known)
    settings.finish([*errors(report.problems), *problems], also_failed=not done.codes)

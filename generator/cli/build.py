"""Floor 12. build."""

from __future__ import annotations

import datetime as dt
import sys

import click

from generator.cli.settings import Settings, building, exit_code, in_no_area, narrow_to, options
from generator.problem import Severity


@click.command()
@building
@click.option("--executor", default="", help="dask:ADDRESS of a cluster, such as dask:tcp://10.0.0.5:8786 (processes of this machine).")
@options
def build(settings: Settings, locale: str, area: str, material: str, rare: bool, printer: str, jobs: int | None, executor: str) -> None:
    """Make everything that changed, check it, and publish the whole set."""
    from generator.build.standing import standing
    from generator.summary import Progress, summary
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    if executor and not executor.startswith("dask:"):
        raise click.UsageError(f"There is no executor “{executor[:60]}”. There is dask:ADDRESS; without it processes of this machine do the work.")
    narrow = narrow_to(settings.root, locale, area, material, rare, printer)
    if unlisted := in_no_area(settings.root, locale, area):
        settings.finish(unlisted)
    today = dt.date.today()
    report = standing(settings.root, settings.build, today=today, narrow=narrow)
    if report is None:
        from generator.build.builder import build as run_build  # models, catalogs, the typesetter: only where there is something to do
        with Progress(quiet=settings.json) as progress:
            report = run_build(settings.root, settings.build, today=today, narrow=narrow, workers=jobs, executor=executor, progress=progress.step)
    for trace in report.traces:
        click.echo(trace, err=True)
    if not settings.json:
        shown = [p for p in report.problems if p.severity is Severity.ERROR]
        for problem in shown:
            click.echo(str(problem), err=True)
        click.echo(summary(report, settings.build))
        sys.exit(exit_code(report.problems))
    settings.finish(report.problems)

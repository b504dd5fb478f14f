"""Floor 12. site."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import click

from generator.cli.settings import Settings, options, read
from generator.problem import errors


@click.command()
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="How many at a time (all cores).")
@options
def site(settings: Settings, jobs: int | None) -> None:
    """Make the pages behind the QR codes, and a folder of them for each address, ready to upload.

    Only the pages are made, so a new number is out within minutes; the cards follow with build. A page on which
    something is not approved or not verified carries the mark DRAFT here too.
    """
    from generator.build.builder import build as run_build
    from generator.build.inputs import Inputs
    from generator.build.narrow import Narrow
    from generator.build.site import PAGES, write_site
    from generator.summary import Progress
    started, today = time.monotonic(), dt.date.today()
    inputs = read(settings)
    names = [m.id for m in inputs.library.materials.values()
             if any(inputs.library.formats[f].kind == "page" for f in m.formats if f in inputs.library.formats)]
    seen = []

    def release(value: Inputs) -> Inputs:
        seen.append(replace(value, release=True))
        return seen[-1]

    made = settings.build / PAGES
    with Progress(quiet=settings.json) as progress:
        report = run_build(settings.root, made, today=today, narrow=Narrow(material=",".join(names)), workers=jobs,
                           progress=progress.step, transform=release)
    for trace in report.traces:
        click.echo(trace, err=True)
    if not report.whole:  # nothing new stands: what is there may have an old number
        settings.say("The pages could not be made; build/site was left as it was.")
        settings.finish(errors(report.problems), also_failed=True)
    written = write_site(seen[-1], made, settings.build, today, report.problems)
    for one in written.sites if written.published else ():
        settings.say(f"{settings.build / 'site' / one.folder}: {len(one.tags)} languages for {one.address}"
                     + (f", {len(one.old)} old pages that say where to go" if one.old else "")
                     + (", an older address" if one.former else "") + (": DRAFT, not to be uploaded" if one.draft else ""))
    if written.published:
        settings.say(f"{written.recorded} addresses are new in content/ledger/addresses.yaml. {time.monotonic() - started:.0f} s.")
    else:
        settings.say("Nothing was published; build/site was left as it was.")
    settings.finish([*errors(report.problems), *written.problems], also_failed=not written.published)

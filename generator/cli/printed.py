"""Floor 11. printed: a pack was printed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from generator.cli.settings import Settings, options, read


@click.command()
@click.option("--pack", "file", type=click.Path(path_type=Path), required=True, help="The zip that make pack wrote.")
@click.option("--by", required=True, help="Who records it: an id, such as your name in small letters.")
@click.option("--copies", default="", help="How many of each, or CODE=500,CODE=200 for those alone (as on the ticket).")
@click.option("--on", "day", default="", help="The day it was printed, such as 2026-11-21 (today).")
@click.option("--where", default="", help="The place where it was printed.")
@click.option("--again", is_flag=True, help="The same pack was printed once more.")
@options
def printed(settings: Settings, file: Path, by: str, copies: str, day: str, where: str, again: bool) -> None:
    """Record a print run in content/print-runs/: which editions, how many, with which numbers on them.

    BY is any valid id. It need not stand in content/people: a storekeeper who only counts
    boxes approves nothing. An older pack is recorded too, with a warning, since paper exists.
    """
    from generator.ledger import already, write_run
    from generator.packs.pack import outdated
    from generator.packs.parcel import read_pack
    from generator.packs.printed import NOT_CURRENT, counted, run_of
    on = _day(day, dt.date.today())
    _id(by)
    job, problems = read_pack(file)
    if job is None:
        settings.finish(problems)
    try:
        chosen, problems = counted(job, copies, file.name)
    except ValueError as fault:
        raise click.UsageError(f"COPIES: {fault}.") from None
    inputs = read(settings)
    if not again:
        problems += already(inputs.library.print_runs, job.code)
    unread = [p for p in inputs.problems if p.path.startswith("content/print-runs/")]
    if problems or unread:
        settings.finish([*problems, *unread])
    path, problems = write_run(settings.root, run_of(job, chosen, on=on, where=where, by=by))
    if path is None:
        settings.finish(problems)
    settings.say(f"Recorded: {sum(chosen.values())} copies of {len(chosen)} {'edition' if len(chosen) == 1 else 'editions'} for "
                 f"{job.area}, printed {on}. {path.relative_to(settings.root)} keeps that; commit it.")
    if by not in inputs.library.people:
        settings.say(f"({by} stands in no file of content/people; that is allowed here.)")
    old = sorted(set(outdated(job, inputs)) & chosen.keys())
    settings.finish([NOT_CURRENT.at(str(path.relative_to(settings.root)), 0, f"{len(old)} of these editions are not as content/ has them "
                                    f"now, {old[0]} among them.", "Look at what has changed before you hand them out.")] if old else [])


def _day(text: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(text) if text else today
    except ValueError:
        raise click.UsageError(f"“{text[:40]}” is no day. Write one such as {today}.") from None
    if day > today:
        raise click.UsageError(f"{day} has not come yet. Record a print run when it has been printed.")
    return day


def _id(by: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    from generator.model.values import Id
    try:
        TypeAdapter(Id).validate_python(by)
    except ValidationError:
        raise click.UsageError(f"BY: “{by[:40]}” is no id. Write your name in small letters a-z, such as ada or ada-lovelace.") from None

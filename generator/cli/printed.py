"""Floor 12. printed: a pack was printed, or some copies at the office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.settings import Settings, options, read

if TYPE_CHECKING:
    from generator.build.inputs import Inputs
    from generator.problem import Problem


@click.command()
@click.option("--pack", "file", type=click.Path(path_type=Path), default=None, help="The zip that make pack wrote.")
@click.option("--code", default="", help="Instead of a pack: the edition code of what was printed at the office; several with commas.")
@click.option("--by", required=True, help="Who records it: an id, such as your name in small letters.")
@click.option("--copies", default="", help="How many of each, or CODE=500,CODE=200 for those alone (as on the ticket).")
@click.option("--on", "day", default="", help="The day it was printed, such as 2026-11-21 (today).")
@click.option("--where", default="", help="The place where it was printed.")
@click.option("--again", is_flag=True, help="The same pack was printed once more.")
@options
def printed(settings: Settings, file: Path | None, code: str, by: str, copies: str, day: str, where: str, again: bool) -> None:
    """Record a print run in content/print-runs/: which editions, how many, with which numbers on them.

    Of a pack, or, with --code and --copies, of what came out of the office's own printer. BY is any valid
    id. It need not stand in content/people: a storekeeper who only counts boxes approves nothing. An
    older pack is recorded too, with a warning, since paper exists.
    """
    if bool(file) == bool(code):
        raise click.UsageError("Name the pack, or the code on what was printed at the office: PACK=….zip or CODE=7F3A-9K2C-4TXW COPIES=50.")
    on = _day(day, dt.date.today())
    _id(by)
    if file:
        _pack(settings, file, by, copies, on, where, again)
    else:
        _office(settings, code, by, copies, on, where)


def _pack(settings: Settings, file: Path, by: str, copies: str, on: dt.date, where: str, again: bool) -> None:
    from generator.ledger.runs import already
    from generator.packs.pack import outdated
    from generator.packs.parcel import read_pack
    from generator.packs.printed import NOT_CURRENT, counted, run_of
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
    path = _write(settings, inputs, run_of(job, chosen, on=on, where=where, by=by), problems, again)
    settings.say(f"Recorded: {sum(chosen.values())} copies of {len(chosen)} {'edition' if len(chosen) == 1 else 'editions'} for "
                 f"{job.area}, printed {on}. {path} keeps that; commit it.")
    _stranger(settings, inputs, by)
    old = sorted(set(outdated(job, inputs)) & chosen.keys())
    settings.finish([NOT_CURRENT.at(str(path), 0, f"{len(old)} of these editions are not as content/ has them "
                                    f"now, {old[0]} among them.", "Look at what has changed before you hand them out.")] if old else [])


def _office(settings: Settings, codes: str, by: str, copies: str, on: dt.date, where: str) -> None:
    from generator.cli.recall import office_of
    from generator.cli.trace import found
    from generator.packs.printed import NOT_CURRENT, office_run, whole
    office, _ = office_of(settings)
    try:
        number = whole(copies)
    except ValueError as fault:
        raise click.UsageError(f"COPIES: {fault}.") from None
    chosen = [found(settings, office, one) for one in dict.fromkeys(codes.split(","))]
    if len({edition.area for _, edition in chosen}) > 1:
        raise click.UsageError("These are editions of several areas: record one area at a time.")
    inputs = read(settings)
    path = _write(settings, inputs, office_run(chosen, number, on=on, where=where, by=by), [], True)
    settings.say(f"Recorded: {number} copies each of {len(chosen)} {'edition' if len(chosen) == 1 else 'editions'}, printed at the office on {on}. "
                 f"{path} keeps that; commit it.")
    _stranger(settings, inputs, by)
    old = [edition.code for _, edition in chosen if edition.code not in office.ledger.standing or office.now(edition)[1] != "released"]
    settings.finish([NOT_CURRENT.at(str(path), 0, f"{old[0]} is not as content/ has it now.", "Look at what has changed before you hand it out.")] if old else [])


def _write(settings: Settings, inputs: Inputs, run: dict[str, object], problems: list[Problem], again: bool) -> Path:
    """The record's place under the root. Ends the command where it cannot be written."""
    from generator.ledger.runs import write_run
    unread = [p for p in inputs.problems if p.path.startswith("content/print-runs/")]
    if problems or unread:
        settings.finish([*problems, *unread])
    path, problems = write_run(settings.root, run, again=again)
    if path is None:
        settings.finish(problems)
    return path.relative_to(settings.root)


def _stranger(settings: Settings, inputs: Inputs, by: str) -> None:
    if by not in inputs.library.people:
        settings.say(f"({by} stands in no file of content/people; that is allowed here.)")


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

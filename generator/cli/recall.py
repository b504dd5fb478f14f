"""Floor 12. recall: which printed editions carry what is no longer right."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.settings import Settings, options, read
from generator.problem import warning

if TYPE_CHECKING:
    from generator.ledger.recall import Office, Recalled
    from generator.problem import Problem

TO_RECALL = warning("K431", "to-be-recalled", "a card with an old number is believed as long as it lies about")
COLUMNS = ("copies", "area", "item", "form", "language", "code", "why", "released on", "printed", "replaced by", "state of that")


def office_of(settings: Settings) -> tuple[Office, list[Problem]]:
    """The ledgers and today's content; a damaged ledger ends the command."""
    from generator.ledger.recall import Office
    from generator.ledger.releases import read_releases
    inputs = replace(read(settings), release=True)
    ledger, problems = read_releases(settings.root)
    problems += [p for p in inputs.problems if p.path.startswith("content/print-runs/")]
    if problems:  # an answer from half a ledger would leave paper out there
        settings.finish(problems)
    return Office(ledger, inputs.library.print_runs, inputs.join), []


@click.command()
@click.option("--service", default="", help="Editions with a changed or expired fact of this service (or of an area: its address).")
@click.option("--string", "context", default="", help="Editions with a text that has changed since: its context, such as safety-card.heading.")
@click.option("--area", default="", help="Only, or all, of this area.")
@click.option("--locale", default="", help="Only, or all, of this language.")
@click.option("--every", is_flag=True, help="Also where nothing has changed: all that carry it.")
@click.option("--csv", "table", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write the list as CSV too.")
@options
def recall(settings: Settings, service: str, context: str, area: str, locale: str, every: bool, table: Path | None) -> None:
    """List the released editions that are no longer right: how many copies, where and when, and what replaces them.

    It asks the ledger (content/releases/, content/print-runs/): what is not recorded there is not found.
    """
    from generator.ledger.recall import recall as ask
    if not (service or context or area or locale):
        raise click.UsageError("Say what for: SERVICE=helpline, STRING=safety-card.heading, AREA=wiltshire or LOCALE=ro.")
    office, _ = office_of(settings)
    _known(office, service, context, area, locale)
    found = ask(office, service=service, context=context, area=area, locale=locale, all_of_it=every)
    rows = [_row(one) for one in found]
    if settings.form == "text":
        _print(rows)
    copies = sum(one.copies for one in found)
    if not found:
        settings.say("No released edition carries " + ("this." if every else "anything else than content/ has now. (All that carry it: EVERY=1)"))
    else:
        never = sum(not one.printed for one in found)
        settings.say(f"{len(found)} released editions, {copies} copies in recorded print runs"
                     + (f"; {never} without a recorded run: ask whether any were printed" if never else "") + ".")
    if table:
        text = io.StringIO()
        csv.writer(text).writerows([COLUMNS, *rows])
        try:
            table.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())  # for spreadsheets
        except OSError as fault:
            raise click.UsageError(f"{table} cannot be written: {fault.strerror}.") from None
        settings.say(f"{table} holds the list.")
    settings.finish([TO_RECALL.at(f"content/releases/{one.release.number:04}.json", 0,
                                  f"{one.edition.code} ({one.edition.material}, {one.edition.locale}, {one.edition.area}; {one.copies} copies): {'; '.join(one.why)}.",
                                  _remedy(one), locale="" if one.edition.locale == "mul" else one.edition.locale)
                     for one in found] if settings.form != "text" else [])


def _known(office: Office, service: str, context: str, area: str, locale: str) -> None:
    """A name that neither content/ nor any release has is a slip of the hand: “nothing to recall” would be a false answer."""
    library, releases = office.join.library, office.ledger.releases
    editions = [edition for release in releases for edition in release.editions]
    owners = {key.rsplit(".", 1)[0] for release in releases for key in release.facts}
    texts = {name for release in releases for known in release.texts.values() for name in known}
    for what, name, there in (("service", service, {*library.services, *library.areas, *owners}), ("text", context, {*library.texts, *texts}),
                              ("area", area, {*library.areas, *(e.area for e in editions)}),
                              ("locale", locale, {*library.locales, *(e.locale for e in editions)})):
        if name and name not in there:
            import difflib
            near = difflib.get_close_matches(name, sorted(there), 1)
            raise click.UsageError(f"There is no {what} “{name[:60]}”, and there was none in any release."
                                   + (f" Did you mean {near[0]}?" if near else ""))


def _row(one: Recalled) -> tuple[str, ...]:
    edition = one.edition
    printed = "; ".join(f"{p.copies} on {p.run.on}, {p.run.printer}" + (f", {p.run.where}" if p.run.where else "") for p in one.printed)
    return (str(one.copies), edition.area, edition.material, edition.format, edition.locale, edition.code, "; ".join(one.why),
            one.release.date.isoformat(), printed or "no run recorded", one.replaced_by, one.state)


def _remedy(one: Recalled) -> str:
    return {"released": f"Print {one.replaced_by} instead, and take the old ones back.",
            "to be released": f"Release and print {one.replaced_by} instead: make release AREA={one.edition.area}",
            "draft": f"{one.replaced_by} is to replace it, and is a draft: make status",
            "the same": "It is as content/ has it now; what it says cannot be printed today: make status"}.get(
                one.state, "Nothing replaces it today; take the old ones back.")


def _print(rows: list[tuple[str, ...]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS:
        table.add_column(name, overflow="fold", justify="right" if name == "copies" else "left", no_wrap=name == "code")
    for row in rows:
        table.add_row(*row)
    if rows:
        Console(width=None if Console().is_terminal else 200, highlight=False, markup=False).print(table)

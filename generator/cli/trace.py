"""Floor 12. trace: what a printed item says and where it came from, from the code on it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.recall import office_of
from generator.cli.settings import Settings, options
from generator.problem import error

if TYPE_CHECKING:
    from generator.ledger.recall import Office
    from generator.model.release import Release, ReleasedEdition

NO_CODE = error("K421", "no-edition-code", "a code that was misread would tell of another card")
UNKNOWN = error("K425", "edition-unknown", "what nobody released nobody answers for")


@click.command()
@click.argument("code")
@options
def trace(settings: Settings, code: str) -> None:
    """Tell what the item with this edition code says, when it was released and printed, and what is right today.

    Capitals, spaces and hyphens do not count; O is read as 0, I and L as 1. A code with one wrong character is refused.
    """
    from generator.ledger.recall import of_today, words
    office, _ = office_of(settings)
    release, edition = found(settings, office, code)
    read, rows = edition.code, words(office, edition.code)
    library = office.join.library
    material, form, area, locale = (library.materials.get(edition.material), library.formats.get(edition.format),
                                    library.areas.get(edition.area), library.locales.get(edition.locale))
    say = settings.say
    say(f"{read}: {material.title if material else edition.material}, {form.name if form else edition.format}, "
        f"{locale.english_name if locale else edition.locale}, {area.name if area else edition.area}")
    first = next(one for one in office.ledger.releases if any(e.code == read for e in one.editions))
    say(f"Released on {first.date} (release {first.number}, generator {first.generator}, content of {first.source_date}).")
    for key in edition.facts:
        fact = release.facts[key]
        say(f"  {key}: {fact.shown}" + (f", checked by {fact.checked_by} on {fact.checked_on}" if fact.checked_by else ""))
    if edition.qr:
        say(f"  QR code: {edition.qr[0]}")
    runs = office.printed(read)
    for one in runs:
        say(f"Printed: {one.copies} copies on {one.run.on}, {one.run.printer}" + (f", {one.run.where}" if one.run.where else "") + f" (content/print-runs/{one.run.id}.yaml).")
    if not runs:
        say("No print run of it is recorded.")
    now, state = of_today(office, edition)
    say({"not made": "Today nothing is made in its place."}.get(
        state, f"Today content/ gives {'the same edition' if now == read else now + ' instead'} ({state})."))
    if rows:
        say("It says:")
    for tag, context, said, english in rows:
        say(f"  {context}" + (f" ({tag})" if edition.locale == "mul" else "") + f": {said}" + (f"  =  {english}" if english and english != said else ""))
    for file in edition.files:
        say(f"  file {file.path}  sha256 {file.sha256}")
    settings.finish([])


def found(settings: Settings, office: Office, code: str) -> tuple[Release, ReleasedEdition]:
    """The released edition of a code that somebody typed. Ends the command where there is none."""
    from generator.editioncode import read_code
    read = read_code(code)
    if read is None:
        settings.finish([NO_CODE.at("trace", 0, f"“{code[:40]}” is no edition code: a character is wrong or missing.",
                                    "Read it again from the item: three groups of four, such as 7F3A-9K2C-4TXW.")])
    if read not in office.ledger.records:
        settings.finish([UNKNOWN.at("content/releases", 0, f"No release holds {read}" + _draft(settings, read) + ".",
                                    "Look at the code again. If it is right: it was never released here, do not hand it out.")])
    return office.ledger.records[read]


def _draft(settings: Settings, code: str) -> str:
    """Where the build of today knows the code: it is a draft, or was not released yet."""
    from generator.build.publish import read_current
    from generator.manifest import outputs_of
    found = [o for o in outputs_of(read_current(settings.build, "manifest.json")) if o["edition"] == code]
    return f"; it is a {found[0]['status']} of the last build, {found[0]['path']}" if found else ""

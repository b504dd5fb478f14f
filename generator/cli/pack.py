"""Floor 12. pack."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from generator.cli.settings import Settings, narrow_to, narrowing, options


@click.command()
@narrowing
@click.option("--printer", default="", help="An id of content/printers (the area's own).")
@click.option("--copies", default="", help="How many of each, instead of the area's numbers.")
@options
def pack(settings: Settings, locale: str, area: str, material: str, printer: str, copies: str) -> None:
    """Write one zip for a printer: what is released, a job ticket, checksums.

    A pack never holds a draft. What is still a draft is left out and listed with what to do; if
    --locale or --material names something of which an edition is a draft, nothing is packed.
    """
    from generator.content.reader import read_library
    from generator.packs.pack import pack as make_pack
    from generator.packs.printed import whole
    from generator.summary import Progress
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    narrow_to(settings.root, locale, area, material)
    if not area or "," in area:
        raise click.UsageError("Say for which area, one at a time: make pack AREA=wiltshire")
    library, problems = read_library(settings.root)
    known = library.areas.get(area)
    if known is None:  # the file is there, and cannot be read
        settings.finish([p for p in problems if p.path == f"content/areas/{area}.yaml"], also_failed=True)
    printer = printer or known.printer
    house = library.printers.get(printer)
    if house is None:
        broken = [p for p in problems if p.path == f"content/printers/{printer}.yaml"]
        if broken:
            settings.finish(broken)
        raise click.UsageError(f"There is no printer “{printer[:60]}”. There are: {', '.join(sorted(library.printers))}.")
    try:
        number = whole(copies) if copies else None
    except ValueError as fault:
        raise click.UsageError(f"COPIES: {fault}.") from None
    with Progress(quiet=settings.json) as progress:
        done = make_pack(settings.root, settings.build, known, house, today=dt.date.today(), locale=locale, material=material,
                         copies=number, progress=progress.step)
    if done.path:
        items = done.job.items
        settings.say(f"{_shown(done.path)}: {len(items)} {'edition' if len(items) == 1 else 'editions'}, "
                     f"{sum(item.copies for item in items)} copies, released.")
        settings.say(f"sha256 {done.sha256}")
        if done.release:
            settings.say(f"Release {done.release.number} of the ledger keeps what they say: content/releases/; commit it.")
        settings.say(f"When it has been printed: make printed PACK={_shown(done.path)} BY=you")
    else:
        settings.say("Nothing was packed.")
    if done.left_out:
        settings.say(f"{done.left_out} of the editions asked for {'is' if done.left_out == 1 else 'are'} not released:")
    settings.finish(done.problems)


def _shown(path: Path) -> str:
    from generator.build.disk import shown
    return shown(path)

"""Floor 12. contact-sheets."""

from __future__ import annotations

import click

from generator.cli.settings import Settings, options


@click.command("contact-sheets")
@click.option("--area", default="wiltshire", help="Which area.")
@click.option("--locale", default="", help="Which languages, with commas between; `all` for all.")
@options
def contact_sheets(settings: Settings, area: str, locale: str) -> None:
    """Put the pages of many languages side by side into docs/contact-sheets/."""
    from generator.contactsheet import LOOKED_AT
    from generator.contactsheet import contact_sheets as draw
    from generator.fonts import FALLBACK, find_fonts
    files, problems = find_fonts([FALLBACK])
    if not (settings.build / "manifest.json").is_file():
        raise click.UsageError(f"{settings.build} holds no build yet. Type make first.")
    if files:
        for path in draw(settings.build, settings.root / "docs" / "contact-sheets", area, files[0].path,
                         () if locale == "all" else tuple(locale.split(",")) if locale else LOOKED_AT):
            settings.say(f"written: {path}")
    settings.finish(problems)

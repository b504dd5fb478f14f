"""Floor 12. schema."""

from __future__ import annotations

import click

from generator.cli.settings import Settings, options


@click.command()
@options
def schema(settings: Settings) -> None:
    """Write the JSON Schema files for editors into content/schema/."""
    from generator.schemas import write_schemas
    for path in write_schemas(settings.root):
        settings.say(f"changed: {path}")
    settings.finish([])

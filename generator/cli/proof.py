"""Floor 12. proof."""

from __future__ import annotations

import datetime as dt

import click

from generator.cli.settings import Settings, narrow_to, narrowing, options


@click.command()
@narrowing
@options
def proof(settings: Settings, locale: str, area: str, material: str) -> None:
    """Write the bilingual proof of a locale, for a reviewer to read and sign."""
    from generator.proof.proof import proofs
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    if not locale:
        raise click.UsageError("Say which language is to be read, for example: make proof LOCALE=ro")
    narrow = narrow_to(settings.root, locale, area, material)
    done = proofs(settings.root, settings.build, today=dt.date.today(), narrow=narrow)
    for path in done.written:
        settings.say(f"written: {path}")
    settings.finish(done.problems)

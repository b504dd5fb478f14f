"""Floor 12. preview."""

from __future__ import annotations

import datetime as dt

import click

from generator.cli.settings import Settings, narrow_to, narrowing, options


@click.command()
@narrowing
@click.option("--port", type=click.IntRange(0, 65535), default=8377, show_default=True, help="0 takes a free one.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@options
def preview(settings: Settings, locale: str, area: str, material: str, port: int, no_open: bool) -> None:
    """Show the pages in a browser, and show each edit as soon as it is saved."""
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    narrow = narrow_to(settings.root, locale, area, material)
    import webbrowser

    from generator.preview.run import preview as serve
    # A folder of its own, beside build/: what is only looked at is never published.
    target = settings.build.with_name(".preview") if settings.build == settings.root / "build" else settings.build
    settings.finish(serve(settings.root, target, today=dt.date.today(), narrow=narrow, port=port, say=settings.say,
                          opened=(lambda address: None) if no_open else webbrowser.open))

"""Floor 12. handoff."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.settings import Settings, narrow_to, options, read


@click.command()
@click.option("--locale", required=True, help="The locale to be translated, such as ro.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="The zip (BUILD/handoff/texts-LOCALE.zip).")
@options
def handoff(settings: Settings, locale: str, out: Path | None) -> None:
    """Pack what a translation agency needs into one zip."""
    from generator.catalog.reader import parse_catalog, read_bytes
    from generator.handoff import handoff as pack
    from generator.handoff import read_proofs, write_parcel
    from generator.messages import template
    from generator.problem import Severity
    inputs = read(settings)
    if not locale:
        raise click.UsageError("Say which language: LOCALE=ro, for example.")
    narrow_to(settings.root, locale, "", "")
    broken = [p for p in inputs.problems if p.severity is Severity.ERROR and p.path.startswith(("content/", "templates/"))]
    one = inputs.library.locales.get(locale)
    if broken or one is None:
        settings.say("Nothing was packed: first mend the content.")
        settings.finish(broken, also_failed=True)
    if not one.gettext:
        raise click.UsageError(f"{one.english_name} has no texts to translate: content/locales/{locale}.yaml says no gettext.")
    raw, problems = read_bytes(settings.root, one)
    catalog = None
    if raw is not None:
        catalog, problems = parse_catalog(raw, f"locales/{locale}.po", one)
    if catalog is None:
        settings.finish(problems)
    file = out or settings.build / "handoff" / f"texts-{locale}.zip"
    try:
        proofs = read_proofs(settings.build, sorted(inputs.library.areas), locale)
        parcel, problems = pack(inputs.library, one, catalog, raw, template(inputs.library), proofs)
        if parcel is None:
            settings.finish(problems)
        write_parcel(parcel, file)
    except OSError as fault:
        raise click.FileError(str(fault.filename or file), fault.strerror or str(fault)) from None
    settings.say(f"{file}: {', '.join(sorted(parcel.files))}.")
    if not proofs:
        settings.say(f"No pictures of the pages are in it; make them first with: make proof LOCALE={locale}")
    settings.finish([])

"""Floor 12. locale: begin a language."""

from __future__ import annotations

import click

from generator.cli.settings import Settings, options, read


@click.command()
@click.option("--new", "tag", required=True, help="The tag of the language, such as km.")
@options
def locale(settings: Settings, tag: str) -> None:
    """Add a language: its file, its catalog, its fonts; and say what is still missing."""
    from generator.build.machine import gettext_problems
    from generator.catalog.merge import merge, write_template
    from generator.content.reader import read_library
    from generator.messages import template
    from generator.newlocale import propose
    from generator.templates.texts import template_texts
    from generator.templates.reader import read_templates
    missing = gettext_problems()
    if missing:
        settings.finish(missing)
    library = read(settings).library
    draft, problems = propose(tag, library)
    if draft is None:
        settings.finish(problems)
    if draft.tag != tag:
        settings.say(f"{tag} is written {draft.tag}.")
    tag = draft.tag
    file = settings.root / "content" / "locales" / f"{tag}.yaml"
    try:
        file.write_text(draft.text, encoding="utf-8")
        write_template(settings.root, template(library))
        library, problems = read_library(settings.root, template_texts(read_templates(settings.root).texts))
        one = library.locales.get(tag)
        if one is not None:
            problems += merge(settings.root, one)[1]
    except OSError as fault:
        raise click.FileError(str(fault.filename or file), fault.strerror or str(fault)) from None
    settings.say(f"written: content/locales/{tag}.yaml, locales/{tag}.po ({sum(not t.english_only for t in library.texts.values())} texts to translate)")
    for line in draft.todo:
        settings.say(f"  to do: {line}")
    settings.finish(p for p in problems if p.locale in ("", tag))

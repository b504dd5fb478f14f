"""Floor 11. why."""

from __future__ import annotations

import difflib

import click

from generator.cli.settings import Settings, options

AT_MOST = 40  #: reasons of one edition on a terminal


@click.command()
@click.argument("path")
@options
def why(settings: Settings, path: str) -> None:
    """Tell why a file was made again by the last build, or that it was kept.

    PATH is as the manifest and the gallery name it, such as wiltshire/ro/safety-card.pdf.
    """
    from generator.build.history import place_of, read_history
    from generator.build.publish import read_current
    from generator.manifest import outputs_of
    from generator.why import line
    outputs = outputs_of(read_current(settings.build, "manifest.json"))
    if not outputs:
        raise click.UsageError(f"Nothing has been built in {settings.build} yet, or its manifest cannot be read. Type: make")
    asked = path.removeprefix("./").removeprefix(f"{settings.build.name}/").removeprefix("current/")
    files = {name: output for output in outputs for name in (output["path"], output.get("thumbnail")) if name}
    if asked not in files:
        near = difflib.get_close_matches(asked, files, 3, 0.5)
        raise click.UsageError(f"The build holds no item “{asked[:100]}”." + (f" Did you mean {' or '.join(near)}?" if near else " See the paths in its manifest.json."))
    output, history = files[asked], read_history(settings.build)
    known = history.editions.get(place_of(output, history.editions))
    settings.say(f"{asked}, edition {output['edition']}")
    if known is None:
        settings.say("It is not known by which build it was made: the record beside the cache is gone. Nothing else depends on it.")
        settings.finish([])
    ago = history.builds - known.build
    settings.say("Made by the last build that had something to do, because of:" if not ago else
                 f"Kept by the last {'build' if ago == 1 else f'{ago} builds'}: nothing that goes into it has changed. It was made because of:")
    for one in known.why[:AT_MOST]:
        settings.say(f"  {line(one)}")
    if len(known.why) > AT_MOST:
        settings.say(f"  … and {len(known.why) - AT_MOST} more")
    settings.finish([])

"""Floor 12. pseudo: every item in made-up languages, to see what a longer text, Arabic or Nastaliq would do to it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from generator.cli.settings import Settings, narrow_to, narrowing, options
from generator.problem import Severity

FOLDER = "build-pseudo"
TOO_LONG = "P202"  #: text-too-long, of the typesetter
#: Checks that ask which language it is: other-language. The others hold for pseudo-locales as for all.
UNASKED = frozenset({"E226"})


@click.command()
@narrowing
@click.option("--growth", type=click.Choice(["real", "wide"]), default="real",
              help="How much longer en-XA is than the English. real: as our own catalogs, measured; wide: as translations "
                   "in general; what does not fit is then told and is no failure.")
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="How many at a time (all cores).")
@options
def pseudo(settings: Settings, locale: str, area: str, material: str, growth: str, jobs: int | None) -> None:
    """Make every item in pseudo-locales, in a folder of their own (build-pseudo/)."""
    from generator.build.builder import build
    from generator.build.narrow import Narrow
    from generator.pseudo import TAGS
    from generator.summary import Progress
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    narrow_to(settings.root, "", area, material)
    if locale and locale not in TAGS:
        raise click.UsageError(f"There is no pseudo-locale “{locale[:60]}”. There are: {', '.join(TAGS)}.")
    target = settings.root / FOLDER if settings.build == settings.root / "build" else settings.build
    if _holds_real_items(target, frozenset(TAGS)):
        raise click.UsageError(f"{target} holds real items, and pseudo items must not lie beside them. "
                               "Name another folder with --build.")
    used: list[tuple[float, ...]] = []

    def transform(inputs: Any) -> Any:
        changed, factors = pseudo_inputs(inputs, growth)
        used.append(factors)
        return changed

    with Progress(quiet=settings.json) as progress:
        report = build(settings.root, target, today=dt.date.today(), narrow=Narrow(locale, area, material), workers=jobs,
                       progress=progress.step, transform=transform, unasked=UNASKED)
    for trace in report.traces:
        click.echo(trace, err=True)
    # Warnings are those of the real build: nobody reviews a pseudo-locale, or rings for it.
    problems = [p for p in report.problems if p.severity is Severity.ERROR]
    if growth == "wide":
        problems = [p.on(severity=Severity.WARNING) if p.code == TOO_LONG else p for p in problems]
    if not settings.json:
        if used:
            settings.say("Growth of en-XA: " + ", ".join(f"{f:.2f}" for f in used[0])
                         + " (English of up to 10, 20, 50 characters, and longer).")
        settings.say(f"Made {report.made} editions, {report.unchanged} unchanged, {len(report.failed)} failed, "
                     f"in {report.seconds:.0f} s." + (f" Look here: {target}/index.html" if report.whole else ""))
    # What lacks a local fact is held back with a warning in a real build too.
    failed = [f for f in report.failed if not all(": warning " in str(p) for p in f["problems"])]  # type: ignore[attr-defined]
    settings.finish(problems, also_failed=bool(failed) and not problems)


def pseudo_inputs(inputs: Any, growth: str) -> tuple[Any, tuple[float, ...]]:
    """The same inputs in pseudo-locales only, and the growth of en-XA. No approval holds for them: all stays a draft."""
    from generator.pseudo import TAGS, WIDE, pseudo_catalogs, pseudo_library, real_growth
    factors = WIDE if growth == "wide" else real_growth(inputs.library, inputs.catalogs)
    library = pseudo_library(inputs.library)
    # What is asked is whether texts fit; nobody prints them.
    library = dataclasses.replace(library, printers={name: printer.model_copy(update={"files": ()}) for name, printer in library.printers.items()})
    signoffs = dataclasses.replace(inputs.signoffs, files={tag: kept for tag, kept in inputs.signoffs.files.items() if tag not in TAGS})
    return dataclasses.replace(inputs, library=library, catalogs=pseudo_catalogs(library, factors), signoffs=signoffs), factors


def _holds_real_items(target: Path, tags: frozenset[str]) -> bool:
    """Whether a build of real locales stands there; a manifest that cannot be read counts as one."""
    try:
        kept = json.loads((target / "manifest.json").read_bytes())
        return any(output["locale"] not in {*tags, "mul"} for output in kept["outputs"])
    except FileNotFoundError:
        return False
    except (OSError, ValueError, TypeError, KeyError):
        return True

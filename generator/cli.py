"""Floor 11. Arguments, what is printed, exit codes. The clock is read here and handed down."""

from __future__ import annotations

import datetime as dt
import functools
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__
from generator.problem import ExitCode, Problem, Severity

SHOWN_AT_MOST = 60  #: problems on a terminal; all of them with --format json


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every verb takes, before the verb or after it."""

    @click.option("--root", type=click.Path(path_type=Path), default=None, help="Folder that holds content/, locales/ and templates/ (here).")
    @click.option("--build", "build_dir", type=click.Path(path_type=Path), default=None, help="Where to write (build/ under the root).")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default=None, help="json: problems as JSON and nothing else.")
    @click.pass_context
    @functools.wraps(command)
    def with_options(context: click.Context, /, root: Path | None, build_dir: Path | None, form: str | None, **more: Any) -> Any:
        before = context.obj or {}
        root = root or before.get("root") or Path(".")
        return command(Settings(root, build_dir or before.get("build_dir") or root / "build",
                                form or before.get("form") or "text"), **more)

    return with_options


def _narrowing(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, what in (("material", "a material, such as safety-card"), ("area", "an area, such as wiltshire"),
                       ("locale", "a locale, such as ro")):
        command = click.option(f"--{name}", default="", help=f"Only {what}.")(command)
    return command


class Settings:
    """Where to read, where to write, how to speak."""

    def __init__(self, root: Path, build: Path, form: str):
        self.root, self.build, self.json = root, build, form == "json"

    def say(self, text: str = "") -> None:
        """A line for a person; with --format json nothing but problems stands on standard output."""
        click.echo(text, err=self.json)

    def finish(self, problems: Iterable[Problem], *, also_failed: bool = False) -> NoReturn:
        """Print every problem and leave with the exit code that they ask for."""
        found = sorted(dict.fromkeys(problems))
        if self.json:
            click.echo(json.dumps({"problems": [p.as_dict() for p in found]}, ensure_ascii=False, indent=1))
        else:
            serious = [p for p in found if p.severity is Severity.ERROR]
            others = [p for p in found if p.severity is Severity.WARNING]
            for problem in (serious + others)[:max(SHOWN_AT_MOST, len(serious))]:
                click.echo(str(problem), err=problem.severity is Severity.ERROR)
            hidden = len(found) - max(SHOWN_AT_MOST, len(serious))
            if hidden > 0:
                click.echo(f"… and {hidden} more warnings: make status")
        if any(p.code.startswith("M") for p in found):
            sys.exit(ExitCode.MACHINE)
        wrong = also_failed or any(p.severity is Severity.ERROR for p in found)
        sys.exit(ExitCode.PROBLEMS if wrong else ExitCode.DONE)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="generator")
@click.option("--root", type=click.Path(path_type=Path), default=None)
@click.option("--build", "build_dir", type=click.Path(path_type=Path), default=None)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default=None)
@click.pass_context
def main(context: click.Context, root: Path | None, build_dir: Path | None, form: str | None) -> None:
    """Turn content and translations into cards, booklets and pages."""
    context.obj = {"root": root, "build_dir": build_dir, "form": form}


def _inputs(settings: Settings) -> Any:
    from generator.build.inputs import read_inputs
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    return read_inputs(settings.root, dt.date.today())


def _narrow(inputs_root: Path, locale: str, area: str, material: str) -> Any:
    from generator.build.plan import Narrow
    for folder, name in (("locales", locale), ("areas", area), ("materials", material)):
        known = sorted(f.stem for f in (inputs_root / "content" / folder).glob("*.yaml"))
        if name and name not in known:
            raise click.UsageError(f"There is no {folder[:-1]} “{name[:60]}”. There are: {', '.join(known)}.")
    return Narrow(locale, area, material)


@main.command()
@_narrowing
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="How many at a time (all cores).")
@_options
def build(settings: Settings, locale: str, area: str, material: str, jobs: int | None) -> None:
    """Make everything that changed, check it, and publish the whole set."""
    from generator.build.builder import build as run_build
    from generator.summary import Progress, summary
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    narrow = _narrow(settings.root, locale, area, material)
    with Progress(quiet=settings.json) as progress:
        report = run_build(settings.root, settings.build, today=dt.date.today(), narrow=narrow, workers=jobs,
                           progress=progress.step)
    for trace in report.traces:
        click.echo(trace, err=True)
    if not settings.json:
        shown = [p for p in report.problems if p.severity is Severity.ERROR]
        for problem in shown:
            click.echo(str(problem), err=True)
        click.echo(summary(report, settings.build))
        sys.exit(_exit_code(report.problems))
    settings.finish(report.problems)


def _exit_code(problems: Iterable[Problem]) -> ExitCode:
    problems = list(problems)
    if any(p.code.startswith("M") for p in problems):
        return ExitCode.MACHINE
    return ExitCode.PROBLEMS if any(p.severity is Severity.ERROR for p in problems) else ExitCode.DONE


def _all_problems(settings: Settings, narrow: Any = None) -> list[Problem]:
    from generator.build.plan import Narrow, plan
    from generator.checks.content import check_content
    inputs = _inputs(settings)
    whole = plan(inputs, [], narrow or Narrow())
    return [*inputs.problems, *whole.problems,
            *check_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today)]


@main.command()
@_narrowing
@_options
def check(settings: Settings, locale: str, area: str, material: str) -> None:
    """Check content and translations; make nothing."""
    problems = _all_problems(settings, _narrow(settings.root, locale, area, material))
    if locale:
        problems = [p for p in problems if p.locale in ("", locale)]
    if not settings.json and not problems:
        settings.say("Nothing to mend.")
    settings.finish(problems)


@main.command()
@_narrowing
@_options
def status(settings: Settings, locale: str, area: str, material: str) -> None:
    """What stands between here and a release, in the order to do it."""
    from generator.status import status as steps
    problems = _all_problems(settings, _narrow(settings.root, locale, area, material))
    if not settings.json:
        for number, (title, mine) in enumerate(steps(problems), 1):
            click.echo(f"\n{number}. {title} ({len(mine)})")
            for problem in mine:
                click.echo(f"   {problem}")
        if not problems:
            click.echo("Nothing stands in the way of a release.")
        sys.exit(_exit_code(problems))
    settings.finish(problems)


@main.command()
@_narrowing
@_options
def translations(settings: Settings, locale: str, area: str, material: str) -> None:
    """Bring locales/messages.pot and every catalog up to date with the English."""
    from generator.build.machine import gettext_problems
    from generator.catalog.merge import merge, write_template
    from generator.messages import template
    missing = gettext_problems()
    if missing:
        settings.finish(missing)
    inputs = _inputs(settings)
    problems = [p for p in inputs.problems if p.path.startswith(("content/", "templates/"))]
    if any(p.severity is Severity.ERROR for p in problems):
        settings.say("The catalogs were left as they are: first mend the content.")
        settings.finish(problems)
    changed = []
    try:
        if write_template(settings.root, template(inputs.library)):
            changed.append("locales/messages.pot")
        for one in inputs.library.locales.values():
            if one.gettext and locale in ("", one.tag):
                touched, found = merge(settings.root, one)
                problems += found
                changed += [f"locales/{one.tag}.po"] if touched else []
    except OSError as problem:
        raise click.FileError(str(problem.filename or settings.root), problem.strerror or str(problem)) from None
    for path in changed:
        settings.say(f"changed: {path}")
    if not changed:
        settings.say("Nothing to change.")
    settings.finish(problems)


@main.command()
@_options
def schema(settings: Settings) -> None:
    """Write the JSON Schema files for editors into content/schema/."""
    from generator.schemas import write_schemas
    for path in write_schemas(settings.root):
        settings.say(f"changed: {path}")
    settings.finish([])


@main.command("contact-sheets")
@click.option("--area", default="wiltshire", help="Which area.")
@_options
def contact_sheets(settings: Settings, area: str) -> None:
    """Put the pages of all languages side by side into docs/contact-sheets/."""
    from generator.contactsheet import contact_sheets as draw
    from generator.fonts import FALLBACK, find_fonts
    files, problems = find_fonts([FALLBACK])
    if not (settings.build / "manifest.json").is_file():
        raise click.UsageError(f"{settings.build} holds no build yet. Type make first.")
    if files:
        for path in draw(settings.build, settings.root / "docs" / "contact-sheets", area, files[0].path):
            settings.say(f"written: {path}")
    settings.finish(problems)

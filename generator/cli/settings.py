"""Floor 12. What every verb shares: where to read and write, how to speak, how to end."""

from __future__ import annotations

import datetime as dt
import functools
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.problem import ExitCode, Problem, Severity, error

IN_NO_AREA = error("C155", "language-in-no-area", "a language that no area lists is printed nowhere, and nobody is told")

SHOWN_AT_MOST = 60  #: problems on a terminal; all of them with --format json


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every verb takes, before the verb or after it."""

    @click.option("--root", type=click.Path(path_type=Path), default=None, help="Folder that holds content/, locales/ and templates/ (here).")
    @click.option("--build", "build_dir", type=click.Path(path_type=Path), default=None, help="Where to write (build/ under the root).")
    @click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default=None, help="json: problems as JSON and nothing else; github: as annotations.")
    @click.pass_context
    @functools.wraps(command)
    def with_options(context: click.Context, /, root: Path | None, build_dir: Path | None, form: str | None, **more: Any) -> Any:
        before = context.obj or {}
        root = root or before.get("root") or Path(".")
        return command(Settings(root, build_dir or before.get("build_dir") or root / "build",
                                form or before.get("form") or "text"), **more)

    return with_options


def narrowing(command: Callable[..., Any]) -> Callable[..., Any]:
    """--locale, --area and --material."""
    for name, what in (("material", "a material, such as safety-card"), ("area", "an area, such as wiltshire"),
                       ("locale", "a locale, such as ro")):
        command = click.option(f"--{name}", default="", help=f"Only {what}.")(command)
    return command


def building(command: Callable[..., Any]) -> Callable[..., Any]:
    """What a command that makes everything takes besides: --all, --printer, --jobs."""
    command = click.option("--jobs", type=click.IntRange(1, 256), default=None, help="How many at a time (all cores).")(command)
    command = click.option("--printer", default="", help="Files for a further printer, such as web-to-print.")(command)
    command = click.option("--all", "rare", is_flag=True, help="For every printer, and forms that are not made each day, such as large print.")(command)
    return narrowing(command)


class Settings:
    """Where to read, where to write, how to speak."""

    def __init__(self, root: Path, build: Path, form: str):
        self.root, self.build, self.form = root, build, form

    @property
    def json(self) -> bool:
        """Whether only problems, as JSON, may stand on standard output."""
        return self.form == "json"

    def say(self, text: str = "") -> None:
        """A line for a person; with --format json nothing but problems stands on standard output."""
        click.echo(text, err=self.json)

    def finish(self, problems: Iterable[Problem], *, also_failed: bool = False) -> NoReturn:
        """Print every problem and leave with the exit code that they ask for."""
        found = sorted(dict.fromkeys(problems))
        if self.json:
            click.echo(json.dumps({"problems": [p.as_dict() for p in found]}, ensure_ascii=False, indent=1))
        elif self.form == "github":
            for problem in found:
                click.echo(_annotation(problem))
        else:
            serious = [p for p in found if p.severity is Severity.ERROR]
            others = [p for p in found if p.severity is Severity.WARNING]
            for problem in (serious + others)[:max(SHOWN_AT_MOST, len(serious))]:
                click.echo(str(problem), err=problem.severity is Severity.ERROR)
            hidden = len(found) - max(SHOWN_AT_MOST, len(serious))
            if hidden > 0:
                click.echo(f"… and {hidden} more warnings: make status")
        sys.exit(ExitCode.PROBLEMS if also_failed and not found else exit_code(found))


def exit_code(problems: Iterable[Problem]) -> ExitCode:
    """3 when the machine lacks something, 1 for any error, else 0."""
    problems = list(problems)
    if any(p.code.startswith("M") for p in problems):
        return ExitCode.MACHINE
    return ExitCode.PROBLEMS if any(p.severity is Severity.ERROR for p in problems) else ExitCode.DONE


def _annotation(problem: Problem) -> str:
    """A workflow command that GitHub shows beside the line (docs: workflow commands, escaping)."""
    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return escaped(text).replace(":", "%3A").replace(",", "%2C")

    return (f"::{problem.severity} file={value(problem.path)},line={max(problem.line, 1)},"
            f"title={value(f'{problem.code} {problem.name}')}::{escaped(f'{problem.message} {problem.remedy}')}")


def read(settings: Settings, kept: bool = False) -> Any:
    """All inputs under the root, as of today. ``kept``: with what the last build has kept of them."""
    from generator.build.inputs import read_inputs
    from generator.build.keeping import Keeping
    from generator.kept import NOTHING
    if not (settings.root / "content").is_dir():
        raise click.UsageError(f"{settings.root} holds no content/ folder. Name the right one with --root.")
    return read_inputs(settings.root, dt.date.today(), Keeping(settings.build) if kept else NOTHING)


def narrow_to(inputs_root: Path, locale: str, area: str, material: str, rare: bool = False, printer: str = "") -> Any:
    """What to narrow the work to; a name that does not exist ends the command with code 2."""
    from generator.build.narrow import Narrow
    for folder, names in (("locales", locale), ("areas", area), ("materials", material), ("printers", printer)):
        known = sorted(f.stem for f in (inputs_root / "content" / folder).glob("*.yaml")) + ["mul"] * (folder == "locales")
        for name in names.split(",") if names else ():
            if name not in known:
                raise click.UsageError(f"There is no {folder[:-1]} “{name[:60]}”. There are: {', '.join(known)}.")
    return Narrow(locale, area, material, rare, printer)


def in_no_area(inputs_root: Path, locale: str, area: str) -> list[Problem]:
    """A problem for each locale that was asked for and that no area (or not the one asked for) lists."""
    if not locale:
        return []
    from generator.content.reader import read_plain_file
    from generator.content.yamltext import read_yaml
    listed: set[str] = {"", "mul"}
    areas = area.split(",") if area else [file.stem for file in sorted((inputs_root / "content" / "areas").glob("*.yaml"))]
    for name in areas:
        path = f"content/areas/{name}.yaml"
        raw = read_plain_file(inputs_root / path, path, [])
        document = read_yaml(raw, path)[0] if raw is not None else None
        if document is None:
            return []  # its fault is told
        locales = document.data.get("locales", {}) if isinstance(document.data, dict) else {}
        listed |= set(locales) if isinstance(locales, dict) else set()
    where = f"content/areas/{areas[0]}.yaml" if len(areas) == 1 else "content/areas"
    return [IN_NO_AREA.at(where, 0, f"{' and '.join(areas) if area else 'No area'} {'do not list' if len(areas) > 1 and area else 'does not list' if area else 'lists'} "
                          f"the language {tag}: nothing is made in it.", f"Add “{tag}: 100” (the copies) under locales: of an area.")
            for tag in locale.split(",") if tag not in listed]


def all_problems(settings: Settings, narrow: Any = None, inputs: Any = None) -> list[Problem]:
    """What is wrong with content and translations, without making anything. ``inputs``: where they have been read already."""
    from generator.build.inputs import font_files
    from generator.build.narrow import Narrow
    from generator.build.plan import plan
    from generator.waivers import checked_content
    inputs = inputs or read(settings, kept=True)
    checked = checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today, inputs.kept)
    whole = plan(inputs, font_files(inputs)[0], narrow or Narrow(), checked, inputs.kept)  # as a build plans, so that what it kept is found
    return [*inputs.problems, *whole.problems, *checked]

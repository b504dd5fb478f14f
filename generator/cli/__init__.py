"""Floor 12. The verbs. One file in this folder for each group of them, found by walking the folder.

A file's click commands become verbs. They import what they need when they run, so
that ``--help`` is quick. The clock is read here and handed down.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import click

from generator import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="generator")
@click.option("--root", type=click.Path(path_type=Path), default=None)
@click.option("--build", "build_dir", type=click.Path(path_type=Path), default=None)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default=None)
@click.pass_context
def main(context: click.Context, root: Path | None, build_dir: Path | None, form: str | None) -> None:
    """Turn content and translations into cards, booklets and pages."""
    context.obj = {"root": root, "build_dir": build_dir, "form": form}


for _found in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
    for _value in vars(importlib.import_module(f"{__name__}.{_found.name}")).values():
        if isinstance(_value, click.Command):
            main.add_command(_value)

"""Floor 12. explain: what a code means, and why it matters."""

from __future__ import annotations

import difflib
import importlib
import inspect
import pkgutil
import re
from types import ModuleType

import click

from generator.cli.settings import Settings, options
from generator.problem import Code, known_codes


@click.command()
@click.argument("code")
@options
def explain(settings: Settings, code: str) -> None:
    """Say what a code such as E214 means, and why it matters."""
    makers = told_by()
    kinds = known_codes()
    kind = kinds.get(code.upper()) or next((k for k in kinds.values() if k.name == code.lower()), None)
    if kind is None:
        raise click.UsageError(f"There is no code “{_visible(code[:60])}”. The nearest: {', '.join(nearest(code, kinds))}.")
    for line in explanation(kind, makers.get(kind.number)):
        settings.say(line)
    settings.finish([])


def told_by() -> dict[str, ModuleType]:
    """Every code of the package, with the module that makes it. Imports the whole package."""
    import generator
    makers: dict[str, ModuleType] = {}
    for found in pkgutil.walk_packages(generator.__path__, "generator.", onerror=lambda name: None):
        if found.name.endswith("__main__"):  # it runs when imported
            continue
        try:
            module = importlib.import_module(found.name)
        except (ImportError, OSError):  # a library that this machine lacks; its codes stay unknown here
            continue
        for number in re.findall(r'\b(?:error|warning)\(\s*"([A-Z][0-9]{3})"', inspect.getsource(module)):
            makers.setdefault(number, module)
    return makers


def explanation(kind: Code, module: ModuleType | None) -> list[str]:
    """What there is to say of a kind of problem, line by line."""
    stops = "it stops what it concerns" if kind.severity == "error" else "it is shown; nothing stops"
    lines = [f"{kind.number} {kind.name}: {kind.severity}, {stops}.", "", f"Why: {kind.why}."]
    if module is None:
        return lines
    if module.__doc__:
        lines += ["", *inspect.cleandoc(module.__doc__).splitlines()]
    # A module with several codes shows examples of its CODE only.
    examples = getattr(module, "EXAMPLES", ()) if getattr(module, "CODE", None) == kind else ()
    for title, bad in (("Good", False), ("Bad", True)):
        example = next((one for one in examples if one.bad is bad), None)
        if example:
            lines += ["", f"{title} ({example.locale}):", f"  {_visible(example.english)}", f"  {_visible(example.translation)}"]
    file = module.__name__.replace(".", "/") + ("/__init__" if hasattr(module, "__path__") else "") + ".py"
    return [*lines, "", f"Told by {file}"]


def nearest(code: str, kinds: dict[str, Code]) -> list[str]:
    """Three codes that may have been meant."""
    if re.fullmatch("[A-Za-z][0-9]{1,6}", code):
        asked = int(code[1:])
        return sorted(kinds, key=lambda number: (number[0] != code[0].upper(), abs(int(number[1:]) - asked)))[:3]
    names = {kind.name: number for number, kind in kinds.items()}
    return [f"{names[name]} {name}" for name in difflib.get_close_matches(code.lower(), names, 3, 0)]


def _visible(text: str) -> str:
    """Characters that cannot be seen, as their code points: an example may hold the very fault."""
    return "".join(c if c.isprintable() else f"⟨U+{ord(c):04X}⟩" for c in text)

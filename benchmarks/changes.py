"""A copy of the content, and what a person changes in it of a morning."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copied(folder: Path) -> Path:
    """The content as it is, to change something in."""
    for name in ("content", "locales", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def one_sentence(root: Path) -> None:
    """A word more in a sentence of the Romanian safety card."""
    catalog = root / "locales" / "ro.po"
    text = catalog.read_text(encoding="utf-8")
    found = re.search(r'msgctxt "safety-card\.[a-z-]+"\nmsgid "[^"{]+"\nmsgstr "([^"{]+[a-z])([.?!]?)"\n', text)
    assert found
    catalog.write_text(text[:found.start(1)] + found[1] + " da" + text[found.end(1):], encoding="utf-8")


def one_number(root: Path, service: str) -> None:
    """Another last digit of the telephone number of a service, in both its forms."""
    file = root / "content" / "services" / f"{service}.yaml"
    text = file.read_text(encoding="utf-8")
    dial = re.search(r'(?m)^phone:\n(?:  .*\n)*?  shown: "(.*)(\d)"\n  dial: "(.*)\d"', text)
    assert dial
    other = str((int(dial[2]) + 1) % 10)
    file.write_text(text[:dial.start(2)] + other + text[dial.end(2):dial.end(3)] + other + text[dial.end(3) + 1:], encoding="utf-8")


def one_text(root: Path, *, less: str = "", more: str = "") -> None:
    """A word more, or one less, at the beginning of an English text of the safety card."""
    file = root / "content" / "materials" / "safety-card.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(f'text: "{less}', f'text: "{more}', 1), encoding="utf-8")

"""Floor 3. The project's fonts: found on this machine, and nothing else shown to the typesetter.

A private fontconfig file names one folder that holds only the files the locales
ask for; without it, a missing letter would be taken from any font that happens
to be installed. One file for each (family, weight): two print wrong letters.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

from generator.problem import Problem, error

MISSING_FONT = error("M301", "font-missing", "without the font the letters of a language print as boxes")

FALLBACK = "Noto Sans"  #: at the end of every stack: Latin letters, digits, punctuation
WEIGHTS = ("Regular", "Bold")
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


@dataclass(frozen=True)
class FontFile:
    """One file of one family and weight."""

    family: str
    weight: str
    path: Path
    sha256: str


def file_name(family: str, weight: str) -> str:
    """The name of Noto's static files: NotoSansArabic-Bold.ttf; the CJK families share a collection."""
    plain = family.replace(" ", "")
    if plain.startswith("NotoSansCJK"):
        return f"NotoSansCJK-{weight}.ttc"
    return f"{plain}-{weight}.ttf"


def find_fonts(families: Iterable[str], folders: tuple[Path, ...] = FOLDERS) -> tuple[list[FontFile], list[Problem]]:
    """Files for each family in both weights; a problem for each that this machine lacks."""
    wanted = {file_name(family, weight): (family, weight)
              for family in sorted({*families, FALLBACK}) for weight in WEIGHTS}
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                if name in wanted:
                    found.setdefault(name, Path(place) / name)
    problems = []
    for name, (family, weight) in wanted.items():
        if name not in found:
            package = "fonts-noto-cjk" if "CJK" in name else "fonts-noto-core"
            problems.append(MISSING_FONT.at(name, 0, f"The font {family} {weight} is not on this machine.",
                                            f"Install it: apt install {package}"))
    files = [FontFile(*wanted[name], path, hashlib.sha256(path.read_bytes()).hexdigest())
             for name, path in sorted(found.items())]
    return files, problems


def private_fontconfig(files: Iterable[FontFile], folder: Path) -> Path:
    """Write a folder with just these fonts and its fonts.conf; returns the absolute path of fonts.conf."""
    fonts = folder / "files"
    fonts.mkdir(parents=True, exist_ok=True)
    names = set()
    for font in files:
        link = fonts / font.path.name
        names.add(link.name)
        if link.is_symlink() and link.readlink() == font.path:
            continue
        link.unlink(missing_ok=True)
        link.symlink_to(font.path)
    for stranger in set(os.listdir(fonts)) - names:
        (fonts / stranger).unlink()
    conf = folder / "fonts.conf"
    text = (
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
            # Noto Nastaliq Urdu Bold calls itself weight 400; with two files of one weight, wrong letters are drawn.
            '<match target="scan"><test name="style"><string>Bold</string></test>'
            '<edit name="weight" mode="assign" binding="same"><const>bold</const></edit></match>\n'
            f"<dir>{fonts.resolve()}</dir>\n<cachedir>{(folder / 'cache').resolve()}</cachedir>\n</fontconfig>\n")
    if not conf.is_file() or conf.read_text() != text:
        conf.write_text(text)
    return conf.resolve()


def characters(file: FontFile) -> frozenset[int]:
    """The code points that a font can draw."""
    number = 0
    if file.path.suffix == ".ttc":
        number = _collection_index(file)
    with TTFont(file.path, fontNumber=number, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _collection_index(file: FontFile) -> int:
    from fontTools.ttLib import TTCollection
    with TTCollection(file.path, lazy=True) as collection:
        for index, font in enumerate(collection.fonts):
            if font["name"].getBestFamilyName() == file.family:
                return index
    raise ValueError(f"{file.path} holds no {file.family}")

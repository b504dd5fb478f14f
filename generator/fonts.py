"""Floor 3. The project's fonts: found on this machine, and nothing else shown to the typesetter.

A private fontconfig file names one folder that holds only the files the locales
ask for; without it, a missing letter would be taken from any font that happens
to be installed. One file for each (family, weight): two print wrong letters.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as harfbuzz
from fontTools.ttLib import TTCollection, TTFont

from generator.problem import Problem, error

MISSING_FONT = error("M301", "font-missing", "without the font the letters of a language print as boxes")

FALLBACK = "Noto Sans"  #: at the end of every stack: Latin letters, digits, punctuation
WEIGHTS = ("Regular", "Bold")
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


@dataclass(frozen=True)
class FontFile:
    """One family and weight, and the file that holds it."""

    family: str
    weight: str
    path: Path
    sha256: str  #: of the file, hex

    @property
    def name(self) -> str:
        """The file's name in the private folder; a face out of a collection gets a file of its own."""
        if self.path.suffix != ".ttc":
            return self.path.name
        return f"{self.family.replace(' ', '')}-{self.weight}.{self.sha256[:12]}.otf"


def file_name(family: str, weight: str) -> str:
    """The name of Noto's static files: NotoSansArabic-Bold.ttf; the CJK families share a collection."""
    plain = family.replace(" ", "")
    if plain.startswith("NotoSansCJK"):
        return f"NotoSansCJK-{weight}.ttc"
    return f"{plain}-{weight}.ttf"


def find_fonts(families: Iterable[str], folders: tuple[Path, ...] = FOLDERS) -> tuple[list[FontFile], list[Problem]]:
    """Files for each family in both weights; a problem for each that this machine lacks."""
    wanted = [(family, weight) for family in sorted({*families, FALLBACK}) for weight in WEIGHTS]
    names = {file_name(*one) for one in wanted}
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _, here in os.walk(folder):
            for name in names.intersection(here):
                found.setdefault(name, Path(place) / name)
    sums = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}
    files, problems = [], []
    for family, weight in wanted:
        name = file_name(family, weight)
        if name in found:
            files.append(FontFile(family, weight, found[name], sums[name]))
            continue
        package = "fonts-noto-cjk" if "CJK" in name else "fonts-noto-core"
        problems.append(MISSING_FONT.at(name, 0, f"The font {family} {weight} is not on this machine.",
                                        f"Install it: apt install {package}"))
    return files, problems


@functools.cache
def face_file(family: str, weight: str, folders: tuple[Path, ...] = FOLDERS) -> tuple[Path, int] | None:
    """The file of one family and weight, and which of its faces; None where this machine lacks it. Looked for once."""
    name = file_name(family, weight)
    path = next((Path(place) / name for folder in folders for place, _, here in os.walk(folder) if name in here), None)
    if path is None or path.suffix != ".ttc":
        return path and (path, 0)
    with TTCollection(path, lazy=True) as collection:
        names = [face["name"].getBestFamilyName() for face in collection.fonts]
    return (path, names.index(family)) if family in names else None


def private_fontconfig(files: Iterable[FontFile], folder: Path) -> Path:
    """Write a folder with just these fonts and its fonts.conf; returns the absolute path of fonts.conf."""
    fonts = folder / "files"
    fonts.mkdir(parents=True, exist_ok=True)
    names = set()
    for font in files:
        link = fonts / font.name
        names.add(link.name)
        if font.path.suffix == ".ttc":
            if not link.is_file():
                _write_face(font, link)
            continue
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


@functools.cache
def characters(folder: Path, file: str) -> frozenset[int]:
    """The code points that a file of the private folder can draw."""
    with TTFont(folder / file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawable(folder: Path, files: Iterable[FontFile], families: Iterable[str]) -> frozenset[int]:
    """The code points that a stack of families draws in both weights; ``folder``: where fonts.conf stands."""
    wanted = {*families, FALLBACK}
    covered: dict[tuple[str, str], frozenset[int]] = {
        (font.family, font.weight): characters(folder / "files", font.name) for font in files if font.family in wanted}
    both = [frozenset.intersection(*(covered[family, weight] for weight in WEIGHTS)) for family in wanted]
    return frozenset.union(*both)


def _write_face(font: FontFile, target: Path) -> None:
    """One face of a collection, cut to a fixed set of characters: no page has to touch a file of 19 MB.

    The set is a national standard's (GB 2312, Big5), not that of our texts: else a new
    sentence in one material would change the bytes of another.
    """
    with TTCollection(font.path, lazy=True) as collection:
        index = [face["name"].getBestFamilyName() for face in collection.fonts].index(font.family)
    wanted = harfbuzz.SubsetInput()
    wanted.sets(harfbuzz.SubsetInputSets.UNICODE).set(_characters(_STANDARDS[font.family]))
    face = harfbuzz.subset(harfbuzz.Face(harfbuzz.Blob.from_file_path(font.path), index), wanted)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.write_bytes(face.blob.data)
    os.replace(beside, target)


_STANDARDS = {"Noto Sans CJK SC": "gb2312", "Noto Sans CJK TC": "big5"}


def _characters(codec: str) -> set[int]:
    han = {ord(c) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF)
           for c in bytes([high, low]).decode(codec, "ignore")}
    return han | {*range(0x20, 0x250), *range(0x2000, 0x2070), *range(0x3000, 0x3040), *range(0xFF00, 0xFFF0)}

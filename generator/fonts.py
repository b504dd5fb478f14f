"""Floor 3. The project's fonts: found on this machine, and nothing else shown to the typesetter.

A private fontconfig file names one folder that holds only the files the locales
ask for; without it, a missing letter would be taken from any font that happens
to be installed. One file for each (family, weight): two print wrong letters.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.memory import give_back
from generator.problem import Problem, error
from generator.wholefile import write_whole

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
    from fontTools.ttLib import TTCollection  # where no font has to be opened nobody waits for it
    with TTCollection(path, lazy=True) as collection:
        names = [face["name"].getBestFamilyName() for face in collection.fonts]
    return (path, names.index(family)) if family in names else None


def private_fontconfig(files: Iterable[FontFile], folder: Path) -> Path:
    """Write a folder with just these fonts and its fonts.conf; returns the absolute path of fonts.conf."""
    fonts, sums = folder / "files", folder / "faces.json"
    for place in (folder, fonts):
        if place.is_symlink() or not place.is_dir():  # what is removed below must be ours
            _remove(place)
            place.mkdir(parents=True)
    # Fontconfig believes the times of folders: a font that was replaced in its place, or a clock that was wrong,
    # would leave it with what it read before. Reading anew takes it a few thousandths of a second.
    _remove(folder / "cache")
    cut, cutter, names = _cut_before(sums), _cutter(), set()
    for font in files:
        link = fonts / font.name
        names.add(link.name)
        if font.path.suffix == ".ttc":
            if link.is_symlink() or not link.is_file() or cut.get(font.name) != [cutter, hashlib.sha256(link.read_bytes()).hexdigest()]:
                cut[font.name] = [cutter, _write_face(font, link)]
                give_back()  # a collection fills 200 MB, and workers that are forked would look as large
                _remove(sums)
                write_whole(sums, json.dumps(cut).encode())
            continue
        if link.is_symlink() and link.readlink() == font.path:
            continue
        _remove(link)
        link.symlink_to(font.path)
    for stranger in set(os.listdir(fonts)) - names:
        _remove(fonts / stranger)
    conf = folder / "fonts.conf"
    text = (
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
            # Noto Nastaliq Urdu Bold calls itself weight 400; with two files of one weight, wrong letters are drawn.
            '<match target="scan"><test name="style"><string>Bold</string></test>'
            '<edit name="weight" mode="assign" binding="same"><const>bold</const></edit></match>\n'
            f"<dir>{fonts.resolve()}</dir>\n<cachedir>{(folder / 'cache').resolve()}</cachedir>\n</fontconfig>\n")
    if conf.is_symlink() or not conf.is_file() or conf.read_bytes() != text.encode():
        _remove(conf)
        write_whole(conf, text.encode())
    return conf.resolve()


def _remove(path: Path) -> None:
    """Whatever it is; of a link only the link."""
    with suppress(FileNotFoundError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _cutter() -> str:
    """What cuts a face: this module, and the packages that it asks."""
    packages = [importlib.metadata.version(name) for name in ("uharfbuzz", "fonttools")]
    return hashlib.sha256(Path(__file__).read_bytes() + repr(packages).encode()).hexdigest()


def _cut_before(sums: Path) -> dict[str, list[str]]:
    """Of each face that was cut out of a collection, what cut it and its sha256; nothing where that cannot be read."""
    with suppress(OSError, ValueError):
        known = json.loads(sums.read_bytes()) if sums.is_file() else {}
        return known if isinstance(known, dict) else {}
    return {}


@functools.cache
def characters(folder: Path, file: str) -> frozenset[int]:
    """The code points that a file of the private folder can draw."""
    from fontTools.ttLib import TTFont
    with TTFont(folder / file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawable(folder: Path, files: Iterable[FontFile], families: Iterable[str]) -> frozenset[int]:
    """The code points that a stack of families draws in both weights; ``folder``: where fonts.conf stands."""
    wanted = {*families, FALLBACK}
    covered: dict[tuple[str, str], frozenset[int]] = {
        (font.family, font.weight): characters(folder / "files", font.name) for font in files if font.family in wanted}
    both = [frozenset.intersection(*(covered[family, weight] for weight in WEIGHTS)) for family in wanted]
    return frozenset.union(*both)


def _write_face(font: FontFile, target: Path) -> str:
    """One face of a collection, cut to a fixed set of characters: no page has to touch a file of 19 MB. Its sha256.

    The set is a national standard's (GB 2312, Big5), not that of our texts: else a new
    sentence in one material would change the bytes of another.
    """
    import uharfbuzz as harfbuzz
    from fontTools.ttLib import TTCollection
    with TTCollection(font.path, lazy=True) as collection:
        index = [face["name"].getBestFamilyName() for face in collection.fonts].index(font.family)
    wanted = harfbuzz.SubsetInput()
    wanted.sets(harfbuzz.SubsetInputSets.UNICODE).set(_characters(_STANDARDS[font.family]))
    face = harfbuzz.subset(harfbuzz.Face(harfbuzz.Blob.from_file_path(font.path), index), wanted)
    _remove(target)
    write_whole(target, face.blob.data)
    return hashlib.sha256(face.blob.data).hexdigest()


_STANDARDS = {"Noto Sans CJK SC": "gb2312", "Noto Sans CJK TC": "big5"}


def _characters(codec: str) -> set[int]:
    han = {ord(c) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF)
           for c in bytes([high, low]).decode(codec, "ignore")}
    return han | {*range(0x20, 0x250), *range(0x2000, 0x2070), *range(0x3000, 0x3040), *range(0xFF00, 0xFFF0)}

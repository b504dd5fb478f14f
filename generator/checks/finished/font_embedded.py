"""Every font is embedded, as a subset, with outlines.

PDF/X-4 (ISO 15930-7, 6.3) and PDF/UA-1 (ISO 14289-1, 7.21.4) ask for embedded programs;
without one the printer puts in its own font, and Tigrinya turns into boxes. Type 3 glyphs
are small pictures: bitmaps that blur in print, refused by printers. A subset is marked by
six letters before the name (ISO 32000-1, 9.6.4).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.fonts import Font
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V330", "font-embedded", "The printer replaces a font that is not in the file, and letters change or vanish.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each font of the file is composite, embedded, subset, and not Type 3."""
    for font in file.fonts:
        fault = _fault(font)
        if fault:
            yield CODE.at(expected.path, 0, f"the font {font.base_name or '(nameless)'} {fault}; "
                          "an embedded subset with outlines is expected.",
                          "Use the project's own font files, and no bitmap or emoji font.",
                          locale=expected.language)


def _fault(font: Font) -> str:
    if font.subtype == "/Type3":
        return "is of Type 3"
    if not font.is_embedded:
        return "is not embedded"
    if not font.is_subset:
        return "is not marked as a subset"
    if not font.composite or font.program is None:
        return "is not a Type 0 font with an OpenType program"
    return ""

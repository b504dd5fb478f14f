"""Each glyph says which text it is, so that the file can be read aloud and copied.

ISO 14289-1 (PDF/UA-1), 7.21.7: ToUnicode for every character, none of it U+0000, U+FEFF
or U+FFFE. WeasyPrint 70 writes empty texts for ur, bn, hi, ne, pa and ta; the typesetter
fills them afterwards, and this is where it shows if it did not.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.fonts import Font
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V332", "font-text", "A screen reader skips the letter, and a translation app reads another word.")
_NO_TEXT = frozenset("\0\ufeff\ufffe\ufffd")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Every font has ToUnicode, every drawn code a text, and no text is empty."""
    for font in file.fonts:
        faulty = _faulty(font)
        if faulty:
            yield CODE.at(expected.path, 0,
                          f"the font {font.base_name} has {len(faulty)} glyphs without a text "
                          f"(the first: {faulty[0]:04x}), and a text for each is expected.",
                          "Fill the empty ToUnicode targets after the file is written.",
                          locale=expected.language)
        elif "/ToUnicode" not in font.obj:
            yield CODE.at(expected.path, 0, f"the font {font.base_name} has no ToUnicode map; one is expected.",
                          "Write fonts with their ToUnicode map.", locale=expected.language)


def _faulty(font: Font) -> list[int]:
    empty = {code for code, text in font.text.items() if not text or not _NO_TEXT.isdisjoint(text)}
    return sorted(empty | (font.drawn - font.text.keys()))

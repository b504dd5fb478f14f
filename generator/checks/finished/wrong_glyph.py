"""The digit that is drawn is the digit that the text layer names.

Two font files with one family and weight put the glyph numbers of one onto the outlines
of the other: wrong digits are printed while every text comparison stays right (measured,
WeasyPrint 70). The embedded font's own character map (OpenType, ``cmap``) is asked which
character a drawn glyph is. Letters are asked only where script and map are simple.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.numbers import numbers
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V303", "wrong-glyph", "The page shows another character than the one that every text check reads.")
_REMEDY = ("Keep one font file for each family and weight, and no font features (small capitals, "
           "old-style figures) on numbers and codes.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Digits and code letters are what they say; simple letters are not something else."""
    strict = numbers(file, expected).digits
    for page in file.pages:
        glyphs = file.glyphs(page)
        said: set[str] = set()
        fonts = [show.font for show in glyphs.shows]
        each = {(fonts[show], text, number, row in strict[page])
                for row, (show, text, number) in enumerate(zip(glyphs.show.tolist(), glyphs.text, glyphs.glyph.tolist(), strict=True))}
        for font, text, number, is_strict in each:
            program = font.program
            if program is None or number <= 0:
                continue  # not embedded, or .notdef: other checks say so
            drawn = program.characters.get(number, frozenset())
            if is_strict or text.isdecimal():
                wrong = text not in drawn
            else:
                asked = _simple(text) or not drawn.isdisjoint("0123456789")
                wrong = bool(drawn) and asked and text not in drawn
            if wrong:
                said.add(f"{text or 'nothing'} drawn as {'/'.join(sorted(drawn)) or 'an unnamed shape'}")
        if said:
            yield CODE.at(expected.path, page, f"page {page}: {', '.join(sorted(said)[:3])}; "
                          "each character is expected in its own shape.", _REMEDY, locale=expected.language)


def _simple(text: str) -> bool:
    return len(text) == 1 and unicodedata.name(text, "").startswith(("LATIN ", "CYRILLIC ", "GREEK "))

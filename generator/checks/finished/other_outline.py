"""Each digit of a number, and each letter of the edition code, has the outline that the project's own font gives it.

The embedded font is a copy that anybody can change: with the outlines of 3 and 8 exchanged in
it, its character map, its text and a rendering of it all agree (measured), and the page shows
another number. So the outline itself is compared with the font file of this machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.found import embedded
from generator.checks.finished.reading.numbers import numbers
from generator.checks.finished.reading.shaping import face
from generator.fonts import FALLBACK, WEIGHTS
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V503", "other-outline", "A digit that looks like another is dialled as what it looks like.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Asked where the strings of the edition are known: there the fonts are the project's own."""
    if not expected.said:
        return
    fonts = [one for family in dict.fromkeys((FALLBACK, *expected.fonts)) for weight in WEIGHTS if (one := face(family, weight))]
    right: dict[str, frozenset[int]] = {}
    opened = embedded(file)
    for page, rows in numbers(file, expected).digits.items():
        glyphs, wrong = file.glyphs(page), set()
        for row in rows:
            text = glyphs.text[row]
            if text not in right:
                right[text] = frozenset(one.drawing_of(c) for c in text for one in fonts if one.has(c))
            one = opened(glyphs.font(row))
            if one is not None and one.outline(int(glyphs.glyph[row])) not in right[text]:
                wrong.add(text)
        if wrong:
            yield CODE.at(expected.path, page, f"page {page}: {', '.join(sorted(wrong))} of a number or of the code is drawn as "
                          "no font of the project draws it.", "Make the file again; compare the fonts of this machine with those of "
                          "the manifest.", locale=expected.language)

"""A dotted circle, U+25CC, stands only where the text has one.

Shaping puts it under a vowel sign that has no letter to stand on: the sequence of
characters is broken. This caught broken Khmer, Burmese and Hindi that the test of each
character's presence had passed (measured). The drawn glyph is asked, not the text layer.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V334", "broken-sequence", "The word is misspelled: a sign hangs in the air beside a dotted circle.")
CIRCLE = "\u25cc"


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """No glyph is the font's dotted circle."""
    if any(CIRCLE in text for text in expected.texts):
        return
    for page in file.pages:
        glyphs = file.glyphs(page)
        circles = {id(font): font.program.cmap.get(ord(CIRCLE), 0) if font.program else 0 for font in file.fonts}
        drawn = np.array([circles.get(id(show.font), 0) for show in glyphs.shows], int)[glyphs.show]
        count = int(((drawn > 0) & (drawn == glyphs.glyph)).sum())
        if count:
            yield CODE.at(expected.path, page,
                          f"page {page}: {count} dotted circles are drawn, and none is expected.",
                          "Mend the order of the characters in the translation: a sign follows its letter.",
                          locale=expected.language)

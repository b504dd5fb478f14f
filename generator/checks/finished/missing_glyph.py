"""No character is drawn as .notdef, the empty box, and none as nothing.

Text extraction cannot see it: WeasyPrint 70 gives a missing character a code of its own
with the right text, and an encoding (``WP-Encod-0``) that leads the code to glyph 0
(measured; weasyprint/pdf/fonts.py). So the glyph number behind each shown code is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V333", "missing-glyph", "An empty box stands where a letter should be, and the word says nothing.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """No glyph 0, and no plain letter or digit without an outline."""
    for page in file.pages:
        glyphs = file.glyphs(page)
        missing = {glyphs.text[row] for row in np.flatnonzero(glyphs.glyph == 0)}
        missing |= {glyphs.text[row] for row in np.flatnonzero(~glyphs.inked)
                    if glyphs.text[row].isascii() and glyphs.text[row].isalnum()}
        if missing:
            named = ", ".join(f"{text!r} (U+{ord(text[0]):04X})" if text else "one without a text"
                              for text in sorted(missing)[:5])
            yield CODE.at(expected.path, page,
                          f"page {page}: the font has no shape for {named}; a letter is expected.",
                          "Change the character, or add a family that has it to the locale's fonts.",
                          locale=expected.language)

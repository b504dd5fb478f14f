"""Only the families that the locale names are in the file.

Where a glyph or a weight is missing, the system's own choice steps in, and English came
out in Noto Sans Bengali (measured). WeasyPrint 70 writes a font's name as its Pango
description with hyphens, ``ABCDEF+Noto-Sans-Arabic-Bold``; other tools write
``NotoSansArabic-Bold``: both are compared without hyphens, and the rest must be a style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V331", "font-family", "A font that nobody chose has other letters, or none, for the reader's language.")
_STYLE = re.compile(r"(thin|extralight|light|semilight|regular|normal|roman|book|medium|semibold|demibold"
                    r"|bold|extrabold|ultrabold|black|heavy|italic|oblique|semicondensed|condensed)*")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each font's family is expected."""
    families = [_plain(family) for family in expected.fonts]
    for name in sorted({font.name for font in file.fonts}):
        plain = _plain(name)
        if not any(plain.startswith(family) and _STYLE.fullmatch(plain[len(family):])
                   for family in families):
            yield CODE.at(expected.path, 0,
                          f"the font {name or '(nameless)'} is in the file, and only "
                          f"{', '.join(expected.fonts)} are expected.",
                          "Find the character that no expected font has, and change the text or "
                          "add the family to the locale.", locale=expected.language)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())

"""Every font is embedded, as a subset, with outlines.

PDF/X-4 (ISO 15930-7, 6.3) asks for embedded programs; without one the printer puts in its
own font, and Tigrinya turns into boxes. Type 3 glyphs are small pictures that blur in print
and are refused by printers. A subset is marked by six letters before the name (ISO 32000-1, 9.6.4).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.fonts import Font
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T415", "font-embedded", "The printer replaces a font that is not in the file, and letters change or vanish.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Each font of the file is embedded, subset, and not Type 3."""
    for font in file.fonts:
        fault = _fault(font)
        if fault:
            yield job.found(CODE, 0, f"the font {font.base_name or '(nameless)'} {fault}; an embedded subset with outlines is expected.",
                            "Export with all fonts embedded as subsets.")


def _fault(font: Font) -> str:
    if font.subtype == "/Type3":
        return "is of Type 3"
    if not font.is_embedded:
        return "is not embedded"
    return "" if font.is_subset else "is not marked as a subset"

"""Each glyph says which text it is.

ISO 32000-1, 9.10.3: ToUnicode. A printer's proofreader searches the file for the number, and
so do our own checks; a font without the map can be compared with nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T416", "font-text", "A number that cannot be searched for in the file cannot be checked before it is printed.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Every font that draws something has ToUnicode, with a text for each glyph drawn."""
    for font in file.fonts:
        if font.subtype == "/Type3" or not font.drawn:
            continue
        if "/ToUnicode" not in font.obj:
            yield job.found(CODE, 0, f"the font {font.base_name} has no ToUnicode map; one is expected.",
                            "Export with searchable text.")
        elif missing := font.drawn - font.text.keys():
            yield job.found(CODE, 0, f"the font {font.base_name} has {len(missing)} glyphs without a text, and a text for each is expected.",
                            "Export with searchable text.")

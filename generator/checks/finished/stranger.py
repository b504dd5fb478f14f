"""Nothing else is written on the page: every letter belongs to a string of the edition, a number, the code, or the mark.

A sentence that nobody approved may say anything, and a check for what is missing does not see
it. What stands alone may be up to two digits (a page, a step) or a word of the office's own
English. Sheets are not asked: they carry lines outside the trims, and their copies are those of the file
that was asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.draft_mark import MARK
from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.found import found_strings
from generator.checks.finished.reading.numbers import SHORTEST, numbers
from generator.checks.finished.reading.runs import visual_runs
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print")
CODE = error("V502", "stranger-on-page", "A sentence that nobody has read may say anything to the reader.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each outline is explained. Says nothing where the strings of the edition are not known."""
    if not expected.said:
        return
    left: dict[int, set[int]] = {}
    for page, row in found_strings(file, expected).left:
        left.setdefault(page, set()).add(row)
    digits = numbers(file, expected).digits
    for page, rows in sorted(left.items()):
        glyphs = file.glyphs(page)
        rows -= digits[page]
        rows -= {row for run in visual_runs(glyphs, str.isdecimal) if len(run.text) < SHORTEST for row in run.rows}
        rows -= {row for run in visual_runs(glyphs, lambda text: text in MARK, holding=MARK) if MARK in run.text for row in run.rows}
        if rows:
            seen = "".join(glyphs.text[row] or "?" for row in sorted(rows)[:40])
            yield CODE.at(expected.path, page, f"page {page}: {len(rows)} letters ({seen}) belong to no string of this edition.",
                          "Take them out, or enter the text in content/materials/; see whether a string beside them is changed.",
                          locale=expected.language)

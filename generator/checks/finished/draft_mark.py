"""A draft says DRAFT on every page, to the eye; what is released says it nowhere.

Whatever rests on an unreviewed translation or an unverified fact carries the mark inside
the trim. It counts where it is seen: letters in order, and different from the paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.hidden_text import FAINTEST
from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.runs import visual_runs
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V360", "draft-mark", "An unchecked draft is handed out as if somebody had read it, or a good card is thrown away.")
MARK = "DRAFT"


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Marked or not, as expected."""
    for page in file.pages:
        marks = [_seen(file, page, run.rows[run.text.find(MARK):][:len(MARK)])
                 for run in visual_runs(file.glyphs(page), _letters, holding=MARK) if MARK in run.text]
        if expected.draft and not any(marks):
            yield CODE.at(expected.path, page, f"page {page}: the mark {MARK} is not seen, and it is expected.",
                          "Let the template write the mark on each page, as text, inside the trim.",
                          locale=expected.language)
        elif marks and not expected.draft:
            yield CODE.at(expected.path, page, f"page {page}: the mark {MARK} stands on what is released; "
                          "none is expected.",
                          "Make the file again from the released edition.", locale=expected.language)


def _letters(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _seen(file: Opened, page: int, rows: tuple[int, ...]) -> bool:
    extremes = file.extremes[page - 1]
    return all(extremes[row][1] - extremes[row][0] >= FAINTEST for row in rows)

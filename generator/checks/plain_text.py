"""Floor 7. The numbers of a finished text are those of its edition, whole and no others.

No layout stands between these words and the reader, so the characters are what is read;
a wrong digit costs as much here as on paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model.edition import Edition
from generator.problem import Problem, error

CODE = error("E233", "text-number", "a number that nobody answers costs the only call")

_RUNS = re.compile(r"\d(?:[ \d]*\d)?")
_FEW = 2  #: digits that are no number to call: a step, a count


def check(path: str, text: str, phones: Sequence[str], edition: Edition) -> tuple[list[Problem], int]:
    """Each number that is missing, each that should not be there; and how many stand as they should.

    ``phones``: the numbers as they are written in this text. The edition code is no number.
    """
    place = {"locale": edition.locale.tag}
    runs = [run for run in _RUNS.findall(text.replace(edition.code, "")) if len(run) > _FEW]
    problems = [CODE.at(path, 0, f"The number {phone} does not stand in the text.", "See the template of the text.", **place)
                for phone in phones if phone not in runs]
    problems += [CODE.at(path, 0, f"The text holds {run}, which is no number of this item.",
                         "Take it out, or bind it to a fact.", **place) for run in runs if run not in phones]
    return problems, sum(run in phones for run in runs)

"""Floor 7. The numbers on the pages, sorted into expected, allowed and neither."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.runs import VisualRun, visual_runs
from generator.model.edition import Expected

SHORTEST = 3  #: digits; shorter runs are page numbers and steps, no one dials them
_SPACES = re.compile(r"[\s\u200b\u2060]+")
_ISOLATES = re.compile(r"[\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True)
class Numbers:
    """Every run of digits of the file, in its place."""

    verified: dict[str, list[VisualRun]]  #: each expected phone as printed: where it stands whole
    unknown: list[VisualRun]  #: neither a phone, nor in a text, nor in the code
    codes: list[VisualRun]  #: where the edition code is printed
    digits: dict[int, frozenset[int]]  #: page: rows of the glyphs that phones and the code consist of


def bare(text: str) -> str:
    """Without any space."""
    return _SPACES.sub("", text)


def numbers(file: Opened, expected: Expected) -> Numbers:
    """Sort the runs of digits of the file; done once."""
    return file.once((numbers, expected), lambda: _sort(file, expected))


def _sort(file: Opened, expected: Expected) -> Numbers:
    phones = {bare(phone): phone for phone in expected.phones}
    allowed = _in_texts(expected)
    verified: dict[str, list[VisualRun]] = {phone: [] for phone in expected.phones}
    unknown: list[VisualRun] = []
    codes: list[VisualRun] = []
    digits: dict[int, frozenset[int]] = {}
    for page in file.pages:
        places = code_places(file, page, expected.code)
        codes += [run for run, _ in places]
        of_code = frozenset(row for _, rows in places for row in rows)
        rows = set(of_code)
        for run in visual_runs(file.glyphs(page), str.isdecimal, skip=of_code):
            if run.text in phones and not run.overlapping:
                verified[phones[run.text]].append(run)
                rows.update(run.rows)
            elif len(run.text) >= SHORTEST and (run.text not in allowed or run.overlapping):
                unknown.append(run)
        digits[page] = frozenset(rows)
    return Numbers(verified, unknown, codes, digits)


def code_places(file: Opened, page: int, code: str) -> list[tuple[VisualRun, tuple[int, ...]]]:
    """Where the code stands in the order in which it is seen, with the rows of its glyphs."""
    wanted = bare(code)
    if not wanted:
        return []
    letters = frozenset(wanted) | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    found = []
    for run in visual_runs(file.glyphs(page), lambda text: set(text) <= letters, holding=wanted):
        start = run.text.find(wanted)
        while start >= 0 and not run.overlapping:
            found.append((run, run.rows[start:start + len(wanted)]))
            start = run.text.find(wanted, start + len(wanted))
    return found


def _in_texts(expected: Expected) -> frozenset[str]:
    """Runs of digits that the texts bring along: a year, an hour. Never a part of a phone."""
    known = [_SPACES.sub(" ", text) for text in (*expected.phones, expected.code) if text]
    found: set[str] = set()
    for text in expected.texts:
        plain = _SPACES.sub(" ", _ISOLATES.sub("", text))
        for part in sorted(known, key=len, reverse=True):
            plain = re.sub(rf"(?<!\d){re.escape(part)}(?!\d)", "\n", plain)  # 999 is no part of 1999
        for group in re.findall(r"\d+(?: \d+)*", plain):
            found.update((group.replace(" ", ""), *group.split(" ")))
    return frozenset(found)

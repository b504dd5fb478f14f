"""Each string of the edition is seen: every outline of every letter, in its place and order.

The text layer proves nothing (for Hindi and Urdu it even lies by itself), so each string is
shaped here anew by HarfBuzz with the project's own font files (``reading.shaping``), and looked
for among the outlines that the page draws (``reading.strings``), line by line. Only what is
drawn counts: a letter exchanged in a font, a word replaced, a line left out or moved away is
a string that is not seen. On a sheet each copy must show all that the others show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.found import Found, found_strings
from generator.checks.finished.reading.numbers import numbers
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V501", "string-missing", "A sentence that is not there, or says something else, is what the reader does.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """As many of each string as the edition has; on a sheet, as many times as it has copies."""
    strings = found_strings(file, expected).strings
    copies = _copies(file, expected, strings) if expected.kind == "imposed" else 1
    for one in strings:
        wanted = one.wanted * copies
        if one.times < wanted:
            text = one.said.text if len(one.said.text) <= 60 else one.said.text[:59] + "…"
            times = f"{one.times} times, and {wanted} times is expected" if one.times or wanted > 1 else "nowhere"
            yield CODE.at(expected.path, one.said.page, f"“{text}” is seen {times}, letter by letter in its order.",
                          "Look at the page: a letter, a word or a line of it is missing, changed, or not where it belongs.",
                          locale=expected.language)


def _copies(file: Opened, expected: Expected, strings: tuple[Found, ...]) -> int:
    """Of the piece on a sheet: what most of its strings say; where they disagree evenly, no more than its code stands there."""
    times = Counter(one.times // one.wanted for one in strings)
    most = max(times.values(), default=0)
    likely = {n for n, votes in times.items() if votes == most} or {1}
    codes = len(numbers(file, expected).codes) - sum(expected.code in line for line in expected.texts)
    return max(1, max((n for n in likely if n <= codes), default=min(likely)))

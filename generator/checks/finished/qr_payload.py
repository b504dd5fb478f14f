"""Each QR code opens the address that is expected, and there is no other code.

Rendered at 300 dpi, the resolution of a plain office printer, and decoded. A screen file
carries each payload as often as it is expected; a sheet carries it on every copy, so
there the set must agree. Payloads are compared letter by letter: no shortener, no
parameter, nothing that counts a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V320", "qr-payload", "A code that opens another page, or none, sends the reader to a stranger.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Found payloads are the expected ones."""
    found = Counter(seen.payload for seen in file.codes)
    wanted = Counter(expected.qr)
    for seen in file.codes:
        if seen.payload not in wanted:
            yield CODE.at(expected.path, seen.page,
                          f"page {seen.page}: a QR code opens {seen.payload!r}, and "
                          f"{', '.join(wanted) or 'no code'} is expected.",
                          "Draw the code from the area's own address, and take out any other.",
                          locale=expected.language)
    for payload, times in wanted.items():
        if not found[payload] or (expected.kind != "imposed" and found[payload] != times):
            yield CODE.at(expected.path, 0,
                          f"a QR code with {payload} is read {found[payload]} times at 300 dpi, and {times} is expected.",
                          "Draw it black on white, with modules of at least 0.4 mm and 4 modules of bare paper around it.",
                          locale=expected.language)

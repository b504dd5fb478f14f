"""Each QR code is read at 300 dpi, and at 150 dpi blurred as by a hand that trembles.

A code is known by its three corners; where those are found and no payload, the code is
damaged. What it should say only the edition knows: here it must say anything, twice alike.
The blur has a standard deviation of 0.1 mm: ink that spreads, a phone out of focus.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.symbols import unread
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T423", "qr-unread", "The reader holds a phone to the code, and nothing opens.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Every symbol on a page gives a payload, sharp and blurred, and needs no repair for it."""
    for page in file.pages:
        if boxes := unread(file, page):
            yield job.found(CODE, page, f"{len(boxes)} QR codes cannot be read at 300 dpi; each is expected to be.",
                            "Draw the code anew, with nothing on it.", boxes)
    for code, blurred, measure in zip(file.codes, file.blurred, file.measures, strict=True):
        if blurred != code.payload:
            yield job.found(CODE, code.page, f"blurred, a QR code reads {_short(blurred) or 'nothing'}, and {_short(code.payload)} is expected.",
                            "Make the code larger or its address shorter, black on white.", [code.box])
        elif measure is not None and measure.unused < 1:
            yield job.found(CODE, code.page, f"{1 - measure.unused:.0%} of a QR code's error correction is used up, "
                            "and an undamaged code is expected.", "Let nothing stand on the code.", [code.box])


def _short(payload: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in payload)[:60]

"""The file is not encrypted, not even with an empty password.

PDF/X-4 (ISO 15930-7, 6.1) forbids it: a printer's workflow cannot impose or trap what it
may not change.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T402", "encrypted", "A printer's software may not open the file to lay it out, and the run waits.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """The trailer names no encryption."""
    if file.pdf.is_encrypted:
        yield job.found(CODE, 0, "the file is encrypted, and an open file is expected.",
                        "Save it without a password and without restrictions.")

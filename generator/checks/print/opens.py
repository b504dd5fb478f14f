"""The file opens, whole, without a repair.

A printer's software mends a damaged file in its own way: what another viewer shows is no
proof of what is printed (ISO 32000-1, 7.5: header, objects, cross-reference table, trailer).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T401", "file-damaged", "A file that does not open, or opens after a repair only, may print as anything.")
_REMEDY = "Export the PDF anew from the program that made it, without a password."
_OF_A_READER = re.compile(r"^(?:stream )?<[^>]*>:?|\(offset \d+\)|object \d+ \d+,?")  #: where in the reader's memory, not in the file


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Two readers read the file, and neither had to repair it."""
    if not file.data.strip():
        yield broken(job, "it is empty")
    elif b"%PDF-" not in file.data[:1024]:  # readers look no further (ISO 32000-1, annex H, note 13)
        yield broken(job, "it does not begin as one")
    elif file.fault:
        yield broken(job, file.fault)
    elif file.repaired:
        yield job.found(CODE, 0, f"the file opens after a repair only: {_short(file.repaired[0])}.", _REMEDY)


def broken(job: Job, fault: object) -> Finding:
    """The finding for a file that cannot be read, or not to its end."""
    return job.found(CODE, 0, f"the file cannot be read as a PDF: {_short(fault) or type(fault).__name__}.", _REMEDY)


def _short(fault: object) -> str:
    text = " ".join(_OF_A_READER.sub("", "".join(c if c.isprintable() else " " for c in str(fault))).split())
    return text[:160].rstrip(". ")

"""The file has the number of pages that was ordered.

A card of three pages has lost its back: every following side turns into the back of another.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T417", "page-count", "A page too many or too few turns every following side into the back of another.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """As many pages as the job says, where it says."""
    if job.pages is not None and file.page_count != job.pages:
        yield job.found(CODE, 0, f"the file has {file.page_count} pages, and {job.pages} are expected.",
                        "Take out empty pages, or put in those that are missing.")

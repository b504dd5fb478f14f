"""A stitched booklet has a multiple of four pages.

A sheet folded once has four pages; with any other number the printer adds blank ones where
it likes (printing houses' instructions for saddle stitching).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print",)
CODE = error("T418", "stitched-pages", "The printer adds blank pages where it likes, and the cover moves inside.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Pages divide by four where the job is stitched."""
    if job.stitched and file.page_count % 4:
        yield job.found(CODE, 0, f"the booklet has {file.page_count} pages, and a multiple of four is expected.",
                        "Add or take out pages; a page for notes is a good one to add.")

"""All that is printed lies in the file's own pages: no attachments, no parts elsewhere.

ISO 15930-7, 6.19 and 6.21: no embedded files, no streams in other files, no alternate
images, no OPI, no PostScript. What the printer's machine fetches or picks is not what was proofed.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T433", "not-enclosed", "What is printed from elsewhere was seen by nobody who approved the file.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """No attachment, and no object that refers to another file or to another picture."""
    root, found = file.pdf.Root, set()
    if "/EmbeddedFiles" in root.get("/Names", {}) or "/AF" in root or "/Collection" in root:
        found.add("embedded files")
    for thing in file.streams:
        if thing.get("/Type") == "/EmbeddedFile":
            found.add("embedded files")
        if "/F" in thing and "/Width" not in thing:
            found.add("streams in another file")
        if "/Alternates" in thing:
            found.add("alternate images")
        if "/OPI" in thing or "/Ref" in thing:
            found.add("references to another file")
        if thing.get("/Subtype") == "/PS":
            found.add("PostScript")
    if found:
        yield job.found(CODE, 0, f"the file holds {', '.join(sorted(found))}; all is expected to lie in its own pages.",
                        "Export without attachments, links to pictures and other versions.")

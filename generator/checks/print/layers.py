"""There are no layers that can be switched on and off.

PDF/X-4 knows optional content (ISO 15930-7, 6.17), and printers' workflows differ in what
of it they print: a hidden layer with an old number has been printed before.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T434", "layers", "A layer that is hidden on our screen may be printed, an old number with it.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """The catalog names no optional content groups."""
    groups = file.pdf.Root.get("/OCProperties", {}).get("/OCGs", [])
    if len(groups):
        names = ", ".join("".join(c for c in str(group.get("/Name", "nameless")) if c.isprintable())[:30] for group in groups[:3])
        yield job.found(CODE, 0, f"the file has {len(groups)} layers ({names}), and none is expected.",
                        "Flatten the layers before exporting.")

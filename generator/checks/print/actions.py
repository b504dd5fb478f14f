"""Nothing in the file acts by itself: no JavaScript, no actions, no forms to fill in.

ISO 15930-7, 6.20 (actions and JavaScript). A file that changes when it is opened is another
one on the printer's machine than on ours.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T432", "actions", "A file that acts when it is opened may print as something else, and is refused.")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Neither the catalog nor a page holds an action."""
    root = file.pdf.Root
    names = root.get("/Names", {})
    there = {"JavaScript": "/JavaScript" in names, "additional actions": "/AA" in root,
             "an action on opening": isinstance(root.get("/OpenAction"), pikepdf.Dictionary),
             "a form to fill in": bool(len(root.get("/AcroForm", {}).get("/Fields", [])) or "/XFA" in root.get("/AcroForm", {})),
             "actions of a page": any("/AA" in page.obj for page in file.pdf.pages)}
    found = [what for what, is_there in there.items() if is_there]
    if found:
        yield job.found(CODE, 0, f"the file holds {', '.join(found)}; a file for print does nothing by itself.",
                        "Export without scripts, forms and actions.")

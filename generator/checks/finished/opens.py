"""A finished file opens, whole, without a repair.

A printer's software and a phone's viewer mend a damaged file differently: what one of
them shows is no proof of what the other prints (ISO 32000-1, 7.5: header, objects,
cross-reference table, trailer). Fewer or more pages than planned move a back to a front.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V310", "file-damaged", "A file that does not open, or opens after a repair only, may print as anything.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The file is readable by two readers, and neither had to repair it."""
    if file.fault:
        yield CODE.at(expected.path, 0, f"the file cannot be read as a PDF: {file.fault}.",
                      "Make it again; if it stays so, the typesetter or the imposition wrote it wrongly.",
                      locale=expected.language)
    elif file.repaired:
        yield CODE.at(expected.path, 0, f"the file opens after a repair only: {file.repaired[0]}.",
                      "Make it again; if it stays so, the step that wrote it last wrote it wrongly.",
                      locale=expected.language)

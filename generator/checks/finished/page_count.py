"""The file has the number of pages that the format has.

A card of three pages has lost its back; a stitched booklet needs a multiple of four.
Source: the format's own ``pages``, and printers' instructions for stitched work.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V311", "page-count", "A page too many or too few turns every following side into the back of another.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """As many pages as expected."""
    if file.page_count != expected.pages:
        yield CODE.at(expected.path, 0, f"the file has {file.page_count} pages, and {expected.pages} are expected.",
                      "Shorten the text where it runs over, or mend the material's list of pages.",
                      locale=expected.language)

"""The file for the screen says its language and its title.

ISO 14289-1, 7.2 and 7.1: a screen reader chooses its voice by the catalog's ``/Lang``, and
announces the title. Arabic read by an English voice is noise.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen",)
CODE = error("V351", "document-language", "The wrong voice reads the card aloud, and nobody understands it.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """``/Lang`` is the locale's tag, and there is a title."""
    if file.language != expected.language:
        yield CODE.at(expected.path, 0,
                      f"the document's language is {file.language or 'not said'}, and {expected.language} is expected.",
                      "Set lang on the html element to the locale's tag.", locale=expected.language)
    if not file.title:
        yield CODE.at(expected.path, 0, "the document has no title, and a neutral one is expected.",
                      "Give the page a title element: the material's pdf_title.", locale=expected.language)

"""All text stands in the page itself, where it is checked.

Text in a tiling pattern (a background picture that repeats) or in an annotation's own
appearance is painted, but stands at no single place: neither its numbers nor its size
could be verified here (ISO 32000-1, 8.7.3 and 12.5.5).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("V365", "unchecked-text", "A number that no check can see may be a wrong one.")


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """No pattern draws text, and no annotation has an appearance."""
    if file.pattern_text:
        yield CODE.at(expected.path, 0, "a tiling pattern draws text; text is expected in the page only.",
                      "Take the words out of the background picture and set them as text.",
                      locale=expected.language)
    for number, frame in enumerate(file.frames, 1):
        if frame.paints_notes:
            yield CODE.at(expected.path, number, f"page {number}: an annotation draws something of its own; "
                          "plain links are expected.",
                          "Take out form fields, stamps and notes.", locale=expected.language)

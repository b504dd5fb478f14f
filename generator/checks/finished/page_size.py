"""Each page is as large as the paper it is cut to.

Tolerance ±0.2 mm, which is what guillotines keep (printers' file checks: trim size). On
screen the page is the trimmed item; a sheet is as large as the printer's own, upright or
across, as it was laid. A page that says it is turned or scaled (``/Rotate``,
``/UserUnit``, ISO 32000-1, 7.7.3.3) is measured differently by different software.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.box import Box
from generator.model.edition import Expected
from generator.problem import Problem, error
from generator.units import pt_to_mm

KINDS = ("screen", "print", "imposed")
CODE = error("V312", "page-size", "A page of another size is scaled by the printer: type shrinks, and QR codes no longer scan.")
TOLERANCE_MM = 0.2


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """TrimBox and MediaBox of a page for the screen, MediaBox of a sheet."""
    for page, frame in enumerate(file.frames, 1):
        boxes = {"MediaBox": frame.media, "visible part": frame.box}
        if expected.kind == "screen":
            boxes = {"TrimBox": frame.trim, **boxes}
        elif expected.kind == "print":  # what stands around the trim is a matter of the printer's
            boxes = {"TrimBox": frame.trim}
        for name, box in boxes.items():
            if not _fits(box, expected.trim_mm):
                yield CODE.at(
                    expected.path, page, f"page {page}: the {name} is {pt_to_mm(box.width):.1f} × "
                    f"{pt_to_mm(box.height):.1f} mm, and {expected.trim_mm[0]:g} × {expected.trim_mm[1]:g} mm is expected.",
                    "Set the page size in the template or the imposition to the format's own.",
                    locale=expected.language)
                break
        if frame.turned:
            yield CODE.at(expected.path, page, f"page {page}: the page is marked as turned or scaled, "
                          "and upright in points is expected.",
                          "Write pages without /Rotate and /UserUnit.", locale=expected.language)


def _fits(box: Box, size: tuple[float, float]) -> bool:
    return (abs(pt_to_mm(box.width) - size[0]) <= TOLERANCE_MM
            and abs(pt_to_mm(box.height) - size[1]) <= TOLERANCE_MM)

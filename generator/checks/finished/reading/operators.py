"""Floor 7. A content stream taken apart, once for all that read it.

pikepdf parses; here its objects become plain values, and the pieces of a path one value
with the operator that paints it (ISO 32000-1, 8.5.3), since a QR code alone has thousands.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

import pikepdf

from generator.checks.finished.reading.box import Box
from generator.checks.finished.reading.kept import Kept

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BUILDS = frozenset(("m", "l", "c", "v", "y", "re", "h"))
PAINTS_PATH = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"))
_SAYS_NOTHING = frozenset(("BMC", "BDC", "EMC", "MP", "DP", "BX", "EX"))  # marks of structure paint nothing

#: Name and operands: numbers as float, names as str, strings as bytes, arrays as lists of these.
#: An operator that paints a path has the ``Path`` as its only operand.
Operation = tuple[str, Any]


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and after it ``then`` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)


def as_matrix(values: Any) -> Matrix:
    """Six numbers of the file."""
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def corners(box: Box) -> list[Point]:
    """Of a box, in no order around it."""
    return [(box.left, box.bottom), (box.right, box.bottom), (box.left, box.top), (box.right, box.top)]


def bounds(points: list[Point]) -> Box:
    """The box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def moved(points: list[Point], ctm: Matrix) -> Box:
    """The bounds of points of user space on the page."""
    a, b, c, d, e, f = ctm
    xs = [x * a + y * c + e for x, y in points]
    ys = [x * b + y * d + f for x, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


class Path:
    """A path in user space, piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[list[Point]] = []  #: control points included; of a rectangle two opposite corners
        self.rectangles: list[bool] = []  #: of each piece, whether it is one

    def add(self, name: str, given: list[float]) -> None:
        """One operator that builds (table 59)."""
        if name == "re":
            x, y, width, height = given
            self.pieces.append([(x, y), (x + width, y + height)])
            self.rectangles.append(True)
        elif name == "m":
            self.pieces.append([(given[0], given[1])])
            self.rectangles.append(False)
        elif name != "h":
            if not self.pieces:
                self.pieces.append([])
                self.rectangles.append(False)
            elif self.rectangles[-1]:
                self.pieces[-1], self.rectangles[-1] = corners(bounds(self.pieces[-1])), False
            self.pieces[-1] += zip(given[::2], given[1::2], strict=True)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The bounds of each piece that has points."""
        return tuple(bounds(piece) for piece in self.pieces if piece)

    @cached_property
    def box(self) -> Box | None:
        """The bounds of all; None where there is nothing."""
        return bounds([corner for box in self.boxes for corner in ((box.left, box.bottom), (box.right, box.top))]) if self.boxes else None


class Operations(tuple[Operation, ...]):
    """In their order."""

    count: int  #: how many operators there were, those that build paths too

    @classmethod
    def of(cls, found: list[Operation], count: int) -> Operations:
        """All of a stream."""
        made = cls(found)
        made.count = count
        return made


_taken_apart: Kept[Operations] = Kept(12, lambda content, _: 12 * len(content))  # 1,600 operators of 30 kB take some 300 kB


def operators(stream: pikepdf.Object | pikepdf.Page) -> Operations:
    """What stands in a page, a form or a pattern, in its order."""
    try:
        content = _content(stream)
    except Exception:  # noqa: BLE001 - whatever is wrong with the bytes: the parser says it in its own way
        return _plain(stream)
    if b"BI" in content:  # an inline picture belongs to its file
        return _plain(stream)
    return _taken_apart.of(content, lambda: _plain(stream))


def _content(stream: pikepdf.Object | pikepdf.Page) -> bytes:
    held = stream.obj.Contents if isinstance(stream, pikepdf.Page) else stream
    if isinstance(held, pikepdf.Array):
        parts = [part.read_bytes() for part in held]
        return repr([len(part) for part in parts]).encode() + b"".join(parts)
    return held.read_bytes()


def _plain(stream: pikepdf.Object | pikepdf.Page) -> Operations:
    found: list[Operation] = []
    path = Path()
    parsed = pikepdf.parse_content_stream(stream)
    for instruction in parsed:
        name = str(instruction.operator)
        if name in _BUILDS:
            path.add(name, [float(value) for value in instruction.operands])
        elif name in PAINTS_PATH:
            found.append((name, path))
            path = Path()
        elif name not in _SAYS_NOTHING:
            found.append((name, instruction.operands if name == "INLINE IMAGE" else [_value(value) for value in instruction.operands]))
    return Operations.of(found, len(parsed))


def _value(value: Any) -> Any:
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    if isinstance(value, pikepdf.Name):
        return str(value)
    if isinstance(value, pikepdf.String):
        return bytes(value)
    if isinstance(value, pikepdf.Array):
        return [_value(part) for part in value]
    return value

"""Floor 7. What a page draws as text: every glyph with its place, read from the operators.

Follows the text operators of ISO 32000-1, 9.3 and 9.4, through form XObjects (8.10),
with the clip as a bounding box (8.5.4). Geometry only: neither the order of the
operators nor ``/ActualText`` plays a part.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from generator.checks.finished.reading.box import Box, Unreadable
from generator.checks.finished.reading.fonts import Font

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 12  # forms within forms; ours have two
_PATH = frozenset(("m", "l", "c", "v", "y", "re", "h"))
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and after it ``then`` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)


@dataclass
class State:
    """The part of the graphics state that moves text; saved by q, restored by Q."""

    ctm: Matrix
    clip: Box
    font: Font | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    across: float = 1.0  # Tz as a factor
    leading: float = 0.0
    rise: float = 0.0
    render: int = 0


@dataclass
class Show:
    """One operator that shows text."""

    matrix: Matrix  # text space to page
    font: Font
    size: float
    across: float
    rise: float
    painted: bool  # render modes 3 and 7 paint nothing (ISO 32000-1, table 106)
    clip: Box
    codes: list[int] = field(default_factory=list)
    offsets: list[float] = field(default_factory=list)  # along the line, text space
    advances: list[float] = field(default_factory=list)


class Fonts:
    """The fonts of one file, each read once."""

    def __init__(self) -> None:
        self.seen: dict[Any, Font] = {}

    def of(self, obj: pikepdf.Object) -> Font:
        """The font of this dictionary."""
        key = obj.objgen if obj.is_indirect else id(obj)
        if key not in self.seen:
            self.seen[key] = Font(obj)
        return self.seen[key]


class Reader:
    """Walks the content of pages; what repeats in the file is parsed once."""

    def __init__(self) -> None:
        self.fonts = Fonts()
        self._parsed: dict[Any, list] = {}

    def shows(self, page: pikepdf.Page, box: Box) -> list[Show]:
        """Every text-showing operator of the page, forms included. ``box``: what the page shows."""
        found: list[Show] = []
        self._walk(pikepdf.parse_content_stream(page), page.resources, State(IDENTITY, box), found, 0)
        return found

    def _form(self, form: pikepdf.Object) -> list:
        key = form.objgen
        if key not in self._parsed:
            self._parsed[key] = pikepdf.parse_content_stream(form)
        return self._parsed[key]

    def _walk(self, instructions: list, resources: pikepdf.Object, state: State,
              found: list[Show], depth: int) -> None:
        if depth > _DEEPEST:
            raise Unreadable("forms stand within forms without end")
        stack: list[State] = []
        matrix = line = IDENTITY
        clipping = False
        for at, instruction in enumerate(instructions):
            name = str(instruction.operator)
            if name in _PATH:
                continue
            if clipping:
                # The path painted (or not) by this operator becomes the clip (8.5.4).
                state.clip = state.clip.inside(_path_box(instructions, at - 2, state.ctm))
                clipping = False
            given = instruction.operands
            if name == "q":
                stack.append(replace(state))
            elif name == "Q":
                if stack:
                    state = stack.pop()
            elif name == "cm":
                state.ctm = times(_matrix(given), state.ctm)
            elif name in ("W", "W*"):
                clipping = True
            elif name == "Do":
                self._do(resources.XObject[str(given[0])], resources, state, found, depth)
            elif name == "BT":
                matrix = line = IDENTITY
            elif name == "Tm":
                matrix = line = _matrix(given)
            elif name in ("Td", "TD"):
                if name == "TD":
                    state.leading = -float(given[1])
                matrix = line = times((1, 0, 0, 1, float(given[0]), float(given[1])), line)
            elif name == "T*":
                matrix = line = times((1, 0, 0, 1, 0, -state.leading), line)
            elif name == "Tf":
                state.font, state.size = self.fonts.of(resources.Font[str(given[0])]), float(given[1])
            elif name in _SHOWS:
                if name in ("'", '"'):
                    matrix = line = times((1, 0, 0, 1, 0, -state.leading), line)
                if name == '"':
                    state.word_space, state.char_space = float(given[0]), float(given[1])
                show, moved = _show(given[-1] if name == "TJ" else [given[-1]], state, matrix)
                found.append(show)
                matrix = times((1, 0, 0, 1, moved, 0), matrix)
            elif name in _SETTINGS:
                attribute, convert = _SETTINGS[name]
                setattr(state, attribute, convert(given[0]))

    def _do(self, form: pikepdf.Object, resources: pikepdf.Object, state: State,
            found: list[Show], depth: int) -> None:
        if form.get("/Subtype") != "/Form":
            return
        inner = replace(state)
        if "/Matrix" in form:
            inner.ctm = times(_matrix(form.Matrix), state.ctm)
        inner.clip = state.clip.inside(_bounds(_corners(*map(float, form.BBox)), inner.ctm))
        self._walk(self._form(form), form.get("/Resources", resources), inner, found, depth + 1)


_SETTINGS = {
    "Tc": ("char_space", float), "Tw": ("word_space", float), "TL": ("leading", float),
    "Ts": ("rise", float), "Tr": ("render", int), "Tz": ("across", lambda v: float(v) / 100),
}


def _show(pieces: Any, state: State, matrix: Matrix) -> tuple[Show, float]:
    """The glyphs of one operator, and how far it moved along the line (9.4.4)."""
    font, size, across = state.font, state.size, state.across
    if font is None:
        raise Unreadable("text is shown before a font is chosen")
    show = Show(times(matrix, state.ctm), font, size, across, state.rise,
                state.render not in (3, 7), state.clip)
    at = 0.0
    step = 2 if font.composite else 1
    for piece in pieces:
        if not isinstance(piece, pikepdf.String):
            at -= float(piece) / 1000 * size * across
            continue
        data = bytes(piece)
        for n in range(0, len(data) - step + 1, step):
            code = int.from_bytes(data[n:n + step], "big")
            advance = font.width(code) / 1000 * size * across
            show.codes.append(code)
            show.offsets.append(at)
            show.advances.append(advance)
            at += advance + state.char_space * across
            if step == 1 and code == 32:
                at += state.word_space * across
    font.drawn.update(show.codes)
    return show, at


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _corners(left: float, bottom: float, right: float, top: float) -> list[tuple[float, float]]:
    return [(left, bottom), (right, bottom), (left, top), (right, top)]


def _bounds(points: list[tuple[float, float]], ctm: Matrix) -> Box:
    a, b, c, d, e, f = ctm
    xs = [x * a + y * c + e for x, y in points]
    ys = [x * b + y * d + f for x, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _path_box(instructions: list, last: int, ctm: Matrix) -> Box:
    """The bounds of the path whose last operator stands at ``last`` (control points included)."""
    points: list[tuple[float, float]] = []
    while last >= 0 and str(instructions[last].operator) in _PATH:
        values = [float(value) for value in instructions[last].operands]
        if str(instructions[last].operator) == "re":
            x, y, width, height = values
            points += _corners(x, y, x + width, y + height)
        else:
            points += list(zip(values[::2], values[1::2], strict=True))
        last -= 1
    return _bounds(points or [(0.0, 0.0)], ctm)

"""Floor 7. What a page draws as text: every glyph with its place, read from the operators.

Follows the text operators of ISO 32000-1, 9.3 and 9.4, through form XObjects (8.10),
with the clip as a bounding box (8.5.4). Geometry only: neither the order of the
operators nor ``/ActualText`` plays a part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pikepdf

from generator.checks.finished.reading.again import Again, Shift
from generator.checks.finished.reading.box import Box, Unreadable
from generator.checks.finished.reading.fonts import Font
from generator.checks.finished.reading.operators import IDENTITY, PAINTS_PATH, Matrix, Operations, Path, as_matrix, bounds, corners, moved, operators, times

_DEEPEST = 12  # forms within forms; ours have two
_MOST = 1_000_000  # pieces of text on a page; ours have some thousands
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))


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


@dataclass(eq=False)
class Run:
    """What one operator shows, wherever it is placed."""

    font: Font
    codes: list[int]
    offsets: list[float]  #: along the line, text space
    advances: list[float]

    @cached_property
    def text(self) -> tuple[str, ...]:
        """The text of each code, without marks that are never seen."""
        return tuple(self.font.plain(code) for code in self.codes)

    @cached_property
    def glyphs(self) -> list[int]:
        """Glyph numbers; 0 is .notdef, -1 unknown."""
        return [self.font.glyph(code) for code in self.codes]


@dataclass
class Show:
    """One operator that shows text, in one place."""

    matrix: Matrix  # text space to page
    run: Run
    size: float
    across: float
    rise: float
    painted: bool  # render modes 3 and 7 paint nothing (ISO 32000-1, table 106)
    clip: Box

    @property
    def font(self) -> Font:
        """The font of its codes."""
        return self.run.font


@dataclass(frozen=True)
class Moved:
    """All that a form shows, where it stands once more."""

    shows: tuple[Show, ...]  #: as they stand in the first place
    shift: Shift

    def each(self) -> list[Show]:
        """One by one."""
        return [Show(times(one.matrix, self.shift.matrix), one.run, one.size, one.across, one.rise, one.painted, self.shift.box(one.clip))
                for one in self.shows]


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
    """Walks the content of pages; a form that a page shows again is not walked again."""

    def __init__(self) -> None:
        self.fonts = Fonts()
        self._placed: dict[Any, Again[Show]] = {}

    def shows(self, page: pikepdf.Page, box: Box) -> list[Show | Moved]:
        """Every text-showing operator of the page, forms included. ``box``: what the page shows."""
        found: list[Show | Moved] = []
        self._placed.clear()
        self._left = _MOST
        self._walk(operators(page), page.resources, State(IDENTITY, box), found, 0)
        return found

    def _walk(self, instructions: Operations, resources: pikepdf.Object, state: State,
              found: list[Show | Moved], depth: int) -> None:
        if depth > _DEEPEST:
            raise Unreadable("forms stand within forms without end")
        stack: list[State] = []
        matrix = line = IDENTITY
        clipping = False
        for name, given in instructions:
            if name in PAINTS_PATH:
                if clipping:  # the path, painted or not, becomes the clip (8.5.4)
                    state.clip = state.clip.inside(_path_box(given, state.ctm))
                    clipping = False
            elif name == "q":
                stack.append(replace(state))
            elif name == "Q":
                if stack:
                    state = stack.pop()
            elif name == "cm":
                state.ctm = times(as_matrix(given), state.ctm)
            elif name in ("W", "W*"):
                clipping = True
            elif name == "Do":
                self._do(resources.XObject[given[0]], resources, state, found, depth)
            elif name == "BT":
                matrix = line = IDENTITY
            elif name == "Tm":
                matrix = line = as_matrix(given)
            elif name in ("Td", "TD"):
                if name == "TD":
                    state.leading = -given[1]
                matrix = line = times((1, 0, 0, 1, given[0], given[1]), line)
            elif name == "T*":
                matrix = line = times((1, 0, 0, 1, 0, -state.leading), line)
            elif name == "Tf":
                state.font, state.size = self.fonts.of(resources.Font[given[0]]), given[1]
            elif name in _SHOWS:
                if name in ("'", '"'):
                    matrix = line = times((1, 0, 0, 1, 0, -state.leading), line)
                if name == '"':
                    state.word_space, state.char_space = given[0], given[1]
                show, along = _show(given[-1] if name == "TJ" else [given[-1]], state, matrix)
                found.append(show)
                matrix = times((1, 0, 0, 1, along, 0), matrix)
            elif name in _SETTINGS:
                attribute, convert = _SETTINGS[name]
                setattr(state, attribute, convert(given[0]))

    def _do(self, form: pikepdf.Object, resources: pikepdf.Object, state: State,
            found: list[Show | Moved], depth: int) -> None:
        if form.get("/Subtype") != "/Form":
            return
        inner = replace(state)
        if "/Matrix" in form:
            inner.ctm = times(as_matrix(form.Matrix), state.ctm)
        inner.clip = state.clip.inside(moved(corners(Box(*map(float, form.BBox))), inner.ctm))
        # What a form with resources of its own shows follows from itself and from this.
        key = (form.objgen, depth, state.font, state.size, state.char_space, state.word_space, state.across,
               state.leading, state.rise, state.render) if "/Resources" in form else None
        before = self._placed.get(key)
        if before and (shift := before.shift(inner.ctm, inner.clip)):
            self._left -= len(before.found)
            if self._left < 0:
                raise Unreadable(f"a page shows text more than {_MOST:,} times")
            found.append(Moved(before.found, shift))
            return
        first, ctm, clip = len(found), inner.ctm, inner.clip
        self._walk(operators(form), form.get("/Resources", resources), inner, found, depth + 1)
        if key and not before:
            self._placed[key] = Again(ctm, clip, tuple(
                show for one in found[first:] for show in (one.each() if isinstance(one, Moved) else (one,))))


_SETTINGS = {
    "Tc": ("char_space", float), "Tw": ("word_space", float), "TL": ("leading", float),
    "Ts": ("rise", float), "Tr": ("render", int), "Tz": ("across", lambda v: float(v) / 100),
}


def _show(pieces: Any, state: State, matrix: Matrix) -> tuple[Show, float]:
    """The glyphs of one operator, and how far it moved along the line (9.4.4)."""
    font, size, across = state.font, state.size, state.across
    if font is None:
        raise Unreadable("text is shown before a font is chosen")
    codes: list[int] = []
    offsets: list[float] = []
    advances: list[float] = []
    at = 0.0
    step = 2 if font.composite else 1
    for piece in pieces:
        if not isinstance(piece, bytes):
            at -= piece / 1000 * size * across
            continue
        for n in range(0, len(piece) - step + 1, step):
            code = int.from_bytes(piece[n:n + step], "big")
            advance = font.width(code) / 1000 * size * across
            codes.append(code)
            offsets.append(at)
            advances.append(advance)
            at += advance + state.char_space * across
            if step == 1 and code == 32:
                at += state.word_space * across
    font.drawn.update(codes)
    run = Run(font, codes, offsets, advances)
    return Show(times(matrix, state.ctm), run, size, across, state.rise, state.render not in (3, 7), state.clip), at


def _path_box(path: Path, ctm: Matrix) -> Box:
    """The bounds of a path on the page (control points included)."""
    points = [point for piece, upright in zip(path.pieces, path.rectangles, strict=True)
              for point in (corners(bounds(piece)) if upright else piece)]
    return moved(points or [(0.0, 0.0)], ctm)

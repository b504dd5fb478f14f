"""Floor 7. Walks the painting operators of a page, its forms, patterns and soft masks.

ISO 32000-1, 8.4 to 8.10. Text is met in the same order as by ``reading.content``, so that
its glyphs are looked up there and not measured twice.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.again import Again, Shift
from generator.checks.finished.reading.box import Box, Unreadable
from generator.checks.finished.reading.glyphs import Glyphs
from generator.checks.finished.reading.operators import IDENTITY, PAINTS_PATH, Matrix, Operations, Path, as_matrix, operators, times
from generator.checks.print.reading.colour import Ink, Space, space_of, start
from generator.checks.print.reading.paint import Paint, State, each, path_box, rectangle, scales, square, thinnest

_DEEPEST = 12
_MOST = 3_000_000  # operators of one page; ours have some thousands
_FILLS, _STROKES = frozenset(("f", "F", "f*", "B", "B*", "b", "b*")), frozenset(("S", "s", "B", "B*", "b", "b*"))
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))
_DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
_UNSAID = Space("colours that only its JPEG 2000 names", "JPX")  # 7.4.9: such an image needs no ColorSpace
_CLEAR = Ink(Space("DeviceGray", "DeviceGray", 1), (1.0,))


@dataclass(frozen=True)
class Copies:
    """All that a form paints, where it stands once more."""

    paints: tuple[Paint, ...]  #: as they stand in the first place
    shift: Shift
    shows: int  #: rows of text between the first place and this
    text_boxes: list[Box]  #: of the page; not the file itself: it holds this, and both would stay with all its pictures

    def each(self, wanted: Callable[[Paint], bool]) -> list[Paint]:
        """Those that are wanted, where they stand here."""
        return [paint.again(self.shift, self.shows, self.text_boxes) for paint in self.paints if wanted(paint)]


def paints(file: Opened, page: int, wanted: Callable[[Paint], bool] = lambda paint: True) -> list[Paint]:
    """What the page paints: read once for all checks.

    ``wanted`` must not ask for the place on the page: of a form that stands there several times only the first is asked.
    """
    found: list[Paint] = []
    for one in file.once(("paints", page), lambda: _Walker(file, page).walk()):
        if isinstance(one, Copies):
            found += one.each(wanted)
        elif wanted(one):
            found.append(one)
    return found


def seen(file: Opened, page: int, wanted: Callable[[Paint], bool] = lambda paint: True) -> list[Paint]:
    """What of it lays something on the page."""
    return paints(file, page, lambda paint: wanted(paint) and paint.is_seen)


def touching(file: Opened, page: int, place: Box) -> list[Paint]:
    """What is seen and shares an area with a place, in the order in which it is painted."""
    found: list[Paint] = []
    for one in file.once(("paints", page), lambda: _Walker(file, page).walk()):
        if not isinstance(one, Copies):
            found += [one] if one.is_seen and one.touches(place) else []
        elif min((both := one.shift.clip_there.inside(place)).width, both.height) > 0:
            found += [paint for paint in one.each(lambda paint: paint.is_seen) if paint.touches(place)]
    return found


class _Walker:
    def __init__(self, file: Opened, number: int) -> None:
        self.file, self.number = file, number
        self.placed: dict[Any, tuple[Again[Paint], int, int]] = {}  #: with the first and the number of its shows
        self.found: list[Paint | Copies] = []
        self.shows = 0
        self.left = _MOST

    def walk(self) -> list[Paint | Copies]:
        page = self.file.pdf.pages[self.number - 1]
        if "/Group" in page.obj:
            self._group(page.obj.Group, page.resources, Box(0, 0, 0, 0), "page")
        self._run(operators(page), page.resources,
                  State(IDENTITY, self.file.box(self.number)), "page", 0)
        if self.shows != len(self.file.glyphs(self.number).shows):
            raise Unreadable(f"page {self.number}: its text is read in two ways")
        return self.found

    def _add(self, what: str, box: Box, ink: Ink, where: str, **more: Any) -> None:
        self.found.append(Paint(what, self.number, box, ink, where, **more))  # type: ignore[arg-type]

    def _count(self, operations: int) -> None:
        self.left -= operations
        if self.left < 0:
            raise Unreadable(f"page {self.number} has more than {_MOST:,} operators")

    def _run(self, instructions: Operations, resources: Any, state: State, where: str, depth: int, cell: Box | None = None) -> None:
        """``cell``: within a pattern, the area that it fills: its tiles stand anywhere in it."""
        if depth > _DEEPEST:
            raise Unreadable("forms stand within forms without end")
        self._count(instructions.count)
        base, stack, clipping = state.ctm, [], False
        for name, given in instructions:
            if name in PAINTS_PATH:
                if name != "n" and given.pieces:
                    self._path(name, given, state, resources, where, depth, cell, base)
                if clipping:
                    state.clip = state.clip.inside(path_box(given, state.ctm))
                    clipping = False
            elif name in ("W", "W*"):
                clipping = True
            elif name == "q":
                stack.append(copy(state))
            elif name == "Q":
                if stack:
                    state = stack.pop()
            elif name == "cm":
                state.ctm = times(as_matrix(given), state.ctm)
            elif name in _SHOWS:
                self._text(state, resources, where, depth, cell, base)
            elif name == "Do":
                self._do(resources.XObject[given[0]], resources, state, where, depth, cell)
            elif name in ("g", "rg", "k"):
                state.fill, state.fill_pattern = Ink(space_of(_DEVICE[name], resources), tuple(given)), None
            elif name in ("G", "RG", "K"):
                state.stroke, state.stroke_pattern = Ink(space_of(_DEVICE[name.lower()], resources), tuple(given)), None
            elif name == "cs":
                state.fill, state.fill_pattern = start(space_of(given[0], resources)), None
            elif name == "CS":
                state.stroke, state.stroke_pattern = start(space_of(given[0], resources)), None
            elif name in ("sc", "scn"):
                state.fill, state.fill_pattern = _set(state.fill, given, resources)
            elif name in ("SC", "SCN"):
                state.stroke, state.stroke_pattern = _set(state.stroke, given, resources)
            elif name == "w":
                state.width = given[0]
            elif name == "Tr":
                state.render = int(given[0])
            elif name == "gs":
                self._settings(resources.ExtGState[given[0]], resources, state, base, where, depth)
            elif name == "sh":
                self._shading(resources.Shading[given[0]], resources, cell or state.clip, where)
            elif name == "INLINE IMAGE":
                self._image(given[0].obj if hasattr(given[0], "obj") else given[0], resources, state, where, cell)

    def _path(self, name: str, path: Path, state: State, resources: Any, where: str, depth: int,
              cell: Box | None, base: Matrix) -> None:
        bounds = path_box(path, state.ctm)
        if name in _FILLS:
            box = bounds.inside(state.clip)
            self._add("fill", cell or box, state.fill, where, overprint=state.fill_over, alpha=state.alpha * state.fill_alpha,
                      pieces=len(path.pieces),
                      thin_pt=thinnest(path, state.ctm, state.clip),
                      parts=() if cell else tuple(part.inside(state.clip) for part in each(path, state.ctm)))
            self._pattern(state.fill_pattern, state, resources, cell or box, where, depth, base, state.fill)
        if name in _STROKES:
            width = state.width * min(scales(state.ctm))
            for part in each(path, state.ctm):
                self._add("stroke", cell or part.grown(max(width, 0.01) / 2).inside(state.clip), state.stroke, where,
                          overprint=state.stroke_over, alpha=state.alpha * state.stroke_alpha, thin_pt=width, length_pt=max(part.width, part.height))
            self._pattern(state.stroke_pattern, state, resources, cell or bounds.inside(state.clip), where, depth, base, state.stroke)

    def _text(self, state: State, resources: Any, where: str, depth: int, cell: Box | None, base: Matrix) -> None:
        show = -1
        if where == "page":
            show, self.shows = self.shows, self.shows + 1
        if state.render in (3, 7):
            return
        box = cell or (_text_boxes(self.file, self.number)[show].inside(state.clip) if show >= 0 else state.clip)
        if state.render in (0, 2, 4, 6):
            self._add("text", box, state.fill, where, overprint=state.fill_over, alpha=state.alpha * state.fill_alpha, show=show, clip=state.clip)
            self._pattern(state.fill_pattern, state, resources, box, where, depth, base, state.fill)
        if state.render in (1, 2, 5, 6):
            self._add("text", box, state.stroke, where, overprint=state.stroke_over, alpha=state.alpha * state.stroke_alpha, show=show, clip=state.clip,
                      thin_pt=state.width * min(scales(state.ctm)))
            self._pattern(state.stroke_pattern, state, resources, box, where, depth, base, state.stroke)

    def _do(self, thing: Any, resources: Any, state: State, where: str, depth: int, cell: Box | None) -> None:
        if thing.get("/Subtype") == "/Image":
            self._image(thing, resources, state, where, cell)
        elif thing.get("/Subtype") == "/Form":
            inner = copy(state)
            if "/Matrix" in thing:
                inner.ctm = times(as_matrix(thing.Matrix), state.ctm)
            inner.clip = state.clip.inside(rectangle(thing.BBox, inner.ctm))
            if depth == 0 and where == "page":
                self._add("copy", inner.clip, _CLEAR, where, thing=thing, matrix=inner.ctm)
            own = thing.get("/Resources", resources)
            if "/Group" in thing:  # what is seen through is the group as a whole (11.6.6)
                inner.alpha, inner.fill_alpha, inner.stroke_alpha = state.alpha * state.fill_alpha, 1.0, 1.0
                self._group(thing.Group, own, inner.clip, where)
            self._form(thing, own, inner, where, depth, cell)

    def _form(self, form: Any, resources: Any, state: State, where: str, depth: int, cell: Box | None) -> None:
        """What the form paints; where it only stands in another place, that is moved and not read again."""
        key = None
        if where == "page" and cell is None and "/Resources" in form and state.fill_pattern is None and state.stroke_pattern is None:
            key = (form.objgen, depth, *(value for name, value in vars(state).items() if name not in ("ctm", "clip")))
        before, shows, count = self.placed.get(key, (None, 0, 0))
        if before and (shift := before.shift(state.ctm, state.clip)):
            self._count(before.operators)
            ahead, self.shows = self.shows - shows, self.shows + count
            self.found.append(Copies(before.found, shift, ahead, _text_boxes(self.file, self.number)))
            return
        first, shows, left, ctm, clip = len(self.found), self.shows, self.left, state.ctm, state.clip
        self._run(operators(form), resources, state, where, depth + 1, cell)
        if key and not before:
            self.placed[key] = Again(ctm, clip, tuple(
                paint for one in self.found[first:] for paint in (one.each(lambda paint: True) if isinstance(one, Copies) else (one,))), left - self.left), shows, self.shows - shows

    def _image(self, image: Any, resources: Any, state: State, where: str, cell: Box | None) -> None:
        box = cell or square(state.ctm).inside(state.clip)
        if bool(image.get("/ImageMask", image.get("/IM", False))):
            self._add("mask", box, state.fill, where, overprint=state.fill_over, alpha=state.alpha * state.fill_alpha, thing=image, matrix=state.ctm)
            return
        space = image.get("/ColorSpace", image.get("/CS"))
        ink = Ink(_UNSAID if space is None else space_of(space, resources))
        self._add("image", box, ink, where, overprint=state.fill_over, alpha=state.alpha * state.fill_alpha, thing=image, matrix=state.ctm, resources=resources)

    def _shading(self, shading: Any, resources: Any, box: Box, where: str) -> None:
        self._add("shading", box, Ink(space_of(shading.ColorSpace, resources)), where, thing=shading, resources=resources)

    def _pattern(self, pattern: Any, state: State, resources: Any, area: Box, where: str, depth: int,
                 base: Matrix, ink: Ink) -> None:
        """What a pattern paints into the area that it fills (8.7)."""
        if pattern is None:
            return
        if int(pattern.PatternType) == 2:
            self._shading(pattern.Shading, resources, area, where)
            return
        ctm = times(as_matrix(pattern.get("/Matrix", IDENTITY)), base)
        inner = State(ctm, Box(-1e6, -1e6, 1e6, 1e6))
        if int(pattern.PaintType) == 2 and ink.space.base is not None:
            inner.fill = inner.stroke = Ink(ink.space.base, ink.values)
        self._run(operators(pattern), pattern.get("/Resources", resources), inner,
                  "soft mask" if where == "soft mask" else "pattern", depth + 1, area)

    def _group(self, group: Any, resources: Any, box: Box, where: str) -> None:
        if "/CS" in group:
            self._add("group", box, Ink(space_of(group.CS, resources)), where, thing=group)

    def _settings(self, settings: Any, resources: Any, state: State, base: Matrix, where: str, depth: int) -> None:
        """A dictionary of graphics state parameters (8.4.5)."""
        self._add("state", state.clip, _CLEAR, where, thing=settings)
        state.width = float(settings.get("/LW", state.width))
        state.fill_alpha = float(settings.get("/ca", state.fill_alpha))
        state.stroke_alpha = float(settings.get("/CA", state.stroke_alpha))
        if "/OP" in settings:
            state.stroke_over = bool(settings.OP)
            state.fill_over = bool(settings.get("/op", settings.OP))
        elif "/op" in settings:
            state.fill_over = bool(settings.op)
        mask = settings.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary):
            form = mask.G
            own = form.get("/Resources", resources)
            if "/Group" in form:
                self._group(form.Group, own, state.clip, "soft mask")
            inner = State(times(as_matrix(form.get("/Matrix", IDENTITY)), state.ctm), state.clip)
            self._run(operators(form), own, inner, "soft mask", depth + 1)


def _set(now: Ink, given: list, resources: Any) -> tuple[Ink, Any]:
    """The colour that sc or scn sets in the space at hand."""
    if given and isinstance(given[-1], str):
        return Ink(now.space, tuple(given[:-1])), resources.Pattern[given[-1]]
    return Ink(now.space, tuple(given)), None


def _text_boxes(file: Opened, page: int) -> list[Box]:
    """The bounds of the glyphs that each operator shows; empty where they draw nothing."""
    return file.once(("text boxes", page), lambda: _bounds(file.glyphs(page)))


def _bounds(glyphs: Glyphs) -> list[Box]:
    starts = np.searchsorted(glyphs.show, np.arange(len(glyphs.shows) + 1))
    some = np.flatnonzero(starts[1:] > starts[:-1])
    found = [Box(0, 0, 0, 0)] * len(glyphs.shows)
    if len(some):
        edges = np.hstack([np.fmin.reduceat(glyphs.boxes[:, :2], starts[some]), np.fmax.reduceat(glyphs.boxes[:, 2:], starts[some])])
        for show, box in zip(some.tolist(), edges.tolist(), strict=True):
            if box[0] == box[0]:  # not NaN: something is drawn
                found[show] = Box(*box)
    return found

"""Each digit of a telephone number looks as its font draws it: nothing lies on it.

A line, an icon or a mark over a digit turns 3 into 8 and 1 into 7, and leaves every
comparison of text, place and colour right. So each digit is drawn once more, alone, by
FreeType from the embedded font, and compared with the rendered page wherever both are
clearly ink or clearly ground. A hairline over small type may pass; whatever changes a
digit does not. Numbers are set in Noto Sans; those in a CFF font are not compared, since
its outlines are measured to the pixel only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading import raster
from generator.checks.finished.reading.box import Box
from generator.checks.finished.reading.fontfile import FontFile
from generator.checks.finished.reading.kept import Kept
from generator.checks.finished.reading.numbers import numbers
from generator.model.edition import Expected
from generator.problem import Problem, error
from generator.units import PT_PER_INCH

KINDS = ("screen", "print", "imposed")
CODE = error("V304", "number-covered", "A line or a picture over a digit makes another digit of it.")
_FINE = 4  # the digit is drawn at so many times the resolution, then placed to a fraction of a pixel
_ABOVE = 2  # pixels above and below the outline that are compared too; beside it stands the next digit
_MOST = 0.03  # share of clear pixels that may differ; measured: 0.00 on 1,400 clean digits of 7 to 22 pt
_LARGEST = 3000  # fine pixels to the em, 180 pt: larger than any number of ours
_APART = 0.4  # of the way from ground to ink
_FAINTEST = 40  # grey values; a digit paler than this is not there
_GREYS = np.arange(256.0)


class Clear(NamedTuple):
    """A digit alone, as it is expected on the page, and where it is clear what must be seen."""

    pixels: np.ndarray  #: how much ink, 0 to 255
    ink: np.ndarray  #: numbers of the pixels, row by row, that are ink with all their neighbours
    bare: np.ndarray  #: of those that are ground with all their neighbours
    core: np.ndarray  #: of those that are ink; asked where a stroke is too thin to have neighbours


_drawings: Kept[np.ndarray | None] = Kept(6, lambda _, drawing: 0 if drawing is None else drawing.nbytes)
_alone: Kept[Clear | None] = Kept(8, lambda _, alone: 0 if alone is None else sum(part.nbytes for part in alone))
_verdicts: Kept[bool] = Kept(4)


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Every digit of every number that was verified, upright or turned by right angles."""
    for phone, runs in numbers(file, expected).verified.items():
        pages = sorted({run.page for run in runs
                        if any(_differs(file, run.page, row) for row in run.rows)})
        for page in pages:
            yield CODE.at(expected.path, page,
                          f"page {page}: something lies on a digit of {phone}, or a part of it is missing; "
                          "clear digits are expected.",
                          "Move lines, pictures and marks away from the number.", locale=expected.language)


def _differs(file: Opened, page: int, row: int) -> bool:
    glyphs = file.glyphs(page)
    quarter = glyphs.angle[row] / 90
    program = glyphs.font(row).program
    scale = raster.DPI / PT_PER_INCH
    em = round(glyphs.size[row] * scale * _FINE, 1)
    box, whole, image = Box(*glyphs.boxes[row]), file.box(page), file.image(page)
    if program is None or "glyf" not in program.tables or abs(quarter - round(quarter)) > 0.01 \
            or max(em, box.width * scale * _FINE, box.height * scale * _FINE) > _LARGEST:
        return False
    left, top = (box.left - whole.left) * scale, (whole.top - box.top) * scale
    beside, above = (_ABOVE, 0) if round(quarter) % 2 else (0, _ABOVE)
    x, y = int(left) - beside, int(top) - above
    width = int(np.ceil(left + box.width * scale)) + beside - x
    height = int(np.ceil(top + box.height * scale)) + above - y
    if x < 0 or y < 0 or x + width > image.shape[1] or y + height > image.shape[0]:
        return False  # cut by the page: V343
    quarters = round(quarter) % 4
    place = round((left - x) * _FINE), round((top - y) * _FINE)
    seen = np.ascontiguousarray(image[y:y + height, x:x + width])
    # The verdict follows from these alone, and the copies on a sheet are often alike to the pixel.
    return _verdicts.of(seen.tobytes(), lambda: _compared(program, glyphs.text[row], em, quarters, place, seen),
                        program.digest, glyphs.text[row], em, quarters, place, seen.shape)


def _compared(program: FontFile, letter: str, em: float, quarters: int, place: tuple[int, int], seen: np.ndarray) -> bool:
    """Whether the digit, drawn alone at this ``place`` (fine pixels from the corner), differs from what is seen."""
    alone = _alone.of(program.digest, lambda: _drawn(program, letter, em, quarters, place, seen.shape), letter, em, quarters, place, seen.shape)
    if alone is None:
        return True
    # pdfium places a glyph on whole pixels: up to one pixel away from where it belongs.
    return _share(alone, seen) > _MOST and all(_share(_clear(np.roll(alone.pixels, (dy, dx), (0, 1))), seen) > _MOST
                                               for dy in (0, -1, 1) for dx in (0, -1, 1) if dy or dx)


def _drawn(program: FontFile, letter: str, em: float, quarters: int, place: tuple[int, int], shape: tuple[int, int]) -> Clear | None:
    """None where FreeType cannot draw it."""
    drawing = _drawings.of(program.digest, lambda: program.drawing(letter, em), letter, em)
    if drawing is None:
        return None
    canvas = np.zeros((shape[0] * _FINE, shape[1] * _FINE), np.uint8)
    part = canvas[place[1]:, place[0]:]
    turned = np.rot90(drawing, quarters)[:part.shape[0], :part.shape[1]]
    part[:turned.shape[0], :turned.shape[1]] = turned
    return _clear(_coarse(canvas))


def _clear(pixels: np.ndarray) -> Clear:
    # Two renderers place an outline up to a pixel apart: pixels beside its edge are left out.
    return Clear(pixels, np.flatnonzero(_with_neighbours(pixels > 245)), np.flatnonzero(_with_neighbours(pixels < 10)),
                 np.flatnonzero(pixels > 200))


def _with_neighbours(mask: np.ndarray) -> np.ndarray:
    """Those that are true with all eight around them; beyond the edge it goes on as at the edge."""
    inner = mask.copy()
    inner[1:] &= mask[:-1]
    inner[:-1] &= mask[1:]
    every = inner.copy()
    every[:, 1:] &= inner[:, :-1]
    every[:, :-1] &= inner[:, 1:]
    return every


def _coarse(canvas: np.ndarray) -> np.ndarray:
    """The mean of each ``_FINE`` by ``_FINE`` pixels, rounded down."""
    rows = sum(canvas[n::_FINE].astype(np.uint16) for n in range(_FINE))
    return (sum(rows[:, n::_FINE] for n in range(_FINE)) // _FINE ** 2).astype(np.uint8)


def _share(alone: Clear, seen: np.ndarray) -> float:
    """Which share of the clearly inked and clearly bare pixels differs from the page."""
    flat = seen.ravel()
    inked, ground = np.bincount(flat[alone.ink], minlength=256), np.bincount(flat[alone.bare], minlength=256)
    core = inked if len(alone.ink) else np.bincount(flat[alone.core], minlength=256)
    if not ground.any() or not core.any():
        return 0.0
    low, high = _median(ground), _median(core)
    if abs(high - low) < _FAINTEST:
        return 1.0  # whatever covers most of a digit makes its ink look like its ground; V362 asks only for any trace
    level = (_GREYS - low) / (high - low)
    wrong = inked[np.abs(level - 1) > _APART].sum() + ground[np.abs(level) > _APART].sum()
    return float(wrong / (inked.sum() + ground.sum()))


def _median(counts: np.ndarray) -> float:
    """Of grey values, from how often each occurs."""
    upto, half = np.cumsum(counts), (int(counts.sum()) - 1) / 2
    return float(np.searchsorted(upto, int(half), "right") + np.searchsorted(upto, int(np.ceil(half)), "right")) / 2

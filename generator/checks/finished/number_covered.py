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

import numpy as np
from PIL import Image, ImageFilter

from generator.checks.finished.opened import Opened
from generator.checks.finished.reading import raster
from generator.checks.finished.reading.box import Box
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
_FAINTEST = 40  # grey values; a digit paler than this is hidden (V362)


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
    alone = file.once((id(program), glyphs.text[row], em), lambda: program.drawing(glyphs.text[row], em))
    if alone is None:
        return True
    alone = np.rot90(alone, round(quarter))
    canvas = np.zeros((height * _FINE, width * _FINE), np.float32)
    part = canvas[round((top - y) * _FINE):, round((left - x) * _FINE):]
    part[:alone.shape[0], :alone.shape[1]] = alone[:part.shape[0], :part.shape[1]]
    expected = canvas.reshape(height, _FINE, width, _FINE).mean(axis=(1, 3))
    seen = image[y:y + height, x:x + width].astype(float)
    # pdfium places a glyph on whole pixels: up to one pixel away from where it belongs.
    return all(_share(np.roll(expected, (dy, dx), (0, 1)), seen) > _MOST
               for dy in (0, -1, 1) for dx in (0, -1, 1))


def _share(alone: np.ndarray, seen: np.ndarray) -> float:
    """Which share of the clearly inked and clearly bare pixels differs from the page."""
    # Two renderers place an outline up to a pixel apart: pixels beside its edge are left out.
    picture = Image.fromarray(alone.astype(np.uint8))
    ink = np.asarray(picture.filter(ImageFilter.MinFilter(3))) > 245
    bare = np.asarray(picture.filter(ImageFilter.MaxFilter(3))) < 10
    clear = ink | bare
    core = ink if ink.any() else alone > 200
    if not bare.any() or not core.any():
        return 0.0
    ground, colour = np.median(seen[bare]), np.median(seen[core])
    if abs(colour - ground) < _FAINTEST:
        return 0.0
    level = (seen - ground) / (colour - ground)
    return float((np.abs(level - ink)[clear] > _APART).mean())

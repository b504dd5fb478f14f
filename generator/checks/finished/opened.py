"""Floor 7. A finished file, opened once for all checks.

Everything is read from the finished bytes: nothing that made them is asked. What
cannot be read is a fault, a value; checks only see files without one.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pikepdf
import pypdfium2

from generator.checks.finished.reading import codes, raster
from generator.checks.finished.reading.box import Box, Unreadable
from generator.checks.finished.reading.codes import Measure, Sighting
from generator.checks.finished.reading.content import Reader
from generator.checks.finished.reading.fonts import Font
from generator.checks.finished.reading.glyphs import Glyphs, columns
from generator.units import mm_to_pt, pt_to_mm

T = TypeVar("T")
_LONGEST_MM = 1300  # A0 and a little; a page of kilometres would fill the memory when rendered

#: What broken bytes raise while they are read, here and nowhere else.
BROKEN = (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError, Unreadable, struct.error,
           AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError,
           RecursionError, NotImplementedError, OSError, Warning)


@dataclass(frozen=True)
class Frame:
    """What a page's dictionary says about the page as a whole."""

    box: Box  #: the CropBox: what a viewer shows
    media: Box
    trim: Box  #: the TrimBox; where there is none, the CropBox
    turned: bool  #: marked as turned or scaled (/Rotate, /UserUnit)
    paints_notes: bool  #: an annotation has an appearance of its own


class Opened:
    """Pages count from 1, as in messages. Lengths in points of the page's own space."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.fault = ""  #: why the file cannot be read; empty when it can
        self.repaired: tuple[str, ...] = ()  #: what qpdf had to mend to read it
        self._images: dict[int, np.ndarray] = {}
        self._known: dict[object, Any] = {}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # pikepdf warns where a stream breaks off
                self._read()
        except BROKEN as fault:
            self.fault = " ".join(str(fault).split()) or type(fault).__name__

    def _read(self) -> None:
        self.pdf = pikepdf.open(io.BytesIO(self.data))
        self._drawn = pypdfium2.PdfDocument(self.data)
        reader = Reader()
        if len(self.pdf.pages) != len(self._drawn) or not len(self._drawn):
            raise Unreadable(f"one reader counts {len(self.pdf.pages)} pages, another {len(self._drawn)}")
        self._pages = [self._drawn[n] for n in range(len(self._drawn))]
        self.frames: tuple[Frame, ...] = tuple(_frame(page) for page in self.pdf.pages)  #: of each page
        for number, frame in enumerate(self.frames, 1):
            if not all(1 < pt_to_mm(side) < _LONGEST_MM for side in (frame.box.width, frame.box.height)):
                raise Unreadable(f"page {number} is {pt_to_mm(frame.box.width):.0f} × "
                                 f"{pt_to_mm(frame.box.height):.0f} mm")
        self.language = _string(self.pdf.Root.get("/Lang"))  #: the catalog's; empty where it says none
        info = self.pdf.trailer.get("/Info")
        self.title = _string(info.get("/Title")) if isinstance(info, pikepdf.Dictionary) else ""
        self._glyphs = [columns(number, reader.shows(page, self.box(number)))
                        for number, page in enumerate(self.pdf.pages, 1)]
        self.pattern_text = False  #: whether a tiling pattern draws text
        things = list(self.pdf.objects)
        self.streams = tuple(thing for thing in things if isinstance(thing, pikepdf.Stream))  #: every one of the file
        self.dictionaries = tuple(thing for thing in things if isinstance(thing, pikepdf.Dictionary))  #: every one that is no stream's
        for thing in self.streams:
            if "/PatternType" in thing:
                self.pattern_text |= bool(pikepdf.parse_content_stream(thing, "Tj TJ ' \""))
        for thing in self.dictionaries:
            if "/Type" in thing and thing.Type == "/Font" and not str(thing.get("/Subtype")).startswith("/CIDFont"):
                reader.fonts.of(thing)  # fonts that no page draws count too
        self.fonts: tuple[Font, ...] = tuple(reader.fonts.seen.values())
        for font in self.fonts:
            _ = font.text, font.is_embedded, font.program and font.program.characters
        self.repaired = tuple(map(str, self.pdf.get_warnings()))

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What ``make`` gives, made the first time and kept: several checks share it."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    @property
    def page_count(self) -> int:
        """0 when the file cannot be read."""
        return 0 if self.fault else len(self._pages)

    @property
    def pages(self) -> range:
        """The numbers of the pages."""
        return range(1, self.page_count + 1)

    def box(self, page: int) -> Box:
        """What a viewer shows of the page."""
        return self.frames[page - 1].box

    def trim(self, page: int) -> Box:
        """What is left of the page after cutting."""
        return self.frames[page - 1].trim

    def glyphs(self, page: int) -> Glyphs:
        """Every glyph that the page draws."""
        return self._glyphs[page - 1]

    def image(self, page: int) -> np.ndarray:
        """The page in grey at ``raster.DPI``: rendered once."""
        if page not in self._images:
            self._images[page] = raster.grey(self._pages[page - 1], raster.DPI)
        return self._images[page]

    def picture(self, page: int, box: Box, dpi: float) -> np.ndarray:
        """A part of the page, rendered anew at ``dpi``; parts off the page are left out."""
        whole = self.box(page)
        part = box.inside(whole)
        return raster.grey(self._pages[page - 1], dpi, (
            part.left - whole.left, part.bottom - whole.bottom,
            whole.right - part.right, whole.top - part.top))

    @cached_property
    def extremes(self) -> tuple[np.ndarray, ...]:
        """For each page: the darkest and lightest grey value in the box of each glyph."""
        return tuple(raster.extremes(self.image(page), self.glyphs(page).boxes, self.box(page), raster.DPI)
                     for page in self.pages)

    @cached_property
    def codes(self) -> tuple[Sighting, ...]:
        """Every QR code that is read on any page at ``raster.DPI``."""
        return tuple(seen for page in self.pages for seen in self.looked(page)[0])

    def looked(self, page: int) -> tuple[list[Sighting], list[np.ndarray]]:
        """The codes that are read on the page, and the corners, in pixels of its image, of what looks like one and is not read."""
        return self.once(("looked", page), lambda: codes.sightings(page, self.image(page), self.box(page), raster.DPI, self._letters(page)))

    def _letters(self, page: int) -> np.ndarray:
        """Where letters stand on the image of the page, in pixels."""
        glyphs = self.glyphs(page)
        return raster.around(self.image(page), glyphs.boxes[glyphs.inked & glyphs.letters], self.box(page), raster.DPI)[0]

    @cached_property
    def measures(self) -> tuple[Measure | None, ...]:
        """For each of ``codes``, what the ruler says."""
        found = []
        for seen in self.codes:
            around = seen.box.grown((codes.QUIET + 1) * seen.box.width / seen.modules)
            zone = seen.box.grown((codes.QUIET - 0.25) * seen.box.width / seen.modules)
            found.append(codes.measure(self.picture(seen.page, around, codes.FINE_DPI), seen.modules,
                                       zone.sticks_out_of(self.trim(seen.page)) > 0))
        return tuple(found)

    @cached_property
    def blurred(self) -> tuple[str, ...]:
        """For each of ``codes``, what is read after the blur."""
        return tuple(codes.blurred(self.picture(
            seen.page, seen.box.grown((codes.QUIET + 1) * seen.box.width / seen.modules),
            codes.BLURRED_DPI)) for seen in self.codes)


def inner(box: Box, mm: float) -> Box:
    """The box less a margin of so many millimetres."""
    return box.grown(-mm_to_pt(mm))


def _frame(page: pikepdf.Page) -> Frame:
    raw = page.obj
    return Frame(_box(page.cropbox), _box(page.mediabox), _box(page.trimbox),
                 int(raw.get("/Rotate", 0)) != 0 or float(raw.get("/UserUnit", 1)) != 1,
                 any("/AP" in note for note in raw.get("/Annots", [])))


def _box(values: pikepdf.Object) -> Box:
    left, bottom, right, top = (float(value) for value in values)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _string(value: object) -> str:
    return str(value).strip() if isinstance(value, pikepdf.String) else ""

"""Floor 7. An embedded font program: its character map and the box of each outline.

Read from the tables of OpenType (ISO/IEC 14496-22): ``head``, ``cmap``, ``loca`` and
``glyf``; the outlines of CFF fonts are measured by FreeType through Pillow.
"""

from __future__ import annotations

import io
import struct
import warnings
from functools import cached_property
from hashlib import blake2b

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from generator.checks.finished.reading.box import Unreadable

_MOST_PIXELS = 40_000_000  # of one letter: a page at 300 dpi has a fourth of it
_CFF_SIZE = 1000  # pixels to the em while measuring CFF outlines


class FontFile:
    """One sfnt. Boxes are in thousandths of the em, as PDF widths are."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.digest = blake2b(data, digest_size=20).digest()  #: of the bytes
        self.tables: dict[str, bytes] = {}
        count, = struct.unpack_from(">H", data, 4)
        for number in range(count):
            tag, _, start, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
            self.tables[tag.decode("latin-1")] = data[start:start + length]
        if "head" not in self.tables:
            raise Unreadable("an embedded font has no head table")
        self.em, = struct.unpack_from(">H", self.tables["head"], 18)
        if not self.em:
            raise Unreadable("an embedded font has an em of 0")

    @cached_property
    def cmap(self) -> dict[int, int]:
        """Code point: glyph number. From the Unicode subtables of formats 4 and 12."""
        table = self.tables.get("cmap", b"")
        found: dict[int, int] = {}
        count = struct.unpack_from(">H", table, 2)[0] if table else 0
        for number in range(count):
            platform, encoding, start = struct.unpack_from(">HHI", table, 4 + 8 * number)
            if platform == 0 or (platform, encoding) in ((3, 1), (3, 10)):
                shape, = struct.unpack_from(">H", table, start)
                found.update(_format_4(table[start:]) if shape == 4
                             else _format_12(table[start:]) if shape == 12 else {})
        return found

    @cached_property
    def characters(self) -> dict[int, frozenset[str]]:
        """Glyph number: the characters for which the font itself draws it."""
        found: dict[int, set[str]] = {}
        for code, glyph in self.cmap.items():
            found.setdefault(glyph, set()).add(chr(code))
        return {glyph: frozenset(letters) for glyph, letters in found.items()}

    def boxes(self, glyphs: np.ndarray) -> np.ndarray:
        """Left, bottom, right, top of each glyph's outline; NaN where it draws nothing."""
        if "glyf" in self.tables:
            return self._truetype_boxes(glyphs)
        return np.array([self._cff_box(int(glyph)) for glyph in glyphs], float).reshape(-1, 4)

    @cached_property
    def _loca(self) -> np.ndarray:
        long, = struct.unpack_from(">h", self.tables["head"], 50)
        raw = self.tables.get("loca", b"")
        if long:
            return np.frombuffer(raw[:len(raw) // 4 * 4], ">u4").astype(np.int64)
        return np.frombuffer(raw[:len(raw) // 2 * 2], ">u2").astype(np.int64) * 2

    def _truetype_boxes(self, glyphs: np.ndarray) -> np.ndarray:
        boxes = np.full((len(glyphs), 4), np.nan)
        outlines, starts = self.tables["glyf"], self._loca
        for row, glyph in enumerate(glyphs):
            # A glyph beyond the end draws nothing; so does one of no length (loca, "glyf").
            if 0 <= glyph < len(starts) - 1 and starts[glyph + 1] - starts[glyph] >= 10:
                boxes[row] = struct.unpack_from(">4h", outlines, int(starts[glyph]) + 2)
        return boxes * (1000 / self.em)

    def drawing(self, letter: str, em: float) -> np.ndarray | None:
        """How much of each pixel a letter covers, 0 to 255, cut to its outline; ``em`` in pixels.

        None where FreeType cannot draw the outline.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # Pillow warns of a picture that would fill the memory
                face = ImageFont.truetype(io.BytesIO(self.data), em, layout_engine=ImageFont.Layout.BASIC)
                left, top, right, bottom = face.getbbox(letter)
                if (right - left) * (bottom - top) > _MOST_PIXELS:
                    return None
                picture = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
                ImageDraw.Draw(picture).text((-left, -top), letter, 255, face)
        except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            return None
        return np.asarray(picture.crop(picture.getbbox()))

    @cached_property
    def _freetype(self) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(io.BytesIO(self.data), _CFF_SIZE,
                                  layout_engine=ImageFont.Layout.BASIC)

    def _cff_box(self, glyph: int) -> tuple[float, ...]:
        # FreeType is reached by character only. A variant without one gets the em box
        # of an ideograph, 120 below the baseline and 880 above.
        letters = self.characters.get(glyph)
        if not letters:
            return 0, -120, 1000, 880
        left, top, right, bottom = self._freetype.getbbox(min(letters), anchor="ls")
        if right <= left or bottom <= top:
            return (np.nan,) * 4
        return left, -bottom, right, -top


def _format_4(table: bytes) -> dict[int, int]:
    length, _, double = struct.unpack_from(">HHH", table, 2)
    words = np.frombuffer(table[:length // 2 * 2], ">u2").astype(int)
    n = double // 2
    ends, starts = words[7:7 + n], words[8 + n:8 + 2 * n]
    deltas, offsets = words[8 + 2 * n:8 + 3 * n], words[8 + 3 * n:8 + 4 * n]
    found: dict[int, int] = {}
    for i in range(n):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                glyph = words[8 + 3 * n + i + offsets[i] // 2 + code - starts[i]]
            if not offsets[i] or glyph:
                glyph = (glyph + deltas[i]) & 0xFFFF
            if glyph:
                found[int(code)] = int(glyph)
    return found


def _format_12(table: bytes) -> dict[int, int]:
    count, = struct.unpack_from(">I", table, 12)
    found: dict[int, int] = {}
    for i in range(count):
        first, last, glyph = struct.unpack_from(">III", table, 16 + 12 * i)
        if last > 0x10FFFF or last < first:
            raise Unreadable("an embedded font has a broken character map")
        found.update({code: glyph + code - first for code in range(first, last + 1)})
    return found

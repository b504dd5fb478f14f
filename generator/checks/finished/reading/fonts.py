"""Floor 7. A font as the PDF names it: encoding, widths, text of its codes, program."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
import pikepdf

from generator.checks.finished.reading.fontfile import FontFile
from generator.checks.finished.reading.kept import Kept

_HEX = rb"<\s*([0-9A-Fa-f\s]*)>"
_CHAR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[([^\]]*)\])")
_CID = re.compile(_HEX + rb"\s*(\d+)")
_CIDS = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(\d+)")
#: Marks that direct a line and are never seen; they may share a glyph's text with a digit.
_BLANK = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
                   "\u2060\u2066\u2067\u2068\u2069\ufeff")

_programs: Kept[FontFile] = Kept(24, lambda content, _: 3 * len(content))
_texts: Kept[dict[int, str]] = Kept(6, lambda content, _: 8 * len(content))


class Font:
    """A font dictionary of the file (ISO 32000-1, 9.6 and 9.7)."""

    def __init__(self, obj: pikepdf.Object) -> None:
        self.obj = obj
        self.subtype = str(obj.get("/Subtype", ""))
        self.base_name = str(obj.get("/BaseFont", "")).lstrip("/")
        self.composite = self.subtype == "/Type0"  # two bytes a code; all that WeasyPrint writes
        self._inner = obj.DescendantFonts[0] if self.composite else obj
        self.descriptor = self._inner.get("/FontDescriptor", pikepdf.Dictionary())
        self.drawn: set[int] = set()  #: codes that some page draws, filled while reading pages

    @property
    def name(self) -> str:
        """The name without the six letters that mark a subset (ISO 32000-1, 9.6.4)."""
        return re.sub(r"^[A-Z]{6}\+", "", self.base_name)

    @property
    def is_subset(self) -> bool:
        """Whether the name carries the mark of a subset."""
        return self.name != self.base_name

    @cached_property
    def program(self) -> FontFile | None:
        """The embedded program; None where there is none that can be read as OpenType."""
        for key in ("/FontFile2", "/FontFile3"):
            if key in self.descriptor:
                data = self.descriptor[key].read_bytes()
                if data[:4] in (b"\0\1\0\0", b"OTTO", b"true"):
                    return _programs.of(data, lambda: FontFile(data))  # noqa: B023
        return None

    @property
    def is_embedded(self) -> bool:
        """Whether any font program stands in the file."""
        return any(key in self.descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))

    @cached_property
    def text(self) -> dict[int, str]:
        """Code: its text, from ToUnicode. An empty text is kept: it is a fault to be named."""
        stream = self.obj.get("/ToUnicode")
        if not isinstance(stream, pikepdf.Stream):
            return {}
        data = stream.read_bytes()
        return _texts.of(data, lambda: _to_unicode(data))

    def plain(self, code: int) -> str:
        """The text of a code without marks that are never seen; empty where ToUnicode gives none."""
        known = self._plain.get(code)
        if known is None:
            known = self._plain[code] = "".join(c for c in self.text.get(code, "") if c not in _BLANK)
        return known

    @cached_property
    def _plain(self) -> dict[int, str]:
        return {}

    @cached_property
    def _cids(self) -> dict[int, int] | None:
        # WeasyPrint 70 writes an encoding of its own, WP-Encod-0, where a glyph is missing:
        # invented codes that lead to glyph 0 (weasyprint/pdf/fonts.py). None: code is glyph.
        encoding = self.obj.get("/Encoding")
        if not self.composite or not isinstance(encoding, pikepdf.Stream):
            return None
        data, found = encoding.read_bytes(), {}
        for block in re.findall(rb"begincidchar(.*?)endcidchar", data, re.S):
            found.update({int(code, 16): int(cid) for code, cid in _CID.findall(block)})
        for block in re.findall(rb"begincidrange(.*?)endcidrange", data, re.S):
            for first, last, cid in _CIDS.findall(block):
                start, stop = int(first, 16), int(last, 16)
                found.update({start + n: int(cid) + n for n in range(min(stop - start, 0xFFFF) + 1)})
        return found

    def glyph(self, code: int) -> int:
        """The glyph number that a code draws; 0 is .notdef; -1 where this is not known."""
        if not self.composite:
            return -1
        cid = code if self._cids is None else self._cids.get(code, 0)
        if self._glyphs is None:
            return cid
        return int.from_bytes(self._glyphs[2 * cid:2 * cid + 2], "big")

    @cached_property
    def _glyphs(self) -> bytes | None:
        # A map of its own from characters to glyphs (ISO 32000-1, 9.7.4.2); WeasyPrint writes /Identity.
        table = self._inner.get("/CIDToGIDMap")
        return table.read_bytes() if isinstance(table, pikepdf.Stream) else None

    @cached_property
    def _widths(self) -> dict[int, float]:
        found: dict[int, float] = {}
        if not self.composite:
            first = int(self.obj.get("/FirstChar", 0))
            return {first + n: float(w) for n, w in enumerate(self.obj.get("/Widths", []))}
        items = list(self._inner.get("/W", []))
        at = 0
        while at + 1 < len(items):
            if isinstance(items[at + 1], pikepdf.Array):
                found.update({int(items[at]) + n: float(w) for n, w in enumerate(items[at + 1])})
                at += 2
            else:
                first, last, width = int(items[at]), int(items[at + 1]), float(items[at + 2])
                found.update(dict.fromkeys(range(first, min(last, first + 0xFFFF) + 1), width))
                at += 3
        return found

    @cached_property
    def _default_width(self) -> float:
        return float(self._inner.get("/DW", 1000)) if self.composite else 0.0

    @cached_property
    def _known_widths(self) -> dict[int, float]:
        return {}

    def width(self, code: int) -> float:
        """Advance of a code in thousandths of the em."""
        known = self._known_widths.get(code)
        if known is None:
            cid = self.glyph(code) if self.composite else code
            known = self._known_widths[code] = self._widths.get(cid, self._default_width)
        return known

    def boxes(self, codes: np.ndarray) -> np.ndarray:
        """Outline boxes of codes in thousandths of the em; NaN where nothing is drawn."""
        if self.program is not None and self.composite:
            unique, back = np.unique(codes, return_inverse=True)
            return self.program.boxes(np.array([self.glyph(int(c)) for c in unique]))[back]
        # Without a program that can be measured: the usual extent of a letter.
        return np.array([(0, -250, self.width(int(code)), 900) for code in codes], float).reshape(-1, 4)


def _to_unicode(data: bytes) -> dict[int, str]:
    """The map of a ToUnicode stream (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for code, target in _CHAR.findall(block):
            found[int(code or b"0", 16)] = _utf16(target)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for first, last, target, several in _RANGE.findall(block):
            start, stop = int(first or b"0", 16), int(last or b"0", 16)
            each = re.findall(_HEX, several)
            for n, code in enumerate(range(start, min(stop, start + 0xFFFF) + 1)):
                if several:
                    found[code] = _utf16(each[n]) if n < len(each) else ""
                else:
                    text = _utf16(target)
                    found[code] = text[:-1] + chr(ord(text[-1]) + n) if text else ""
    return found


def _utf16(target: bytes) -> str:
    digits = re.sub(rb"\s", b"", target)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()).decode("utf-16-be", "replace")

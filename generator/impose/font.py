"""Floor 6. A TrueType font for a sheet's own words: subset, embedded, readable by machines."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from generator.impose.shapes import Unfit

_ASCII = "".join(map(chr, range(32, 127)))  # one subset serves nearly all sheets
_UNNEEDED = ["GSUB", "GPOS", "GDEF", "OS/2", "post", "name", "DSIG", "STAT", "gasp", "meta"]


@dataclass(frozen=True)
class Subset:
    """The part of a font that is used. Widths and heights in thousandths of the type size."""

    name: str
    family: str
    data: bytes
    glyphs: dict[str, int]  #: character: glyph number in ``data``
    widths: tuple[int, ...]  #: by glyph number
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def width(self, text: str, size_pt: float) -> float:
        """How long a line is, in points."""
        return sum(self.widths[self.glyphs[c]] for c in text) * size_pt / 1000

    def show(self, text: str) -> str:
        """The text as a string operand."""
        return "<" + "".join(f"{self.glyphs[c]:04X}" for c in text) + ">"


def subset_for(path: Path, text: str) -> Subset:
    """A subset with at least these characters; :class:`Unfit` where the font lacks one."""
    return _subset(path, "".join(sorted(set(_ASCII) | set(text))))


@lru_cache(maxsize=8)
def _subset(path: Path, characters: str) -> Subset:
    with TTFont(path, recalcTimestamp=False, lazy=True) as font:
        missing = sorted(set(map(ord, characters)) - set(font.getBestCmap()))
        if missing:
            raise Unfit(f"{path.name} cannot write "
                        + ", ".join(f"U+{code:04X}" for code in missing))
        family = font["name"].getDebugName(16) or font["name"].getDebugName(1)
        cap_height = font["OS/2"].sCapHeight
        options = subset.Options(hinting=False, layout_features=[], notdef_outline=True,
                                 glyph_names=False, name_IDs=[], legacy_kern=False)
        options.drop_tables += _UNNEEDED
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        file = io.BytesIO()
        font.save(file)
        return _measured(font, file.getvalue(), family, cap_height, characters)


def _measured(font: TTFont, data: bytes, family: str, cap_height: int, characters: str) -> Subset:
    head, hhea, cmap = font["head"], font["hhea"], font.getBestCmap()
    scale = 1000 / head.unitsPerEm
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])
    return Subset(
        name=f"{tag}+{family.replace(' ', '-')}", family=family, data=data,
        glyphs={c: font.getGlyphID(cmap[ord(c)]) for c in characters},
        widths=tuple(round(font["hmtx"][glyph][0] * scale) for glyph in font.getGlyphOrder()),
        box=tuple(round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)),
        ascent=round(hhea.ascent * scale), descent=round(hhea.descent * scale),
        cap_height=round(cap_height * scale))


def embed(pdf: pikepdf.Pdf, part: Subset) -> pikepdf.Object:
    """The font as an object of this PDF: Type0, Identity-H, with ToUnicode."""
    file = pikepdf.Stream(pdf, part.data, Length1=len(part.data))
    name = Name("/" + part.name)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, FontFamily=pikepdf.String(part.family), Flags=32,
        FontBBox=Array(part.box), ItalicAngle=0, Ascent=part.ascent, Descent=part.descent,
        CapHeight=part.cap_height, StemV=80, FontFile2=pdf.make_indirect(file))
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"),
                                 Ordering=pikepdf.String("Identity"), Supplement=0),
        DW=0, W=Array([0, Array(part.widths)]), FontDescriptor=pdf.make_indirect(descriptor))
    return pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_indirect(pikepdf.Stream(pdf, _to_unicode(part)))))


def _to_unicode(part: Subset) -> bytes:
    pairs = [f"<{glyph:04X}> <{c.encode('utf-16-be').hex().upper()}>"
             for c, glyph in sorted(part.glyphs.items(), key=lambda pair: pair[1])]
    blocks = [pairs[start:start + 100] for start in range(0, len(pairs), 100)]  # 100 is the limit
    return "\n".join([
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", "<0000> <FFFF>", "endcodespacerange",
        *(line for block in blocks
          for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
        "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]).encode()

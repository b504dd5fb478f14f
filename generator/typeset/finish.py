"""Floor 5. What WeasyPrint leaves undone in a PDF: page boxes, empty ToUnicode targets, dates, identity.

WeasyPrint 70 writes empty targets in ToUnicode for Nastaliq and the Indic
scripts; ISO 14289-1, 7.21.7 refuses such a file. U+200B says nothing aloud and
keeps copied text in order. None of it changes the picture.
"""

from __future__ import annotations

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from generator.units import mm_to_pt

_EMPTY_TARGET = re.compile(rb"(<[0-9A-Fa-f]+>[ \t]*)<>")


def trimmed(pdf: bytes) -> bytes:
    """What is left of a finished document after cutting, for a screen: every page shows its TrimBox and no more."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.MediaBox = page.BleedBox = page.TrimBox
        return _saved(document)


def finish(pdf: bytes, *, bleed_mm: float) -> bytes:
    """TrimBox ``bleed_mm`` inside the page on each side; no dates, no names of tools; the same bytes each time."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        inset = mm_to_pt(bleed_mm)
        for page in document.pages:
            left, bottom, right, top = (float(x) for x in page.MediaBox)
            trim = [left + inset, bottom + inset, right - inset, top - inset]
            page.TrimBox = Array([round(x, 4) for x in trim])
            page.BleedBox = page.MediaBox
            _lead_with_moves(document, page)
        for item in document.objects:
            if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and "/ToUnicode" in item:
                _fill(item.ToUnicode)
        for key in ("/CreationDate", "/ModDate", "/Producer", "/Creator"):
            if key in document.docinfo:
                del document.docinfo[key]
        if "/Metadata" in document.Root:
            _without_dates(document)
        return _saved(document)


def _saved(document: Pdf) -> bytes:
    saved = io.BytesIO()
    document.save(saved, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
                  compress_streams=True, linearize=False)
    return saved.getvalue()


_TRAILING_MOVE = re.compile(rb"[1-9][0-9.]*\s*\]\s*TJ")


def _lead_with_moves(document: Pdf, page: pikepdf.Page) -> None:
    """Write a move at the end of a TJ array at the start of the next one instead.

    ISO 32000-1, 9.4.3 gives both the same meaning, but PDFium (Chrome, many phones) drops
    the former (measured with version 5.15 of pypdfium2): Nastaliq letters then slide together.
    """
    page.contents_coalesce()
    if not _TRAILING_MOVE.search(page.Contents.read_bytes()):
        return
    kept, carried = [], 0.0
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        name = str(operator)
        if name == "TJ":
            array = list(operands[0])
            if carried:
                array.insert(0, carried)
                carried = 0.0
            while array and not isinstance(array[-1], pikepdf.String):
                carried += float(array.pop())
            if not array:
                continue
            operands = [Array(array)]
        elif carried and name in ("Tf", "Tz", "Tj", "'", '"'):
            # Another scale, or nothing to lead with: say it where it stood.
            kept.append(([Array([pikepdf.String(""), carried])], pikepdf.Operator("TJ")))
            carried = 0.0
        elif name in ("Tm", "Td", "TD", "T*", "ET"):
            carried = 0.0
        kept.append((operands, operator))
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))


def _fill(to_unicode: pikepdf.Object) -> None:
    table = to_unicode.read_bytes()
    filled = _EMPTY_TARGET.sub(rb"\1<200b>", table)
    if filled != table:
        to_unicode.write(filled)


_TELLS = rb"(?:xmp:CreateDate|xmp:ModifyDate|xmp:MetadataDate|xmp:CreatorTool|pdf:Producer)"
_XMP_TELLS = re.compile(rb"<(" + _TELLS + rb")>[^<]*</\1>|\s" + _TELLS + rb'="[^"]*"')


def _without_dates(document: Pdf) -> None:
    metadata = document.Root.Metadata
    metadata.write(_XMP_TELLS.sub(b"", metadata.read_bytes()))

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


def finish(pdf: bytes, *, bleed_mm: float) -> bytes:
    """TrimBox ``bleed_mm`` inside the page on each side; no dates, no names of tools; the same bytes each time."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        inset = mm_to_pt(bleed_mm)
        for page in document.pages:
            left, bottom, right, top = (float(x) for x in page.MediaBox)
            trim = [left + inset, bottom + inset, right - inset, top - inset]
            page.TrimBox = Array([round(x, 4) for x in trim])
            page.BleedBox = page.MediaBox
        for item in document.objects:
            if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and "/ToUnicode" in item:
                _fill(item.ToUnicode)
        for key in ("/CreationDate", "/ModDate", "/Producer", "/Creator"):
            if key in document.docinfo:
                del document.docinfo[key]
        if "/Metadata" in document.Root:
            _without_dates(document)
        saved = io.BytesIO()
        document.save(saved, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
                      compress_streams=True, linearize=False)
    return saved.getvalue()


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

"""Floor 6. The first page of a PDF as a small PNG for the gallery."""

from __future__ import annotations

import io

import pypdfium2

WIDTH_PX = 400


def thumbnail(pdf: bytes, width_px: int = WIDTH_PX, colours: int = 64) -> bytes:
    """A PNG of the first page, ``width_px`` wide; the same bytes each time."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=width_px / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    out = io.BytesIO()
    picture.quantize(colours).save(out, "PNG", optimize=False)
    return out.getvalue()

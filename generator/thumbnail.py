"""Floor 6. The first page of a PDF as a picture: small for the gallery, or of the size that an item for a screen has."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
from PIL import Image

WIDTH_PX = 400
COLOURS = 64
_MANY = 65_536  # colours; a page without photographs has some thousand
_STEP = 3  # bits of each part of a colour that are left out where colours are counted


def thumbnail(pdf: bytes, width_px: int = WIDTH_PX) -> bytes:
    """A PNG of the first page, ``width_px`` wide, in the colours that it shows most; the same bytes each time."""
    return _png(_in_few(_first_page(pdf, width_px)))


def image(pdf: bytes, width_px: int) -> bytes:
    """A PNG of the first page, ``width_px`` wide, in 256 colours; the same bytes each time."""
    return _png(_first_page(pdf, width_px).quantize(256))


def _first_page(pdf: bytes, width_px: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        return page.render(scale=width_px / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()


def _in_few(picture: Image.Image) -> Image.Image:
    """Flat colours and the steps between them: those that are near each other become one, and the rarest the nearest one.

    Pillow's own ways are four times slower (median cut), or make grey paper of white (octree).
    """
    shown = picture.getcolors(_MANY)
    if shown is None:
        return picture.quantize(COLOURS)
    count, colours = np.array([n for n, _ in shown], float), np.array([colour for _, colour in shown], float)
    groups, group = np.unique(_group(colours.astype(np.uint16)), return_inverse=True)
    pixels = np.bincount(group, count)
    means = np.stack([np.bincount(group, count * part) for part in colours.T], axis=1) / pixels[:, None]
    palette = np.rint(means[np.argsort(-pixels, kind="stable")[:COLOURS]])
    nearest = np.zeros(1 << 3 * (8 - _STEP), np.uint8)
    nearest[groups] = ((means[:, None] - palette) ** 2).sum(axis=2).argmin(axis=1)
    few = Image.fromarray(nearest[_group(np.asarray(picture).astype(np.uint16))])
    few.putpalette(palette.astype(np.uint8).tobytes())
    return few


def _group(colours: np.ndarray) -> np.ndarray:
    red, green, blue = (colours[..., part] >> _STEP for part in range(3))
    return (red << 2 * (8 - _STEP)) | (green << (8 - _STEP)) | blue


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False)
    return out.getvalue()

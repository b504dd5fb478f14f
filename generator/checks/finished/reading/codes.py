"""Floor 7. QR codes as a phone sees them, and as a ruler does.

Found on the rendered page; measured on a rendering of their place at 600 dpi
(ISO/IEC 18004: symbol of 17 + 4 × version modules, quiet zone of 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

from generator.checks.finished.reading.blocks import blocks
from generator.checks.finished.reading.box import Box
from generator.units import MM_PER_INCH, PT_PER_INCH, pt_to_mm

FINE_DPI = 600
BLURRED_DPI = 150  #: a phone held at arm's length
BLUR_MM = 0.1  #: standard deviation of the blur: a hand that trembles, ink that spreads
QUIET = 4  #: modules of bare paper on each side (ISO/IEC 18004, 6.3.8)


@dataclass(frozen=True)
class Sighting:
    """A symbol that was decoded on a rendered page."""

    page: int  #: 1-based
    payload: str
    modules: int  #: on a side
    box: Box  #: in the page's points


@dataclass(frozen=True)
class Measure:
    """What the ruler says of a symbol."""

    module_mm: float
    darkest_light: int  #: grey value of the darkest light module, 255 is paper white
    lightest_dark: int  #: grey value of the lightest dark module, 0 is black
    unused: float  #: error correction that was not needed, 0 to 1
    quiet: int  #: grey value of the darkest pixel in the quiet zone; -1 where it leaves the page


def look(image: np.ndarray, *, errors: bool = False) -> list[zxingcpp.Barcode]:
    """Every QR code in the picture, light on dark too: a phone reads that as well. ``errors``: those that give no payload too."""
    return zxingcpp.read_barcodes(np.ascontiguousarray(image), formats=zxingcpp.BarcodeFormat.QRCode, return_errors=errors)


def sightings(number: int, image: np.ndarray, page: Box, dpi: float, letters: np.ndarray) -> tuple[list[Sighting], list[np.ndarray]]:
    """The codes on one rendered page, and the four corners in pixels of what the decoder takes for one and cannot read.

    ``letters``: see ``blocks``.
    """
    found: list[Sighting] = []
    unread: list[np.ndarray] = []
    scale = PT_PER_INCH / dpi
    for top, bottom, left, right in blocks(image, letters):
        for code in look(image[top:bottom, left:right], errors=True) if image.size else ():
            if not code.valid:
                place = code.position
                corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
                unread.append(np.array([(left + p.x, top + p.y) for p in corners], float))
                continue
            west, north, east, south = _extent(code)
            found.append(Sighting(number, code.text, 17 + 4 * int(code.extra.get("Version", 1)), Box(
                page.left + (left + west) * scale, page.top - (top + south) * scale,
                page.left + (left + east) * scale, page.top - (top + north) * scale)))
    return found, unread


def blurred(image: np.ndarray) -> str:
    """What is still read of a picture at ``BLURRED_DPI`` after the blur; empty if nothing."""
    soft = Image.fromarray(image).filter(ImageFilter.GaussianBlur(BLUR_MM / MM_PER_INCH * BLURRED_DPI))
    found = look(np.asarray(soft))
    return found[0].text if found else ""


def measure(image: np.ndarray, modules: int, hidden: bool) -> Measure | None:
    """Measure the code in a picture of its place at ``FINE_DPI``; None if it cannot be read there.

    ``hidden``: a part of the quiet zone lies beyond the page.
    """
    found = [code for code in look(image) if 17 + 4 * int(code.extra.get("Version", 1)) == modules]
    if not found:
        return None
    left, top, right, bottom = _extent(found[0])
    step = ((right - left) + (bottom - top)) / 2 / modules
    middles = (np.arange(modules) + 0.5)
    rows = np.clip(top + middles * (bottom - top) / modules, 1, image.shape[0] - 2).astype(int)
    columns = np.clip(left + middles * (right - left) / modules, 1, image.shape[1] - 2).astype(int)
    reach = (-1, 0, 1) if step >= 8 else (0,)  # pixels around the middle that surely lie in the module
    grey = np.mean([image[np.ix_(rows + dy, columns + dx)] for dy in reach for dx in reach], axis=0)
    dark = grey < (int(grey.min()) + int(grey.max())) / 2
    # A quarter of a module on either side is left to the rounding of edges to pixels.
    outer = _cut(image, left, top, right, bottom, (QUIET - 0.25) * step).copy()
    inner = 0.25 * step
    y, x = np.ogrid[:outer.shape[0], :outer.shape[1]]
    away = (QUIET - 0.25) * step - inner
    core = (y >= away) & (y < outer.shape[0] - away) & (x >= away) & (x < outer.shape[1] - away)
    ring = outer[~core]
    # Edges are smoothed over a pixel on either side; of two readings the smaller is the safe one.
    return Measure(module_mm=pt_to_mm((step - 1 / modules) * PT_PER_INCH / FINE_DPI),
                   darkest_light=int(grey[~dark].min()), lightest_dark=int(grey[dark].max()),
                   unused=float(found[0].extra.get("UEC", 0)),
                   quiet=-1 if hidden or not ring.size else int(ring.min()))


def _extent(code: zxingcpp.Barcode) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in pixels, whichever way the symbol is turned."""
    place = code.position
    corners = [place.top_left, place.top_right, place.bottom_right, place.bottom_left]
    # The position names the corner pixels, so the far edges are one pixel further.
    return (min(p.x for p in corners), min(p.y for p in corners),
            max(p.x for p in corners) + 1, max(p.y for p in corners) + 1)


def _cut(image: np.ndarray, left: float, top: float, right: float, bottom: float, by: float) -> np.ndarray:
    return image[max(0, round(top - by)):max(0, round(bottom + by)),
                 max(0, round(left - by)):max(0, round(right + by))]

"""Floor 7. How much ink the pixels of an image and the colours of a shading lay down."""

from __future__ import annotations

import io
import itertools
from typing import Any

import numpy as np
import pikepdf
from PIL import Image

from generator.checks.finished.reading.box import Unreadable
from generator.checks.print.reading.colour import Space

_MOST = 120_000_000  # pixels; an A3 at 600 ppi has 70 million
_ROWS = 512  # looked at together


def heavy_pixels(image: Any, space: Space, limit: float) -> tuple[float, float]:
    """The share of pixels with more ink than ``limit`` percent, and the most of any; (0, 0) where inks are not known."""
    if space.family == "Indexed" and space.base is not None and space.base.parts == 4:
        table = [100 * sum(space.cmyk((n,)) or ()) for n in range(len(space.table) // 4)]
        return (1.0, max(table)) if table and max(table) > limit else (0.0, max(table, default=0.0))
    if space.parts != 4 or space.family == "DeviceN":
        return 0.0, 0.0
    width, height = int(image.get("/Width", image.get("/W", 0))), int(image.get("/Height", image.get("/H", 0)))
    if not 0 < width * height <= _MOST:
        raise Unreadable(f"an image has {width} × {height} pixels")
    inks = _stored(image, width, height)
    if inks is None:
        return 0.0, 0.0
    decode = [float(v) for v in image.get("/Decode", image.get("/D", (0, 1) * 4))]
    low, span = np.array(decode[::2]), np.array(decode[1::2]) - np.array(decode[::2])
    over, most = 0, 0.0
    for first in range(0, height, _ROWS):
        sums = ((inks[first:first + _ROWS] / 255 * span + low).sum(axis=2) * 100)
        over, most = over + int((sums > limit).sum()), max(most, float(sums.max()))
    return over / (width * height), most


def _stored(image: Any, width: int, height: int) -> np.ndarray | None:
    """The samples as they stand in the file, 0 to 255; None where they are stored in a way that is not read here."""
    filters = image.get("/Filter", image.get("/F", []))
    names = [str(one) for one in (filters if isinstance(filters, pikepdf.Array) else [filters])] if filters else []
    if names and names[-1] in ("/DCTDecode", "/DCT"):
        with Image.open(io.BytesIO(image.read_raw_bytes())) as jpeg:
            samples = np.asarray(jpeg if jpeg.mode == "CMYK" else jpeg.convert("CMYK"))
            # Pillow turns the samples of Adobe's files round (PIL/JpegImagePlugin.py, "CMYK;I").
            return 255 - samples if "adobe" in jpeg.info else samples
    bits = int(image.get("/BitsPerComponent", image.get("/BPC", 8)))
    if bits not in (8, 16) or (names and names[-1] == "/JPXDecode"):
        return None
    data = np.frombuffer(image.read_bytes(), np.uint8)[::bits // 8]
    if len(data) < width * height * 4:
        raise Unreadable("an image breaks off")
    return data[:width * height * 4].reshape(height, width, 4)


def heaviest_shade(shading: Any, space: Space) -> float:
    """The most ink of the colours that a shading goes through, in percent; 0 where they are not known."""
    functions = shading.get("/Function")
    if functions is None or space.family == "Indexed":
        return 0.0
    if isinstance(functions, pikepdf.Array):  # one function for each part
        ends = [_ends(one) for one in functions]
        colours = [tuple(part[0] for part in parts) for parts in itertools.product(*ends)] if all(ends) else []
    else:
        colours = _ends(functions)
    return max((100 * sum(space.cmyk(colour) or ()) for colour in colours), default=0.0)


def _ends(function: Any, depth: int = 0) -> list[tuple[float, ...]]:
    """Colours of a function between which it moves (ISO 32000-1, 7.10); a calculator function gives none."""
    kind = int(function.FunctionType)
    if kind == 2:
        return [tuple(float(v) for v in function.get(key, default)) for key, default in (("/C0", (0,)), ("/C1", (1,)))]
    if kind == 3 and depth < 4:
        return [end for part in function.Functions for end in _ends(part, depth + 1)]
    if kind == 0 and int(function.BitsPerSample) == 8:
        outputs = len(function.Range) // 2
        decode = [float(v) for v in function.get("/Decode", function.Range)]
        samples = np.frombuffer(function.read_bytes(), np.uint8)
        samples = samples[:len(samples) // outputs * outputs].reshape(-1, outputs) / 255
        low, high = np.array(decode[::2]), np.array(decode[1::2])
        return [tuple(row) for row in (low + samples * (high - low)).tolist()]
    return []

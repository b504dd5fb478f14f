"""Floor 8. A picture of the set: that it opens, its size in pixels, and what a phone reads of its QR codes.

Its letters are pixels, and no letter can be read back from them for certain: they were compared
on the page of which the picture was taken, when it was made.
"""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from generator.checks.finished.reading.codes import look
from generator.model.edition import Edition
from generator.problem import Problem, error

DAMAGED = error("V540", "picture-damaged", "a picture that does not open, or is empty, tells nobody anything")
CODE = error("V541", "picture-code", "a code that opens another page sends the reader to a stranger")
_EMPTY = 40  # grey values between the darkest and the lightest pixel


def check_picture(data: bytes, output: Mapping[str, Any], edition: Edition) -> Iterator[Problem]:
    """Every problem of a picture that the manifest lists."""
    path, place = str(output["path"]), {"locale": edition.locale.tag}
    remedy = "Type make: it makes the picture again."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            Image.open(io.BytesIO(data)).verify()  # WeasyPrint, where it was imported, lets pictures end early
            image = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as fault:
        yield DAMAGED.at(path, 0, f"The picture does not open: {' '.join(str(fault).split())[:80]}.", remedy, **place)
        return
    size = edition.format.image_px
    if size and image.shape != (int(size.height), int(size.width)):
        yield DAMAGED.at(path, 0, f"The picture has {image.shape[1]} × {image.shape[0]} pixels, and {size.width:g} × {size.height:g} "
                         "are expected.", remedy, **place)
    if int(image.max()) - int(image.min()) < _EMPTY:
        yield DAMAGED.at(path, 0, "The picture is of one colour.", remedy, **place)
    found = Counter(code.text for code in look(image))
    wanted = Counter(output.get("qr") or [])
    if found != wanted:
        yield CODE.at(path, 0, f"QR codes in the picture: {dict(found) or 'none'}; expected: {dict(wanted) or 'none'}.", remedy, **place)

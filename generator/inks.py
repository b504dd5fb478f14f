"""Floor 3. Colours of the screen → printing inks, by the profile of the press (FOGRA39L, coated paper).

Running text is black ink alone; display text has at most two inks, areas at most
three: fewer inks, less that can shift against each other on the press.
"""

from __future__ import annotations

import io
import itertools
import sys
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

#: Made at set-up from measurement data (setup/make-profile.py).
PROFILE = Path(sys.prefix) / "share" / "color" / "fogra39l.icc"

BLACK = (0.0, 0.0, 0.0, 1.0)
NO_INK = (0.0, 0.0, 0.0, 0.0)
TEXT_INKS, AREA_INKS = 2, 3
_STEP = 5  # percent
#: Cost of 100 % more ink, in CIE 1976 colour difference: of two likenesses the lighter on ink is taken.
_COST = 1.5

_COLOURED = 12.0  # CIELAB chroma: a letter of less is a grey, and black ink alone says it
_LIGHT = 60.0  # CIELAB lightness: a letter this light stands on a dark ground

Rgb = tuple[float, float, float]  #: 0 to 1
Cmyk = tuple[float, float, float, float]  #: 0 to 1


class Inks:
    """One for each process; the mixtures are computed once."""

    def __init__(self, profile: bytes):
        self.profile = profile  #: ICC, four colours
        self.of = lru_cache(maxsize=4096)(self._of)

    def _of(self, rgb: Rgb, most: int) -> Cmyk:
        """The mixture of at most ``most`` inks that is nearest to a colour of the screen (CIE 1976 ΔE).

        Colours of the screen are sRGB, white is the paper (relative colorimetric, ICC.1:2010, 6.3.3).
        """
        if min(rgb) > 0.998:
            return NO_INK
        if max(rgb) < 0.02:
            return BLACK
        import numpy as np
        wanted = _screen_lab(rgb)
        mixtures, colours = self._mixtures[most]
        away = np.sqrt(((colours - wanted) ** 2).sum(axis=1)) + _COST * mixtures.sum(axis=1) / 100
        return tuple(float(v) / 100 for v in mixtures[int(away.argmin())])  # type: ignore[return-value]

    @classmethod
    def of_this_machine(cls) -> Inks:
        """With the profile that was made at set-up."""
        return cls(PROFILE.read_bytes())

    def area(self, rgb: Rgb) -> Cmyk:
        """The inks of a filled area or a line."""
        return self.of(rgb, AREA_INKS)

    def text(self, rgb: Rgb, is_display: bool) -> Cmyk:
        """The inks of a letter: black alone, none on a dark ground, or two where it is large and has a colour of its own."""
        lightness, chroma = self._seen(rgb)
        if is_display and chroma >= _COLOURED:
            return self.of(rgb, TEXT_INKS)
        return NO_INK if lightness > _LIGHT else BLACK

    @lru_cache(maxsize=256)
    def _seen(self, rgb: Rgb) -> tuple[float, float]:
        """CIELAB lightness and chroma of a colour of the screen."""
        import numpy as np
        lightness, a, b = _screen_lab(rgb)
        return float(lightness), float(np.hypot(a, b))

    @cached_property
    def _mixtures(self) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """For so many inks: every mixture in percent (n × 4), and its colour (n × 3, CIELAB)."""
        import numpy as np
        from PIL import Image, ImageCms
        found = {}
        levels = np.arange(0, 101, _STEP)
        for count in (TEXT_INKS, AREA_INKS):
            parts = []
            for inks in itertools.combinations(range(4), count):
                part = np.zeros((len(levels) ** count, 4), np.int64)
                part[:, inks] = np.stack(np.meshgrid(*[levels] * count, indexing="ij"), -1).reshape(-1, count)
                parts.append(part)
            mixtures = np.unique(np.concatenate(parts), axis=0)
            pixels = np.round(mixtures * 2.55).astype(np.uint8)[None]
            found[count] = mixtures, _lab(Image.fromarray(pixels, "CMYK"), ImageCms.ImageCmsProfile(io.BytesIO(self.profile)))
        return found


def _screen_lab(rgb: Rgb) -> np.ndarray:
    """CIELAB of a colour of the screen."""
    from PIL import Image, ImageCms  # where a build has nothing to paint it needs neither these nor numpy
    return _lab(Image.new("RGB", (1, 1), tuple(round(255 * v) for v in rgb)), ImageCms.createProfile("sRGB"))[0]


def _lab(picture: Image.Image, profile: object) -> np.ndarray:
    """CIELAB of each pixel, as rows."""
    import numpy as np
    from PIL import ImageCms
    way = ImageCms.buildTransform(profile, ImageCms.createProfile("LAB"), picture.mode, "LAB",
                                  renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC)
    raw = np.asarray(ImageCms.applyTransform(picture, way)).reshape(-1, 3).astype(float)
    return np.column_stack((raw[:, 0] * 100 / 255, raw[:, 1:].astype(np.uint8).astype(np.int8)))


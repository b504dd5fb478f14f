"""Pictures of pixels are fine enough for print.

300 pixels to the inch with most printing houses, for pictures of one bit (black or
nothing) at least 600: below that, edges show as steps. Measured by the matrix that puts
the picture on the page, in the coarser direction.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.paint import scales
from generator.checks.print.reading.walk import seen
from generator.problem import error
from generator.units import PT_PER_INCH

KINDS = ("print", "imposed")
CODE = error("T414", "image-resolution", "A face or a sign in a coarse picture cannot be recognised on paper.")
ONE_BIT_PPI = 600
TOLERANCE = 0.99  # a pixel more or less where an image was cropped


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """Each image has the printer's pixels to the inch on the page."""
    for page in file.pages:
        for paint in seen(file, page, lambda paint: paint.what in ("image", "mask")):
            image = paint.thing
            size = [int(image.get(long, image.get(short, 0))) for long, short in (("/Width", "/W"), ("/Height", "/H"))]
            one_bit = paint.what == "mask" or int(image.get("/BitsPerComponent", image.get("/BPC", 8))) == 1
            wanted = max(ONE_BIT_PPI, job.printer.image_ppi) if one_bit else job.printer.image_ppi
            ppi = min(pixels / length * PT_PER_INCH for pixels, length in zip(size, scales(paint.matrix), strict=True) if length)
            if ppi < wanted * TOLERANCE:
                yield job.found(CODE, page, f"a picture{' of one bit' * one_bit} of {size[0]} × {size[1]} pixels has {ppi:.0f} to the inch, "
                                f"and at least {wanted} is expected.", "Put in a larger picture, or a drawing, or show it smaller.", [paint.box])

"""The BleedBox lies the printer's bleed outside the trim, and the page ends there.

Printing houses ask for 3 to 4 mm and no marks: what they lay out is the page with its
bleed, so MediaBox and BleedBox are the same. WeasyPrint alone stops at 10 pt (3.53 mm),
which is why the box is measured and not believed.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.boxes import SIDES, bands, beyond, box_of
from generator.checks.print.reading.job import Finding, Job
from generator.problem import error
from generator.units import pt_to_mm

KINDS = ("print",)
CODE = error("T405", "bleed-box", "Without enough bleed the guillotine leaves a white edge, or the file is sent back.")
TOLERANCE_MM = 0.2


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """BleedBox is TrimBox and the printer's bleed, and MediaBox is BleedBox."""
    wanted = job.printer.bleed_mm
    for page in file.pages:
        if box_of(file, page, "TrimBox") is None:
            continue  # told by the check of page boxes; a bleed of what is not known
        trim, media = file.trim(page), file.frames[page - 1].media
        bleed = box_of(file, page, "BleedBox")
        if bleed is None:
            yield job.found(CODE, page, f"there is no BleedBox, and one {wanted:g} mm outside the trim is expected.",
                            f"Export with {wanted:g} mm of bleed and no marks.", bands(media, trim))
            continue
        reach = [pt_to_mm(side) for side in beyond(bleed, trim)]
        off = [f"{mm:.2f} mm at the {side}" for side, mm in zip(SIDES, reach, strict=True) if abs(mm - wanted) > TOLERANCE_MM]
        if off:
            told = f"{reach[0]:.2f} mm" if max(reach) - min(reach) < TOLERANCE_MM else ", ".join(off)
            yield job.found(CODE, page, f"the bleed is {told}, and {wanted:g} mm on each side is expected.",
                            f"Export with {wanted:g} mm of bleed and no marks.", bands(bleed, trim))
        elif max(abs(pt_to_mm(side)) for side in beyond(media, bleed)) > TOLERANCE_MM:
            yield job.found(CODE, page, f"the page reaches {max(map(pt_to_mm, beyond(media, bleed))):.2f} mm beyond the bleed, "
                            "and nothing outside the bleed is expected.",
                            "Export without crop marks, colour bars and slug.", bands(media, bleed))

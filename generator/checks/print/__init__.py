"""Floor 7. Preflight: whether a file can go to its printer, one check a file in this folder.

Each check holds the reason for its rule (its docstring, with the source), the kinds of
file it applies to (``KINDS``: print, single pages with bleed; imposed, sheets), what it
reports (``CODE``) and ``check(file, job)``, which yields findings. Adding a file adds the
check; there is no list of them. Limits are the printer's own, from content/printers/.

The limits are those of printing houses; there is no free validator of PDF/X-4, so the
printer's own preflight has the last word. What only our editions know (numbers, payloads,
edition codes) is asked in ``checks.finished``; nothing here needs an edition.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import warnings
from collections.abc import Iterable
from functools import cache
from types import ModuleType

import numpy as np
from PIL import Image

from generator.checks.finished.opened import BROKEN, Opened
from generator.checks.finished.reading.box import Box
from generator.checks.print.reading.job import Finding, Job
from generator.units import PT_PER_INCH

__all__ = ["Finding", "Job", "broken", "checks", "painted", "preflight"]

PICTURE_DPI = 100
_UNREADABLE_TOO = "opens"  # the only check of a file that cannot be read
_RED = (200, 0, 30)
_FRAME = 3  # pixels


@cache
def checks() -> tuple[ModuleType, ...]:
    """Every check of this folder, by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.ispkg)
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def preflight(pdf: bytes | Opened, job: Job) -> list[Finding]:
    """Everything that stands between this file and its printer, by page and code."""
    file = pdf if isinstance(pdf, Opened) else Opened(pdf)
    modules = {module.__name__.rpartition(".")[2]: module for module in checks()}
    opens = modules.pop(_UNREADABLE_TOO)
    found = list(opens.check(file, job))
    if file.fault:
        return found
    for module in modules.values():
        if job.kind not in module.KINDS:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # pikepdf warns where a stream breaks off
                found += module.check(file, job)
        except BROKEN as fault:  # a file from anywhere may be wrong in ways that no check expects
            finding = opens.broken(job, fault)
            if finding not in found:
                found.append(finding)
    return sorted(found, key=lambda finding: (finding.page, finding.problem))


def broken(job: Job, fault: object) -> Finding:
    """The finding for a file that cannot be read to its end."""
    return importlib.import_module(f"{__name__}.{_UNREADABLE_TOO}").broken(job, fault)


def painted(file: Opened, page: int, findings: Iterable[Finding]) -> bytes:
    """The page in grey at 100 dpi as PNG, with the places of the findings framed and tinted red."""
    grey = file.picture(page, file.box(page), PICTURE_DPI)
    picture = np.repeat(grey[:, :, None], 3, axis=2)
    boxes = [box for finding in findings if finding.page == page for box in finding.boxes]
    for box in dict.fromkeys(boxes):
        top, bottom, left, right = _pixels(box, file.box(page), grey.shape)
        picture[top:bottom, left:right, 1:] = picture[top:bottom, left:right, 1:] * 0.75
    for box in dict.fromkeys(boxes):  # frames last: no tint lies over them
        top, bottom, left, right = _pixels(box, file.box(page), grey.shape)
        for part in (np.s_[top:bottom, left:left + _FRAME], np.s_[top:bottom, max(right - _FRAME, 0):right],
                     np.s_[top:top + _FRAME, left:right], np.s_[max(bottom - _FRAME, 0):bottom, left:right]):
            picture[part] = _RED
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG", optimize=False)
    return out.getvalue()


def _pixels(box: Box, page: Box, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Top, bottom, left, right of a frame around a place; a very small place keeps its neighbours visible."""
    scale = PICTURE_DPI / PT_PER_INCH

    def clipped(value: float, most: int) -> int:
        return int(min(max(round(value * scale), 0), most))

    return (clipped(page.top - box.top, shape[0]) - min(_FRAME, clipped(page.top - box.top, shape[0])),
            min(clipped(page.top - box.bottom, shape[0]) + _FRAME, shape[0]),
            clipped(box.left - page.left, shape[1]) - min(_FRAME, clipped(box.left - page.left, shape[1])),
            min(clipped(box.right - page.left, shape[1]) + _FRAME, shape[1]))

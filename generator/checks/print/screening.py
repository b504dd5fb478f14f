"""The file leaves curves, screens and black generation to the press.

ISO 15930-7, 6.13: no transfer functions (TR, TR2 other than Default), no halftones of its
own (HT), no black generation or undercolour removal (BG, UCR). They are tuned to the machine,
and a foreign curve makes a tint a solid.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.finished.opened import Opened
from generator.checks.print.reading.job import Finding, Job
from generator.checks.print.reading.walk import paints
from generator.problem import error

KINDS = ("print", "imposed")
CODE = error("T436", "own-screening", "A curve or a screen in the file changes how dark everything is printed.")
_KEYS = ("/TR", "/TR2", "/HT", "/BG", "/BG2", "/UCR", "/UCR2")


def check(file: Opened, job: Job) -> Iterator[Finding]:
    """No graphics state in use sets one of them."""
    for page in file.pages:
        found = {key for paint in paints(file, page, lambda paint: paint.what == "state")
                 for key in _KEYS if key in paint.thing and paint.thing[key] != "/Default"}
        if found:
            yield job.found(CODE, page, f"the page sets {', '.join(sorted(key[1:] for key in found))} in a graphics state; "
                            "curves and screens are expected to be the press's own.",
                            "Export without transfer functions and halftones.")

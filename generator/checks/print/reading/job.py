"""Floor 7. What is asked of a file for a printer, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from generator.checks.finished.reading.box import Box
from generator.model.printer import Printer
from generator.problem import Code, Problem

Kind = Literal["print", "imposed"]


@dataclass(frozen=True)
class Job:
    """One file for one printer. Lengths in millimetres (``_mm``), type in points (``_pt``)."""

    path: str  #: as messages name it
    kind: Kind  #: print: single pages with bleed; imposed: sheets ready to be cut
    printer: Printer
    language: str = "en"
    trim_mm: tuple[float, float] | None = None  #: None: the file's own TrimBox is taken
    pages: int | None = None  #: None: any number
    stitched: bool = False
    smallest_text_pt: float = 0.0  #: the script's floor; the printer's holds where it is larger
    safe_mm: float | None = None  #: the format's own safe margin where it is agreed (a micro card); None: the printer's
    picture: str = ""  #: file name of the pictures of failing pages; ``{page}`` stands for the page

    @property
    def text_pt(self) -> float:
        """The floor that holds."""
        return max(self.smallest_text_pt, self.printer.smallest_text_pt)

    @property
    def is_cmyk(self) -> bool:
        """Whether the printer wants inks and nothing else."""
        return self.printer.colour == "cmyk"

    @property
    def is_x4(self) -> bool:
        """Whether the printer wants PDF/X-4 (ISO 15930-7)."""
        return self.printer.pdf == "x-4"

    def found(self, code: Code, page: int, message: str, remedy: str, boxes: Iterable[Box] = ()) -> Finding:
        """A finding on a page (0: in the file as a whole), with the places where it shows."""
        if page:
            message = f"page {page}: {message}"
            if self.picture:
                remedy += (f" See {self.picture.replace('{page}', str(page))}." if "{page}" in self.picture
                           else f" See {self.picture}, page {page}.")
        return Finding(code.at(self.path, page, message, remedy, locale=self.language), page, tuple(boxes))


@dataclass(frozen=True)
class Finding:
    """A problem, and where on which page it shows."""

    problem: Problem
    page: int  #: 1-based; 0 where no page is meant
    boxes: tuple[Box, ...] = ()  #: in points of the page's own space

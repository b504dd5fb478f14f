"""Floor 0. A printing house, or the office's own machine, and what it wants: one file.

Lengths are in millimetres (``_mm``), type and lines in points (``_pt``), ink in percent.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model.content import Record, Size
from generator.model.values import Decimal, Id, Whole, Words, YesNo, between


class Printer(Record):
    """What a printer takes. An area names the one that it uses; the office's own is always there."""

    id: Id
    name: Words
    files: Annotated[tuple[Literal["print", "imposed"], ...], Field(
        min_length=1, description="print: single pages with bleed; imposed: sheets ready to be cut and folded")]
    colour: Annotated[Literal["cmyk", "srgb"], Field(description="cmyk: text in black ink alone, no RGB anywhere")]
    pdf: Annotated[Literal["x-4", "plain"], Field(description="x-4: PDF/X-4 (ISO 15930-7) with its output intent")] = "plain"
    bleed_mm: Annotated[Decimal, between(0, 20), Field(description="ink beyond the trim on each side")]
    safe_mm: Annotated[Decimal, between(0, 100), Field(description="no text or code nearer to the trim than this")]
    smallest_text_pt: Annotated[Decimal, between(3, 40)]
    thinnest_line_pt: Annotated[Decimal, between(0.05, 5)] = 0.25
    display_text_pt: Annotated[Decimal, between(3, 500), Field(description="text from this size on may be in two inks")] = 9.0
    total_ink_percent: Annotated[Whole, between(100, 400), Field(description="of all inks together at any place")] = 280
    image_ppi: Annotated[Whole, between(36, 4800), Field(description="pictures of pixels have at least so many to the inch")] = 300
    sheet_mm: Annotated[Size | None, Field(description="for imposed: the sheet, upright")] = None
    sheet_margin_mm: Annotated[Decimal, between(0, 50), Field(description="for imposed: white at the edges of the sheet")] = 5.0
    turn: Annotated[Literal["long-edge", "short-edge"], Field(description="over which edge the sheet is turned for its back")] = "long-edge"
    colour_bars: Annotated[YesNo, Field(description="patches of each ink outside the trims of a sheet")] = False
    creep_mm: Annotated[Decimal, between(0, 2), Field(description="how far the pages of each stitched sheet move in to the fold")] = 0.12
    remarks: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> Printer:
        if ("imposed" in self.files) != (self.sheet_mm is not None):
            raise ValueError("imposed needs sheet_mm, and sheet_mm needs imposed")
        if self.pdf == "x-4" and self.colour != "cmyk":
            raise ValueError("pdf: x-4 is made with colour: cmyk only")
        return self

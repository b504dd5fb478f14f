"""Floor 0. A print run: so many copies of released editions were printed. One file a run, kept by the office.

It holds what each edition showed, and does not refer to content/: the paper keeps its number
when content/ has long had another.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from generator.model.content import Record
from generator.model.values import Date, Id, Shown, Tag, Whole, Words


def _code(value: str) -> str:
    if not re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", value):  # as editioncode writes it
        raise ValueError("a code such as 7F3A-9K2C-4TXW is expected, as it is printed")
    return value


EditionCode = Annotated[str, AfterValidator(_code)]


class PrintedPhone(Record):
    """A number as it stands on the paper, and whose it was on that day."""

    shown: Shown
    services: Annotated[tuple[Id, ...], Field(description="ids of content/services that had this number; none: not known")] = ()


class PrintedEdition(Record):
    """One edition of a run, with the facts that it shows."""

    code: EditionCode
    area: Id
    locale: Annotated[Tag, Field(description="mul: many languages on one sheet")]
    material: Id
    format: Id
    copies: Whole
    phones: tuple[PrintedPhone, ...] = ()
    qr: Annotated[tuple[Words, ...], Field(description="addresses that its QR codes open")] = ()

    @model_validator(mode="after")
    def _some(self) -> PrintedEdition:
        if not self.copies:
            raise ValueError("0 copies were not printed: leave the edition out")
        return self


class PrintRun(Record):
    """content/print-runs/<id>.yaml, written by `make printed`."""

    id: Id
    pack: Annotated[EditionCode | None, Field(description="the code of the pack, as in print-job-<area>-<code>.zip; none: printed at the office")] = None
    area: Id
    printer: Id
    on: Date
    where: Annotated[Words | None, Field(description="the place, where it is known")] = None
    by: Annotated[Id, Field(description="who recorded it")]
    editions: Annotated[tuple[PrintedEdition, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> PrintRun:
        codes = [edition.code for edition in self.editions]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            raise ValueError(f"the edition {twice} stands twice")
        return self

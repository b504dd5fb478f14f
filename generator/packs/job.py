"""Floor 11. A job: what one printer is asked to print for one area, as the ticket says it and the zip keeps it.

Its code is a function of all that it holds, the hash of each file among it: a pack in which
anything was changed afterwards does not answer to its code.
"""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import AfterValidator, Field

from generator.editioncode import code_of
from generator.model.content import Record
from generator.model.printrun import EditionCode
from generator.model.values import Id, Shown, Tag

Count = Annotated[int, Field(strict=True, ge=1, le=9_999_999)]


def _plain_name(name: str) -> str:
    if not name or set(name) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.") or name.startswith("."):
        raise ValueError("no plain file name")
    return name


FileName = Annotated[str, AfterValidator(_plain_name)]


class JobFile(Record):
    """One PDF of the pack."""

    name: FileName
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    pages: Count
    how: str = ""  #: for a sheet: how it is printed, cut and folded


class JobPhone(Record):
    """A number as printed, and the services of content/ that have it."""

    shown: Shown
    services: tuple[Id, ...]


class JobItem(Record):
    """One edition: what the ticket says of it, and what it shows."""

    code: EditionCode
    locale: Tag
    language: str  #: English name
    material: Id
    format: Id
    form: str  #: the format's name
    copies: Count
    trim_mm: tuple[float, float]
    sides: str  #: 2 sides, or 16 pages
    stock: str
    colours: str
    fold: str
    finishing: str
    binding: str  #: left | right, or nothing
    files: Annotated[tuple[JobFile, ...], Field(min_length=1)]
    phones: tuple[JobPhone, ...]
    qr: tuple[str, ...]


class Job(Record):
    """All of one pack."""

    area: Id
    area_name: str
    printer: Id
    printer_name: str
    contact: str
    items: Annotated[tuple[JobItem, ...], Field(min_length=1)]

    @property
    def code(self) -> str:
        """A function of all that the job holds, in the form of an edition code."""
        return code_of(json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True).encode())

    @property
    def name(self) -> str:
        """Of the zip, without .zip."""
        return f"print-job-{self.area}-{self.code}"


def trim(item: JobItem) -> str:
    """``85 × 55 mm``."""
    return f"{item.trim_mm[0]:g} × {item.trim_mm[1]:g} mm"

"""Floor 0. A release: which editions may be handed out from a day on, and all that they say. One file each, never changed.

The records hold what the paper shows and do not refer to content/: a card must be told apart, and
called back, when content/ has long had another number and another sentence.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from generator.model.printrun import EditionCode
from generator.model.values import Id, Tag

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Row(BaseModel):
    """As in a JSON file: unlike content/, which people write, numbers and days have their own types."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReleasedFile(_Row):
    """One file of an edition."""

    path: str
    sha256: Sha256
    kind: str
    printer: str | None = None


class ReleasedFact(_Row):
    """A fact as it was: its value, and who had checked it when."""

    value: str  #: E.164, a short number, always, an address
    shown: str
    checked_by: str = ""
    checked_on: dt.date | None = None


class ReleasedText(_Row):
    """A sentence as it was, and who had approved it when."""

    text: str
    approved_by: str = ""
    approved_on: dt.date | None = None


class ReleasedEdition(_Row):
    """One edition, and what it is made of."""

    code: EditionCode
    area: Id
    locale: Tag
    material: Id
    format: Id
    address: str  #: of its page; what its QR codes open
    facts: tuple[str, ...]  #: keys of the release's facts: helpline.phone
    texts: int  #: which of the release's lists of contexts
    phones: tuple[str, ...]  #: each number as printed
    qr: tuple[str, ...]
    files: tuple[ReleasedFile, ...]

    @property
    def place(self) -> tuple[str, str, str, str]:
        """area, locale, material, format."""
        return self.area, self.locale, self.material, self.format


class Release(_Row):
    """content/releases/0001.json: what is new or changed in this release, and what stands from those before."""

    number: Annotated[int, Field(ge=1)]
    previous: str  #: sha256 of the file before; empty for the first
    date: dt.date
    generator: str
    source_date: dt.date
    facts: dict[str, ReleasedFact]
    texts: dict[Tag, dict[str, ReleasedText]]  #: locale → context → sentence, of the editions below
    contexts: tuple[tuple[str, ...], ...]  #: lists of contexts; an edition names one by its place
    editions: tuple[ReleasedEdition, ...]
    standing: tuple[EditionCode, ...]  #: of earlier releases, as good as on their day
    runs: dict[Id, Sha256]  #: the print runs recorded by then, each with the hash of its file

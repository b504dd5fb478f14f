"""Floor 0. What the pages on the web need besides their materials: notices, and the ledger of addresses that must not die."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.model.content import Area, Locale, Nation, Record
from generator.model.values import Date, Https, Id, Tag, Words


class Notice(Record):
    """A sentence for the top of every page, written and translated before it is needed: one file."""

    id: Id
    text: Annotated[Words, Field(description="the English; {name} stands for a fact bound under facts")]
    note: Annotated[Words | None, Field(description="a word to the translator: when it is shown")] = None
    facts: Annotated[dict[Id, str], Field(description="placeholder: service.phone or service.name")] = {}

    @property
    def context(self) -> str:
        """The msgctxt of its text."""
        return f"notice.{self.id}"


class PublishedSite(Record):
    """One address under which an area's pages were ever made for the web."""

    area: Id
    nation: Annotated[Nation, Field(description="of the area: its pages stand even when its file is gone")]
    address: Annotated[Https, Field(description="with https:// and its path, ending in /")]
    locales: Annotated[dict[Tag, Date], Field(min_length=1, description="locale: the day its page was first made for the web")]


class Ledger(Record):
    """content/ledger/addresses.yaml, written by `make site`. Nothing is ever taken out of it."""

    id: Id
    sites: tuple[PublishedSite, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> Ledger:
        owners: dict[str, str] = {}
        for site in self.sites:
            if site.address in owners:
                raise ValueError(f"the address {site.address} stands twice: write its locales in one entry")
            owners[site.address] = site.area
        return self


def base_address(area: Area) -> str:
    """Of the area's pages. Without an address of its own a reserved domain stands in (RFC 2606)."""
    return area.address or f"https://{area.id}.example/"


def page_folder(tag: str) -> str:
    """Of the page in this language, below the area's address: as the QR codes have it."""
    return f"{tag.lower()}/"


def page_address(area: Area, locale: Locale) -> str:
    """Of this area's page in this language."""
    return base_address(area) + page_folder(locale.tag)

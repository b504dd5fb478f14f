"""Floor 0. What the office keeps: who may do what, who approved and rang, agreed words, waivers, figures of need."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model.content import Record
from generator.model.values import Date, Id, Tag, Whole, Words, YesNo


class FactCheck(Record):
    """Somebody rang the number, or read the page, and this is the value that was right."""

    service: Id
    fact: Literal["phone", "hours", "web"]
    value: Words
    on: Date
    by: Id


class Expiry(Record):
    """content/expiry/<kind of fact>.yaml: how long a check of such a fact holds."""

    id: Literal["phone", "hours", "web", "address"]
    days: Annotated[Whole | None, Field(description="from the day of the check; none: the fact names its own last day")] = None
    notice_days: Annotated[Whole, Field(description="how long before the last day it is told")] = 30
    why: Annotated[Words | None, Field(description="why this long")] = None


class TextApproval(Record):
    """Somebody read this text and said yes; the hash is of exactly what was read."""

    context: Words
    hash: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    on: Date
    by: Id


class SignOff(Record):
    """content/signoff/facts.yaml, or content/signoff/<locale>.yaml."""

    id: Annotated[str, Field(description="facts, or a locale's tag")]
    facts: tuple[FactCheck, ...] = ()
    texts: tuple[TextApproval, ...] = ()


class Person(Record):
    """Somebody of the office, or for it, who reads, translates or rings."""

    id: Id
    name: Words
    reviews: Annotated[tuple[Tag, ...], Field(description="locales whose texts this person may approve (en: the English)")] = ()
    translates: Annotated[tuple[Tag, ...], Field(description="locales in which this person writes; never reviews them")] = ()
    rings: Annotated[YesNo, Field(description="may record that a fact was checked")] = False


class Term(Record):
    """A word of the subject, with the translation that was agreed for each locale."""

    id: Id
    english: Words
    note: Words | None = None
    approved: Annotated[dict[Tag, Words], Field(description="locale: the agreed translation, as a stem where it is inflected")] = {}
    forbidden: Annotated[dict[Tag, tuple[Words, ...]], Field(description="locale: words that must not stand in a text")] = {}
    telling: Annotated[dict[Tag, tuple[Words, ...]], Field(
        description="locale: what must not stand outside; word- begins words, -word- stands inside them too, capitals as they are")] = {}


class Waiver(Record):
    """A problem that a person looked at and lets stand, with the reason. It never stands in a .po file."""

    id: Id
    code: Annotated[str, Field(pattern="^[A-Z][0-9]{3}$")]
    locale: Tag | None = None
    context: Words | None = None
    path: Words | None = None
    reason: Words
    on: Date
    by: Id


class Nationality(Record):
    """How many people of one nationality were referred, and what they may read."""

    nationality: Annotated[Words, Field(description="as the publication names it")]
    referrals: Whole
    languages: Annotated[tuple[Tag, ...], Field(min_length=1, description="locales that its people may read: the office's judgement")]


class Referrals(Record):
    """The figures of one publication. What it does not give is left out, never guessed."""

    id: Id
    period: Annotated[Words, Field(description="what the figures count: 2024, or October to December 2025")]
    total: Annotated[Whole, Field(description="referrals of all nationalities")]
    source: Annotated[Words, Field(description="who published it, its title, and the day")]
    read_on: Annotated[Date, Field(description="the day it was read there")]
    sure: Annotated[Literal["A", "B", "C"], Field(
        description="A the owner's own current page, B another public body, an older page or a stored copy, C press or secondary")]
    rows: Annotated[tuple[Nationality, ...], Field(min_length=1, description="only the nationalities that the publication names")]

    @model_validator(mode="after")
    def _adds_up(self) -> Referrals:
        names = [row.nationality for row in self.rows]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"the nationality “{twice}” stands in two rows")
        together = sum(row.referrals for row in self.rows)
        if together > self.total or not self.total:
            raise ValueError(f"the rows add up to {together}, and the total is {self.total}: one of the numbers is wrong")
        return self

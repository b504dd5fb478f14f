"""Floor 0. What the office keeps: who may do what, who approved and rang, agreed words, waivers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.model.content import Record
from generator.model.values import Date, Id, Tag, Words, YesNo


class FactCheck(Record):
    """Somebody rang the number, or read the page, and this is the value that was right."""

    service: Id
    fact: Literal["phone", "hours", "web"]
    value: Words
    on: Date
    by: Id


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

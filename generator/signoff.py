"""Floor 1. Who approved which text and who verified which fact: kept by the office, bound by hash to what was read.

A yes counts only of somebody who stands in content/people/ and may give it: a name
that nobody has entered there could be anybody, or a slip of the hand.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.office import Expiry, FactCheck, Person, SignOff, TextApproval


def text_hash(tag: str, context: str, english: str, translation: str) -> str:
    """What a sign-off of a text names. Any change of either text gives another hash."""
    return hashlib.sha256("\0".join((tag, context, english, translation)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class SignOffs:
    """All of content/signoff/, and of content/people/ to judge it by."""

    files: Mapping[str, SignOff] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)  #: by id
    expiry: Mapping[str, Expiry] = field(default_factory=dict)  #: kind of fact → how long a check holds; none: for ever
    today: dt.date | None = None  #: the day on which checks are judged; None: they do not age

    def approvals(self, tag: str, context: str) -> list[TextApproval]:
        """The approvals of this text, of whatever words, by people who review the locale and do not translate it."""
        kept = self.files.get(tag)
        return [t for t in kept.texts if t.context == context and self._reviews(t.by, tag)] if kept else []

    def approved(self, tag: str, context: str, english: str, translation: str) -> bool:
        """Whether exactly this text has been approved for this locale, by somebody who may."""
        return self.approval(tag, context, english, translation) is not None

    def approval(self, tag: str, context: str, english: str, translation: str) -> TextApproval | None:
        """The approval of exactly this text, by somebody who may."""
        given = self.approvals(tag, context)
        wanted = text_hash(tag, context, english, translation) if given else ""
        return next((one for one in given if one.hash == wanted), None)

    def verified(self, service: str, fact: str, value: str) -> bool:
        """Whether exactly this value has been checked with the service, by somebody who rings, and not too long ago."""
        check = self.last_check(service, fact, value)
        return check is not None and not self.expired(check)

    def last_check(self, service: str, fact: str, value: str) -> FactCheck | None:
        """The newest check of exactly this value that counts, however old; none of a day that has not come."""
        kept = self.files.get("facts")
        counting = [c for c in (kept.facts if kept else ()) if (c.service, c.fact, c.value) == (service, fact, value)
                    and self.rings(c.by) and (self.today is None or c.on <= self.today)]
        return max(counting, key=lambda c: c.on, default=None)

    def last_day(self, check: FactCheck) -> dt.date | None:
        """The last day on which a check holds; None where nothing is said of how long."""
        term = self.expiry.get(check.fact)
        return check.on + dt.timedelta(days=term.days) if term and term.days is not None else None

    def expired(self, check: FactCheck) -> bool:
        """Whether the check is older than content/expiry/ lets it be."""
        last = self.last_day(check)
        return self.today is not None and last is not None and last < self.today

    def rings(self, by: str) -> bool:
        """Whether this person may record that a fact was checked."""
        return by in self.people and self.people[by].rings

    def _reviews(self, by: str, tag: str) -> bool:
        person = self.people.get(by)
        return person is not None and tag in person.reviews and tag not in person.translates

"""Floor 1. Who approved which text and who verified which fact: kept by the office, bound by hash to what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.office import SignOff


def text_hash(tag: str, context: str, english: str, translation: str) -> str:
    """What a sign-off of a text names. Any change of either text gives another hash."""
    return hashlib.sha256("\0".join((tag, context, english, translation)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class SignOffs:
    """All of content/signoff/."""

    files: Mapping[str, SignOff] = field(default_factory=dict)

    def approved(self, tag: str, context: str, english: str, translation: str) -> bool:
        """Whether exactly this text has been approved for this locale."""
        kept = self.files.get(tag)
        wanted = text_hash(tag, context, english, translation)
        return kept is not None and any(t.context == context and t.hash == wanted for t in kept.texts)

    def verified(self, service: str, fact: str, value: str) -> bool:
        """Whether exactly this value has been checked with the service."""
        kept = self.files.get("facts")
        return kept is not None and any(
            (c.service, c.fact, c.value) == (service, fact, value) for c in kept.facts)

"""Floor 9. One planned edition, without its words: they are joined again when somebody asks for them.

So a plan of a nation's editions is small, and what is known of it can be kept (``Outcome``) where nothing has changed.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.build.order import Order
from generator.edition import canonical
from generator.model.edition import Edition
from generator.problem import Problem
from generator.why import joined


class Outdated(Exception):
    """What was kept of a plan is not what these inputs give: our own bug, or somebody's hand in the cache."""


class About(NamedTuple):
    """What must be known of an edition before it is made."""

    area: str
    locale: str
    material: str
    format: str
    code: str
    fonts: tuple[str, ...]  #: families, as ``Edition.fonts``


def about(edition: Edition) -> About:
    return About(*edition.key, edition.code, edition.fonts)


@dataclass(frozen=True)
class Outcome:
    """What came of one material × locale × area × format: what is made (it may be a stand-in), and what is wrong."""

    problems: tuple[Problem, ...]  #: of the joining
    stopped: tuple[Problem, ...]  #: why it is not made
    made: About | None = None
    draft: bool = False
    keys: Mapping[str, str] | None = None  #: further printer or nothing → key

    def as_data(self) -> list[Any]:
        """For JSON."""
        return [[p.as_dict() for p in self.problems], [p.as_dict() for p in self.stopped], self.made, self.draft, self.keys]

    @classmethod
    def of(cls, data: list[Any]) -> Outcome:
        """What ``as_data`` gave."""
        problems, stopped, made, draft, keys = data
        return cls(tuple(map(Problem.of, problems)), tuple(map(Problem.of, stopped)),
                   About(*map(sys.intern, made[:5]), tuple(map(sys.intern, made[5]))) if made else None, draft, keys)  # a few words, in many editions


class Planned:
    """An edition to be made, the key of all that goes into it, and how soon it is wanted. It travels with its words."""

    def __init__(self, made: About, order: Order, key: str, urgency: float, words: Callable[[], tuple[Edition, bytes]], is_kept: bool = False) -> None:
        """``words``: the edition, and what it is made with (tools, form, locale and fonts, as JSON). ``is_kept``: nobody joined it today."""
        self.about, self.order, self._words, self.is_kept, self._edition = made, order, words, is_kept, None  # type: ignore[assignment]
        self.key = key  #: sha256 of ``made_of``, hex
        self.urgency = urgency  #: the greatest is made first

    @property
    def edition(self) -> Edition:
        """With all its words; who asks for it once will ask again."""
        if self._edition is None:
            self._edition = self._words()[0]
        return self._edition

    @property
    def made_of(self) -> bytes:
        """All that goes into it."""
        edition, made_with = self._words()
        return made_of(canonical(edition), edition, made_with, self.order)

    @property
    def place(self) -> tuple[str, str, str, str, str]:
        """area, locale, material, format, and the further printer or nothing."""
        return self.about.area, self.about.locale, self.about.material, self.about.format, self.order.further

    @property
    def place_name(self) -> str:
        """The same as one name, for records."""
        return "/".join(self.place)

    def look_again(self) -> None:
        """Whether what was kept of it is so today. Raises Outdated."""
        if self.is_kept and hashlib.sha256(self.made_of).hexdigest() != self.key:
            raise Outdated(self.place_name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrived, (self.about, self.order, self.key, self.urgency, self._words())


def made_of(said: bytes, edition: Edition, made_with: bytes, order: Order) -> bytes:
    """All that goes into an edition: its key is the hash of this. ``said``: ``canonical`` of it."""
    return joined(said, edition.draft_because, order.digest, made_with)


def _arrived(made: About, order: Order, key: str, urgency: float, words: tuple[Edition, bytes]) -> Planned:
    return Planned(made, order, key, urgency, lambda: words)

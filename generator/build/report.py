"""Floor 9. What a build did, and how what could not be made is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.problem import Problem

if TYPE_CHECKING:  # the report of a build that had nothing to do needs neither
    from generator.build.plan import Failed
    from generator.build.planned import Planned
    from generator.model.edition import Edition


@dataclass
class Tally:
    """The files of a set, counted."""

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)  #: why they are drafts

    def add(self, output: Mapping[str, Any]) -> None:
        """A file, as the manifest lists it."""
        self.kinds[output["kind"]] += 1
        self.statuses[output["status"]] += 1
        self.reasons.update(output["draft_because"])

    @property
    def files(self) -> int:
        """All of them."""
        return self.kinds.total()

    @classmethod
    def of(cls, data: Mapping[str, Mapping[str, int]]) -> Tally:
        """What was kept of one: its fields."""
        return cls(**{name: Counter(one) for name, one in data.items()})


@dataclass
class Report:
    """What a build did, for the summary."""

    made: int = 0
    unchanged: int = 0
    tally: Tally = field(default_factory=Tally)  #: of the set that stands, or would
    failed: list[dict[str, object]] = field(default_factory=list)
    held: list[Edition] = field(default_factory=list)  #: drafts that were not wanted
    wanted: int = 0  #: editions that were to stand in the set
    problems: list[Problem] = field(default_factory=list)
    published: bool = False
    whole: bool = False  #: a set stands that answers to these inputs
    numbers: int = 0  #: numbers verified on finished pages
    qr_codes: int = 0  #: QR codes decoded from finished pages
    pages: int = 0
    seconds: float = 0.0
    traces: list[str] = field(default_factory=list)  #: of our own bugs, for the log


def failed_of(one: Failed) -> dict[str, object]:
    return {"area": one.area, "locale": one.locale, "material": one.material, "format": one.format,
            "problems": [str(p) for p in one.problems]}


def failed_planned(one: Planned, problems: list[str]) -> dict[str, object]:
    area, locale, material, form, _ = one.place
    return {"area": area, "locale": locale, "material": material, "format": form, "problems": problems}

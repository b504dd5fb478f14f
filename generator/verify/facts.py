"""Floor 8. What an area may say: its numbers, its addresses, the figures of its texts. Straight from content/.

Editions are not asked here: a fault in the join would give the edition and what is compared
with it the same wrong number.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.content import Area, Phone
from generator.model.library import Library
from generator.model.web import page_address

SHORTEST = 3  #: digits that somebody may dial
_GAPS = re.compile(r"(?<=\d)[ \u00a0\u202f\u2060]+(?=\d)")  # on one line
_RUN = re.compile(r"\d+")


@dataclass(frozen=True)
class Facts:
    """Of one area."""

    dials: dict[str, str]  #: each number as shown: what a tap dials
    addresses: dict[str, str]  #: locale: the address of its page
    figures: frozenset[str]  #: runs of digits that the English itself has: a year, a length of time

    def of(self, shown: str) -> str | None:
        """What a number dials, however its groups are spaced; None where it is nobody's."""
        return next((dial for known, dial in self.dials.items() if bare(known) == bare(shown)), None)


def facts_of(library: Library, area: Area, figures: frozenset[str] = frozenset()) -> Facts:
    """The numbers of services in its nation and of its own contacts; the addresses of its languages. ``figures``: of ``figures_of``."""
    phones: list[Phone] = [service.phone for service in library.services.values() if service.phone and area.nation in service.nations]
    phones += [contact.phone for contact in area.contacts.values()]
    return Facts({phone.shown: phone.dial for phone in phones},
                 {tag: page_address(area, library.locales[tag]) for tag in area.locales if tag in library.locales}, figures)


def figures_of(library: Library) -> frozenset[str]:
    """Every run of digits that the English itself has, and names have."""
    names = [locale.english_name for locale in library.locales.values()] + [service.name for service in library.services.values()]
    return frozenset(run for text in (*(text.english for text in library.texts.values()), *names) for run in figures(text))


@functools.lru_cache(4096)
def bare(text: str) -> str:
    """Without any space."""
    return "".join(text.split()).replace("\u2060", "")


def figures(text: str) -> list[str]:
    """Every run of digits of a text, groups that only a space divides as one."""
    return _RUN.findall(_GAPS.sub("", text))


def strange(text: str, allowed: Iterable[str]) -> list[str]:
    """Runs of three digits or more that are neither allowed nor made of what is."""
    known = {bare(one) for one in allowed}
    return [run for run in figures(text) if len(run) >= SHORTEST and run not in known]

"""Floor 2. Every fact that is handed out: where it stands, who checked it and when, and how long that holds.

A check is of exactly the value that was rung (``signoff``); how long it holds stands in content/expiry/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.content import Service
from generator.model.library import Library, pieces
from generator.signoff import SignOffs

CHANGED, UNVERIFIED, EXPIRED, SOON, GOOD = STATES = ("changed", "unverified", "expired", "soon", "good")


@dataclass(frozen=True)
class Fact:
    """One value of a service, or the address of an area."""

    owner: str  #: id of a service or of an area
    name: str  #: as people call the owner
    kind: str  #: phone | hours | web | address
    value: str  #: as it is checked: E.164 or a short number, always, a site, an address
    shown: str  #: as it is printed
    path: str
    line: int
    source: str
    read_on: dt.date | None
    state: str  #: one of STATES
    checked_by: str = ""
    checked_on: dt.date | None = None
    last_day: dt.date | None = None  #: on which the check holds, or the address is paid for

    @property
    def key(self) -> str:
        """``helpline.phone``: as a ledger names it."""
        return f"{self.owner}.{self.kind}"


def value_of(service: Service, kind: str) -> str:
    """The value that a check of this fact is a check of; empty where there is none."""
    if kind == "phone":
        return service.phone.dial if service.phone else ""
    if kind == "hours":
        return "always" if service.hours and service.hours.when == "always" else ""
    return service.web.site if service.web else ""


def facts(library: Library, signoffs: SignOffs, today: dt.date) -> list[Fact]:
    """Every fact that a material prints, the most pressing first: changed, unverified, expired, then by its last day."""
    used = used_services(library)
    found = [*(fact for service in library.services.values() if service.id in used for fact in _of(library, service, signoffs, today)),
             *_addresses(library, signoffs, today)]
    return sorted(found, key=lambda f: (STATES.index(f.state), f.last_day or dt.date.max, f.owner, f.kind))


def used_services(library: Library) -> frozenset[str]:
    """Ids of the services that some material names; a contact of an area is always one."""
    used = {getattr(piece.record, "service", None) for material in library.materials.values() for piece in pieces(material)}
    used |= {bound.split(".")[0] for text in library.texts.values() for bound in text.facts.values()}
    used |= {f"{area.id}-{slot}" for area in library.areas.values() for slot in area.contacts}
    return frozenset(name for name in used if name)


def _of(library: Library, service: Service, signoffs: SignOffs, today: dt.date) -> Iterator[Fact]:
    # A service's own site is printed nowhere; it is for whoever looks a number up.
    for kind, record in (("phone", service.phone), ("hours", service.hours)):
        value = value_of(service, kind)
        if record is None or not value:
            continue
        path, line = library.place("services", service.id, kind)
        check = signoffs.last_check(service.id, kind, value)
        last = signoffs.last_day(check) if check else None
        if check is None:
            others = any((c.service, c.fact) == (service.id, kind) for c in _checks(signoffs))
            state = CHANGED if others else UNVERIFIED
        else:
            state = _aged(signoffs, kind, last, today)
        yield Fact(service.id, service.name, kind, value, service.phone.shown if kind == "phone" and service.phone else "day and night",
                   path, line, record.source, record.read_on, state, check.by if check else "", check.on if check else None, last)


def _addresses(library: Library, signoffs: SignOffs, today: dt.date) -> Iterator[Fact]:
    for area in library.areas.values():
        if area.address and area.address_renews_on:
            path, line = library.place("areas", area.id, "address_renews_on")
            yield Fact(area.id, area.name, "address", area.address, area.address, path, line, "", None,
                       _aged(signoffs, "address", area.address_renews_on, today), last_day=area.address_renews_on)


def _aged(signoffs: SignOffs, kind: str, last: dt.date | None, today: dt.date) -> str:
    if last is None:
        return GOOD
    term = signoffs.expiry.get(kind)
    notice = dt.timedelta(days=term.notice_days if term else 0)
    return EXPIRED if last < today else SOON if last - notice < today else GOOD


def _checks(signoffs: SignOffs) -> tuple:
    kept = signoffs.files.get("facts")
    return kept.facts if kept else ()

"""Floor 8. The ledger of addresses: what was ever made for the web, and must stand as long as paper lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from generator.content.validate import validate_named
from generator.content.yamltext import read_yaml
from generator.model.library import Library
from generator.model.web import Ledger, PublishedSite, page_folder
from generator.problem import Problem, error

ADDRESS_LACKING = error("W101", "address-lacking", "a QR code on paper would open nothing, for as long as the paper lasts")
LEDGER_ODD = error("W102", "ledger-not-written", "an address that nobody wrote down is forgotten, and dies")

NAME = "addresses"
PATH = f"content/ledger/{NAME}.yaml"
_HEAD = """# Every address under which a page was ever made for the web, and the day. Written by `make site`, which
# refuses to make a site that lacks one of them. Take nothing out: the paper with the QR code is still about.
"""


@dataclass(frozen=True)
class Made:
    """What one site holds now, as the ledger keeps it."""

    area: str
    nation: str
    address: str
    tags: tuple[str, ...]


def ledger_of(library: Library) -> Ledger:
    """The ledger as it stands; empty where nothing was published yet."""
    return library.ledger.get(NAME) or Ledger(id=NAME)


def ledger_on_disk(root: Path) -> Ledger | None:
    """The ledger as the file has it at this moment; None where that cannot be read."""
    file = root / PATH
    if not file.exists():
        return Ledger(id=NAME)
    document, _ = read_yaml(file.read_bytes(), PATH)
    return validate_named(document, Ledger, NAME)[0] if document else None


def with_printed(library: Library) -> Ledger:
    """The ledger with every address that a recorded print run put on paper, whether or not a site was made for it yet."""
    whole = ledger_of(library)
    for run in sorted(library.print_runs.values(), key=lambda run: (run.on, run.id)):
        for edition in run.editions:
            area, folder = library.areas.get(edition.area), page_folder(edition.locale)
            for address in edition.qr:
                base = address.removesuffix(folder)
                # A reserved domain can be on no paper; England, where the area is forgotten: all numbers of a page serve it.
                if base != address and not urlsplit(base).netloc.endswith(".example"):
                    whole = grown(whole, [Made(edition.area, area.nation if area else "england", base, (edition.locale,))], run.on)
    return whole


def grown(ledger: Ledger, made: list[Made], today: dt.date) -> Ledger:
    """The ledger with what is published today; nothing that stood in it is lost or changed."""
    sites = {site.address: site for site in ledger.sites}
    for one in made:
        old = sites.get(one.address)
        locales = {**{tag: today for tag in one.tags}, **(old.locales if old else {})}
        if locales:
            sites[one.address] = PublishedSite.model_construct(
                area=old.area if old else one.area, nation=old.nation if old else one.nation, address=one.address,
                locales=dict(sorted(locales.items())))
    return Ledger.model_construct(id=ledger.id, sites=tuple(sorted(sites.values(), key=lambda s: (s.area, s.address))))


def ledger_bytes(ledger: Ledger) -> tuple[bytes, list[Problem]]:
    """The file. Only what the strict reader takes, and reads as the same, may be written."""
    lines = [f"id: {ledger.id}", "sites:" if ledger.sites else "sites: []"]
    for site in ledger.sites:
        lines += [f"  - area: {site.area}", f"    nation: {site.nation}", f"    address: {site.address}", "    locales:"]
        lines += [f'      {tag}: "{day.isoformat()}"' for tag, day in site.locales.items()]
    data = (_HEAD + "\n".join(lines) + "\n").encode()
    document, _ = read_yaml(data, PATH)
    read, _ = validate_named(document, Ledger, NAME) if document else (None, [])
    if read is None or [s.model_dump() for s in read.sites] != [s.model_dump() for s in ledger.sites]:
        return b"", [LEDGER_ODD.at(PATH, 0, "The ledger would not be readable; it was left as it is.", "Take it back from git.")]
    return data, []


def lacking(ledger: Ledger, sites: Mapping[str, Mapping[str, bytes]]) -> list[Problem]:
    """An error for each address of the ledger that has no page; ``sites``: address → path below it → bytes."""
    return [ADDRESS_LACKING.at(PATH, 0, f"{site.address}{page_folder(tag)} was published or printed on {day}, and no page can be made for it now.",
                               "Mend what is told above; nothing was published.", locale=tag)
            for site in ledger.sites for tag, day in site.locales.items()
            if f"{page_folder(tag)}index.html" not in sites.get(site.address, {})]

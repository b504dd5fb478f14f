"""Floor 11. From a pack to a print run: which of its editions were printed, how many, and what they show."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from generator.editioncode import read_code
from generator.ledger.runs import new_run
from generator.model.release import Release, ReleasedEdition
from generator.packs.job import Job
from generator.problem import Problem, error, warning

NOT_IN_PACK = error("K415", "not-in-pack", "a run with editions that were not printed sends a recall astray")
NOT_CURRENT = warning("K416", "printed-not-current", "paper with an older fact may have to be called back")

MOST = 9_999_999


def counted(job: Job, copies: str, path: str) -> tuple[dict[str, int], list[Problem]]:
    """Edition code → copies that were printed.

    ``copies`` is empty (as the ticket says), a number (of each), or ``CODE=500,CODE=200`` (of those alone).
    Raises ValueError with a sentence if it is none of these.
    """
    if not copies:
        return {item.code: item.copies for item in job.items}, []
    if "=" not in copies:
        return dict.fromkeys((item.code for item in job.items), whole(copies)), []
    chosen: dict[str, int] = {}
    for one in copies.split(","):
        typed, _, number = one.partition("=")
        code = read_code(typed)
        if code is None:
            raise ValueError(f"“{typed[:40]}” is no edition code, or has a slip in it")
        if code in chosen:
            raise ValueError(f"{code} stands twice")
        chosen[code] = whole(number)
    strange = sorted(chosen.keys() - {item.code for item in job.items})
    return chosen, [NOT_IN_PACK.at(path, 0, f"The edition {code} is not in this pack.", "See its job-ticket.pdf.") for code in strange]


def whole(text: str) -> int:
    """A number of copies, at least one."""
    if not re.fullmatch(r"[1-9][0-9]{0,6}", text.strip(), re.ASCII):
        raise ValueError(f"“{text[:20]}” is no number of copies: a whole number from 1 to {MOST} is expected")
    return int(text)


def run_of(job: Job, copies: Mapping[str, int], *, on: dt.date, where: str, by: str) -> dict[str, object]:
    """The run, as the ledger writes it."""
    return new_run(pack=job.code, area=job.area, printer=job.printer, on=on, where=where, by=by, editions=(
        {"code": item.code, "area": job.area, "locale": item.locale, "material": item.material, "format": item.format,
         "copies": copies[item.code], "phones": [phone.model_dump() for phone in item.phones], "qr": list(item.qr)}
        for item in job.items if item.code in copies))


def office_run(editions: Sequence[tuple[Release, ReleasedEdition]], copies: int, *, on: dt.date, where: str, by: str) -> dict[str, object]:
    """A run of the office's own printer: so many copies of each of these editions of one area."""
    return new_run(pack=None, area=editions[0][1].area, printer="office", on=on, where=where, by=by, editions=(
        {"code": one.code, "area": one.area, "locale": one.locale, "material": one.material, "format": one.format, "copies": copies,
         "phones": [{"shown": shown, "services": sorted(key.removesuffix(".phone") for key in one.facts
                                                        if key.endswith(".phone") and release.facts[key].shown == shown)} for shown in one.phones],
         "qr": list(dict.fromkeys(one.qr))} for release, one in editions))

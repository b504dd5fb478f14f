"""Floor 10. A release: build what is signed off and verified, without the mark, and write down what it says.

It is made in BUILD/release/, so that the drafts to look at stay where they are. The set there holds
released editions only; the ledger is written after the set stands, so that it never names what was not made.
If that is interrupted, the next run writes what is missing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.build.builder import Report, build
from generator.build.inputs import Inputs
from generator.build.narrow import Narrow
from generator.build.plan import plan
from generator.build.publish import build_lock, read_current
from generator.edition import MANY
from generator.ledger.record import Recorder
from generator.ledger.releases import Ledger, read_releases, run_hashes, write_release
from generator.model.content import Area
from generator.model.edition import Edition
from generator.model.library import Library
from generator.model.release import Release
from generator.problem import Code, Problem, error, errors
from generator.signoff_state import REVIEWED, state, uses

HELD = error("K424", "not-released", "what nobody has checked must not be handed out without its mark")
NOT_BUILT = error("K408", "pack-not-built", "files of an earlier build may hold an earlier number")

FOLDER = "release"  #: in BUILD: the set of what is released


@dataclass
class Released:
    """What came of it."""

    report: Report
    inputs: Inputs | None = None
    ledger: Ledger = field(default_factory=Ledger)
    release: Release | None = None  #: what was written now; None where the ledger held everything already
    path: Path | None = None
    codes: set[str] = field(default_factory=set)  #: of all editions that stand in the set
    problems: list[Problem] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Whether a set stands that answers to today's content, every edition of which the ledger holds."""
        return self.report.whole and not self.problems


def release(root: Path, target: Path, narrow: Narrow, *, today: dt.date, workers: int | None = None,
            progress: Callable[[str, int, int], None] = lambda name, done, total: None) -> Released:
    """Make and record what is released within ``narrow``."""
    seen: list[Inputs] = []

    def only_released(inputs: Inputs) -> Inputs:
        seen.append(replace(inputs, release=True, with_drafts=False))
        return seen[-1]

    ledger, problems = read_releases(root)
    if problems:
        return Released(Report(problems=problems), problems=problems)
    made = target / FOLDER
    done = Released(build(root, made, today=today, narrow=narrow, workers=workers, transform=only_released, progress=progress), ledger=ledger)
    serious = errors(done.report.problems)
    if not seen:  # the machine lacks something, or another build is at work
        done.problems = serious
        return done
    done.inputs = seen[0]
    if not done.report.whole:
        stops = [p for p in serious if p.code[0] in "BM"] or serious
        done.problems = stops or [NOT_BUILT.at("content", 0, "Nothing could be made.", "See: make")]
        return done
    with build_lock(made) as lock:
        done.problems = list(lock.problems) if not lock else _record(root, made, done, today)
    return done


def _record(root: Path, made: Path, done: Released, today: dt.date) -> list[Problem]:
    """Write the next release, if there is anything new; all editions that are good today, narrowed or not, are counted."""
    inputs = done.inputs
    manifest = json.loads(read_current(made, "manifest.json") or b'{"outputs": []}')
    good = {one.edition.code: one.edition for one in plan(inputs, [], Narrow(rare=True)).planned}
    here = done.codes = {output["edition"] for output in manifest["outputs"]}
    recorder = Recorder(inputs.library, inputs.catalogs, inputs.signoffs)
    new = recorder.release(done.ledger, [edition for code, edition in good.items() if code in here], manifest["outputs"], good, run_hashes(root),
                           today=today, source_date=inputs.source_date)
    if new is None:
        return []
    written = write_release(root, new)
    done.release, done.path = new if written.path else None, written.path
    if written.path:
        done.ledger, problems = read_releases(root)
        return problems
    return list(written.problems)


def reasons(kind: Code, drafts: Sequence[Edition], unmade: Sequence[dict[str, Any]], inputs: Inputs, area: Area) -> Iterator[Problem]:
    """Why editions of an area are not released: one problem a reason, with how many it concerns and what to do."""
    found = Counter((reason, one.locale.tag if reason == _UNREAD else "") for one in drafts for reason in one.draft_because)
    for (reason, tag), number in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        path, why, remedy = _told(reason, tag, {one.material for one in drafts if one.locale.tag == tag}, inputs, area)
        yield kind.at(path, 0, f"{counted(number)} of {area.name} {'is' if number == 1 else 'are'} a draft: {why}.", remedy,
                      locale="" if tag == MANY.tag else tag)
    for material, number in sorted(Counter(one["material"] for one in unmade).items()):
        yield kind.at(f"content/materials/{material}.yaml", 0, f"{counted(number)} of {material} could not be made for {area.name}.",
                      f"See why: make AREA={area.id} MATERIAL={material}")


_UNREAD = "its translation is not reviewed"  # as catalog/judged.py says it


def _told(reason: str, tag: str, materials: set[str], inputs: Inputs, area: Area) -> tuple[str, str, str]:
    """Where to look, why in a sentence's end, and what to do."""
    library: Library = inputs.library
    place = f"content/areas/{area.id}.yaml"
    if reason == _UNREAD and tag == MANY.tag:
        tags = [one for one in area.locales if one in inputs.catalogs and _unread(inputs, one, materials)]
        return place, f"the lines of {len(tags)} languages on one sheet are not reviewed ({', '.join(tags)})", (
            f"Have each read: make review LOCALE={tags[0] if tags else 'ro'} BY=you")
    if reason == _UNREAD:
        return f"locales/{tag}.po", f"{_unread(inputs, tag, materials)} texts of {tag} are not reviewed", f"Have them read: make review LOCALE={tag} BY=you"
    if reason == "English text is not approved":
        return "content/signoff/en.yaml", "its English is not approved", "Have it read: make approve BY=you"
    if reason.startswith("the area has no address"):
        return place, reason, f"Write address: https://…/ into {place}."
    if reason.startswith("the area's address was"):
        return place, reason, "Renew it, then write the new day under address_renews_on."
    for service in library.services.values():
        if reason.endswith(f"the hours of {service.id}") or f"the hours of {service.id} " in reason:
            return library.place("services", service.id, "hours")[0], reason, f"Ask, then: make verified SERVICE={service.id} BY=you FACT=hours VALUE=always"
        if service.phone and (reason == f"nobody has verified {service.phone.shown}" or reason.startswith(f"the check of {service.phone.shown} ")):
            return library.place("services", service.id, "phone")[0], reason, f"Ring it, then: make verified SERVICE={service.id} BY=you"
    return place, reason, "See: make status"


def _unread(inputs: Inputs, tag: str, materials: set[str]) -> int:
    library, used = inputs.library, uses(inputs.library)
    entries = inputs.catalogs[tag].entries if tag in inputs.catalogs else {}
    contexts = {context for material in materials for context in used.get(material, ())
                if not library.texts[context].english_only and context.split(".")[0] != "area"}
    return sum(state(tag, library.texts[c], entries.get(c), inputs.signoffs) != REVIEWED for c in contexts)


def counted(number: int) -> str:
    """``1 edition``, ``2 editions``."""
    return f"{number} edition{'' if number == 1 else 's'}"

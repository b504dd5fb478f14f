"""Floor 7. What is out there and no longer right: released editions whose facts or sentences are not those of today.

Asked of the ledger alone, since the paper shows what it showed on its day; content/ says only what is right now,
and which edition replaces it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.edition import Join
from generator.facts import EXPIRED, GOOD, SOON, Fact, facts
from generator.ledger.releases import Ledger, own_tag
from generator.model.edition import MANY, Edition
from generator.model.printrun import PrintRun
from generator.model.release import Release, ReleasedEdition


@dataclass(frozen=True)
class Printed:
    """Copies of one edition, from one print run."""

    copies: int
    run: PrintRun


@dataclass(frozen=True)
class Recalled:
    """One edition that is to be called back, and why."""

    edition: ReleasedEdition
    release: Release  #: the first that held it
    why: tuple[str, ...]
    printed: tuple[Printed, ...]
    replaced_by: str  #: code of the edition that content/ gives for the same place; empty for none
    state: str  #: released | to be released | draft | not made: of what replaces it

    @property
    def copies(self) -> int:
        """Of all recorded print runs; 0 where none was recorded, which does not say that none was made."""
        return sum(one.copies for one in self.printed)


@dataclass(frozen=True)
class Office:
    """What a recall is asked of: the ledgers, and today's content."""

    ledger: Ledger
    runs: Mapping[str, PrintRun]
    join: Join

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Today's facts by key, those that no material prints any more among them missing."""
        return {fact.key: fact for fact in facts(self.join.library, self.join.signoffs, self.join.today)}

    def printed(self, code: str) -> tuple[Printed, ...]:
        """The recorded runs of an edition, the oldest first."""
        return tuple(Printed(edition.copies, run) for run in sorted(self.runs.values(), key=lambda r: (r.on, r.id))
                     for edition in run.editions if edition.code == code)

    def now(self, edition: ReleasedEdition) -> tuple[Edition | None, str]:
        """The edition of today for the same place, and how far it has come."""
        library = self.join.library
        material, form, area = library.materials.get(edition.material), library.formats.get(edition.format), library.areas.get(edition.area)
        locale = MANY if edition.locale == MANY.tag else library.locales.get(edition.locale)
        if material is None or form is None or area is None or locale is None or edition.format not in material.formats \
                or edition.locale not in (*area.locales, MANY.tag):
            return None, "not made"
        made, _ = self.join.edition(material, locale, area, form)
        if made is None:
            return None, "not made"
        state = "draft" if made.draft_because else "released" if made.code in self.ledger.standing else "to be released"
        return made, state


def recall(office: Office, *, service: str = "", context: str = "", area: str = "", locale: str = "", all_of_it: bool = False) -> list[Recalled]:
    """The editions that carry a changed or expired fact of a service, a text that has changed, or belong to an area.

    What is asked for together must hold together. ``all_of_it``: those too of which nothing has changed.
    The most copies come first.
    """
    first: dict[str, Release] = {}
    newest: dict[str, tuple[Release, ReleasedEdition]] = {}
    for release in office.ledger.releases:
        for edition in release.editions:
            first.setdefault(edition.code, release)
            newest[edition.code] = release, edition
    found = []
    for code, (release, edition) in newest.items():
        if area and edition.area != area or locale and edition.locale != locale:
            continue
        why: list[str] = []
        if service:
            why += _of_service(office, release, edition, service, all_of_it)
        if context and (why or not service):
            texts = list(_of_text(office, release, edition, context, all_of_it))
            why = [*why, *texts] if texts else []
        if not service and not context:
            why = [f"it is of {edition.area}"]
        if why:
            now, state = office.now(edition)
            same = now is not None and now.code == code
            found.append(Recalled(edition, first[code], tuple(why), office.printed(code), "" if same or now is None else now.code,
                                  "the same" if same else state))
    return sorted(found, key=lambda r: (-r.copies, r.edition.area, r.edition.material, r.edition.locale, r.edition.code))


def _of_service(office: Office, release: Release, edition: ReleasedEdition, service: str, all_of_it: bool) -> Iterator[str]:
    for key in edition.facts:
        if key.rsplit(".", 1)[0] != service:
            continue
        was, now = release.facts[key], office.facts.get(key)
        if key.endswith(".address"):
            area = office.join.library.areas.get(service)
            if area is None or area.address != was.value:
                yield f"{was.shown} is now {area.address}" if area and area.address else f"{was.shown} is given up"
            elif now and now.state == EXPIRED:
                yield f"{was.shown} was to be renewed on {now.last_day}"
            elif all_of_it:
                yield f"it shows {was.shown}"
        elif now is None:
            yield f"{was.shown} is no fact any more"
        elif now.value != was.value:
            yield f"{was.shown} is now {now.shown}"
        elif now.state == EXPIRED:
            yield f"the check of {was.shown} ran out on {now.last_day}"
        elif now.state not in (GOOD, SOON):
            yield f"{was.shown} is not verified"
        elif all_of_it:
            yield f"it shows {was.shown}"


def _of_text(office: Office, release: Release, edition: ReleasedEdition, context: str, all_of_it: bool) -> Iterator[str]:
    text = office.join.library.texts.get(context)
    for entry in release.contexts[edition.texts]:
        tag, name, was = office.ledger.text(release, edition, entry)
        if name != context:
            continue
        if text is None:
            yield "the text stands nowhere any more"
            continue
        now, problems, _ = office.join.judged(tag, text)
        if problems or now != was:
            yield f"“{_short(was)}” is now " + (f"“{_short(now)}”" if now and not problems else "not to be printed")
        elif all_of_it:
            yield f"it says “{_short(was)}”"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def words(office: Office, code: str) -> list[tuple[str, str, str, str]]:
    """The sentences of a released edition: locale, context, words, and the English where it is known. Raises KeyError."""
    release, edition = office.ledger.records[code]
    english = office.join.library.texts
    rows = []
    for entry in release.contexts[edition.texts]:
        tag, name, said = office.ledger.text(release, edition, entry)
        source = release.texts.get("en", {}).get(name)
        rows.append((tag, name, said, "" if tag == own_tag("mul") else source.text if source else english[name].english if name in english else ""))
    return rows


def of_today(office: Office, edition: ReleasedEdition) -> tuple[str, str]:
    """For a released edition: the code that stands in its place today, and its state."""
    now, state = office.now(edition)
    return (now.code if now else ""), state



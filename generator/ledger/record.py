"""Floor 7. What a release writes down: for each edition that is new or changed, its files, facts and sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator import __version__
from generator.ledger.releases import Ledger, own_tag
from generator.model.catalog import Catalog
from generator.model.content import Area
from generator.model.edition import Edition
from generator.model.library import Library
from generator.model.release import Release, ReleasedEdition, ReleasedFact, ReleasedFile, ReleasedText
from generator.signoff import SignOffs

Output = Mapping[str, Any]


@dataclass
class Recorder:
    """Gathers one release from the content it was made of."""

    library: Library
    catalogs: Mapping[str, Catalog]
    signoffs: SignOffs
    facts: dict[str, ReleasedFact] = field(default_factory=dict)
    texts: dict[str, dict[str, ReleasedText]] = field(default_factory=dict)
    contexts: dict[tuple[str, ...], int] = field(default_factory=dict)

    def release(self, before: Ledger, editions: Iterable[Edition], outputs: Iterable[Output], good: Iterable[str], runs: Mapping[str, str], *,
                today: dt.date, source_date: dt.date) -> Release | None:
        """The next release; None where it would say nothing new.

        ``editions``: released ones; ``outputs``: of the manifest, for their files; ``good``: the codes of
        everything that content/ gives and releases today, whether it was made now or before.
        """
        files: dict[str, list[ReleasedFile]] = {}
        for one in sorted(outputs, key=lambda o: o["path"]):
            if one["status"] == "released":
                files.setdefault(one["edition"], []).append(ReleasedFile(
                    path=one["path"], sha256=one["sha256"], kind=one["kind"], printer=one["printer"]))
        rows = [self._edition(edition, files[edition.code]) for edition in sorted(editions, key=lambda e: e.key)
                if edition.code in files and not _holds(before, edition.code, files[edition.code])]
        standing = sorted((before.records.keys() & set(good)) - {row.code for row in rows})
        newest = before.releases[-1] if before.releases else None
        if not rows and (newest is None or before.standing == set(standing)):
            return None
        return Release(number=len(before.releases) + 1, previous=before.head, date=today, generator=__version__, source_date=source_date,
                       facts=dict(sorted(self.facts.items())),
                       texts={tag: dict(sorted(texts.items())) for tag, texts in sorted(self.texts.items())},
                       contexts=tuple(self.contexts), editions=tuple(rows), standing=tuple(standing), runs=dict(runs))

    def _edition(self, edition: Edition, files: Sequence[ReleasedFile]) -> ReleasedEdition:
        area = self.library.areas[edition.area]
        contexts = tuple(self._contexts(edition))
        qr = [edition.address] * sum(len(page.of_type("qr")) for page in edition.pages)
        return ReleasedEdition(
            code=edition.code, area=edition.area, locale=edition.locale.tag, material=edition.material, format=edition.format.id,
            address=edition.address, facts=tuple(sorted(self._facts(edition, area))),
            texts=self.contexts.setdefault(contexts, len(self.contexts)), phones=edition.phones(), qr=tuple(qr), files=tuple(files))

    def _facts(self, edition: Edition, area: Area) -> Iterable[str]:
        """Keys of the facts that stand on it, each kept with its value of today."""
        always = {contact.id for contact in edition.contacts() if contact.always}
        shown = set(edition.phones())
        others = {f"{other.id}-{slot}" for other in self.library.areas.values() if other.id != area.id for slot in other.contacts}
        for service in self.library.services.values():
            if not service.phone or service.phone.shown not in shown or service.id in others:
                continue
            yield self._fact(f"{service.id}.phone", service.phone.dial, service.phone.shown)
            if service.id in always:
                yield self._fact(f"{service.id}.hours", "always", "always")
        if area.address and edition.address.startswith(area.address):
            self.facts[f"{area.id}.address"] = ReleasedFact(value=area.address, shown=area.address)
            yield f"{area.id}.address"

    def _fact(self, key: str, value: str, shown: str) -> str:
        check = self.signoffs.last_check(*key.rsplit(".", 1), value)
        self.facts[key] = ReleasedFact(value=value, shown=shown, checked_by=check.by if check else "", checked_on=check.on if check else None)
        return key

    def _contexts(self, edition: Edition) -> Iterable[str]:
        """The item's texts by context, in reading order, then its title and the words of its form; those in another language with their locale."""
        own, printed = own_tag(edition.locale.tag), edition.contexts()
        pieces = [piece for page in edition.pages for block in page.blocks for piece in (block, *block.lines)]
        read = dict.fromkeys((getattr(piece, "tongue", None), piece.context) for piece in pieces)
        for tongue, context in (*read, *((None, context) for context in sorted(printed - {context for _, context in read}))):
            if context not in self.library.texts or context not in printed:
                continue
            tag = tongue.tag if tongue else own
            self._text(tag, context)
            yield context if tag == own else f"{tag}/{context}"

    def _text(self, tag: str, context: str) -> None:
        """The sentence as it is printed, with its placeholders."""
        kept = self.texts.setdefault(tag, {})
        if context in kept:
            return
        english = self.library.texts[context].english
        entry = self.catalogs[tag].entries.get(context) if tag in self.catalogs else None
        said = entry.translation if entry and entry.translation else english
        yes = self.signoffs.approval(tag, context, english, said)
        kept[context] = ReleasedText(text=said, approved_by=yes.by if yes else "", approved_on=yes.on if yes else None)


def _holds(before: Ledger, code: str, files: Sequence[ReleasedFile]) -> bool:
    """Whether the ledger has this edition already, with these files."""
    return {(code, f.path, f.sha256) for f in files} <= before.files

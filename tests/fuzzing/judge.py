"""One spoilt file, judged: refused with file and line, or read; and if read, whether a wrong number would be printed.

What must hold (a finding is where it does not):

- nothing but a Problem comes out, on one line that can be shown, with the file's path and a line of the file;
- a translation that would be printed tells the same numbers as its English, in 0-9, with the same placeholders,
  and nothing at a number that hides it, turns it or is dialled with it;
- every number of three digits or more on an edition is a number of the content before, a year, or the new number
  of a fact that was changed alike in both spellings: and then nobody has verified it, and the edition code is another.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from fuzzing import oracle
from fuzzing.world import TODAY, Subject, World, with_record
from generator.build.inputs import read_inputs
from generator.build.joining import concerns
from generator.catalog.edit import edit
from generator.catalog.judged import judged
from generator.catalog.reader import parse_catalog
from generator.checks.content import Content, checks
from generator.content.reader import FOLDERS
from generator.content.validate import validate_named
from generator.content.yamltext import read_yaml
from generator.edition import Join
from generator.model.catalog import Catalog
from generator.model.content import Record
from generator.model.edition import Edition
from generator.model.library import Library, is_made_in
from generator.problem import Problem, errors
from generator.receive.judge import judge
from generator.receive.parcel import read_parcel
from generator.waivers import checked_content

WHOLE_FILE = frozenset({"Y101", "E107", "E125", "E103", "E101", "E118"})  #: may stand without a line


#: Codes of the checks that keep numbers right. Others may refuse the same file for reasons that do not help here: discretion, style.
_OF_NUMBERS = ("C31", "C34", "E21", "E22")
_OTHERS = frozenset({"C345", "C346", "C347"})
EVERY = checks()
OF_NUMBERS = tuple(m for m in EVERY if m.CODE.number.startswith(_OF_NUMBERS) and m.CODE.number not in _OTHERS and m.CODE.severity == "error")


def _checked(world: World, library: Library, catalogs: dict[str, Catalog], every: bool = False) -> list[Problem]:
    """The errors of the checks that keep numbers right; ``every``: of all checks."""
    content = Content(library, catalogs, world.signoffs, TODAY)
    return errors([p for module in (EVERY if every else OF_NUMBERS) if every or module.CODE.number.startswith("E" if catalogs else "C") for p in module.check(content)])


@dataclass
class Verdict:
    """What became of one spoilt file."""

    outcome: str = "refused"  #: refused | same | changed (read, and says something else) | stopped (read; a check stops what it is for)
    codes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


def judge_catalog(world: World, subject: Subject, raw: bytes, checked: bool = False) -> Verdict:
    """A catalog; ``checked``: let every check look at it, whether or not there is a reason."""
    verdict, tag = Verdict(), subject.stem
    catalog, problems = parse_catalog(raw, subject.path, world.library.locales[tag])
    if catalog is None:
        return refused(verdict, subject, raw, problems)
    before = _before(world, subject)
    verdict.outcome = "same" if catalog.entries.keys() == before.entries.keys() and all(
        e.translation == before.entries[c].translation and e.fuzzy == before.entries[c].fuzzy for c, e in catalog.entries.items()) else "changed"
    doubts = {c: why for c, entry in catalog.entries.items() if before.entries.get(c) != entry and (why := _doubt(world, catalog, c))}
    if doubts or checked:
        found = _checked(world, world.library, {tag: catalog}, checked)
        _shown_well(verdict, found)
        told = {p.context for p in found if p.locale == tag}
        verdict.codes.update({p.code for p in found if p.context in doubts})
        if doubts and ("" in told or doubts.keys() <= told):
            verdict.outcome = "stopped"
        verdict.findings += [f"accepted, {why}" for c, why in doubts.items() if c not in told and "" not in told]
    return verdict


def _before(world: World, subject: Subject) -> Catalog:
    whole = world.catalogs[subject.stem]
    return replace(whole, entries={c: whole.entries[c] for c in re.findall(r'(?m)^msgctxt "(.*)"$', subject.raw.decode()) if c in whole.entries})


def _doubt(world: World, catalog: Catalog, context: str) -> str:
    """What a text would tell of numbers if it were printed; empty if nothing, or if the join refuses it."""
    text = world.library.texts.get(context)
    if text is None:
        return ""
    said, problems, _ = judged(catalog.tag, text, catalog, world.signoffs.approved)
    return "" if errors(problems) else "; ".join(oracle.told_apart(said, text.english, lambda name: fact(world.library, text.facts.get(name, ""))))


def fact(library: Library, bound: str) -> str:
    """The value of a fact as it is printed; for what is no number any word does."""
    owner, _, kind = bound.partition(".")
    service = library.services.get(owner)
    return service.phone.shown if service and service.phone and kind == "phone" else "name"


def judge_yaml(world: World, subject: Subject, raw: bytes, checked: bool = False) -> Verdict:
    """A file of content/."""
    verdict = Verdict()
    document, problems = read_yaml(raw, subject.path)
    if document is None:
        return refused(verdict, subject, raw, problems)
    record, problems = validate_named(document, FOLDERS[subject.folder], subject.stem)
    if record is None:
        return refused(verdict, subject, raw, problems)
    if record == subject.record:
        verdict.outcome = "same"
        return verdict
    verdict.outcome = "changed"
    if checked or subject.folder in ("services", "areas") or _strings(record) - _strings(subject.record):
        _judge_record(world, subject, record, verdict, checked)
    return verdict


def _judge_record(world: World, subject: Subject, record: Record, verdict: Verdict, checked: bool) -> None:
    new = [text for text in (_strings(record) - _strings(subject.record))]
    doubtful = checked or any(oracle.numbers(text) or oracle.odd_figures(text) or "{" in text or _hidden(text) for text in new) or (
        _phones(record) != _phones(subject.record))
    if not doubtful:
        return
    known, before = world.kept((subject.path, subject.raw, checked), lambda: _unspoilt(world, subject, checked))
    library = with_record(world, subject, record)
    found = _checked(world, library, {}, checked)
    _shown_well(verdict, found)
    found = [p for p in found if p.code not in known]
    verdict.codes.update({p.code for p in found})
    after = _editions(world, subject, library)
    allowed = world.allowed | changed_facts(record, verdict)
    for key, edition in after.items():
        if any(concerns(p, edition) for p in found):
            verdict.outcome = "stopped"
            continue
        mine = Counter(said(edition))
        old = Counter(said(before[key])) if key in before else Counter()
        for text in mine - old:
            wrong = {n for n in oracle.numbers(text) if n not in allowed and not oracle.is_year(n)}
            verdict.findings += [f"accepted: a number that is no fact, in {subject.folder}: {sorted(wrong)}"] if wrong else []
            if odd := oracle.odd_figures(text):
                verdict.findings.append(f"accepted: other figures, in {subject.folder}: {sorted(odd)}")
            verdict.findings += [f"accepted: {why}, in {subject.folder}" for why in oracle.beside_numbers(text, "", lambda _: "")]
        if mine != old and key in before and edition.code == before[key].code:
            verdict.findings.append("the edition says something else under the same code")
        for contact in edition.contacts():
            if contact.dial != oracle.dials(contact.shown):
                verdict.findings.append(f"accepted: shown {contact.shown} and dial {contact.dial} differ")
            if not world.signoffs.verified(contact.id, "phone", contact.dial) and not any("verified" in why for why in edition.draft_because):
                verdict.findings.append("an unverified number on an edition that does not say so")


def _unspoilt(world: World, subject: Subject, checked: bool) -> tuple[set[str], dict[tuple[str, str, str], Edition]]:
    """The codes of what is wrong with a slice because it is one, and its editions."""
    library = with_record(world, subject, subject.record)
    return {p.code for p in _checked(world, library, {}, checked)}, _editions(world, subject, library)


def changed_facts(after: Record, verdict: Verdict) -> set[str]:
    """The digits of numbers that were changed alike in both spellings; a finding where they were not."""
    found = set()
    for one in (after, *getattr(after, "contacts", {}).values()):
        phone = getattr(one, "phone", None)
        if phone is None:
            continue
        if phone.dial != oracle.dials(phone.shown):
            verdict.findings.append(f"accepted: shown {phone.shown} and dial {phone.dial} differ")
        found.add(phone.shown.replace(" ", ""))
    return found


def _editions(world: World, subject: Subject, library: Library) -> dict[tuple[str, str, str], Edition]:
    """The editions on which the subject stands, in English and in Romanian, or in its own language; in one area."""
    locale = subject.stem if subject.folder == "locales" else ""
    area = library.areas.get(subject.stem if subject.folder == "areas" else "wiltshire")
    wanted = [subject.stem] if subject.folder == "materials" else ["number-card", "helpline-page", "child-card", "easy-read"]
    made = {}
    join = Join(library, dict(world.catalogs), world.signoffs, TODAY)
    for name in wanted:
        material = library.materials.get(name)
        for tag in dict.fromkeys((locale, "en", "ro")):
            if area is None or material is None or tag not in library.locales or material.formats[0] not in library.formats \
                    or not (material.on_one_sheet or is_made_in(material, library.locales[tag])):
                continue
            top = subject.stem if subject.folder == "notices" and material.formats[0] == "web-page" else ""
            edition, _ = join.edition(material, library.locales[tag], area, notice=top)
            if edition:
                made[name, tag, edition.format.id] = edition
    return made


def said(edition: Edition) -> Iterator[str]:
    """Every string that stands in an edition, each as a reader meets it: its runs joined."""
    yield edition.title
    yield "".join(run.text for run in edition.area_name)
    yield from (word for _, word in edition.words)
    yield from (other.endonym for other in edition.others)
    for page in edition.pages:
        for block in page.blocks:
            for one in (block, *block.lines):
                yield "".join(run.text for run in one.runs)
                yield one.english
                if one.contact:
                    yield from (one.contact.name, one.contact.shown)
                if getattr(one, "tongue", None):
                    yield from (one.tongue.endonym, one.tongue.english_name)  # type: ignore[union-attr]


def judge_receive(world: World, subject: Subject, raw: bytes, checked: bool = False) -> Verdict:
    """A catalog that comes back from outside, against the slice of ours that it was; what is taken is written into ours."""
    verdict, locale = Verdict(), world.library.locales[subject.stem]
    sent, problems = parse_catalog(raw, subject.path, locale, converted=True)
    if sent is None:
        return refused(verdict, subject, raw, problems)
    ours, _ = parse_catalog(subject.raw, subject.path, locale)
    assert ours is not None
    taken = judge(world.library, world.signoffs, TODAY, ours, sent)
    verdict.outcome = "changed" if taken.new else "stopped" if taken.refused else "same"
    _shown_well(verdict, [p for found in taken.refused.values() for p in found])
    verdict.codes.update({p.code for found in taken.refused.values() for p in found})
    for context, entry in taken.new.items():
        text = world.library.texts[context]
        verdict.findings += [f"taken, {why}" for why in oracle.told_apart(
            entry.translation, text.english, lambda name, text=text: fact(world.library, text.facts.get(name, "")))]
    written, problems = parse_catalog(edit(subject.raw, {c: e.translation for c, e in taken.new.items()}, "anna"), subject.path, locale)
    if written is None:
        verdict.findings.append(f"what was taken cannot be read back: {problems[0].code}")
    elif {c: e.translation for c, e in written.entries.items()} != {c: taken.new.get(c, e).translation for c, e in ours.entries.items()}:
        verdict.findings.append("what was taken reads back otherwise")
    return verdict


def judge_office(world: World, subject: Subject, raw: bytes, checked: bool = False) -> Verdict:
    """A file that the office keeps: as any file of content/, and nobody gains a yes from a slip of the hand."""
    verdict = judge_yaml(world, subject, raw)
    if verdict.outcome != "changed" or subject.folder not in ("signoff", "people"):
        return verdict
    document, _ = read_yaml(raw, subject.path)
    assert document is not None
    record, _ = validate_named(document, FOLDERS[subject.folder], subject.stem)
    before = replace(world.signoffs, files={**world.signoffs.files, "ro": world.approvals})
    after = replace(before, files={**before.files, subject.stem: record}) if subject.folder == "signoff" else replace(before, people={**before.people, subject.stem: record})  # type: ignore[dict-item]
    for service in world.library.services.values():
        for kind, value in (("phone", service.phone and service.phone.dial), ("hours", service.hours and service.hours.when)):
            if value and after.verified(service.id, kind, value) and not before.verified(service.id, kind, value):
                verdict.findings.append("a fact is verified that was not")
    for tag, catalog in world.catalogs.items():
        for context in ("safety-card.heading", "safety-card.not-your-fault"):
            entry = catalog.entries.get(context)
            if entry and after.approved(tag, context, entry.english, entry.translation) and not before.approved(tag, context, entry.english, entry.translation):
                verdict.findings.append("a text is approved that was not")
    return verdict


def judge_whole(world: World, subject: Subject, raw: bytes, folder: Path) -> list[str]:
    """The file put in its place in a copy of the project, and everything read and checked as a command does."""
    if not folder.exists():
        for name in ("content", "locales", "templates"):
            shutil.copytree(world.root / name, folder / name)
    file, before = folder / subject.path, (folder / subject.path).read_bytes() if (folder / subject.path).exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(raw)
    try:
        inputs = read_inputs(folder, TODAY)
        found = [*inputs.problems, *checked_content(inputs.library, inputs.catalogs, inputs.signoffs, TODAY)]
    finally:
        file.unlink() if before is None else file.write_bytes(before)
    verdict = Verdict()
    _shown_well(verdict, found)
    verdict.findings += [f"{p.code} names a file that is not there: {p.path}" for p in found if not (folder / p.path).exists() and p.path != subject.path]
    return verdict.findings


def judge_parcel(world: World, subject: Subject, raw: bytes, checked: bool = False) -> Verdict:
    """The same catalog as a zip that comes from outside, spoilt as such: read, or refused in one sentence."""
    verdict, packed, rng = Verdict(), io.BytesIO(), random.Random(raw)
    with zipfile.ZipFile(packed, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as bundle:
        bundle.writestr(rng.choice((f"{subject.stem}.po", "locales/x.po", "../x.po", "/x.po", "a\\x.po")), subject.raw)
    whole = packed.getvalue()
    for _ in range(rng.randrange(3)):
        at = rng.randrange(2, len(whole)) if rng.random() < 0.3 else rng.randrange(max(2, len(whole) - 120), len(whole))
        whole = whole[:at] + bytes([rng.randrange(256)]) * rng.randrange(3) + whole[at + rng.randrange(3):]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sent.zip"
        file.write_bytes(whole)
        read, name, problems = read_parcel(file)
    _shown_well(verdict, problems)
    if read is None:
        verdict.codes.update(p.code for p in problems)
        verdict.findings += [] if errors(problems) else ["a zip is refused without an error"]
        return verdict
    verdict.outcome = "same" if read == subject.raw else "changed"
    return verdict


#: Each kind of fuzzing: which file is taken, and how it is judged.
KINDS = {"catalog": (World.catalog, judge_catalog), "yaml": (World.yaml, judge_yaml),
         "office": (World.office, judge_office), "receive": (World.catalog, judge_receive), "parcel": (World.catalog, judge_parcel)}


def refused(verdict: Verdict, subject: Subject, raw: bytes, problems: list[Problem]) -> Verdict:
    """Whether a refusal says where and what, so that a person can mend it."""
    verdict.codes.update({p.code for p in problems})
    if not errors(problems):
        verdict.findings.append("refused without an error")
    lines = raw.count(b"\n") + raw.count(b"\r") + 1
    for p in problems:
        if p.path != subject.path:
            verdict.findings.append(f"{p.code} names another file: {p.path}")
        if not (p.line == 0 and p.code in WHOLE_FILE) and not 1 <= p.line <= lines:
            verdict.findings.append(f"{p.code} names line {p.line} of {lines}" if p.line else f"{p.code} names no line")
    _shown_well(verdict, problems)
    return verdict


def _shown_well(verdict: Verdict, problems: list[Problem]) -> None:
    for p in problems:
        odd = {c for c in str(p) if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn") and c not in "\u200b\u200c\u200d"}
        if odd or not p.message or not p.remedy:
            verdict.findings.append(f"{p.code} cannot be shown: {sorted(f'U+{ord(c):04X}' for c in odd)}")


#: Fields that no reader of an item sees.
_NOT_PRINTED = frozenset("source remarks note title voice gettext stock fold finishing printing_contact icon".split())


def _phones(record: Record) -> list[tuple[str, str]]:
    found = [getattr(one, "phone", None) for one in (record, *getattr(record, "contacts", {}).values())]
    return [(phone.shown, phone.dial) for phone in found if phone]


def _strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, Record):
        return _strings(tuple(getattr(value, name) for name in type(value).model_fields if name not in _NOT_PRINTED))
    if isinstance(value, dict):
        return _strings((*value.keys(), *value.values()))
    return set().union(*map(_strings, value)) if isinstance(value, (tuple, list)) else set()


def _hidden(text: str) -> bool:
    return any(unicodedata.category(c)[0] in "CZ" and c != " " for c in text)

"""Floor 3. Sign-off in the office's own files: who may say yes to what, and the writing of it.

A sign-off names a person of content/people and the hash of exactly what was read.
Whoever writes in a language never approves it: four eyes, not two.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.catalog.grammar import entries
from generator.catalog.header import fields
from generator.catalog.letters import decode, shown
from generator.catalog.reader import catalog_path, read_bytes
from generator.content.reader import read_plain_file
from generator.content.validate import validate_named
from generator.content.yamltext import read_yaml
from generator.facts import value_of
from generator.model.catalog import Catalog
from generator.model.content import Locale, Service
from generator.model.library import Library, Text
from generator.model.office import FactCheck, Person, SignOff, TextApproval
from generator.problem import Problem, Severity, error
from generator.signoff import SignOffs, text_hash
from generator.signoff_state import REVIEWED, SOURCE_TAG, hindrance, state, uses
from generator.wholefile import alone, write_whole

PERSON_UNKNOWN = error("S101", "person-unknown", "a yes of nobody known is nobody's yes")
NOT_A_REVIEWER = error("S102", "not-a-reviewer", "who does not read a language cannot see what is wrong in it")
OWN_TRANSLATION = error("S103", "own-translation", "nobody sees their own mistakes")
NOT_PRINTABLE = error("S104", "nothing-to-approve", "a text that is not there or not settled would pass for read")
TEXT_IN_ERROR = error("S105", "text-in-error", "a text that must not be printed would pass for read")
TEXT_UNKNOWN = error("S106", "text-unknown", "an approval of no text looks like an approval")
NOT_WRITTEN = error("S107", "sign-off-not-written", "an approval that was not kept has to be given again")
NOT_A_CALLER = error("S110", "not-a-caller", "a yes of somebody who does not ring is a guess")
VALUE_DIFFERS = error("S111", "value-differs", "the number that was rung is not the number that would be printed")
NO_SUCH_FACT = error("S112", "fact-not-there", "a check of nothing looks like a check")

_REMEDIES = {"missing": "Translate it; if it is not in the file: make translations",
             "stale": "Type make translations, then have the translation looked at again.",
             "fuzzy": "Have the translator look at it and take the mark away."}


@dataclass(frozen=True)
class Sentence:
    """One text as a reviewer meets it."""

    text: Text
    translation: str  #: of English: the English itself
    state: str
    machine: bool
    materials: tuple[str, ...]  #: where it stands
    stopped: tuple[Problem, ...] = ()  #: why it cannot be approved now
    warnings: tuple[Problem, ...] = ()  #: what the checks say of it besides
    disputed: tuple[Problem, ...] = ()  #: what is wrong with the approval that is kept; a new one mends it

    @property
    def is_read(self) -> bool:
        """Whether an approval stands that holds."""
        return self.state == REVIEWED and not self.disputed


def sentences(library: Library, catalogs: dict[str, Catalog], signoffs: SignOffs, problems: Iterable[Problem],
              tag: str) -> list[Sentence]:
    """Every text of a locale, in reading order. ``problems``: what reading, joining and checks found."""
    catalog = catalogs.get(tag)
    path = catalog.path if catalog else f"locales/{tag}.po"
    mine = [p for p in problems if p.locale in ("", tag)]
    used = uses(library)
    order = {context: i for i, context in enumerate(dict.fromkeys(c for contexts in used.values() for c in contexts))}
    found = []
    for text in sorted(library.texts.values(), key=lambda t: (order.get(t.context, len(order)), t.path, t.line, t.context)):
        if text.english_only and tag != "en":
            continue
        entry = catalog.entries.get(text.context) if catalog else None
        about = sorted({p for p in mine if p.context == text.context
                        or (not p.context and (p.path, p.line) == (text.path, text.line))})
        disputed = [p for p in about if p.path.startswith("content/signoff/")]
        stopped = [TEXT_IN_ERROR.at(p.path, p.line, f"{text.context} has the error {p.code}: {p.message}", p.remedy,
                                    locale=tag, context=text.context)
                   for p in about if p.severity is Severity.ERROR and p not in disputed]
        why = "" if tag == SOURCE_TAG else hindrance(text, entry)
        if why:
            stopped = [NOT_PRINTABLE.at(path, entry.line if entry else 0, f"{text.context} is {why} in {tag}.",
                                        _REMEDIES[why], locale=tag, context=text.context)]
        found.append(Sentence(
            text, text.english if tag == SOURCE_TAG else entry.translation if entry else "",
            state(tag, text, entry, signoffs), bool(entry and entry.machine),
            tuple(material for material, contexts in used.items() if text.context in contexts), tuple(stopped),
            tuple(p for p in about if p.severity is Severity.WARNING), tuple(disputed)))
    return found


def reviewer_problems(root: Path, library: Library, locale: Locale, by: str) -> list[Problem]:
    """Why this person may not approve texts of this locale; empty when they may."""
    person, problems = _person(library, by, f"reviews: [{locale.tag}]")
    if person is None:
        return problems
    path, line = library.place("people", person.id, "reviews")
    if locale.tag not in person.reviews:
        problems.append(NOT_A_REVIEWER.at(path, line, f"{person.name} does not review {locale.tag}.",
                                          f"Add {locale.tag} under reviews: there, or ask somebody else."))
    if locale.tag in person.translates:
        problems.append(OWN_TRANSLATION.at(path, line, f"{person.name} translates {locale.tag}.",
                                           "Somebody else has to read it."))
    if locale.gettext and _same_person(person, last_translator(root, locale)):
        problems.append(OWN_TRANSLATION.at(catalog_path(locale), 1, f"{person.name} is the Last-Translator of this catalog.",
                                           "Somebody else has to read it.", locale=locale.tag))
    return problems


def last_translator(root: Path, locale: Locale) -> str:
    """What the catalog's header says of who wrote in it last; empty where it says nothing."""
    raw, _ = read_bytes(root, locale)
    text, problems = decode(raw, catalog_path(locale)) if raw is not None else ("", [])
    written = entries(text, catalog_path(locale))[0] if text and not problems else []
    return fields(written[0])[0].get("Last-Translator", "") if written else ""


def approvals(tag: str, known: Sequence[Sentence], contexts: Iterable[str], by: str, on: dt.date,
              ) -> tuple[list[TextApproval], list[Problem]]:
    """A yes to each of these texts; all of them, or none and every reason."""
    texts = {sentence.text.context: sentence for sentence in known}
    given, problems = [], []
    for context in dict.fromkeys(contexts):
        if context not in texts:
            problems.append(TEXT_UNKNOWN.at("content/materials", 0, f"There is no text “{shown(context, 80)}”.",
                                            f"make review LOCALE={tag} LIST=1 shows all.", locale=tag))
            continue
        sentence = texts[context]
        problems += sentence.stopped
        if not sentence.is_read:  # what stands approved keeps the name of who approved it
            given.append(approval(tag, sentence, by, on))
    return ([], problems) if problems else (given, [])


def approval(tag: str, sentence: Sentence, by: str, on: dt.date) -> TextApproval:
    """A yes to exactly this English and this translation."""
    return TextApproval.model_validate({
        "context": sentence.text.context, "on": on.isoformat(), "by": by,
        "hash": text_hash(tag, sentence.text.context, sentence.text.english, sentence.translation)})


def record_texts(root: Path, tag: str, given: Iterable[TextApproval], withdrawn: Iterable[str] = ()) -> list[Problem]:
    """Write approvals into content/signoff/<tag>.yaml, each in the place of an older one of the same text."""
    new, gone = {one.context: one for one in given}, set(withdrawn)

    def change(kept: SignOff) -> SignOff:
        old = [one for one in kept.texts if one.context not in new and one.context not in gone]
        return kept.model_copy(update={"texts": tuple(sorted([*old, *new.values()], key=lambda t: t.context))})

    return _rewrite(root, tag, f"# Which texts ({tag}) somebody has read and approved; each hash is of what was read.\n", change)


def fact_problems(library: Library, service: Service, fact: str, value: str, by: str) -> list[Problem]:
    """Why this check cannot be recorded; empty when it can."""
    person, problems = _person(library, by, "rings: true")
    if person and not person.rings:
        path, line = library.place("people", person.id, "rings")
        problems.append(NOT_A_CALLER.at(path, line, f"{person.name} is not among those who ring.",
                                        "Write rings: true there, or ask somebody else."))
    path, line = library.place("services", service.id, fact)
    wanted = value_of(service, fact)
    if not wanted:
        problems.append(NO_SUCH_FACT.at(path, line, f"{service.id} has no {fact} that could be checked.", "Write it there first."))
    elif not same_value(service, fact, value):
        problems.append(VALUE_DIFFERS.at(path, line, f"You rang {shown(value)}, and here stands {wanted}."
                                         if fact == "phone" else f"You found {shown(value)}, and here stands {wanted}.",
                                         "Look which is right. If it is yours, change it here first."))
    return problems


def same_value(service: Service, fact: str, value: str) -> bool:
    """Whether this is the value in content; a number may be typed as it is printed or as it is dialled."""
    if fact == "phone" and service.phone:
        return value.replace(" ", "") in (service.phone.dial, service.phone.shown.replace(" ", ""))
    return value.strip() == value_of(service, fact)


def record_fact(root: Path, service: str, fact: str, value: str, by: str, on: dt.date) -> list[Problem]:
    """Write into content/signoff/facts.yaml that this value was right, in the place of an older check of it."""
    new = FactCheck.model_validate({"service": service, "fact": fact, "value": value, "on": on.isoformat(), "by": by})

    def change(kept: SignOff) -> SignOff:
        old = [one for one in kept.facts if (one.service, one.fact) != (service, fact)]
        return kept.model_copy(update={"facts": tuple(sorted([*old, new], key=lambda f: (f.service, f.fact)))})

    return _rewrite(root, "facts", "# Who rang which number, and the value that was right.\n", change)


def _person(library: Library, by: str, wanted: str) -> tuple[Person | None, list[Problem]]:
    person = library.people.get(by)
    if person:
        return person, []
    return None, [PERSON_UNKNOWN.at("content/people", 0, f"Nobody there has the id “{shown(by)}”.",
                                    f"Write a file named after the id: id, name and {wanted}")]


def _same_person(person: Person, header: str) -> bool:
    """Whether “Name <address>” of a catalog's header means this person."""
    def plain(text: str) -> str:
        return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

    name, _, address = header.partition("<")
    return bool({plain(name), plain(address.partition("@")[0].rstrip(">"))} & {plain(person.name), person.id})


def _rewrite(root: Path, name: str, head: str, change: Callable[[SignOff], SignOff]) -> list[Problem]:
    """Change one file of content/signoff as a whole; whatever fails, the old file stays as it was."""
    path = f"content/signoff/{name}.yaml"
    file = root / path
    try:
        with alone(file.parent):  # two people who say yes at the same moment
            kept, problems, raw = SignOff(id=name), [], b""
            if file.is_symlink() or file.exists():
                raw = read_plain_file(file, path, problems)
                record, problems = _read(raw, path, name) if raw is not None else (None, problems)
                if record is None:
                    return problems
                kept, head = record, _comments(raw.decode("utf-8"))
            new = change(kept)
            data = (head + _written(new)).encode()
            if _read(data, path, name)[0] != new:  # only what the strict reader takes may stand there
                return [NOT_WRITTEN.at(path, 0, "The file would not be readable; it was left as it is.",
                                       "Look for what is odd in it, or take it back from git.")]
            if new != kept:
                write_whole(file, data)
            return []
    except OSError as problem:
        return [NOT_WRITTEN.at(path, 0, f"The file cannot be written: {problem.strerror}.",
                               "Check the disk and the permissions.")]


def _read(raw: bytes, path: str, name: str) -> tuple[SignOff | None, list[Problem]]:
    document, problems = read_yaml(raw, path)
    return validate_named(document, SignOff, name) if document else (None, problems)


def _comments(text: str) -> str:
    """Lines that are comments, those at the head with its empty lines; one from further down moves up, none is lost."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = next((i for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), len(lines))
    later = [line.strip() for line in lines[end:] if line.lstrip().startswith("#")]
    return "".join(f"{line}\n" for line in [*lines[:end], *later])


def _written(record: SignOff) -> str:
    """One entry a line, so that git shows who said yes to what."""
    lines = [f"id: {record.id}"]
    for key, fact_or_text in (("facts", record.facts), ("texts", record.texts)):
        if fact_or_text or key == ("facts" if record.id == "facts" else "texts"):
            lines.append(f"{key}:" if fact_or_text else f"{key}: []")
            lines += ["  - {" + ", ".join(f"{name}: {json.dumps(str(value), ensure_ascii=False)}" for name, value in one)
                      + "}" for one in fact_or_text]
    return "\n".join(lines) + "\n"

"""Floor 10. The whole way of one file: read, judged, tried on paper, written into our catalog, read back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.build.inputs import Inputs
from generator.catalog.edit import edit
from generator.catalog.grammar import entries
from generator.catalog.header import fields
from generator.catalog.letters import LARGEST_FILE, decode, shown
from generator.catalog.reader import catalog_path, parse_catalog, read_bytes
from generator.model.catalog import Catalog, Entry
from generator.model.content import Locale
from generator.problem import Problem, error
from generator.receive.judge import judge
from generator.receive.parcel import read_parcel
from generator.receive.trial import try_on_paper
from generator.wholefile import alone, write_whole

NO_TRANSLATOR = error("E403", "translator-unknown", "nobody may review what he translated: who translated must be known")
NOT_WRITTEN = error("E408", "catalog-not-written", "a catalog that is half new must never be printed")
NO_LANGUAGE = error("E410", "parcel-language", "the texts of another language would be printed")

_TAG = re.compile("[A-Za-z_-]{2,20}")


@dataclass(frozen=True)
class String:
    """One string that came back changed."""

    context: str
    english: str
    old: str
    new: str
    problems: tuple[Problem, ...] = ()  #: why it was refused
    picture: bytes = b""  #: of the place on the page that it would spoil, where there is one; PNG


@dataclass
class Outcome:
    """What came of one file."""

    file: str  #: as problems name it
    locale: Locale | None = None
    taken: list[String] = field(default_factory=list)
    refused: list[String] = field(default_factory=list)
    unchanged: int = 0
    absent: int = 0  #: our strings that the file does not hold
    written: bool = False
    problems: list[Problem] = field(default_factory=list)  #: all, those of refused strings among them


def receive(inputs: Inputs, file: Path, by: str, tag: str = "", *, on_paper: bool = True) -> Outcome:
    """Take what passes of ``file``, translated by the person ``by``, into locales/<tag>.po; the rest is named."""
    raw, name, problems = read_parcel(file)
    outcome = Outcome(name, problems=problems)
    if raw is None:
        return outcome
    locale, person_problem = _who(inputs, raw, name, by, tag)
    outcome.locale = locale
    if locale is None or person_problem:
        outcome.problems += person_problem
        return outcome
    mine, problems = read_bytes(inputs.root, locale)
    ours, problems = (None, problems) if mine is None else parse_catalog(mine, catalog_path(locale), locale)
    sent, more = parse_catalog(raw, name, locale, converted=True)
    outcome.problems += [*problems, *more]
    if ours is None or sent is None:
        return outcome
    verdict = judge(inputs.library, inputs.signoffs, inputs.today, ours, sent)
    if on_paper and (lacking := try_on_paper(inputs, ours, verdict, name)):
        outcome.problems += lacking  # without a try nothing is taken
        return outcome
    outcome.unchanged, outcome.absent = verdict.unchanged, verdict.absent
    outcome.problems += [*verdict.notes, *(p for found in verdict.refused.values() for p in found)]
    outcome.refused = [_string(ours, sent.entries[c], tuple(found), verdict.pictures.get(c, b"")) for c, found in verdict.refused.items()]
    if verdict.new:
        failure = _write(inputs.root, locale, mine, ours, verdict.new, by)
        outcome.problems += failure
        outcome.written = not failure
        if not failure:
            outcome.taken = [_string(ours, entry) for entry in verdict.new.values()]
    return outcome


def _who(inputs: Inputs, raw: bytes, name: str, by: str, tag: str) -> tuple[Locale | None, list[Problem]]:
    """The locale of the file, and why this person cannot have translated it."""
    if not tag:
        tag = _language(raw, name)
    locale = inputs.library.locales.get(tag)
    if locale is None or not locale.gettext:
        said = f"The file names the language “{shown(tag, 20)}”, which has no catalog." if tag else "The file does not say its language."
        return None, [NO_LANGUAGE.at(name, 0, said, "Say which it is: LOCALE=ro, for example.")]
    person = inputs.library.people.get(by)
    path = f"content/people/{shown(by, 48)}.yaml"
    if person is None:
        known = sorted(p.id for p in inputs.library.people.values() if tag in p.translates)
        return locale, [NO_TRANSLATOR.at("content/people", 0, f"There is nobody called “{shown(by, 48)}”.",
                                         (f"Who translates {tag}: {', '.join(known)}." if known else
                                          f"Make {path} with id, name and translates: [{tag}]."), locale=tag)]
    if tag not in person.translates:
        return locale, [NO_TRANSLATOR.at(path, 0, f"{person.name} does not translate {locale.english_name}.",
                                         f"If that is wrong, add {tag} to translates.", locale=tag)]
    return locale, []


def _language(raw: bytes, name: str) -> str:
    """What the header says, on however many lines it is written; nothing where it cannot be read."""
    if len(raw) > LARGEST_FILE:
        return ""
    text, _ = decode(raw, name)
    written, _ = entries(text, name) if text else ([], [])
    said = fields(written[0])[0].get("Language", "") if written else ""
    return said.replace("_", "-") if _TAG.fullmatch(said) else ""


def _write(root: Path, locale: Locale, before: bytes, ours: Catalog, new: dict[str, Entry], by: str) -> list[Problem]:
    """Replace our catalog by one with these texts, after it was read back and is what was meant."""
    path = catalog_path(locale)
    file = root / path
    try:
        data = edit(before, {context: entry.translation for context, entry in new.items()}, by)
        after, problems = parse_catalog(data, path, locale)
        if after is None or _values(after) != _wanted(ours, new):
            why = problems[0].message if problems else "it does not read as it was meant."
            return [NOT_WRITTEN.at(path, 0, f"The new catalog was not kept: {why}", "The old one stands. Tell the developers.",
                                   locale=locale.tag)]
        with alone(file.parent):
            if file.is_symlink() or file.read_bytes() != before:
                return [NOT_WRITTEN.at(path, 0, "Somebody changed the catalog meanwhile.", "Receive the file again.", locale=locale.tag)]
            write_whole(file, data)
    except OSError as fault:
        return [NOT_WRITTEN.at(path, 0, f"The catalog cannot be written: {fault.strerror}.", "Check the disk and the permissions.",
                               locale=locale.tag)]
    return []


def _values(catalog: Catalog) -> list[Entry]:
    return [replace(entry, line=0) for entry in catalog.entries.values()]


def _wanted(ours: Catalog, new: dict[str, Entry]) -> list[Entry]:
    return [replace(entry, line=0, translation=new[context].translation, fuzzy=False, machine=False) if context in new
            else replace(entry, line=0) for context, entry in ours.entries.items()]


def _string(ours: Catalog, entry: Entry, problems: tuple[Problem, ...] = (), picture: bytes = b"") -> String:
    old = ours.entries.get(entry.context)
    return String(entry.context, entry.english, old.translation if old else "", entry.translation, problems, picture)

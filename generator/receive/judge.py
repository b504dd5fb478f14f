"""Floor 10. Each string that came back, by itself: does it belong here, and what do the checks say of it?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.catalog.letters import shown
from generator.catalog.printable import PLACEHOLDER
from generator.catalog.judged import FUZZY, MISSING, PLACEHOLDERS, STALE
from generator.model.catalog import Catalog, Entry
from generator.model.library import Library
from generator.problem import Problem, error, errors, warning
from generator.signoff import SignOffs
from generator.waivers import checked_content

STRANGER = error("E405", "string-unknown", "a translation under a name that does not exist is never printed")
BEHIND = error("E404", "catalog-behind", "a translation of older English may say what no longer holds")
UNSETTLED = warning("E409", "string-unsettled", "the translator doubts a text that stands, or nobody has settled a guess")


@dataclass
class Verdict:
    """What is to become of the strings of one file."""

    new: dict[str, Entry] = field(default_factory=dict)  #: taken so far, by context
    refused: dict[str, list[Problem]] = field(default_factory=dict)  #: why, by context
    notes: list[Problem] = field(default_factory=list)  #: warnings, for people
    pictures: dict[str, bytes] = field(default_factory=dict)  #: of what a string spoils, by context; PNG
    unchanged: int = 0
    absent: int = 0  #: of our strings, not in the file

    def refuse(self, context: str, problems: list[Problem]) -> None:
        """Leave the old text where it is, for these reasons."""
        self.new.pop(context, None)
        self.refused.setdefault(context, []).extend(problems)


def judge(library: Library, signoffs: SignOffs, today: dt.date, ours: Catalog, sent: Catalog) -> Verdict:
    """The verdict of everything that can be said without setting a page. Problems name the file that was sent."""
    verdict = Verdict(absent=sum(context not in sent.entries for context in ours.entries))
    for context, entry in sent.entries.items():
        old = ours.entries.get(context)
        if old and old.english == entry.english and old.translation == entry.translation:
            verdict.unchanged += 1  # nothing is touched, whatever marks the file brings
            if old.translation and (old.fuzzy or entry.fuzzy):
                said, remedy = (("is fuzzy here and came back with the same text.", "If the text is right, take the line “#, fuzzy” away.")
                                if old.fuzzy else ("came back marked as needing work, with the same text.",
                                                   "Ask the translator what is wrong with it."))
                name = shown(context, 100)
                verdict.notes.append(UNSETTLED.at(ours.path, old.line, f"{name} {said}", remedy, locale=ours.tag, context=name))
            continue
        reason = _belongs(library, ours, sent, entry)
        if reason:
            verdict.refuse(context, [reason])
        else:
            verdict.new[context] = replace(entry, fuzzy=False, machine=False)
    while verdict.new:  # one that is refused may have been the half of another's fault
        found: dict[str, list[Problem]] = {}
        candidate = with_texts(ours, verdict.new, sent.path)
        for problem in errors(checked_content(library, {ours.tag: candidate}, signoffs, today)):
            if problem.locale == ours.tag and problem.context in verdict.new:
                found.setdefault(problem.context, []).append(problem)
        if not found:
            break
        for context, problems in found.items():
            verdict.refuse(context, problems)
    return verdict


def with_texts(ours: Catalog, new: Mapping[str, Entry], path: str = "") -> Catalog:
    """Our catalog as it would be with these entries in it."""
    return replace(ours, path=path or ours.path, entries={c: new.get(c, e) for c, e in ours.entries.items()})


def _belongs(library: Library, ours: Catalog, sent: Catalog, entry: Entry) -> Problem | None:
    """Why this string cannot stand at this place, if it cannot."""
    context = shown(entry.context, 100)
    place = dict(locale=ours.tag, context=context)
    text, old = library.texts.get(entry.context), ours.entries.get(entry.context)
    if text is None:
        return STRANGER.at(sent.path, entry.line, f"The content does not know {context}.",
                           "It was taken out of the materials, or its name was changed on the way.", **place)
    if old is None or old.english != text.english:
        return BEHIND.at(ours.path, old.line if old else 0, f"Our own catalog is behind the English of {context}.",
                         "Type make translations, then receive the file again.", **place)
    if entry.english != text.english:
        return STALE.at(sent.path, entry.line, f"The English of {context} is now “{text.english[:60]}”.",
                        "Have it translated anew; make handoff makes a new parcel.", **place)
    if not entry.translation:
        return MISSING.at(sent.path, entry.line, f"{context} “{text.english[:60]}” came back empty.",
                          "The old translation stays.", **place)
    if entry.fuzzy:
        return FUZZY.at(sent.path, entry.line, f"{context} “{text.english[:60]}” is marked as needing work (fuzzy).",
                        "Ask the translator to settle it and take the mark away.", **place)
    meant, given = (Counter(PLACEHOLDER.findall(s)) for s in (text.english, entry.translation))
    rest = PLACEHOLDER.sub("", entry.translation)
    if meant != given or "{" in rest or "}" in rest:
        wrong = sorted((given - meant) | (meant - given)) or ["{"]
        return PLACEHOLDERS.at(
            sent.path, entry.line, f"In {context} the placeholders differ from the English: "
            + ", ".join("{" + shown(w, 30) + "}" for w in wrong) + ".",
            "Write " + " ".join("{" + m + "}" for m in sorted(meant)) + " exactly as in the English."
            if meant else "The English has none: take it out.", **place)
    return None

"""Floor 10. The texts of an edition, numbered in reading order, with all that a reviewer must know of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.build.inputs import Inputs
from generator.catalog.printable import PLACEHOLDER
from generator.checks.terms import says_english
from generator.model.content import Area
from generator.model.edition import Edition, Run
from generator.model.library import Library, Text, pieces
from generator.problem import Problem


@dataclass(frozen=True)
class ProofText:
    """One row of the proof."""

    number: int
    context: str
    english: str  #: with its facts filled in
    runs: tuple[Run, ...]  #: the translation as it is printed
    state: str  #: machine | translated | reviewed
    note: tuple[str, ...]  #: what the translator was told of its place
    agreed: tuple[tuple[str, str], ...]  #: terms of the glossary in the English: the English, what was agreed for the locale
    findings: tuple[Problem, ...]


def proof_texts(edition: Edition, inputs: Inputs, problems: Iterable[Problem]) -> list[ProofText]:
    """Every text of ``edition`` that a person translated, once, in reading order."""
    found: dict[str, tuple[Run, ...]] = {}
    for page in edition.pages:
        for block in page.blocks:
            for context, runs in ((block.context, block.runs), *((line.context, line.runs) for line in block.lines)):
                if runs and block.type != "notice-in-english":  # nobody translated that
                    found.setdefault(context, runs)
    if edition.area_name:
        found.setdefault(f"area.{edition.area}.name", edition.area_name)
    for context, translation in edition.words:
        found.setdefault(context, (Run(translation),))
    material = inputs.library.materials[edition.material]
    if material.pdf_title:
        found.setdefault(material.pdf_title.same_as or f"{material.id}.{material.pdf_title.id}", (Run(edition.title),))
    bound = {piece.record.same_as or piece.context: piece.record.facts for piece in pieces(material) if piece.record.facts}
    tag = edition.locale.tag
    entries = inputs.catalogs[tag].entries
    told: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.context and problem.locale in ("", tag):
            told.setdefault(problem.context, []).append(problem)
    rows = []
    for number, (context, runs) in enumerate(found.items(), 1):
        text, entry = inputs.library.texts[context], entries[context]
        state = "machine" if entry.machine else "translated"
        if inputs.signoffs.approved(tag, context, text.english, entry.translation):
            state = "reviewed"
        english = _filled(text.english, dict(bound.get(context) or text.facts), edition, inputs)
        rows.append(ProofText(number, context, english, runs, state, text.notes, _agreed(text, tag, inputs.library), tuple(sorted(told.get(context, ())))))
    return rows


def _agreed(text: Text, tag: str, library: Library) -> tuple[tuple[str, str], ...]:
    """The terms that the English uses, in the order in which it does, as far as this locale has agreed on a word."""
    used = [t for t in library.glossary.values() if tag in t.approved and says_english(t.english, text.english)]
    used.sort(key=lambda t: (text.english.casefold().find(t.english.casefold()), t.id))
    return tuple((t.english, t.approved[tag]) for t in used)


def _filled(sentence: str, facts: dict[str, str], edition: Edition, inputs: Inputs) -> str:
    """The English as it would be printed, so that both sides of a row can be compared."""
    area: Area = inputs.library.areas[edition.area]

    def value(name: str) -> str:
        owner, _, fact = facts.get(name, "").partition(".")
        service = inputs.library.services.get(owner)
        if (owner, fact) == ("locale", "say"):
            return edition.locale.spoken
        if (owner, fact) == ("area", "name"):
            return area.name
        if service and fact == "name":
            return service.name
        if service and fact == "phone" and service.phone:
            return service.phone.shown
        return "{" + name + "}"

    return "".join(part if i % 2 == 0 else value(part) for i, part in enumerate(PLACEHOLDER.split(sentence)))

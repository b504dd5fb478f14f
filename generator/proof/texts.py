"""Floor 10. The texts of an edition, numbered in reading order, with all that a reviewer must know of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from generator.build.inputs import Inputs
from generator.catalog.printable import PLACEHOLDER
from generator.model.content import Area
from generator.model.edition import Edition, Run
from generator.model.library import pieces
from generator.problem import Problem

MARK = "data-text"  #: the attribute that numbers a text in the marked page


@dataclass(frozen=True)
class ProofText:
    """One row of the proof."""

    number: int
    context: str
    english: str  #: with its facts filled in
    runs: tuple[Run, ...]  #: the translation as it is printed
    state: str  #: machine | translated | reviewed
    note: tuple[str, ...]  #: what the translator was told of its place
    findings: tuple[Problem, ...]


def proof_texts(edition: Edition, inputs: Inputs, problems: Iterable[Problem]) -> list[ProofText]:
    """Every text of ``edition`` that a person translated, once, in reading order."""
    found: dict[str, tuple[Run, ...]] = {}
    for page in edition.pages:
        for block in page.blocks:
            for context, runs in ((block.context, block.runs), *((line.context, line.runs) for line in block.lines)):
                if runs:
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
        rows.append(ProofText(number, context, english, runs, state, text.notes, tuple(sorted(told.get(context, ())))))
    return rows


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


def marked(edition: Edition, texts: Iterable[ProofText]) -> Edition:
    """The same edition with each text wrapped in an element that bears its number.

    The element has no style, so nothing moves. Tabs, since the templates put
    no-break spaces into numbers.
    """
    numbers = {text.context: text.number for text in texts}

    def wrap(context: str, text: str) -> Any:
        if context not in numbers:
            return text
        return Markup('<span\t%s="%d">%s</span>') % (Markup(MARK), numbers[context], text)

    def runs(context: str, old: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(run, text=wrap(context, run.text)) for run in old)

    return replace(
        edition, area_name=runs(f"area.{edition.area}.name", edition.area_name),
        # The words beside the QR code are for the ear; they stand inside a drawing.
        words=tuple((context, text if context == "layout.qr" else wrap(context, text)) for context, text in edition.words),
        pages=tuple(replace(page, blocks=tuple(
            replace(block, runs=runs(block.context, block.runs),
                    lines=tuple(replace(line, runs=runs(line.context, line.runs)) for line in block.lines))
            for block in page.blocks)) for page in edition.pages))

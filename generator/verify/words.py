"""Floor 8. A plain text of the set: its strings in their order, its numbers, its mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.edition import Edition
from generator.problem import Problem, error
from generator.verify.facts import Facts, bare, figures, strange

STRING = error("V530", "text-string-missing", "a sentence that is not in the message cannot help")
NUMBER = error("V531", "text-number-wrong", "the number in a message is tapped, not read")
MARK = error("V532", "text-mark", "an unchecked draft is sent as if somebody had read it")

_REMEDY = "Type make; if it stays so, see the template of the text."
_DRAFT = "DRAFT\n"


def check_words(data: bytes, output: Mapping[str, Any], edition: Edition, facts: Facts) -> Iterator[Problem]:
    """Every problem of a text that the manifest lists."""
    path, place = str(output["path"]), {"locale": edition.locale.tag}
    text = data.decode("utf-8", "replace")
    known = {bare(phone) for phone in edition.phones()}
    for run in strange(text.replace(edition.code, " "), [*known, *facts.figures]):
        yield NUMBER.at(path, 0, f"The number {run} stands in the text, and no fact of it has it.", _REMEDY, **place)
    for phone in edition.phones():
        if bare(phone) not in figures(text) or facts.of(phone) is None:
            yield NUMBER.at(path, 0, f"The number {phone} does not stand whole in the text.", _REMEDY, **place)
    at, plain = 0, bare(text)
    for page in edition.pages:
        for block in page.blocks:
            for runs in (block.runs, *(line.runs for line in block.lines)):
                wanted = bare("".join(run.text for run in runs))
                found = plain.find(wanted, at)
                if found < 0:
                    yield STRING.at(path, 0, f"“{''.join(run.text for run in runs)[:60]}” does not stand in its place.", _REMEDY, **place)
                else:
                    at = found + len(wanted)
    if text.startswith(_DRAFT) != (output["status"] == "draft"):
        yield MARK.at(path, 0, f"The mark DRAFT is {'' if text.startswith(_DRAFT) else 'not '}the first line, and the status is "
                      f"{output['status']}.", _REMEDY, **place)
    if not edition.format.one_sms and edition.code not in text:
        yield STRING.at(path, 0, f"The edition code {edition.code} does not stand in the text.", _REMEDY, **place)

"""Floor 8. One entry of the manifest against content: is there such an edition, and is it what the entry says?

The manifest is what every office, printer and gallery reads; a wrong number in it is dialled
like one on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.edition import MANY, Edition
from generator.model.library import Library
from generator.problem import Problem, error
from generator.verify.facts import Facts, bare

UNKNOWN = error("V514", "entry-unknown", "a file for which content has no edition says what nobody approved")
LIES = error("V515", "entry-lies", "whoever asks the manifest which file has which number is told a wrong one")
NOT_A_FACT = error("V516", "number-no-fact", "a number that is no fact of the area is answered by a stranger, or by nobody")
NOT_ITS_ADDRESS = error("V517", "address-not-its-own", "a code that opens another page sends the reader to a stranger")

_AGAIN = "Type make: it makes again what does not answer to content. Do not hand out this file."


def check_facts(output: Mapping[str, Any], facts: Facts) -> Iterator[Problem]:
    """The numbers and addresses of an entry are facts of its area: cheap, and asked of no edition."""
    path, place = str(output.get("path", "manifest.json")), {"locale": str(output.get("locale", ""))}
    for shown in _strings(output, "phones"):
        if facts.of(shown) is None:
            yield NOT_A_FACT.at(path, 0, f"{shown} is no number of a service in this nation, nor of this area.", _AGAIN, **place)
    own = facts.addresses.get(str(output.get("locale")))
    for name, values in (("qr", _strings(output, "qr")), ("address", [output["address"]] if "address" in output else [])):
        for value in values:
            if value != own:
                yield NOT_ITS_ADDRESS.at(path, 0, f"{name} says {value}, and the address of this area in this language is {own}.",
                                         _AGAIN, **place)


def check_entry(output: Mapping[str, Any], edition: Edition | None, why: str = "") -> Iterator[Problem]:
    """An entry agrees with the edition as content has it now. ``why``: what stands in the way of that edition."""
    path, place = str(output["path"]), {"locale": str(output["locale"])}
    if edition is None:
        yield UNKNOWN.at(path, 0, f"Content has no edition of {output['material']} in {output['locale']} for {output['area']}: "
                         f"{why or 'nothing of these names'}.", _AGAIN, **place)
        return
    phones = _strings(output, "phones")
    codes = sum(len(page.of_type("qr")) for page in edition.pages)
    kind = edition.format.kind
    for name, said, wanted in (
            ("edition", output.get("edition"), edition.code),
            ("phones", sorted(map(bare, phones)), sorted(map(bare, edition.phones()))),
            ("qr", _strings(output, "qr"), [] if kind == "page" else [edition.address] * codes),
            ("kind", output.get("kind"), output.get("kind") if kind == "screen" and output.get("kind") in ("screen", "print", "imposed") else kind)):
        if said != wanted:
            yield LIES.at(path, 0, f"{name} is {said}, and content says {wanted}.", _AGAIN, **place)
    if output.get("status") not in ("draft", "released") or (output.get("status") == "released" and edition.draft_because):
        yield LIES.at(path, 0, f"status is {output.get('status')}, and it is a draft: {'; '.join(edition.draft_because)}.", _AGAIN, **place)


def edition_of(join: Any, library: Library, output: Mapping[str, Any]) -> tuple[Edition | None, str]:
    """The edition that an entry names, as content has it now; or None, and why."""
    material, area = library.materials.get(str(output.get("material"))), library.areas.get(str(output.get("area")))
    tag, form = str(output.get("locale")), library.formats.get(str(output.get("format")))
    locale = MANY if tag == MANY.tag else library.locales.get(tag)
    if material is None or area is None or locale is None or form is None or form.id not in material.formats:
        return None, ""
    edition, problems = join.edition(material, locale, area, form)
    return edition, "" if edition else "; ".join(problem.message for problem in problems[:2])


def _strings(output: Mapping[str, Any], name: str) -> list[str]:
    value = output.get(name)
    return [str(one) for one in value] if isinstance(value, list) else []

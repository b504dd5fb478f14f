"""A telephone number is never typed into an English text or a name: it would stay when the service changes its number.

A year, an age, a few hours are words like any other. A number to call is known by three
digits or more together, or by its being the number of a service, however it is grouped.
"""

import re
from collections.abc import Iterator

from generator.catalog.printable import PLACEHOLDER
from generator.checks.content import Content
from generator.checks.figures import printed_english
from generator.problem import Problem, error

CODE = error("C317", "number-typed", "a number in a sentence is dialled long after it has changed, and nobody has verified it")

_RUN = re.compile(r"\+?[0-9]+(?:[ \u00a0\u202f.()-]{1,2}[0-9]+)*")
_YEAR = re.compile("(19|20)[0-9]{2}")
_LONGEST_PLAIN = 5  #: digits of groups of one or two, such as 18-24


def check(content: Content) -> Iterator[Problem]:
    """An error for each number to call that stands in a text of a material, of an area or of a template, or in a name."""
    library = content.library
    numbers = {form.replace(" ", ""): service.id for service in library.services.values() if service.phone
               for form in (service.phone.shown, service.phone.dial)}
    for one in printed_english(library):
        for run in _RUN.findall(PLACEHOLDER.sub(" x ", one.words)):
            groups = re.findall("[0-9]+", run)
            owner = numbers.get("".join(groups)) or numbers.get("+" + "".join(groups))
            if owner or not _plain(groups):
                yield CODE.at(one.path, one.line, f"The number “{run}” is typed into the {one.what}.",
                              _remedy(one.path, owner) if one.what == "text" else "Take it out: a number stands under phone, beside the name.",
                              context=one.context)


def _plain(groups: list[str]) -> bool:
    """Whether these digits are a count, an age, an hour or years; 1 1 2 is a number to call."""
    return not (len(groups) > 2 and all(len(g) == 1 for g in groups)) and all(len(g) < 3 or _YEAR.fullmatch(g) for g in groups) and (
        any(len(g) > 2 for g in groups) or sum(map(len, groups)) <= _LONGEST_PLAIN)


def _remedy(path: str, owner: str | None) -> str:
    if path.startswith("content/areas/"):
        return "Take it out: a number of an area stands under contacts:, and is verified there."
    return (f"Write {{phone}} in its place, and bind it: facts: {{phone: {owner or 'service'}.phone}}"
            + ("." if owner else ", the service being a file of content/services/."))

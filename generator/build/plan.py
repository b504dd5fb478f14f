"""Floor 9. Which editions are to be made, the most urgent first, and what stands in the way of the others."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.build.inputs import Inputs
from generator.build.joining import Joining
from generator.build.narrow import Narrow
from generator.build.planned import About, Planned
from generator.edition import MANY
from generator.fonts import FontFile
from generator.kept import NOTHING, Kept
from generator.model.content import Area, Format, Locale, Material
from generator.model.edition import Edition
from generator.model.library import is_made_in
from generator.problem import Problem, errors


@dataclass(frozen=True)
class Failed:
    """An edition that cannot be made, and why."""

    area: str
    locale: str
    material: str
    format: str
    problems: tuple[Problem, ...]


@dataclass
class Plan:
    """All of one build."""

    planned: list[Planned] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    held: list[Edition] = field(default_factory=list)  #: drafts that were not wanted


def plan(inputs: Inputs, font_files: list[FontFile], narrow: Narrow = Narrow(), problems: Sequence[Problem] = (), kept: Kept = NOTHING) -> Plan:
    """Every material × locale × area that is meant to exist, within ``narrow``.

    An error among ``problems`` (what the checks of content found) stops each edition that it concerns. ``kept``: what
    was planned before; only for inputs as they were read.
    """
    whole, work = Plan(), Joining(inputs, font_files, errors(list(problems)), kept)
    for tag in inputs.catalogs:
        if not narrow.locale or tag in narrow.locale.split(","):
            whole.problems += work.join.notices(tag)
    for area in inputs.library.areas.values():
        whole.failed += _without_form(inputs, area, narrow)
        for material, locale, form in _wanted(inputs, area):
            wanted = [order for order in work.orders(area, form) if narrow.takes(area.id, locale.tag, material.id, form.rare, order.further)]
            if not wanted:
                continue
            one, is_kept = work.outcome(material, locale, area, form)
            whole.problems += one.problems
            if one.stopped:
                whole.failed.append(Failed(area.id, locale.tag, material.id, form.id, one.stopped))
            if one.made is None:
                continue
            words = functools.partial(work.words, one.made)
            if one.draft and not inputs.with_drafts:
                whole.held.append(words()[0])
                continue
            urgency = _urgency(one.made, inputs, area)
            whole.planned += [Planned(one.made, order, one.keys[order.further], urgency, words, is_kept) for order in wanted]
    work.keep()
    whole.planned.sort(key=lambda one: -one.urgency)
    return whole


def _without_form(inputs: Inputs, area: Area, narrow: Narrow) -> Iterator[Failed]:
    """What is not made since its form, or the template of its form, cannot be used."""
    library = inputs.library
    for material in library.materials.values():
        for name in material.formats:
            why = library.unread.get(f"content/formats/{name}.yaml")
            if why is None or name in library.formats:
                continue
            for locale in (MANY,) if material.on_one_sheet else (library.locales[tag] for tag in area.locales if tag in library.locales):
                if (material.on_one_sheet or is_made_in(material, locale)) and narrow.takes(area.id, locale.tag, material.id, False):
                    yield Failed(area.id, locale.tag, material.id, name, (why,))


def _wanted(inputs: Inputs, area: Area) -> Iterator[tuple[Material, Locale, Format]]:
    library = inputs.library
    for material in library.materials.values():
        for form in (library.formats[name] for name in material.formats if name in library.formats):
            if material.on_one_sheet:
                yield material, MANY, form
                continue
            for locale in (library.locales[tag] for tag in area.locales if tag in library.locales):
                stands_in = library.materials.get(material.stands_in_for or "")
                if is_made_in(material, locale) and not (stands_in and is_made_in(stands_in, locale)):
                    yield material, locale, form


def _urgency(edition: About, inputs: Inputs, area: Area) -> float:
    """Cards before booklets; within a material, the order of need of the area."""
    order, tags = inputs.library.materials[edition.material].order, list(area.locales)
    return -(order * 1000 + (tags.index(edition.locale) if edition.locale in tags else 0))

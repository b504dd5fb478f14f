"""Floor 9. Which editions are to be made, the most urgent first, and what stands in the way of the others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.build.inputs import Inputs
from generator.build.narrow import Narrow
from generator.build.order import Order, orders
from generator.edition import MANY, canonical
from generator.fonts import FALLBACK, FontFile
from generator.model.content import Area, Format, Locale, Material
from generator.model.edition import Edition
from generator.model.library import is_made_in
from generator.problem import Problem, errors
from generator.why import joined


@dataclass(frozen=True)
class Failed:
    """An edition that cannot be made, and why."""

    area: str
    locale: str
    material: str
    format: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Planned:
    """An edition to be made, the key of all that goes into it, and how soon it is wanted."""

    edition: Edition
    order: Order
    key: str  #: sha256 of ``made_of``, hex
    urgency: float  #: the greatest is made first
    made_with: bytes = b""  #: tools, form, locale and fonts, as JSON; many editions share it

    @property
    def made_of(self) -> bytes:
        """All that goes into it."""
        return _made_of(self.edition, self.order, self.made_with)

    @property
    def place(self) -> tuple[str, str, str, str, str]:
        """area, locale, material, format, and the further printer or nothing."""
        return *self.edition.key, self.order.further

    @property
    def place_name(self) -> str:
        """The same as one name, for records."""
        return "/".join(self.place)


@dataclass
class Plan:
    """All of one build."""

    planned: list[Planned] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    held: list[Edition] = field(default_factory=list)  #: drafts that were not wanted


def plan(inputs: Inputs, font_files: list[FontFile], narrow: Narrow = Narrow(), problems: Sequence[Problem] = ()) -> Plan:
    """Every material × locale × area that is meant to exist, within ``narrow``.

    An error among ``problems`` (what the checks of content found) stops each edition that it concerns.
    """
    serious = errors(list(problems))
    whole = Plan()
    tools = inputs.tools_digest
    families: dict[str, list[str]] = {}
    for font in font_files:
        families.setdefault(font.family, []).append(font.sha256)
    made_with: dict[tuple[str, str, tuple[str, ...]], bytes] = {}
    join = inputs.join
    stand_ins = {m.stands_in_for: m for m in inputs.library.materials.values() if m.stands_in_for}
    for tag in inputs.catalogs:
        if not narrow.locale or tag in narrow.locale.split(","):
            whole.problems += join.notices(tag)
    for area in inputs.library.areas.values():
        whole.failed += _without_form(inputs, area, narrow)
        for material, locale, form in _wanted(inputs, area):
            wanted = [order for order in orders(inputs.library, area, form)
                      if narrow.takes(area.id, locale.tag, material.id, form.rare, order.further)]
            if not wanted:
                continue
            edition, found = join.edition(material, locale, area, form)
            whole.problems += found
            stopped = [p for p in serious if edition and concerns(p, edition)] if edition else found
            if stopped:
                whole.failed.append(Failed(area.id, locale.tag, material.id, form.id, tuple(stopped)))
                # The QR on a number card must open something, whatever is missing from the page.
                if material.id not in stand_ins:
                    continue
                edition, _ = join.edition(stand_ins[material.id], locale, area)
                if edition is None or any(concerns(p, edition) for p in serious):
                    continue
            if edition.draft_because and not inputs.with_drafts:
                whole.held.append(edition)
                continue
            which = (edition.format.id, edition.locale.tag, edition.fonts)
            if which not in made_with:
                made_with[which] = _made_with(edition.format, edition.locale, edition.fonts, tools, families)
            with_ = made_with[which]
            whole.planned += [Planned(edition, order, hashlib.sha256(_made_of(edition, order, with_)).hexdigest(), _urgency(edition, inputs, area), with_)
                              for order in wanted]
    whole.planned.sort(key=lambda one: -one.urgency)
    return whole


def concerns(problem: Problem, edition: Edition) -> bool:
    """Whether what is wrong stands in this edition."""
    if problem.locale and edition.locale.tag not in (problem.locale, MANY.tag):
        return False
    if problem.context:
        return problem.context in edition.contexts()
    folder, _, name = problem.path.removesuffix(".yaml").rpartition("/")
    if folder == "content/materials":
        return name == edition.material
    if folder == "content/areas":
        return name == edition.area
    if folder == "content/locales":
        lines = (line for page in edition.pages for block in page.blocks for line in block.lines)
        return name in {edition.locale.tag, *(other.tag for other in edition.others), *(line.tongue.tag for line in lines if line.tongue)}
    if folder in ("templates/icons", "templates/pictures"):
        return name.removesuffix(".svg") in {line.icon for page in edition.pages for block in page.blocks for line in block.lines}
    if folder == "content/services":
        return name in {contact.id for contact in edition.contacts()}
    return folder == "locales" and bool(problem.locale) and edition.text != "facts"


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


def _made_of(edition: Edition, order: Order, made_with: bytes) -> bytes:
    return joined(canonical(edition), edition.draft_because, order.digest, made_with)


#: Fields of a form that only the job ticket shows: a change of paper must not make every page again.
_FOR_THE_PRINTER = ("stock", "fold", "finishing")


def _made_with(form: Format, locale: Locale, fonts: tuple[str, ...], tools: str, families: dict[str, list[str]]) -> bytes:
    return json.dumps([tools, form.model_dump(mode="json", exclude=set(_FOR_THE_PRINTER)), locale.model_dump(mode="json"),
                       {family: sorted(families.get(family, ())) for family in (*fonts, FALLBACK)}],
                      ensure_ascii=False, sort_keys=True).encode()


def _urgency(edition: Edition, inputs: Inputs, area: Area) -> float:
    """Cards before booklets; within a material, the order of need of the area."""
    order, tags = inputs.library.materials[edition.material].order, list(area.locales)
    return -(order * 1000 + (tags.index(edition.locale.tag) if edition.locale.tag in tags else 0))

"""Floor 9. Which editions are to be made, the most urgent first, and what stands in the way of the others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.build.inputs import Inputs
from generator.edition import canonical
from generator.fonts import FALLBACK, FontFile
from generator.model.content import Area, Locale, Material
from generator.model.edition import Edition
from generator.problem import Problem, errors


@dataclass(frozen=True)
class Narrow:
    """What the user asked for: empty means all."""

    locale: str = ""
    area: str = ""
    material: str = ""

    def __bool__(self) -> bool:
        return bool(self.locale or self.area or self.material)

    def takes(self, area: str, locale: str, material: str) -> bool:
        """Whether this edition is asked for."""
        return ((not self.area or area == self.area) and (not self.locale or locale == self.locale)
                and (not self.material or material == self.material))


@dataclass(frozen=True)
class Failed:
    """An edition that cannot be made, and why."""

    area: str
    locale: str
    material: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Planned:
    """An edition to be made, the key of all that goes into it, and how soon it is wanted."""

    edition: Edition
    key: str  #: sha256, hex
    urgency: float  #: the greatest is made first


@dataclass
class Plan:
    """All of one build."""

    planned: list[Planned] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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
    join = inputs.join
    stand_ins = {m.stands_in_for: m for m in inputs.library.materials.values() if m.stands_in_for}
    for area in inputs.library.areas.values():
        for material, locale in _wanted(inputs, area):
            if not narrow.takes(area.id, locale.tag, material.id):
                continue
            edition, found = join.edition(material, locale, area)
            whole.problems += found
            stopped = [p for p in serious if edition and concerns(p, edition)] if edition else found
            if stopped:
                whole.failed.append(Failed(area.id, locale.tag, material.id, tuple(stopped)))
                # The QR on a number card must open something, whatever is missing from the page.
                if material.id not in stand_ins:
                    continue
                edition, _ = join.edition(stand_ins[material.id], locale, area)
                if edition is None or any(concerns(p, edition) for p in serious):
                    continue
            whole.planned.append(Planned(edition, _key(edition, tools, families), _urgency(edition, inputs, area)))
    whole.planned.sort(key=lambda one: -one.urgency)
    return whole


def concerns(problem: Problem, edition: Edition) -> bool:
    """Whether what is wrong stands in this edition."""
    if problem.locale and problem.locale != edition.locale.tag:
        return False
    if problem.context:
        return problem.context in edition.contexts()
    folder, _, name = problem.path.removesuffix(".yaml").rpartition("/")
    if folder == "content/materials":
        return name == edition.material
    if folder == "content/areas":
        return name == edition.area
    if folder == "content/locales":
        return name == edition.locale.tag
    if folder == "content/services":
        return name in {contact.id for contact in edition.contacts()}
    return folder == "locales" and bool(problem.locale) and edition.text != "facts"


def _wanted(inputs: Inputs, area: Area) -> list[tuple[Material, Locale]]:
    translated = {locale.tag for locale in inputs.translated}
    pairs = []
    for material in inputs.library.materials.values():
        if material.format not in inputs.library.formats:
            continue
        for tag in area.locales:
            locale = inputs.library.locales.get(tag)
            if locale is None:
                continue
            if material.stands_in_for:
                wanted = tag not in translated
            elif material.text == "facts":
                wanted = True
            else:
                wanted = tag in translated
            if wanted:
                pairs.append((material, locale))
    return pairs


def _key(edition: Edition, tools: str, families: dict[str, list[str]]) -> str:
    total = hashlib.sha256(canonical(edition))
    total.update(json.dumps([edition.draft_because, tools,
                             edition.format.model_dump(mode="json"), edition.locale.model_dump(mode="json"),
                             [sorted(families.get(f, ())) for f in (*edition.locale.fonts, FALLBACK)]],
                            ensure_ascii=False, sort_keys=True).encode())
    return total.hexdigest()


def _urgency(edition: Edition, inputs: Inputs, area: Area) -> float:
    """Cards before booklets; within a material, the order of need of the area."""
    order = inputs.library.materials[edition.material].order
    return -(order * 1000 + list(area.locales).index(edition.locale.tag))

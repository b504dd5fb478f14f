"""Floor 9. Which editions are to be made, the most urgent first, and what stands in the way of the others."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from generator.build.inputs import Inputs
from generator.edition import canonical
from generator.fonts import FALLBACK, FontFile
from generator.model.content import Area, Locale, Material
from generator.model.edition import Edition
from generator.problem import Problem


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


def plan(inputs: Inputs, font_files: list[FontFile], narrow: Narrow = Narrow()) -> Plan:
    """Every material × locale × area that is meant to exist, within ``narrow``."""
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
            edition, problems = join.edition(material, locale, area)
            whole.problems += problems
            if edition is None:
                whole.failed.append(Failed(area.id, locale.tag, material.id, tuple(problems)))
                # The QR on a number card must open something, whatever is missing from the page.
                if material.id not in stand_ins:
                    continue
                edition, problems = join.edition(stand_ins[material.id], locale, area)
                if edition is None:
                    continue
            whole.planned.append(Planned(edition, _key(edition, tools, families), _urgency(edition, inputs, area)))
    whole.planned.sort(key=lambda one: -one.urgency)
    return whole


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

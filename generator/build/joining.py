"""Floor 9. What becomes of each material × locale × area × format: joined, or known from before where nothing of it has changed."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from generator.build.inputs import Inputs
from generator.build.order import Order, orders
from generator.build.planned import About, Outcome, about, made_of
from generator.edition import MANY
from generator.fonts import FALLBACK, FontFile
from generator.kept import NOTHING, Kept, Kind, digest_of
from generator.model.content import Area, Format, Locale, Material
from generator.model.edition import Edition
from generator.problem import Problem


class Joining:
    """All that the editions of one state of the inputs have in common."""

    def __init__(self, inputs: Inputs, font_files: list[FontFile], serious: list[Problem], kept: Kept = NOTHING) -> None:
        """``serious``: errors of the content, each of which stops what it concerns."""
        self.inputs, self.library, self.serious, self.join = inputs, inputs.library, serious, inputs.join
        self._families: dict[str, list[str]] = {}
        for font in font_files:
            self._families.setdefault(font.family, []).append(font.sha256)
        self._stand_ins = {m.stands_in_for: m for m in self.library.materials.values() if m.stands_in_for}
        self._orders: dict[tuple[str, str], tuple[Order, ...]] = {}
        self._made_with: dict[tuple[str, str, tuple[str, ...]], bytes] = {}
        # What was not read from files has no sum to answer for it.
        self._kept = kept if all(catalog.sum for catalog in inputs.catalogs.values()) else NOTHING
        self._groups: dict[str, _Group] = {}

    def orders(self, area: Area, form: Format) -> tuple[Order, ...]:
        """Of a form in an area."""
        key = area.id, form.id
        return self._orders.get(key) or self._orders.setdefault(key, tuple(orders(self.library, area, form)))

    def outcome(self, material: Material, locale: Locale, area: Area, form: Format) -> tuple[Outcome, bool]:
        """What becomes of it, and whether that was known before."""
        if self._kept is NOTHING:
            return self._joined(material, locale, area, form), False
        materials = (material, self._stand_ins.get(material.id, material))
        group = self._group(MANY.tag if any(_has_all_languages(one) for one in materials) else locale.tag)
        name = f"{area.id}/{locale.tag}/{material.id}/{form.id}"
        if before := group.known.get(name):
            return Outcome.of(before), True
        now = self._joined(material, locale, area, form)
        group.known[name], group.grown = now.as_data(), True
        return now, False

    def words(self, made: About) -> tuple[Edition, bytes]:
        """An edition, and what it is made with."""
        library = self.library
        edition, _ = self.join.edition(library.materials[made.material], MANY if made.locale == MANY.tag else library.locales[made.locale],
                                       library.areas[made.area], library.formats[made.format])
        assert edition is not None, made
        return edition, self._with(edition)

    def keep(self) -> None:
        """What was joined anew, for another time; at the end of a plan."""
        for tag, group in self._groups.items():
            if group.grown:
                self._kept.keep(Kind.PLAN, tag, group.of, group.known)
        self._groups.clear()  # who asks for words later needs none of it

    def _joined(self, material: Material, locale: Locale, area: Area, form: Format) -> Outcome:
        edition, found = self.join.edition(material, locale, area, form)
        stopped = [p for p in self.serious if concerns(p, edition)] if edition else found
        if stopped:
            # The QR on a number card must open something, whatever is missing from the page.
            stand_in = self._stand_ins.get(material.id)
            edition = self.join.edition(stand_in, locale, area)[0] if stand_in else None
            if edition is None or any(concerns(p, edition) for p in self.serious):
                return Outcome(tuple(found), tuple(stopped))
        with_, said = self._with(edition), self.join.said(edition)
        keys = {order.further: hashlib.sha256(made_of(said, edition, with_, order)).hexdigest() for order in self.orders(area, form)}
        return Outcome(tuple(found), tuple(stopped), about(edition), bool(edition.draft_because), keys)

    def _with(self, edition: Edition) -> bytes:
        which = (edition.format.id, edition.locale.tag, edition.fonts)
        if which not in self._made_with:
            self._made_with[which] = _made_with(edition.format, edition.locale, edition.fonts, self.inputs.tools_digest, self._families)
        return self._made_with[which]

    def _group(self, tag: str) -> _Group:
        if tag not in self._groups:
            of = digest_of(self._of_all, tag, *self._of_language(tag))
            self._groups[tag] = _Group(of, self._kept.find(Kind.PLAN, tag, of) or {})
        return self._groups[tag]

    @functools.cached_property
    def _of_all(self) -> str:
        """What every edition depends on, whatever its language (``generator.kept``)."""
        inputs, library = self.inputs, self.library
        theirs = {_signoff(tag) for tag in inputs.catalogs}
        return digest_of(inputs.today, inputs.release, inputs.with_drafts, inputs.tools_digest, self._families,
                         sorted((path, one) for path, one in library.sums.items() if path not in theirs), list(library.texts.values()))

    def _of_language(self, tag: str) -> Iterator[object]:
        """What editions of a language depend on besides."""
        tags = sorted(self.inputs.catalogs) if tag == MANY.tag else [tag]
        for one in tags:
            catalog = self.inputs.catalogs.get(one)
            yield one, catalog.sum if catalog else "", self.library.sums.get(_signoff(one), "")
        yield [p.as_dict() for p in self.serious if tag == MANY.tag or p.locale in ("", tag)]


class _Group:
    """What is known of the editions of one language."""

    def __init__(self, of: str, known: dict[str, Any]) -> None:
        self.of, self.known, self.grown = of, known, False


def _signoff(tag: str) -> str:
    return f"content/signoff/{tag}.yaml"


def _has_all_languages(material: Material) -> bool:
    """Whether texts of other languages than its own stand on it."""
    return material.on_one_sheet or any(block.type == "language-lines" for page in material.pages for block in page.blocks)


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


#: Fields of a form that only the job ticket shows: a change of paper must not make every page again.
_FOR_THE_PRINTER = ("stock", "fold", "finishing")


def _made_with(form: Format, locale: Locale, fonts: tuple[str, ...], tools: str, families: dict[str, list[str]]) -> bytes:
    return json.dumps([tools, form.model_dump(mode="json", exclude=set(_FOR_THE_PRINTER)), locale.model_dump(mode="json"),
                       {family: sorted(families.get(family, ())) for family in (*fonts, FALLBACK)}],
                      ensure_ascii=False, sort_keys=True).encode()

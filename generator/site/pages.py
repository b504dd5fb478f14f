"""Floor 8. A site is the area's pages, a page to choose a language on, and a page for each address that was given up.

Pure: editions and templates in, ``{path: bytes}`` out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from generator.checks import web_page
from generator.edition import Join
from generator.model.content import Area, Material
from generator.model.edition import Edition
from generator.model.library import Library
from generator.model.web import Ledger, base_address, page_folder
from generator.page import Pages
from generator.problem import Problem, error, errors, warning
from generator.site.headers import header_files

NO_PAGE = error("W103", "no-page", "a site without a page is an address that opens nothing")
DRAFT_SITE = warning("W104", "draft-site", "a site under a reserved domain can be shown to nobody")

OLD_PAGE = "page-moved"  #: the notice of content/notices/ on a page that is no longer kept
SOURCE_TAG = "en"
CHOICE_TITLE = "Languages"  #: of the page to choose one on: nothing else shows in a list of open pages


@dataclass(frozen=True)
class Site:
    """One folder to upload."""

    folder: str  #: below build/site
    area: str
    nation: str
    address: str
    draft: bool  #: a reserved domain stands in
    former: bool  #: the area has another address now, or is gone
    tags: tuple[str, ...]  #: locales whose pages are kept
    old: tuple[str, ...]  #: locales whose pages only say where to go
    pages: Mapping[str, bytes]  #: path below the address → HTML
    nginx: bytes
    others: Mapping[str, bytes]  #: header files, by path below the address

    @property
    def files(self) -> dict[str, bytes]:
        """All that goes to the host."""
        return {**self.pages, **self.others}


@dataclass(frozen=True)
class _Plan:
    """A site before its pages: whose it is, and which languages it must answer in."""

    area: Area
    folder: str
    kept: bool  #: the area's file stands
    former: bool
    needed: frozenset[str]  #: locales of the ledger


class Maker:
    """Makes the sites of one library. ``built``: area → locale → the page that the build made and checked."""

    def __init__(self, join: Join, pages: Pages, built: Mapping[str, Mapping[str, bytes]], found: Iterable[Problem] = ()):
        self.join, self.library, self.pages, self.built = join, join.library, pages, built
        #: Texts with an error of their own: a page of facts takes the English there.
        self.bad = {(p.locale, p.context) for p in errors(list(found)) if p.context}
        self.problems: list[Problem] = []

    def sites(self, ledger: Ledger) -> list[Site]:
        """Every area's site, and one for each address of the ledger that no area has now."""
        facts = facts_page(self.library)
        if facts is None:
            self.problems.append(NO_PAGE.at("content/materials", 0, "There is no page of facts alone (text: facts, format web-page).",
                                            "Take number-page.yaml back from git."))
            return []
        return [site for plan in plans(self.library, ledger) if (site := self._site(plan, facts))]

    def _site(self, plan: _Plan, facts: Material) -> Site | None:
        area, own = plan.area, self.built.get(plan.area.id, {}) if plan.kept else {}
        address = area.address or base_address(area)
        place = self.library.place("areas", area.id) if plan.kept else ("content/ledger/addresses.yaml", 0)
        if plan.kept and not own:
            self.problems.append(NO_PAGE.at(*place, f"No page of {area.name} could be made.", "Mend what is told above."))
        if plan.kept and not plan.area.address:
            self.problems.append(DRAFT_SITE.at(*place, f"{area.name} has no web address of its own: its folder is a draft, not to be uploaded, "
                                               "and no address was recorded.", "Set address: to a neutral https address."))
        listed = self._facts(facts, SOURCE_TAG, area)
        if listed is None:
            return None
        there = own.keys() | plan.needed
        listed = replace(listed, others=tuple(one for one in listed.others if one.tag in there))  # no link leads nowhere
        pages = {f"{page_folder(tag)}index.html": data for tag, data in own.items()}
        for name, before in (("index.html", ""), ("404.html", urlsplit(address).path)):
            pages[name] = self._choice(listed, before)
        old = []
        for tag in sorted(plan.needed - own.keys()):
            if plan.kept and tag in area.locales and tag in self.library.locales:
                continue  # it is meant to be there: its own problem was told, and the ledger will miss it
            pages[f"{page_folder(tag)}index.html"] = self._old(facts, tag, area) or self._choice(listed, "../")
            old.append(tag)
        pages = {path: data for path, data in pages.items() if data}
        if "index.html" not in pages:
            return None
        others, nginx = header_files(address, pages, not area.address)
        return Site(plan.folder, area.id, area.nation, address, not area.address, plan.former, tuple(sorted(own)), tuple(old),
                    dict(sorted(pages.items())), nginx, others)

    def _facts(self, facts: Material, tag: str, area: Area, notice: str = "") -> Edition | None:
        edition, problems = self.join.edition(facts, self.library.locales[tag], area, notice=notice)
        self.problems += [] if edition else problems
        return edition

    def _choice(self, listed: Edition, before: str) -> bytes:
        html, problems = self.pages.choice(listed, before)
        self.problems += problems + self._tells(html, CHOICE_TITLE, listed)
        return html.encode() if html else b""

    @staticmethod
    def _tells(html: str | None, title: str, edition: Edition) -> list[Problem]:
        names = {other.tag: other.endonym for other in edition.others}
        return list(web_page.check(f"{edition.area}/index.html", html, title, names)) if html else []

    def _old(self, facts: Material, tag: str, area: Area) -> bytes:
        """In its own language where that still has a catalog: the numbers, and the way to the other languages."""
        if tag not in self.library.locales:
            return b""
        sound = not any((tag, one.context) in self.bad for one in self.library.notices.values())
        notice = OLD_PAGE if OLD_PAGE in self.library.notices and sound else ""
        edition = self._facts(facts, tag, area, notice)
        html, problems = self.pages.render(edition) if edition else (None, [])
        self.problems += problems + (self._tells(html.html, edition.title, edition) if edition and html else [])
        return html.html.encode() if html else b""


def facts_page(library: Library) -> Material | None:
    """The page that needs no translation."""
    return next((m for m in library.materials.values() if m.text == "facts" and m.stands_in_for
                 and any(library.formats[f].kind == "page" for f in m.formats if f in library.formats)), None)


def plans(library: Library, ledger: Ledger) -> list[_Plan]:
    """Current addresses, then former ones. An address belongs to the area that has it now, else to the one that had it."""
    published = {site.address: site for site in ledger.sites}
    found = [_Plan(area, area.id, True, False, frozenset(published[area.address].locales if area.address in published else ()))
             for area in library.areas.values()]
    current = {area.address for area in library.areas.values()}
    for address, site in published.items():
        if address in current:
            continue
        now = library.areas.get(site.area)
        parts = urlsplit(address)
        folder = f"{site.area}-{'-'.join((parts.netloc + parts.path).replace('.', '-').replace('/', ' ').split())}"
        had = now or Area.model_validate({"id": site.area, "name": site.area, "nation": site.nation,
                                          "locales": {tag: "0" for tag in site.locales}})
        found.append(_Plan(had.model_copy(update={"address": address}), folder, now is not None, True, frozenset(site.locales)))
    return found

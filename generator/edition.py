"""Floor 2. The join: material × locale × area → Edition. A missing string is a problem, never English in disguise."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace

from generator import signoff
from generator.catalog.judged import judged
from generator.catalog.printable import PLACEHOLDER
from generator.content import references
from generator.editioncode import code_of
from generator.model.catalog import Catalog
from generator.model.content import Area, Block, Format, Item, Locale, Material, Service, TextPiece
from generator.model.edition import MANY, Contact, Edition, EditionBlock, EditionPage, Line, OtherPage, Run, Tongue
from generator.model.library import Library, Text, notices_of
from generator.model.web import page_address
from generator.problem import Problem, error, errors, warning

LOCAL_MISSING = warning("F310", "local-fact-missing", "an item with a hole must not be made")
ENDED = error("F301", "fact-ended", "a number that no longer answers costs the only call")
NOTICE_IN_ENGLISH = warning("E206", "notice-in-english", "a notice that is not understood changes nothing")


class Join:
    """Makes editions from one library and its catalogs; ``today`` is the day for facts that end.

    ``release``: what nothing stands in the way of is released, and bears no mark.
    """

    def __init__(self, library: Library, catalogs: dict[str, Catalog], signoffs: signoff.SignOffs, today: dt.date,
                 release: bool = False):
        self.library, self.catalogs, self.signoffs, self.today, self.release = library, catalogs, signoffs, today, release
        self.known: dict[tuple[str, str], tuple[str, tuple[Problem, ...], str]] = {}
        self.layout = [text for context, text in sorted(library.texts.items()) if context.startswith("layout.")]  #: words of the templates
        self._last: tuple[Edition | None, bytes] = None, b""

    def judged(self, tag: str, text: Text) -> tuple[str, tuple[Problem, ...], str]:
        """The translation, or what stands in its way; and why it is still a draft."""
        return judged(tag, text, self.catalogs.get(tag), self.signoffs.approved)

    def remember(self, edition: Edition, said: bytes) -> None:
        """What ``canonical`` gave."""
        self._last = edition, said

    def said(self, edition: Edition) -> bytes:
        """``canonical``, which is worked out with every edition; here once more only for others than the last."""
        return self._last[1] if self._last[0] is edition else canonical(edition)

    def notices(self, tag: str) -> list[Problem]:
        """What stands in the way of the notices in a language: on the day that one is needed it is too late."""
        return [p for notice in self.library.notices.values() for p in self.judged(tag, self.library.texts[notice.context])[1]]

    def edition(self, material: Material, locale: Locale, area: Area,
                form: Format | None = None, notice: str = "") -> tuple[Edition | None, list[Problem]]:
        """The edition in one format (the main one unless said), or None with the problems that stand in its way.

        ``notice``: one more for the top of a page, in the reader's language even where the page has facts alone.
        """
        work = _One(self, material, locale, area, form or self.library.formats[material.formats[0]], notice)
        edition = work.make()
        if errors(work.problems) or work.stopped:
            return None, work.problems
        return edition, work.problems


class _One:
    def __init__(self, join: Join, material: Material, locale: Locale, area: Area, form: Format, extra: str = ""):
        self.join, self.library = join, join.library
        self.material, self.locale, self.area, self.form, self.extra = material, locale, area, form, extra
        self.problems: list[Problem] = []
        self.stopped = False
        self.drafts: dict[str, None] = {}

    def make(self) -> Edition:
        facts_only = self.material.text == "facts"
        pages = tuple(
            EditionPage(page.id, tuple(b for i, block in enumerate(page.blocks)
                                       if (b := self._block(block, ("pages", p, "blocks", i)))))
            for p, page in enumerate(self.material.pages) if not page.formats or self.form.id in page.formats)
        if self.form.kind == "page":
            top = (*filter(None, [self.extra]), *notices_of(self.library, self.material, self.area))
            pages = (replace(pages[0], blocks=(*(self._notice(name, not facts_only or bool(self.extra)) for name in top), *pages[0].blocks)), *pages[1:])
        title_context, title = "", self.locale.endonym
        if self.material.pdf_title:
            title_context, runs = self._runs(self.material.pdf_title, ("pdf_title",))
            title = "".join(run.text for run in runs)
        address = page_address(self.area, self.locale)
        if not self.area.address and any(b.type == "qr" for page in pages for b in page.blocks) | (self.form.kind == "page"):
            self.drafts["the area has no address of its own yet"] = None
        if (ends := self.area.address_renews_on) and ends < self.join.today:
            self.drafts[f"the area's address was to be renewed on {ends}"] = None
        edition = Edition(
            area=self.area.id, locale=self.locale, material=self.material.id, audience=self.material.audience,
            text=self.material.text, format=self.form, is_main_form=self.form.id == self.material.formats[0],
            title_context=title_context, title=title,
            address=address, pages=pages,
            area_name=() if facts_only else self._text_runs(f"area.{self.area.id}.name", {}, ()),
            words=() if facts_only else tuple(
                (text.context, self._translated(text)) for text in self.join.layout if self.locale.tag != MANY.tag),
            others=tuple(OtherPage(other.tag, other.endonym, other.direction, page_address(self.area, other))
                         for tag in self.area.locales if (other := self.library.locales.get(tag)))
            if any(b.type == "languages" for page in self.material.pages for b in page.blocks) else ())
        # Only a release takes the mark away; nothing else may.
        reasons = tuple(self.drafts) or (() if self.join.release else ("it has not been released",))
        said = canonical(edition)
        whole = replace(edition, code=code_of(said), draft_because=reasons)
        self.join.remember(whole, said)
        return whole

    def _notice(self, name: str, translated: bool) -> EditionBlock:
        """What stands on top of a page, in the reader's language; else in English: it must not be lost."""
        text, here, found = self.library.texts[f"notice.{name}"], self.locale.is_source or translated, ()
        if here:
            said, found, draft = self.join.judged(self.locale.tag, text)
            self.drafts |= {draft: None} if draft else {}
            self.problems += [NOTICE_IN_ENGLISH.at(p.path, p.line, f"The notice “{name}” stands in English. {p.message}", p.remedy,
                                                   locale=self.locale.tag) for p in found]
        english = not here or bool(found)
        return EditionBlock("notice-in-english" if english else "notice", name, text.context,
                            self._bound(text.english if english else said, dict(text.facts), (), text))

    def _block(self, block: Block, loc: tuple[str | int, ...]) -> EditionBlock | None:
        if self.locale.is_source and (block.bilingual or block.translated_only):
            return None
        # In the source language nobody has to say the language's name.
        lines = tuple(self._line(item, (*loc, "items", i)) for i, item in enumerate(block.items)
                      if not (self.locale.is_source and item.says_language) and self._serves(item.service))
        context, runs, english = f"{self.material.id}.{block.id}", (), ""
        service = block.service
        if block.slot and block.type == "local":
            if block.slot not in self.area.local:
                if block.required:
                    self._lacks("local", block.slot, "line")
                return None
            context = f"area.{self.area.id}.{block.slot}"
            runs = self._text_runs(context, {}, loc)
        elif block.slot:
            if block.slot not in self.area.contacts:
                self._lacks("contacts", block.slot, "contact")
                return None
            service = f"{self.area.id}-{block.slot}"
            if block.type == "coordinator":
                context, runs, lines = self._coordinator(block.slot, loc)
        if block.type == "language-lines":
            lines = tuple(self._tongues(block, loc))
        elif block.text or block.same_as:
            context, runs = self._runs(block, loc)
            english = self._beside(block, context, loc, block.bilingual)
        contact = self._contact(service, (*loc, "service")) if service else None
        return EditionBlock(block.type, block.id, context, runs, english, lines, contact)

    def _serves(self, service_id: str | None) -> bool:
        """Whether a service may stand on an item of this area: not where it serves other nations only."""
        service = self.library.services.get(service_id or "")
        return service is None or self.area.nation in service.nations

    def _lacks(self, key: str, slot: str, what: str) -> None:
        path, line = self.library.place("areas", self.area.id, key)
        self.stopped = True
        self.problems.append(LOCAL_MISSING.at(
            path, line, f"{self.material.id} needs the {what} “{slot}” of this area.",
            f"Fill it in under {key}: {slot}." if key == "local" else
            f"Fill it in under contacts: {slot}: with name, phone (shown, dial, source, read_on, sure) and languages."))

    def _coordinator(self, slot: str, loc: tuple[str | int, ...]) -> tuple[str, tuple[Run, ...], tuple[Line, ...]]:
        """When somebody answers, and the languages spoken there, each under its own name."""
        contact, context = self.area.contacts[slot], f"area.{self.area.id}.{slot}-hours"
        spoken = (self.library.locales[tag] for tag in contact.languages if tag in self.library.locales)
        return (context, self._text_runs(context, {}, loc) if contact.hours else (),
                tuple(Line(one.tag, "", (Run(one.endonym),), tongue=Tongue.of(one)) for one in spoken))

    def _tongues(self, block: Block, loc: tuple[str | int, ...]) -> Iterator[Line]:
        """One line from each catalog of the area's languages, in their order of need."""
        context = block.same_as or f"{self.material.id}.{block.id}"
        for tag in self.area.locales:
            locale = self.library.locales.get(tag)
            if locale is None or not (locale.is_source or locale.gettext):
                continue
            one = _One(self.join, self.material, locale, self.area, self.form)
            runs = one._text_runs(context, {}, loc)
            self.problems += one.problems
            self.drafts |= one.drafts
            yield Line(tag, context, runs, tongue=Tongue.of(locale))

    def _beside(self, piece: TextPiece, context: str, loc: tuple[str | int, ...], bilingual: bool = False) -> str:
        """The English of a text, where it stands beside the translation."""
        if not (bilingual or self.material.bilingual) or context not in self.library.texts:
            return ""
        text = self.library.texts[context]
        return "".join(r.text for r in self._bound(text.english, dict(piece.facts) or dict(text.facts), loc, text))

    def _line(self, item: Item, loc: tuple[str | int, ...]) -> Line:
        context, runs = self._runs(item, loc)
        return Line(item.id, context, runs, item.icon or "",
                    self._contact(item.service, (*loc, "service")) if item.service else None,
                    item.says_language, self._beside(item, context, loc))

    def _runs(self, piece: TextPiece, loc: tuple[str | int, ...]) -> tuple[str, tuple[Run, ...]]:
        context = piece.same_as or f"{self.material.id}.{piece.id}"
        return context, self._text_runs(context, dict(piece.facts), loc)

    def _text_runs(self, context: str, facts: dict[str, str], loc: tuple[str | int, ...]) -> tuple[Run, ...]:
        text = self.library.texts.get(context)
        if text is None:
            self.problems.append(references.no_text(self.library, self.library.place("materials", self.material.id, *loc, "same_as"), context))
            return ()
        return self._bound(self._translated(text), facts or dict(text.facts), loc, text)

    def _translated(self, text: Text) -> str:
        """Each text of a language is judged once, on however many items it stands."""
        tag = "en" if self.locale.tag == MANY.tag else self.locale.tag
        said, problems, draft = self.join.known.get((tag, text.context)) or self.join.known.setdefault(
            (tag, text.context), self.join.judged(tag, text))
        self.problems += problems
        if draft:
            self.drafts[draft] = None
        return said

    def _bound(self, sentence: str, facts: dict[str, str], loc: tuple[str | int, ...], text: Text) -> tuple[Run, ...]:
        if "{" not in sentence:
            return (Run(sentence),) if sentence else ()
        runs: list[Run] = []
        for i, part in enumerate(PLACEHOLDER.split(sentence)):
            if i % 2 == 0:
                if part:
                    runs.append(Run(part))
                continue
            # What a text binds is told at the text, on however many items it stands.
            mine = facts.get(part) != text.facts.get(part)
            place = self.library.place("materials", self.material.id, *loc, "facts", part) if mine else (text.path, text.line)
            runs += self._fact(part, facts.get(part, ""), loc, place)
        return tuple(runs)

    def _fact(self, name: str, bound: str, loc: tuple[str | int, ...], place: tuple[str, int]) -> tuple[Run, ...]:
        owner, _, fact = bound.partition(".")
        if bound == "locale.say":
            return (Run(self.locale.spoken, "name"),)
        if bound == "area.name":
            return self._text_runs(f"area.{self.area.id}.name", {}, loc)
        service = self.library.services.get(owner)
        if service and fact == "name":
            return (Run(service.name, "name"),)
        if service and fact == "phone" and service.phone and (contact := self._contact(owner, loc)):
            return (Run(contact.shown, "number", contact.dial),)
        self.problems.append(references.no_fact(self.library, place, name, bound))
        return ()

    def _contact(self, service_id: str, loc: tuple[str | int, ...]) -> Contact | None:
        service = self.library.services.get(service_id)
        if service is None or service.phone is None:
            self.problems.append(references.no_service(self.library, self.library.place("materials", self.material.id, *loc), service_id))
            return None
        for fact in (service.phone, service.hours):
            if fact and fact.ended_on and fact.ended_on <= self.join.today:
                path, line = self.library.place("services", service.id, "phone", "ended_on")
                self.problems.append(ENDED.at(path, line, f"{service.name} ended on {fact.ended_on}, and "
                                              f"{self.material.id} still prints it.", "Take it out of the material."))
        self._checked(service.id, "phone", service.phone.dial, service.phone.shown)
        return Contact(service.id, service.name, service.phone.shown, service.phone.dial, service.phone.free,
                       self._always(service), service.web.site if service.web else "")

    def _always(self, service: Service) -> bool:
        if not service.hours or service.hours.when != "always":
            return False
        self._checked(service.id, "hours", "always", f"the hours of {service.id}")
        return True

    def _checked(self, service: str, fact: str, value: str, shown: str) -> None:
        """A fact that nobody has checked, or that was checked too long ago, keeps the item a draft."""
        check = self.join.signoffs.last_check(service, fact, value)
        if check is None:
            self.drafts[f"nobody has verified {shown}"] = None
        elif self.join.signoffs.expired(check):
            self.drafts[f"the check of {shown} ran out on {self.join.signoffs.last_day(check)}"] = None


def canonical(edition: Edition) -> bytes:
    """What the edition code is a function of: all that the item says, nothing of how it is set or made."""
    said = {**vars(edition), "code": "", "draft_because": (), "locale": edition.locale.tag, "format": edition.format.id}
    return json.dumps(said, default=vars, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

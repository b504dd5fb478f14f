"""Floor 2. The join: material × locale × area → Edition. A missing string is a problem, never English in disguise."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import asdict, replace

from generator import signoff
from generator.catalog.printable import PLACEHOLDER
from generator.editioncode import code_of
from generator.model.catalog import Catalog
from generator.model.content import Area, Item, Locale, Material, Service, TextPiece
from generator.model.edition import Contact, Edition, EditionBlock, EditionPage, Line, OtherPage, Run
from generator.model.library import Library, Text
from generator.problem import Problem, error, errors, warning

MISSING = error("E201", "translation-missing", "a missing sentence must not be filled with English")
STALE = error("E202", "translation-stale", "the English has changed since this was translated")
FUZZY = error("E203", "translation-fuzzy", "a guess of msgmerge has been read by nobody")
PLACEHOLDERS = error("E210", "placeholders-differ", "a lost or misspelt placeholder loses a number or a name")
UNBOUND = error("C201", "fact-unknown", "a placeholder that stands for nothing would print as nothing")
NO_TEXT = error("C202", "text-unknown", "a reference to a text that does not exist prints nothing")
LOCAL_MISSING = warning("F310", "local-fact-missing", "an item with a hole must not be made")
ENDED = error("F301", "fact-ended", "a number that no longer answers costs the only call")



class Join:
    """Makes editions from one library and its catalogs; ``today`` is the day for facts that end."""

    def __init__(self, library: Library, catalogs: dict[str, Catalog], signoffs: signoff.SignOffs, today: dt.date):
        self.library, self.catalogs, self.signoffs, self.today = library, catalogs, signoffs, today

    def edition(self, material: Material, locale: Locale, area: Area) -> tuple[Edition | None, list[Problem]]:
        """The edition, or None with the problems that stand in its way."""
        work = _One(self, material, locale, area)
        edition = work.make()
        if errors(work.problems) or work.stopped:
            return None, work.problems
        return edition, work.problems


def page_address(area: Area, locale: Locale) -> str:
    """Of this area's page in this language. Without an address of its own a reserved domain stands in (RFC 2606)."""
    return f"{area.address or f'https://{area.id}.example/'}{locale.tag.lower()}/"


class _One:
    def __init__(self, join: Join, material: Material, locale: Locale, area: Area):
        self.join, self.library = join, join.library
        self.material, self.locale, self.area = material, locale, area
        self.problems: list[Problem] = []
        self.stopped = False
        self.drafts: dict[str, None] = {}

    def make(self) -> Edition:
        facts_only = self.material.text == "facts"
        pages = tuple(
            EditionPage(page.id, tuple(b for i, block in enumerate(page.blocks)
                                       if (b := self._block(block, ("pages", p, "blocks", i)))))
            for p, page in enumerate(self.material.pages))
        title_context, title = "", self.locale.endonym
        if self.material.pdf_title:
            title_context, runs = self._runs(self.material.pdf_title, ("pdf_title",))
            title = "".join(run.text for run in runs)
        address = page_address(self.area, self.locale)
        if not self.area.address:
            self.drafts["the area has no address of its own yet"] = None
        edition = Edition(
            area=self.area.id, locale=self.locale, material=self.material.id, audience=self.material.audience,
            text=self.material.text, format=self.library.formats[self.material.format],
            title_context=title_context, title=title,
            address=address, pages=pages,
            area_name=() if facts_only else self._text_runs(f"area.{self.area.id}.name", {}, ()),
            words=() if facts_only else tuple(
                (context, self._translated(text)) for context, text in sorted(self.library.texts.items())
                if context.startswith("layout.")),
            others=tuple(OtherPage(other.tag, other.endonym, other.direction, page_address(self.area, other))
                         for tag in self.area.locales if (other := self.library.locales.get(tag)))
            if any(b.type == "languages" for page in self.material.pages for b in page.blocks) else ())
        # Only a release takes the mark away; nothing else may.
        reasons = tuple(self.drafts) or ("it has not been released",)
        return replace(edition, code=code_of(canonical(edition)), draft_because=reasons)

    def _block(self, block: TextPiece, loc: tuple[str | int, ...]) -> EditionBlock | None:
        if self.locale.is_source and (block.bilingual or block.translated_only):
            return None
        # In the source language nobody has to say the language's name.
        lines = tuple(self._line(item, (*loc, "items", i)) for i, item in enumerate(block.items)
                      if not (self.locale.is_source and item.says_language))
        contact = self._contact(block.service, (*loc, "service")) if block.service else None
        context, runs, english = f"{self.material.id}.{block.id}", (), ""
        if block.type == "local":
            if block.slot not in self.area.local:
                if block.required:
                    path, _ = self.library.place("areas", self.area.id, "local")
                    self.stopped = True
                    self.problems.append(LOCAL_MISSING.at(
                        path, 0, f"{self.material.id} needs the local line “{block.slot}” of this area.",
                        f"Fill it in under local: {block.slot}.", locale=self.locale.tag))
                return None
            context = f"area.{self.area.id}.{block.slot}"
            runs = self._text_runs(context, {}, loc)
        elif block.text or block.same_as:
            context, runs = self._runs(block, loc)
            if block.bilingual:
                text = self.library.texts[context]
                english = "".join(r.text for r in self._bound(text.english, dict(block.facts) or dict(text.facts), loc))
        return EditionBlock(block.type, block.id, context, runs, english, lines, contact)

    def _line(self, item: Item, loc: tuple[str | int, ...]) -> Line:
        context, runs = self._runs(item, loc)
        return Line(item.id, context, runs, item.icon or "",
                    self._contact(item.service, (*loc, "service")) if item.service else None,
                    item.says_language)

    def _runs(self, piece: TextPiece, loc: tuple[str | int, ...]) -> tuple[str, tuple[Run, ...]]:
        context = piece.same_as or f"{self.material.id}.{piece.id}"
        return context, self._text_runs(context, dict(piece.facts), loc)

    def _text_runs(self, context: str, facts: dict[str, str], loc: tuple[str | int, ...]) -> tuple[Run, ...]:
        text = self.library.texts.get(context)
        if text is None:
            path, line = self.library.place("materials", self.material.id, *loc)
            self.problems.append(NO_TEXT.at(path, line, f"There is no text “{context}”.",
                                            "Write the context as material.id of a text that stands there."))
            return ()
        return self._bound(self._translated(text), facts or dict(text.facts), loc)

    def _translated(self, text: Text) -> str:
        tag = self.locale.tag
        if self.locale.is_source:
            if not self.join.signoffs.approved(tag, text.context, text.english, text.english):
                self.drafts["English text is not approved"] = None
            return text.english
        catalog = self.join.catalogs.get(tag)
        entry = catalog.entries.get(text.context) if catalog else None
        path = catalog.path if catalog else f"locales/{tag}.po"
        shown = f"“{text.english[:60]}”"
        if catalog is None:
            self.problems.append(MISSING.at(path, 0, "There is no catalog that can be used.",
                                            "Take it back from git, or: make translations", locale=tag))
            return ""
        if entry is None or not entry.translation:
            line = entry.line if entry else 0
            self.problems.append(MISSING.at(path, line, f"{text.context} {shown} is not translated.",
                                            "Translate it; if it is not in the file: make translations",
                                            locale=tag, context=text.context))
            return ""
        if entry.english != text.english:
            self.problems.append(STALE.at(path, entry.line, f"The English of {text.context} is now {shown}.",
                                          "Type make translations, then look at the translation again.",
                                          locale=tag, context=text.context))
            return ""
        if entry.fuzzy:
            self.problems.append(FUZZY.at(path, entry.line, f"{text.context} {shown} is marked fuzzy.",
                                          "Look at it and take the mark away.", locale=tag, context=text.context))
            return ""
        meant, given = (Counter(PLACEHOLDER.findall(s)) for s in (text.english, entry.translation))
        if meant != given or "{" in PLACEHOLDER.sub("", entry.translation) or "}" in PLACEHOLDER.sub("", entry.translation):
            wrong = sorted((given - meant) | (meant - given)) or ["{"]
            self.problems.append(PLACEHOLDERS.at(
                path, entry.line, f"In {text.context} the placeholders differ from the English: "
                + ", ".join("{" + w[:30] + "}" for w in wrong) + ".",
                "Write " + " ".join("{" + m + "}" for m in sorted(meant)) + " exactly as in the English."
                if meant else "The English has none: take it out.", locale=tag, context=text.context))
            return ""
        if not self.join.signoffs.approved(tag, text.context, text.english, entry.translation):
            self.drafts["its translation is not reviewed"] = None
        return entry.translation

    def _bound(self, sentence: str, facts: dict[str, str], loc: tuple[str | int, ...]) -> tuple[Run, ...]:
        runs: list[Run] = []
        for i, part in enumerate(PLACEHOLDER.split(sentence)):
            if i % 2 == 0:
                if part:
                    runs.append(Run(part))
                continue
            runs += self._fact(part, facts.get(part, ""), loc)
        return tuple(runs)

    def _fact(self, name: str, bound: str, loc: tuple[str | int, ...]) -> tuple[Run, ...]:
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
        path, line = self.library.place("materials", self.material.id, *loc, "facts", name)
        self.problems.append(UNBOUND.at(path, line, f"{{{name}}} is bound to “{bound}”, which is no fact.",
                                        "Bind it under facts to service.phone, service.name, locale.say or area.name."))
        return ()

    def _contact(self, service_id: str, loc: tuple[str | int, ...]) -> Contact | None:
        service = self.library.services.get(service_id)
        if service is None or service.phone is None:
            path, line = self.library.place("materials", self.material.id, *loc)
            self.problems.append(UNBOUND.at(path, line, f"There is no service “{service_id}” with a number.",
                                            "Name a file of content/services/ that has a phone."))
            return None
        for fact in (service.phone, service.hours):
            if fact and fact.ended_on and fact.ended_on <= self.join.today:
                path, line = self.library.place("services", service.id, "phone", "ended_on")
                self.problems.append(ENDED.at(path, line, f"{service.name} ended on {fact.ended_on}, and "
                                              f"{self.material.id} still prints it.", "Take it out of the material."))
        if not self.join.signoffs.verified(service.id, "phone", service.phone.dial):
            self.drafts[f"nobody has verified {service.phone.shown}"] = None
        return Contact(service.id, service.name, service.phone.shown, service.phone.dial, service.phone.free,
                       self._always(service), service.web.site if service.web else "")

    def _always(self, service: Service) -> bool:
        if not service.hours or service.hours.when != "always":
            return False
        if not self.join.signoffs.verified(service.id, "hours", "always"):
            self.drafts[f"nobody has verified the hours of {service.id}"] = None
        return True


def canonical(edition: Edition) -> bytes:
    """What the edition code is a function of: all that the item says, nothing of how it is set or made."""
    said = asdict(replace(edition, code="", draft_because=()))
    said["locale"] = edition.locale.tag
    said["format"] = edition.format.id
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

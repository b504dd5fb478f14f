"""Floor 9. One edition → its finished, checked files. Runs in a worker; returns values, writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from generator.build.order import OFFICE, Order
from generator.build.store import Made
from generator.build.wanted import expected, said, text_size
from generator.checks import glyphs, picture, plain_text, sms_length, web_page
from generator.checks.finished import check_finished
from generator.checks.finished.opened import Opened
from generator.checks.print import Job, painted, preflight
from generator.fonts import FALLBACK, FontFile, drawable
from generator.impose import Form, Slug, how, layout, variants, words
from generator.impose.place import impose
from generator.inks import Inks
from generator.model.edition import Edition, Expected
from generator.model.printer import Printer
from generator.page import Pages, dialled
from generator.problem import Problem, error, errors
from generator.sms import sms_of
from generator.thumbnail import thumbnail
from generator.typeset.finish import finish, trimmed
from generator.typeset.press import press
from generator.typeset.typesetter import Typeset, Typesetter

NOT_LAID = error("B430", "sheet-not-made", "an office printer needs the sheet to hand anything out")


@dataclass(frozen=True)
class Workshop:
    """What a worker keeps from edition to edition."""

    pages: Pages
    typesetter: Typesetter
    font: Path  #: Noto Sans, for the words on the sheets
    fonts: tuple[FontFile, ...]
    font_folder: Path  #: where the private fonts.conf stands
    inks: Inks = field(default_factory=Inks.of_this_machine)

    def make(self, edition: Edition, order: Order = Order()) -> Made:
        """The files by path, and in ``meta`` the outputs, the problems and the tally of checks."""
        work = _Item(self, edition, order)
        work.make()
        if errors(work.problems):
            work.files, work.outputs = work.pictures, []
        area, locale, material, form = edition.key
        return Made(work.files, {"edition": {"area": area, "locale": locale, "material": material, "format": form},
                                 "outputs": work.outputs, "problems": [p.as_dict() for p in work.problems],
                                 "numbers": work.numbers, "qr_codes": work.qr_codes, "pages": work.page_count})


class _Item:
    def __init__(self, shop: Workshop, edition: Edition, order: Order = Order()):
        self.shop, self.edition, self.order = shop, edition, order
        # Where no colour runs to the edge there is nothing to bleed.
        self.bleed_mm = order.bleed_mm if edition.format.bleed_mm else 0.0
        self.folder = f"{edition.area}/{edition.locale.tag.lower()}"
        self.thumbnail = f"{self.folder}/thumbnails/{edition.name}.png"
        self.files: dict[str, bytes] = {}
        self.pictures: dict[str, bytes] = {}  # of pages that a printer would refuse
        self.outputs: list[dict[str, object]] = []
        self.problems: list[Problem] = []
        self.numbers = self.qr_codes = self.page_count = 0

    def make(self) -> None:
        shop = self.shop
        self.problems += glyphs.check(self.edition, drawable(shop.font_folder, shop.fonts, self.edition.fonts))
        if self.problems:
            return
        {"screen": self._paper, "large-print": self._paper, "image": self._image, "text": self._text,
         "page": self._web_page}[self.edition.format.kind]()
        self.problems += [p for path, data in {**self.files, **self.pictures}.items() if path.endswith(".png") for p in picture.check(path, data)]
        place = {"locale": self.edition.locale.tag}
        self.problems = [p if p.locale else p.on(**place) for p in self.problems]

    def _paper(self) -> None:
        edition, form = self.edition, self.edition.format
        path = f"{self.folder}/{edition.name}.pdf"
        trim = (form.trim_mm.width, form.trim_mm.height)
        laid = self._laid_out(path, trim, trim_mm=list(trim))
        if laid is None or form.imposition == "none":
            return
        pages, master = laid
        for printer in (one for one in self.order.printers if one.files):
            file = press(master, printer, self.shop.inks, bleed_mm=self.bleed_mm, title=edition.code)
            if "print" in printer.files and form.imposition != "zine":  # a zine is folded from an office's own sheet
                self._print(file, printer, pages, trim)
            if "imposed" in printer.files:
                self._sheets(file, printer, pages, trim)

    def _image(self) -> None:
        """Set like a page of paper and checked like one; then its picture, a pixel of CSS a pixel of the file."""
        edition, form = self.edition, self.edition.format
        path = f"{self.folder}/{edition.name}.png"
        size = [int(form.image_px.width), int(form.image_px.height)]
        if self._laid_out(path, (form.page_mm.width, form.page_mm.height), pixels=size):
            self.files[path] = thumbnail(self.files[path], size[0], colours=256)

    def _laid_out(self, path: str, page_mm: tuple[float, float], **more: object) -> tuple[int, bytes] | None:
        """Set at the largest size that fits, with its bleed: the number of pages and the document.

        What a screen shows of it is checked and stands under ``path``.
        """
        set_ = self._set(path)
        if set_ is None:
            return None
        master = finish(set_.pdf, bleed_mm=self.bleed_mm)
        if self.order.with_screen:
            pdf = trimmed(master)
            self._add(path, pdf, expected(self.edition, path, "screen", set_.pages, page_mm), kind=self.edition.format.kind,
                      size_pt=set_.size_pt, room_mm=set_.room_mm, thumbnail=self.thumbnail, **more)
            if self.edition.format.is_paper:
                self.outputs[-1]["pages"] = set_.pages
            self.files[self.thumbnail] = thumbnail(pdf)
        return set_.pages, master

    def _text(self) -> None:
        path = f"{self.folder}/{self.edition.name}.txt"
        text, problems = self.shop.pages.text(self.edition)
        self.problems += problems
        if text is None:
            return
        sms = sms_of(text.removeprefix("DRAFT\n"))  # the mark is never sent
        if self.edition.format.one_sms:
            self.problems += sms_length.check(path, self.edition, sms)
        phones = [dialled(shown, self.edition.locale) for shown in self.edition.phones()]
        found, numbers = plain_text.check(path, text, phones, self.edition)
        self.problems += found
        self.numbers += numbers
        self.files[path] = text.encode()
        self.outputs.append(self._output(path, "text") | {"phones": phones, "characters": len(text), "sms": sms.as_dict()})

    def _print(self, file: bytes, printer: Printer, pages: int, trim: tuple[float, float]) -> None:
        path = f"{self.folder}/{printer.id}/{self.edition.name}.pdf"
        self._add(path, file, expected(self.edition, path, "print", pages, trim), printer, pages=pages,
                  trim_mm=list(trim), bleed_mm=min(self.bleed_mm, printer.bleed_mm), thumbnail=self.thumbnail)

    def _sheets(self, file: bytes, printer: Printer, pages: int, trim: tuple[float, float]) -> None:
        edition, form = self.edition, self.edition.format
        base = f"{self.folder}/{edition.name}" if printer.id == OFFICE else f"{self.folder}/{printer.id}/{edition.name}"
        shape = Form(form.imposition, *trim, min(self.bleed_mm, printer.bleed_mm), edition.locale.direction, pages, form.safe_mm)
        slug = Slug(edition.name, edition.locale.english_name, edition.code, edition.status == "draft")
        try:
            # None for what is as large as the sheet, or larger: it is printed as it is, or elsewhere.
            sheets = impose(file, shape, slug, self.shop.font, printer) if variants(shape, printer) else {}
        except ValueError as problem:
            self.problems.append(NOT_LAID.at(f"{base}.pdf", 0, f"The sheet cannot be made: {problem}.",
                                             f"See content/formats/{form.id}.yaml and content/printers/{printer.id}.yaml."))
            return
        for variant, sheet in sorted(sheets.items()):
            path = f"{base}-{variant}.pdf"
            plan = layout(shape, printer, variant)
            self._add(path, sheet, expected(edition, path, "imposed", len(plan.sides), plan.sheet_mm, *words(slug, shape, printer, variant)),
                      printer, pages=len(plan.sides), trim_mm=list(trim), thumbnail=self.thumbnail, variant=variant,
                      how=how(shape, printer, variant))

    def _set(self, path: str) -> Typeset | None:
        edition, bleed = self.edition, self.bleed_mm
        html, problems = self.shop.pages.render(edition, bleed_mm=bleed)
        self.problems += problems
        if html is None:
            return None
        set_, problems = self.shop.typesetter.set(
            html.html, html.css, size=text_size(edition), pages=edition.page_count,
            edge_mm=edition.format.safe_mm + bleed, families=frozenset((*edition.fonts, FALLBACK)),
            # Any fixed day: finish() takes the dates out again.
            accessible=True, date=dt.date(2000, 1, 1), path=path, text="".join(said(edition)))
        self.problems += problems
        return set_

    def _web_page(self) -> None:
        html, problems = self.shop.pages.render(self.edition)
        self.problems += problems
        if html is None:
            return
        path = f"{self.folder}/index.html"
        self.problems += web_page.check(path, html.html, self.edition.title, {other.tag: other.endonym for other in self.edition.others})
        self.files[self.thumbnail] = thumbnail(self.shop.typesetter.picture(html.html))
        self.files[path] = html.html.encode()
        self.outputs.append(self._output(path, "page") | {"qr": [], "thumbnail": self.thumbnail, "address": self.edition.address})

    def _add(self, path: str, pdf: bytes, expected: Expected, printer: Printer | None = None, **more: object) -> None:
        file = Opened(pdf)
        problems, tally = check_finished(file, expected)
        self.problems += problems
        if printer:
            self._preflight(file, expected, printer)
            more["printer"] = printer.id
        self.numbers += tally.numbers
        self.qr_codes += tally.qr_codes
        self.page_count += tally.pages
        self.files[path] = pdf
        self.outputs.append(self._output(path, expected.kind) | more)

    def _preflight(self, file: Opened, expected: Expected, printer: Printer) -> None:
        """As the printer itself would look at it; a page that fails is painted."""
        form, sheet = self.edition.format, expected.kind == "imposed"
        name = f"{self.folder}/problems/{expected.path.removeprefix(self.folder).strip('/').replace('/', '-').removesuffix('.pdf')}"
        found = preflight(file, Job(
            path=expected.path, kind=expected.kind, printer=printer, language=expected.language, trim_mm=expected.trim_mm,
            pages=expected.pages, stitched=form.imposition == "stitched" and not sheet, safe_mm=min(form.safe_mm, printer.safe_mm),
            smallest_text_pt=max(printer.smallest_text_pt, self.edition.locale.smallest_pt), picture=name + "-{page}.png"))
        self.problems += [finding.problem for finding in found]
        for page in sorted({finding.page for finding in found if finding.boxes}):
            self.pictures[f"{name}-{page}.png"] = painted(file, page, found)

    def _output(self, path: str, kind: str) -> dict[str, object]:
        edition = self.edition
        return {"path": path, "area": edition.area, "locale": edition.locale.tag, "material": edition.material,
                "kind": kind, "format": edition.format.id, "printer": None, "edition": edition.code, "status": edition.status,
                "qr": [edition.address] * sum(len(page.of_type("qr")) for page in edition.pages),
                "phones": list(edition.phones()), "draft_because": list(edition.draft_because)}

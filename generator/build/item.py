"""Floor 9. One edition → its finished, checked files. Runs in a worker; returns values, writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from generator.build.store import Made
from generator.checks import glyphs, plain_text, sms_length
from generator.checks.finished import check_finished
from generator.fonts import FALLBACK, FontFile, drawable
from generator.impose import Form, Slug, how, impose, words
from generator.model.edition import Edition, Expected
from generator.page import Pages, dialled
from generator.problem import Problem, error, errors
from generator.sms import sms_of
from generator.thumbnail import thumbnail
from generator.typeset.finish import finish
from generator.typeset.typesetter import Size, Typeset, Typesetter

NOT_LAID = error("B430", "sheet-not-made", "an office printer needs the sheet to hand anything out")

A4_MM = (210.0, 297.0)
SMALLEST_PT = 7.0  #: of anything printed: the office's small print too


@dataclass(frozen=True)
class Workshop:
    """What a worker keeps from edition to edition."""

    pages: Pages
    typesetter: Typesetter
    font: Path  #: Noto Sans, for the words on the sheets
    fonts: tuple[FontFile, ...]
    font_folder: Path  #: where the private fonts.conf stands

    def make(self, edition: Edition) -> Made:
        """The files by path, and in ``meta`` the outputs, the problems and the tally of checks."""
        work = _Item(self, edition)
        work.make()
        if errors(work.problems):
            work.files, work.outputs = {}, []
        area, locale, material, form = edition.key
        return Made(work.files, {"edition": {"area": area, "locale": locale, "material": material, "format": form},
                                 "outputs": work.outputs, "problems": [p.as_dict() for p in work.problems],
                                 "numbers": work.numbers, "qr_codes": work.qr_codes, "pages": work.page_count})


def text_size(edition: Edition) -> Size:
    """Sizes to try: the format's, scaled for the script, never under the script's own floor."""
    sizes, locale = edition.format.text_pt, edition.locale
    smallest = max(sizes.smallest, locale.smallest_pt)
    if sizes.smallest > SMALLEST_PT:
        smallest = max(round(sizes.smallest * locale.scale, 2), locale.smallest_pt)
    return Size(max(round(sizes.preferred * locale.scale, 2), smallest), round(smallest, 2))


def said(edition: Edition) -> tuple[str, ...]:
    """Every string that must stand in the finished item."""
    texts = ["".join(run.text for run in edition.area_name)]
    for page in edition.pages:
        for block in page.blocks:
            texts += ["".join(run.text for run in block.runs), block.english]
            if block.contact:
                texts.append(block.contact.shown)
            for line in block.lines:
                texts.append("".join(run.text for run in line.runs))
                if line.contact:
                    texts += [line.contact.name, line.contact.shown]
                texts.append(line.english)
                if line.tongue and line.runs:
                    texts += [line.tongue.english_name, line.tongue.endonym]
                if line.says_language:
                    texts.append(edition.locale.spoken)
            if block.type == "language":
                texts += [edition.locale.endonym, edition.locale.spoken]
            if block.type == "qr":
                texts.append(edition.address.removeprefix("https://"))
    return tuple(dict.fromkeys(text for text in texts if text))


class _Item:
    def __init__(self, shop: Workshop, edition: Edition):
        self.shop, self.edition = shop, edition
        self.folder = f"{edition.area}/{edition.locale.tag.lower()}"
        self.thumbnail = f"{self.folder}/thumbnails/{edition.name}.png"
        self.files: dict[str, bytes] = {}
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
        place = {"locale": self.edition.locale.tag}
        self.problems = [p if p.locale else p.on(**place) for p in self.problems]

    def _paper(self) -> None:
        edition, form = self.edition, self.edition.format
        path = f"{self.folder}/{edition.name}.pdf"
        trim = (form.trim_mm.width, form.trim_mm.height)
        if (made := self._laid_out(path, trim, trim_mm=list(trim))) and form.imposition in ("cards", "folded-cards"):
            self._sheets(made, trim)

    def _image(self) -> None:
        """Set like a page of paper and checked like one; then its picture, a pixel of CSS a pixel of the file."""
        edition, form = self.edition, self.edition.format
        path = f"{self.folder}/{edition.name}.png"
        size = [int(form.image_px.width), int(form.image_px.height)]
        if self._laid_out(path, (form.page_mm.width, form.page_mm.height), pixels=size):
            self.files[path] = thumbnail(self.files[path], size[0], colours=256)

    def _laid_out(self, path: str, page_mm: tuple[float, float], **more: object) -> Typeset | None:
        """Set, finished and checked at the largest size that fits; the PDF stands under ``path``."""
        set_ = self._set(path, text_size(self.edition), bleed_mm=0.0, accessible=True)
        if set_ is None:
            return None
        pdf = finish(set_.pdf, bleed_mm=0.0)
        self._add(path, pdf, self._expected(path, "screen", set_.pages, page_mm), kind=self.edition.format.kind,
                  size_pt=set_.size_pt, room_mm=set_.room_mm, thumbnail=self.thumbnail, **more)
        if self.edition.format.is_paper:
            self.outputs[-1]["pages"] = set_.pages
        self.files[self.thumbnail] = thumbnail(pdf)
        return set_

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

    def _sheets(self, set_: Typeset, trim: tuple[float, float]) -> None:
        edition, form = self.edition, self.edition.format
        base = f"{self.folder}/{edition.name}"
        bled = self._set(f"{base}.pdf", Size(set_.size_pt, set_.size_pt), bleed_mm=form.bleed_mm, accessible=False)
        if bled is None:
            return
        shape = Form(form.imposition, *trim, form.bleed_mm, edition.locale.direction, set_.pages)
        slug = Slug(edition.name, edition.locale.english_name, edition.code, edition.status == "draft")
        try:
            sheets = impose(finish(bled.pdf, bleed_mm=form.bleed_mm), shape, slug, self.shop.font)
        except ValueError as problem:
            self.problems.append(NOT_LAID.at(f"{base}.pdf", 0, f"The sheet cannot be made: {problem}.",
                                             f"See content/formats/{form.id}.yaml."))
            return
        for variant, sheet in sorted(sheets.items()):
            path = f"{base}-{variant}.pdf"
            sides = 2 if variant == "duplex" else 1
            self._add(path, sheet, self._expected(path, "imposed", sides, A4_MM, *words(slug, shape, variant)), pages=sides,
                      trim_mm=list(trim), thumbnail=self.thumbnail, variant=variant, how=how(shape, variant))

    def _set(self, path: str, size: Size, *, bleed_mm: float, accessible: bool) -> Typeset | None:
        edition = self.edition
        html, problems = self.shop.pages.render(edition, bleed_mm=bleed_mm)
        self.problems += problems
        if html is None:
            return None
        set_, problems = self.shop.typesetter.set(
            html.html, html.css, size=size, pages=edition.page_count,
            edge_mm=edition.format.safe_mm + bleed_mm, families=frozenset((*edition.fonts, FALLBACK)),
            # Any fixed day: finish() takes the dates out again.
            accessible=accessible, date=dt.date(2000, 1, 1), path=path, text="".join(said(edition)))
        self.problems += problems
        return set_

    def _web_page(self) -> None:
        html, problems = self.shop.pages.render(self.edition)
        self.problems += problems
        if html is None:
            return
        path = f"{self.folder}/index.html"
        self.files[self.thumbnail] = thumbnail(self.shop.typesetter.picture(html.html))
        self.files[path] = html.html.encode()
        self.outputs.append(self._output(path, "page") | {"qr": [], "thumbnail": self.thumbnail, "address": self.edition.address})

    def _add(self, path: str, pdf: bytes, expected: Expected, **more: object) -> None:
        problems, tally = check_finished(pdf, expected)
        self.problems += problems
        self.numbers += tally.numbers
        self.qr_codes += tally.qr_codes
        self.page_count += tally.pages
        self.files[path] = pdf
        self.outputs.append(self._output(path, expected.kind) | more)

    def _output(self, path: str, kind: str) -> dict[str, object]:
        edition = self.edition
        return {"path": path, "area": edition.area, "locale": edition.locale.tag, "material": edition.material,
                "kind": kind, "format": edition.format.id, "printer": None, "edition": edition.code, "status": edition.status,
                "qr": [edition.address] * sum(len(page.of_type("qr")) for page in edition.pages),
                "phones": list(edition.phones()), "draft_because": list(edition.draft_because)}

    def _expected(self, path: str, kind: str, pages: int, trim: tuple[float, float], *more: str) -> Expected:
        edition, form = self.edition, self.edition.format
        codes = sum(len(page.of_type("qr")) for page in edition.pages)
        return Expected(
            path=path, kind=kind, pages=pages, trim_mm=trim, bleed_mm=0.0, safe_mm=form.safe_mm,
            smallest_pt=form.text_pt.smallest if form.kind == "large-print" else SMALLEST_PT, language=edition.locale.tag, direction=edition.locale.direction,
            phones=edition.phones(), qr=(edition.address,) * (min(codes, 1) if kind == "imposed" else codes),
            fonts=(*edition.fonts, FALLBACK), code=edition.code, draft=edition.status == "draft",
            texts=(*said(edition), edition.locale.english_name, *more))

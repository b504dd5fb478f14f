"""Floor 8. A PDF of the set: the checks of finished files, with what must stand on it worked out anew from its edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.checks import said as strings
from generator.checks.finished import check_finished
from generator.checks.finished.opened import Opened
from generator.fonts import FALLBACK
from generator.model.edition import Discreet, Edition, Expected, Run
from generator.model.printer import Printer
from generator.model.sizes import SMALLEST_PT
from generator.problem import Problem

#: Figures in the lines at the head and foot of a sheet, which are for the office: a size, a count of copies.
_SHEET_WORDS = "Print at 100 %"


def check_paper(data: bytes, output: Mapping[str, Any], edition: Edition, printer: Printer | None) -> list[Problem]:
    """Every problem of a PDF that the manifest lists."""
    file = Opened(data)
    return check_finished(file, expected(file, output, edition, printer))[0]


def expected(file: Opened, output: Mapping[str, Any], edition: Edition, printer: Printer | None) -> Expected:
    """What must stand on it. Of a sheet only its size and its pieces are known here, not where they lie."""
    form, sheet = edition.format, output["kind"] == "imposed"
    size = form.trim_mm or form.page_mm
    trim = (size.width, size.height)
    if sheet and printer and printer.sheet_mm:
        trim = (printer.sheet_mm.width, printer.sheet_mm.height)
        if not file.fault and (file.trim(1).width > file.trim(1).height) != (trim[0] > trim[1]):
            trim = trim[::-1]
    seen = strings.said(edition, sheet)
    codes = sum(len(page.of_type("qr")) for page in edition.pages)
    pages = edition.page_count
    return Expected(
        path=str(output["path"]), kind="imposed" if sheet else "print" if output["kind"] == "print" else "screen",
        pages=file.page_count if sheet or pages is None else pages, trim_mm=trim, bleed_mm=0.0, safe_mm=form.safe_mm,
        smallest_pt=form.text_pt.smallest if form.kind == "large-print" else SMALLEST_PT,
        language=edition.locale.tag, direction=edition.locale.direction, phones=edition.phones(),
        qr=(edition.address,) * (min(codes, 1) if sheet else codes), fonts=(*edition.fonts, FALLBACK), code=edition.code,
        draft=output["status"] == "draft", flows=form.flows, said=seen, beside=strings.beside(edition), discreet=_discreet(edition, sheet or output["kind"] == "print", [one.text for one in seen]),
        texts=(*(_text(one.runs) for one in seen), edition.locale.english_name, *_sizes(edition, printer, sheet)))


def _discreet(edition: Edition, printed: bool, seen: list[str]) -> Discreet:
    """Which title it may have, and what may be read aloud of it. Which part of it lies outside is not known here."""
    locale, code = edition.locale, edition.code
    names = (contact.name for contact in edition.contacts())
    return Discreet((code, f"Sheet {code}") if printed else (edition.title,), held=edition.is_held, texts=(
        *seen, *edition.phones(), *(text for _, text in edition.words), *names, locale.english_name, locale.spoken, locale.endonym,
        edition.address, code, "DRAFT"))


def _text(runs: tuple[Run, ...]) -> str:
    """Numbers are facts, and no figures of a text."""
    return "\n".join(run.text for run in runs if run.kind != "number")


def _sizes(edition: Edition, printer: Printer | None, sheet: bool) -> tuple[str, ...]:
    """What the lines outside the trims of a sheet may say in figures."""
    if not sheet:
        return ()
    sizes = [side for size in (edition.format.trim_mm, printer and printer.sheet_mm) if size for side in (size.width, size.height)]
    return (_SHEET_WORDS, *(f"{side * part:g}" for side in sizes for part in (0.5, 1, 2, 4)))  # a zine lies four pages wide

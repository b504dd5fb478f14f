"""The office's page on cutting and folding: drawn from the layouts, on one A4, asking for nothing."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from generator.content.reader import read_library
from generator.guide import entries, guide
from generator.impose import Form, layout
from generator.units import pt_to_mm

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"


@pytest.fixture(scope="module")
def library():
    return read_library(ROOT)[0]


@pytest.fixture(scope="module")
def drawn(library):
    return {entry.title: entry for entry in entries(library, TEMPLATES)}


def changed(library, **printer):
    office = library.printers["office"].model_copy(update=printer)
    return replace(library, printers={**library.printers, "office": office})


def test_every_form_of_the_office_has_its_place(drawn):
    assert list(drawn) == ["Cards, to cut", "Cards, to fold over", "Folded card", "DL leaflet", "Stitched booklet, A6",
                           "Stitched booklet, A5", "Pocket zine", "Poster with tabs"]
    for entry in drawn.values():
        assert 3 <= len(entry.steps) <= 5 and all(len(step) < 90 for step in entry.steps), entry.title
    for title in ("Folded card", "DL leaflet", "Stitched booklet, A6", "Stitched booklet, A5", "Pocket zine"):
        assert drawn[title].folded


def test_lines_lie_where_the_sheets_have_them(library, drawn):
    front, back = drawn["DL leaflet"].drawings
    assert [line.x1 for line in front.folds] == [98, 197.5] and not front.cuts
    (zine,) = drawn["Pocket zine"].drawings
    assert [(line.x1, line.x2) for line in zine.cuts] == [(74.5, 222.5)]  # the middle columns alone
    assert [line.x1 for line in zine.folds if line.x1 == line.x2] == [74.5, 148.5, 222.5]
    assert {(line.x1, line.x2) for line in zine.folds if line.y1 == line.y2} == {(0, 74.5), (222.5, 297)}
    assert [(text, turned) for _, _, text, turned in zine.numbers] == [
        *((number, True) for number in "7654"), *((number, False) for number in "8123")]
    plan = layout(Form("cards", 85, 55, 3, "ltr", 2), library.printers["office"], "duplex")
    edges = {round(x, 3) for unit in plan.units for x in (unit.left, unit.right)}
    assert {line.x1 for line in drawn["Cards, to cut"].drawings[0].cuts if line.x1 == line.x2} == edges
    (poster,) = drawn["Poster with tabs"].drawings
    assert len(poster.cuts) == 9 and {(line.y1, line.y2) for line in poster.cuts} == {(227, 297)}


def test_another_printer_changes_the_page(library, drawn):
    turned = {entry.title: entry for entry in entries(changed(library, turn="short-edge"), TEMPLATES)}
    assert "flip on the long edge" in drawn["Cards, to cut"].steps[0]
    assert "flip on the short edge" in turned["Cards, to cut"].steps[0]
    heads = [[turned_ for *_, turned_ in made["Stitched booklet, A5"].drawings[1].numbers] for made in (drawn, turned)]
    assert heads == [[True, True], [False, False]]  # a back on its head, and one upright


def test_what_is_not_in_the_content_is_left_out(library):
    fewer = replace(library, formats={name: form for name, form in library.formats.items() if name != "zine-a7"})
    assert "Pocket zine" not in guide(fewer, ROOT) and "DL leaflet" in guide(fewer, ROOT)
    assert "Cutting and folding" in guide(replace(library, printers={}), ROOT)


def test_the_page_is_still_and_asks_for_nothing(library):
    page = guide(changed(library, name="Office <b>printer</b>"), ROOT)
    assert page == guide(changed(library, name="Office <b>printer</b>"), ROOT)
    assert "<b>printer" not in page and "&lt;b&gt;printer" in page
    assert "<script" not in page and " style=" not in page and "default-src &#39;none&#39;" in page
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["index.html"] and "url(" not in page and "@import" not in page


def test_it_prints_on_one_a4_and_fits_a_phone(library, browser):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    try:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_content(guide(library, ROOT))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
        assert not asked
    finally:
        page.close()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == 1
        assert [round(pt_to_mm(float(v))) for v in pdf.pages[0].MediaBox] == [0, 0, 210, 297]

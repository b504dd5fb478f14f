"""Sheets: where copies and marks lie, drawn; what is printed, measured; what is folded, folded."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from generator.content.reader import read_library
from generator.impose import Form, Slug, Unfit, how, layout, leaves, variants, words
from generator.impose.place import impose
from generator.units import mm_to_pt

FONT = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")
SLUG = Slug("safety-card", "Romanian", "ab12cd34", draft=True)
PRINTERS = read_library(Path(__file__).parents[1])[0].printers
OFFICE, PRESS = PRINTERS["office"], PRINTERS["print-room"]
TURNED = OFFICE.model_copy(update={"turn": "short-edge"})
LONG_PRESS = PRESS.model_copy(update={"turn": "long-edge"})

CARD = Form("cards", 85, 55, 3, "ltr", 2)
MICRO = replace(CARD, width_mm=50, height_mm=25)
A6, A5 = (replace(CARD, width_mm=width, height_mm=height) for width, height in ((105, 148), (148, 210)))
FOLDED = Form("folded-cards", 170, 55, 3, "ltr", 2)
LEAFLET = Form("leaflet", 297, 210, 3, "ltr", 2)
BOOK = Form("stitched", 105, 148, 3, "ltr", 8)
BIG_BOOK = replace(BOOK, width_mm=148, height_mm=210)
ZINE = Form("zine", 74, 105, 0, "ltr", 8)
POSTER = Form("sheet", 210, 297, 3, "ltr", 1)
EASY = replace(POSTER, bleed_mm=0, pages=3)
A3 = replace(POSTER, width_mm=297, height_mm=420)

FORMS = [CARD, FOLDED, MICRO, replace(CARD, bleed_mm=0), replace(MICRO, bleed_mm=0), replace(FOLDED, direction="rtl"),
         replace(CARD, pages=1), replace(CARD, width_mm=120, height_mm=148, bleed_mm=2), replace(CARD, width_mm=37, height_mm=61, bleed_mm=2.5)]
OTHERS = [A6, A5, LEAFLET, replace(BOOK, pages=4), replace(BIG_BOOK, pages=4), ZINE]
OFFICE_SHEETS = [(form, OFFICE, variant) for form in FORMS for variant in variants(form, OFFICE)]
BANDED = [(form, OFFICE, variant) for form in OTHERS for variant in variants(form, OFFICE)]
PRESS_SHEETS = [(form, PRESS, variant) for form in (CARD, FOLDED, *OTHERS, POSTER, EASY, A3) for variant in variants(form, PRESS)]
MARKED = OFFICE_SHEETS + PRESS_SHEETS
SHEETS = MARKED + BANDED
PX = 10  # pixels in a millimetre: 254 dpi, and every edge of these forms falls between two


# Drawn: a character is 5 mm wide and 10 mm high. A the first page, B the second, b the second turned by
# 180 degrees; . bleed; | - cut marks; ! ~ fold marks.

CARDS = """
  |                |  |                |
 -.AAAAAAAAAAAAAAAAA -AAAAAAAAAAAAAAAAA.-
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
 -.AAAAAAAAAAAAAAAAA -AAAAAAAAAAAAAAAAA.-
 -|................| -|................|-
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
 -|................| -|................|-
 -.AAAAAAAAAAAAAAAAA -AAAAAAAAAAAAAAAAA.-
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
 -.AAAAAAAAAAAAAAAAA -AAAAAAAAAAAAAAAAA.-
  |                |  |                |
 -.AAAAAAAAAAAAAAAAA -AAAAAAAAAAAAAAAAA.-
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
  .AAAAAAAAAAAAAAAAA  AAAAAAAAAAAAAAAAA.
 -.AAAAAAAAAAAAAAAAA -AAAAAAAAAAAAAAAAA.-
  |                |  |                |
"""

CARDS_TO_FOLD = """
    |                !                |
  -.AAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBB.-
   .AAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBB.
   .AAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBB.
   .AAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBB.
   .AAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBB.
  -.AAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBB.-
  -.|................!................|-
"""  # and so on: the first row of four

FOLDED_TO_FOLD = """

    |                !                |
  -.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.-
   .AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.
   .AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.
   .AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.
   .AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.
  ~.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.~
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
  -.|................!................|-
  -.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.-
   .AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.
   .AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.
   .AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.
   .AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.
  ~.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.~
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
   .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
  -....................................-
    |                !                |

"""


# On A4 across. The heads meet at the cut, drawn at its ends only.
ZINE_ACROSS = """\
              !              !              !
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ggggggggggggggfffffffffffffffeeeeeeeeeeeeeedddddddddddddd
 ~HHHHHHHHHHHH|-AAAAAAAAAAAAAABBBBBBBBBBBBB-|CCCCCCCCCCCCC~
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
 HHHHHHHHHHHHHHAAAAAAAAAAAAAAABBBBBBBBBBBBBBCCCCCCCCCCCCCC
              !              !              !
"""

LEAFLET_ON_SRA3 = """\




               |                  !                   !                   |
              -AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-
               AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
               AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
"""  # and so on, to the foot


def drawn(side, sheet=(210, 297), rows: int = 30, cell=(5, 10)) -> str:
    """A side of a sheet in characters; a cell is so many millimetres wide and high."""
    wide, high = cell
    columns = int(sheet[0] / wide)
    paper = np.full((rows, columns), " ")
    for row in range(rows):
        for column in range(columns):
            for place in side.places:
                letter = chr(ord("A") + place.page)
                for box, sign in ((place.shown, "."), (place.trim.within(place.shown), letter.lower() if place.turned else letter)):
                    x, y = wide * (column + .5), high * (row + .5)
                    if box.left <= x < box.right and box.top <= y < box.bottom:
                        paper[row, column] = sign
    for mark in side.marks:
        row, column = int((mark.y1 + mark.y2) / 2 / high), int((mark.x1 + mark.x2) / 2 / wide)
        if row < rows:
            paper[row, column] = ("|-", "!~")[mark.fold][mark.y1 == mark.y2]
    return "\n".join("".join(line).rstrip() for line in paper) + "\n"


@pytest.mark.parametrize(("form", "printer", "variant", "side", "rows", "picture"), [
    (CARD, OFFICE, "duplex", 0, 30, CARDS), (CARD, OFFICE, "fold", 0, 9, CARDS_TO_FOLD), (FOLDED, OFFICE, "fold", 0, 30, FOLDED_TO_FOLD),
    (ZINE, OFFICE, "zine", 0, 21, ZINE_ACROSS), (LEAFLET, PRESS, "duplex", 0, 8, LEAFLET_ON_SRA3)])
def test_sheet_drawn(form, printer, variant, side, rows, picture):
    plan = layout(form, printer, variant)
    assert drawn(plan.sides[side], plan.sheet_mm, rows).rstrip() == picture.rstrip()

@pytest.mark.parametrize(("form", "printer", "copies"), [
    (CARD, OFFICE, {"duplex": 8, "fold": 4}), (FOLDED, OFFICE, {"duplex": 4, "fold": 2}),
    (MICRO, OFFICE, {"duplex": 24, "fold": 8}), (replace(CARD, pages=1), OFFICE, {"single": 8}),
    (A6, OFFICE, {"duplex": 4, "fold": 2}), (A5, OFFICE, {"duplex": 2, "fold": 1}), (LEAFLET, OFFICE, {"duplex": 1}),
    (BOOK, OFFICE, {"stitched": 2}), (BIG_BOOK, OFFICE, {"stitched": 1}), (ZINE, OFFICE, {"zine": 1}),
    (CARD, PRESS, {"duplex": 18}), (FOLDED, PRESS, {"duplex": 8}), (MICRO, PRESS, {"duplex": 65}), (A6, PRESS, {"duplex": 4}),
    (A5, PRESS, {"duplex": 2}), (LEAFLET, PRESS, {"duplex": 1}), (BOOK, PRESS, {"stitched": 2}), (BIG_BOOK, PRESS, {"stitched": 1}),
    (POSTER, PRESS, {"single": 1}), (EASY, PRESS, {"duplex": 1}), (A3, PRESS, {"single": 1})])
def test_copies(form, printer, copies):
    assert {variant: layout(form, printer, variant).copies for variant in variants(form, printer)} == copies


def test_what_is_as_large_as_the_sheet_is_not_imposed():
    for form in (POSTER, EASY, replace(LEAFLET, kind="sheet", pages=1)):
        assert variants(form, OFFICE) == () and impose(source(form), form, SLUG, FONT, OFFICE) == {}


@pytest.mark.parametrize(("form", "printer", "variant"), SHEETS)
def test_nothing_overlaps(form, printer, variant):
    """Bleeds of different pieces, marks, words, colour bars and the sheet's edge keep clear of each other."""
    plan, margin = layout(form, printer, variant), printer.sheet_margin_mm - 1e-6
    for side in plan.sides:
        shown = [place.shown for place in side.places]
        marks = [(m.box.left, m.box.top, m.box.right, m.box.bottom) for m in side.marks]
        boxes = [(b.left, b.top, b.right, b.bottom) for b in (*shown, *plan.slugs, *(patch.box for patch in side.bars))]
        for number, box in enumerate(boxes + marks):
            assert min(box[:2]) > margin and box[2] < plan.sheet_mm[0] - margin and box[3] < plan.sheet_mm[1] - margin, box
            if number >= len(boxes) and (plan.banded or form.kind == "zine"):
                continue  # folds are marked on the piece itself
            for other in (boxes + marks)[:number]:
                deep = [min(box[k + 2], other[k + 2]) - max(box[k], other[k]) for k in (0, 1)]
                assert min(deep) < 1e-6, (box, other)


@pytest.mark.parametrize(("form", "printer", "variant"), [s for s in MARKED if s[0] is not A3])
def test_each_edge_and_fold_is_marked_at_both_ends(form, printer, variant):
    plan = layout(form, printer, variant)
    for side in plan.sides[:1]:
        assert {round(abs(m.x2 - m.x1) + abs(m.y2 - m.y1), 6) for m in side.marks if m not in inner(plan, side)} == {4}
        for unit in plan.units:
            for fold, across in ((False, (0, unit.width)), (True, plan.folds_x)):
                for x in across:
                    assert len([m for m in side.marks if m.x1 == m.x2 == pytest.approx(unit.left + x) and m.fold is fold]) >= 2
            for fold, down in ((False, (0, unit.height)), (True, plan.folds_y)):
                for y in down:
                    assert len([m for m in side.marks if m.y1 == m.y2 == pytest.approx(unit.top + y) and m.fold is fold]) >= 2


def inner(plan, side):
    """Marks on a piece itself."""
    return [m for m in side.marks for u in plan.units if u.left < (m.x1 + m.x2) / 2 < u.right and u.top < (m.y1 + m.y2) / 2 < u.bottom]


def test_where_a_mark_has_no_room_the_measure_is_said():
    """A3 leaves 11.5 mm at the sides of SRA3: a bleed of 3 and a margin of 8 take 11."""
    wide = PRESS.model_copy(update={"sheet_margin_mm": 8})
    plan = layout(A3, wide)
    assert {m.x1 == m.x2 for m in plan.sides[0].marks} == {True} and len(plan.sides[0].marks) == 4
    assert "head and foot 15 mm from the sheet's edge" in how(A3, wide, "single")
    assert len(layout(A3, PRESS).sides[0].marks) == 8 and "mm from" not in how(A3, PRESS, "single")


def test_the_leaflet_folds_where_its_panels_end():
    css = (Path(__file__).parents[1] / "templates" / "leaflet-dl.css").read_text(encoding="utf-8")
    assert "99.5, 99.5 and 98 mm" in css and ".flap, .four { width: 98mm; }" in css
    assert layout(LEAFLET, OFFICE).folds_x == (98, 197.5)  # the flap is left on the outside
    assert layout(replace(LEAFLET, direction="rtl"), OFFICE).folds_x == (99.5, 199)
    for printer, behind in ((TURNED, {99.5, 199}), (OFFICE, {98, 197.5})):  # mirrored over the sheet's upright edge
        front, back = ({m.x1 for m in side.marks if m.fold} for side in layout(LEAFLET, printer).sides)
        assert front == {98, 197.5} and back == behind


# Printed.

def _box(form: Form, box: tuple[float, float, float, float]) -> str:
    left, top, width, height = box
    return " ".join(f"{mm_to_pt(v):.5f}"
                    for v in (left, form.height_mm - top - height, width, height)) + " re"


@cache
def source(form: Form, blank: bool = False, cmyk: bool = False) -> bytes:
    """Pages with an L, their number in squares, and grey over the whole bleed."""
    pdf, reach = pikepdf.new(), form.bleed_mm
    ground_ink, ink = ("0 0 0 .2 k", "0 0 0 1 k") if cmyk else ("0.8 g", "0 g")
    for page in range(form.pages):
        width, height = form.width_mm, form.height_mm
        boxes = [(6, 6, 12, 3), (6, 6, 3, 10)]
        boxes += [(10 + 4 * bit, 18, 3, 3) for bit in range(5) if (page + 1) >> bit & 1]
        ground = (-reach, -reach, width + 2 * reach, height + 2 * reach)
        # Two boxes to a path at least: pdfium rounds single ones to whole pixels.
        content = "\n".join([ground_ink, *(_box(form, box) for box in (ground, boxes[0])), "f",
                             ink, *(_box(form, box) for box in boxes), "f"])
        sheet = pdf.add_blank_page(page_size=(mm_to_pt(width), mm_to_pt(height)))
        sheet.Contents = pdf.make_stream(b"" if blank else content.encode())
        sheet.MediaBox = [mm_to_pt(v) for v in (-reach, -reach, width + reach, height + reach)]
        sheet.TrimBox = [0, 0, mm_to_pt(width), mm_to_pt(height)]
    if cmyk:
        profile = pdf.make_stream(b"profile of the press", N=4)
        pdf.Root.OutputIntents = [pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent, S=pikepdf.Name.GTS_PDFX, OutputConditionIdentifier="FOGRA39", DestOutputProfile=profile)]
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True)
    return file.getvalue()


@cache
def sheets(form: Form, printer=OFFICE, blank: bool = False) -> dict[str, bytes]:
    return impose(source(form, blank, printer.colour == "cmyk"), form, SLUG, FONT, printer)


@lru_cache(maxsize=8)
def seen(pdf: bytes, page: int, dpmm: float = PX) -> np.ndarray:
    """A page in grey, so many pixels to the millimetre."""
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[page].render(scale=dpmm * 25.4 / 72 * (1 - 1e-6), grayscale=True)
        return bitmap.to_numpy().squeeze().copy()


def cut(image: np.ndarray, left: float, top: float, width: float, height: float, dpmm: float = PX) -> np.ndarray:
    return image[round(top * dpmm):round((top + height) * dpmm), round(left * dpmm):round((left + width) * dpmm)]


def box_of(box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.width, box.height


def trimmed(form: Form, page: int, cmyk: bool = False) -> np.ndarray:
    bleed = form.bleed_mm
    return cut(seen(source(form, cmyk=cmyk), page), bleed, bleed, form.width_mm, form.height_mm)


def off(one: np.ndarray, other: np.ndarray) -> int:
    """How many pixels are of another tone: white, grey or black."""
    return int((np.digitize(one, (100, 230)) != np.digitize(other, (100, 230))).sum())


def through(back: np.ndarray, turn: str) -> np.ndarray:
    """A back as it lies behind the front, seen through the paper, when the sheet was turned over this edge."""
    upright_axis = (turn == "long-edge") == (back.shape[0] >= back.shape[1])
    return back[:, ::-1] if upright_axis else back[::-1]


def pieces(plan, image: np.ndarray, dpmm: float = PX) -> np.ndarray:
    """Where the pieces lie, with their bleed: words and bars stand outside."""
    left, top = plan.units[0].left - plan.bleed_mm, plan.units[0].top - plan.bleed_mm
    x, y = int(left * dpmm), int(top * dpmm)
    return image[y:image.shape[0] - y, x:image.shape[1] - x]


@pytest.mark.parametrize(("form", "printer", "dpi"), [
    *((form, OFFICE, 254) for form in FORMS if form.pages == 2), (CARD, TURNED, 254), (FOLDED, TURNED, 254), (A6, TURNED, 254),
    (A5, OFFICE, 254), (A5, TURNED, 254), (LEAFLET, OFFICE, 254), (replace(LEAFLET, direction="rtl"), TURNED, 254),
    (CARD, PRESS, 254), (FOLDED, PRESS, 254), (LEAFLET, PRESS, 254), (LEAFLET, LONG_PRESS, 254),
    (CARD, OFFICE, 200), (CARD, TURNED, 200), (A5, OFFICE, 200), (CARD, PRESS, 200)])
def test_backs_are_in_register(form, printer, dpi):
    """Ink on both sides covers the same paper: not a pixel off, over the long edge and over the short one."""
    pdf, plan, dpmm = sheets(form, printer)["duplex"], layout(form, printer, "duplex"), dpi / 25.4
    front, back = seen(pdf, 0, dpmm), through(seen(pdf, 1, dpmm), printer.turn)
    assert front.shape == tuple(np.ceil(np.array(plan.sheet_mm[::-1]) * dpmm - 1e-2))
    ink_front, ink_back = pieces(plan, front, dpmm) < 230, pieces(plan, back, dpmm) < 230
    assert ink_front.mean() > 0.3
    assert (ink_front != ink_back).sum() == 0
    if dpi == 254 and not plan.banded:
        for unit in plan.units:
            cmyk = printer.colour == "cmyk"
            assert off(cut(front, *box_of(unit)), trimmed(form, 0, cmyk)) == 0
            behind = cut(back, *box_of(unit))[:, ::-1]  # this very piece, turned over like a page
            assert off(behind, trimmed(form, 1, cmyk)) == 0


@pytest.mark.parametrize(("form", "printer", "variant"), OFFICE_SHEETS + [(LEAFLET, PRESS, "duplex"), (A3, PRESS, "single")])
def test_bleed_is_kept_to_its_end(form, printer, variant):
    image = seen(sheets(form, printer)[variant], 0)
    for place in layout(form, printer, variant).sides[0].places:
        assert (cut(image, *box_of(place.shown)) < 230).all()


@pytest.mark.parametrize(("form", "printer", "variant"), OFFICE_SHEETS + [(CARD, PRESS, "duplex"), (BIG_BOOK, PRESS, "stitched"), (A3, PRESS, "single")])
def test_marks_and_words_stay_outside(form, printer, variant):
    """With blank pages, whatever ink there is comes from the sheet itself."""
    plan = layout(form, printer, variant)
    for number, side in enumerate(plan.sides[:2]):
        ink = seen(sheets(form, printer, blank=True)[variant], number) < 250
        assert ink.any()
        for place in side.places:
            assert not cut(ink, *box_of(place.shown)).any()
        keeps_the_edge_white(ink, printer)


def keeps_the_edge_white(ink: np.ndarray, printer) -> None:
    edge = round(printer.sheet_margin_mm * PX) - 1  # a line may touch the pixel that its end lies on
    assert ink[edge:-edge, edge:-edge].sum() == ink.sum() > 0


@pytest.mark.parametrize(("form", "printer", "variant"), BANDED)
def test_a_band_stays_white(form, printer, variant):
    """Pieces that fill the sheet lose 5 mm at each edge that is cut, nothing at a fold."""
    plan = layout(form, printer, variant)
    for number, side in enumerate(plan.sides[:2]):
        image = seen(sheets(form)[variant], number)
        keeps_the_edge_white(image < 250, printer)
        for place in side.places:
            inside = place.shown.grown(-.1, -.1, -.1, -.1)
            assert (cut(image, *box_of(inside)) < 230).all()
            assert inside.width > place.trim.width - 2 * 5 - .5
    for shape in (form, replace(form, safe_mm=6)):
        assert layout(shape, printer, variant).banded
    with pytest.raises(Unfit, match="safe margin of 4 mm is too small"):
        layout(replace(form, safe_mm=4), printer, variant)


@pytest.mark.parametrize("printer", [PRESS, LONG_PRESS])
def test_colour_bars(printer):
    """Each ink, each two, each at half, 5 mm wide; in the inks of the press."""
    image = {}
    plan, pdf = layout(FOLDED, printer), sheets(FOLDED, printer)["duplex"]
    with pypdfium2.PdfDocument(pdf) as document:
        colours = document[0].render(scale=PX * 25.4 / 72).to_numpy()[:, :, ::-1]  # red, green, blue
    for patch in plan.sides[0].bars:
        assert (patch.box.width, patch.box.height) == (5, 5)
        inside = cut(colours, *box_of(patch.box.grown(-1, -1, -1, -1))).reshape(-1, 3)
        assert (inside == inside[0]).all()
        image[patch.ink] = tuple(int(v) for v in inside[0])
    assert len(image) == len(set(image.values())) == 11
    assert not layout(FOLDED, OFFICE).sides[0].bars


def folded_behind(sheet: np.ndarray, at: int, line: str) -> tuple[np.ndarray, np.ndarray]:
    """Fold what lies right of an upright line, or under a level one, behind the rest.

    Gives the two views, the second after a turn on the upright edge.
    """
    if line == "upright":
        stays, goes = sheet[:, :at], sheet[:, at:]
        behind = goes[:, ::-1]  # through the paper: the far edge now lies left
    else:
        stays, goes = sheet[:at], sheet[at:]
        behind = goes[::-1]  # the foot now lies at the head
    assert behind.shape == stays.shape
    return stays, behind[:, ::-1]  # who turns the piece sees left and right exchanged


@pytest.mark.parametrize("form", [f for f in FORMS if f.kind == "cards" and "fold" in variants(f, OFFICE)])
def test_cards_folded(form):
    plan = layout(form, OFFICE, "fold")
    for row in range(plan.rows):
        for column in range(plan.columns):
            unit = plan.units[row * plan.columns + column]
            strip = cut(seen(sheets(form)["fold"], 0), unit.left - 1, unit.top, unit.width + 2, unit.height)
            front, back = folded_behind(strip, strip.shape[1] // 2, "upright")
            card = (form.width_mm, form.height_mm)
            # Cut through both layers, 1 mm beside the fold's far side: left in front, right behind.
            assert off(cut(front, 1, 0, *card), trimmed(form, 0)) == 0
            assert off(cut(back, 0, 0, *card), trimmed(form, 1)) == 0


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_folded_cards_folded(direction):
    form = replace(FOLDED, direction=direction)
    image = seen(sheets(form)["fold"], 0)
    for unit in layout(form, OFFICE, "fold").units:
        piece = cut(image, unit.left, unit.top, unit.width, unit.height)
        outside, inside = folded_behind(piece, piece.shape[0] // 2, "level")
        assert off(outside, trimmed(form, 0)) == 0
        assert off(inside, trimmed(form, 1)) == 0  # upright, as when the cover is opened


# The words.

@pytest.mark.parametrize(("form", "printer", "variant"), MARKED)
def test_words_can_be_read(form, printer, variant):
    plan, said = layout(form, printer, variant), words(SLUG, form, printer, variant)
    turn = printer.turn.replace("-", " ")
    assert (f"flip on the {turn}" in said[-1]) is plan.two_sided and said[-1] == how(form, printer, variant)
    with pypdfium2.PdfDocument(sheets(form, printer)[variant]) as document:
        for number, (page, side) in enumerate(zip(document, plan.sides)):
            text = page.get_textpage()
            lines = text.get_text_range().splitlines()
            assert lines[-2:] == [said[number], said[-1]]
            for word in ("DRAFT", "safety-card", "Romanian", "ab12cd34", side.name):
                assert word in lines[0]
            for n in range(text.count_chars()):
                left, bottom, right, top = (v * 25.4 / 72 for v in text.get_charbox(n))
                assert any(slug.left <= left <= right <= slug.right + .01 and
                           slug.top <= plan.sheet_mm[1] - top <= plan.sheet_mm[1] - bottom <= slug.bottom
                           for slug in plan.slugs), text.get_text_range(n, 1)


@pytest.mark.parametrize(("form", "printer", "variant"), BANDED)
def test_without_waste_no_words(form, printer, variant):
    """What the office must know then stands in the gallery alone."""
    assert words(SLUG, form, printer, variant) == () and how(form, printer, variant).startswith("Print at 100 %, on ")
    with pypdfium2.PdfDocument(sheets(form)[variant]) as document:
        assert not document[0].get_textpage().get_text_range()


def test_no_draft_no_word():
    pdf = impose(source(CARD), CARD, replace(SLUG, draft=False), FONT, OFFICE)["duplex"]
    with pypdfium2.PdfDocument(pdf) as document:
        assert "DRAFT" not in document[0].get_textpage().get_text_range()


COLOURS = {"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"}


@pytest.mark.parametrize(("form", "printer", "variant"), SHEETS)
def test_file_is_sound(form, printer, variant):
    plan = layout(form, printer, variant)
    with pikepdf.open(io.BytesIO(sheets(form, printer)[variant])) as pdf:
        assert dict(pdf.docinfo) == {"/Title": "Sheet ab12cd34"}  # no date, no producer
        assert "/Metadata" not in pdf.Root and pdf.Root.Lang == "en"
        asked = pdf.Root.ViewerPreferences
        assert asked.PrintScaling == "/None"
        assert asked.Duplex == ("/Simplex" if len(plan.sides) == 1 else
                                "/DuplexFlipLongEdge" if printer.turn == "long-edge" else "/DuplexFlipShortEdge")
        assert len(pdf.pages) == len(plan.sides)
        forms = {o.objgen for p in pdf.pages for o in p.Resources.XObject.values()}
        assert len(forms) == form.pages  # one for each source page, however many copies
        for page in pdf.pages:
            assert [round(float(v), 2) for v in page.MediaBox] == [0, 0, *(round(mm_to_pt(v), 2) for v in plan.sheet_mm)]
            assert ("/TrimBox" in page) == ("/OutputIntents" in pdf.Root)  # ISO 15930-7, 6.12; an office printer needs none
            for font in page.Resources.get("/Font", {}).values():
                assert font.Subtype == "/Type0" and len(font.ToUnicode.read_bytes()) > 100
                assert font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
                assert str(font.BaseFont)[7:] == "+Noto-Sans"
            operators = list(pikepdf.parse_content_stream(page))
            assert min([float(o.operands[1]) for o in operators if str(o.operator) == "Tf"] or [7]) >= 7
            assert min(float(o.operands[0]) for o in operators if str(o.operator) == "w") >= 0.25
            painted = {(str(o.operator), *map(str, o.operands)) for o in operators if str(o.operator) in COLOURS}
            bars = {one for one in painted if one[0] == "k"}
            assert painted - bars == {("CS", "/All"), ("SCN", "1")} | ({("g", "0")} if plan.slugs else set())
            assert bool(bars) is printer.colour_bars
            space = page.Resources.ColorSpace.All
            assert list(map(str, space))[:2] == ["/Separation", "/All"]
            assert space[2] == ("/DeviceCMYK" if printer.colour == "cmyk" else "/DeviceGray")
        assert not pdf.check_pdf_syntax()


def test_the_press_keeps_its_output_intent():
    for form in (CARD, BOOK, LEAFLET):
        for pdf in sheets(form, PRESS).values():
            with pikepdf.open(io.BytesIO(pdf)) as read:
                (intent,) = read.Root.OutputIntents
                assert intent.S == "/GTS_PDFX" and intent.OutputConditionIdentifier == "FOGRA39"
                assert intent.DestOutputProfile.read_bytes() == b"profile of the press" and intent.DestOutputProfile.N == 4
    with pikepdf.open(io.BytesIO(sheets(CARD)["duplex"])) as read:
        assert "/OutputIntents" not in read.Root


def test_same_bytes_in_two_processes():
    program = ("import sys, hashlib; sys.path[:0] = ['tests']; import test_impose as t\n"
               "for name, pdf in {**t.sheets(t.FOLDED), **t.sheets(t.CARD, t.PRESS), **t.sheets(t.BOOK, t.PRESS)}.items(): "
               "print(name, hashlib.sha256(pdf).hexdigest())")
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                           env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone,
                                "PYTHONPATH": os.pathsep.join(sys.path)}).stdout
            for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))]
    assert runs[0] == runs[1]
    assert hashlib.sha256(sheets(FOLDED)["fold"]).hexdigest() in runs[0]


def test_what_does_not_fit_is_said():
    def refused(form=CARD, slug=SLUG, printer=OFFICE):
        return impose(source(CARD), form, slug, FONT, printer)
    with pytest.raises(Unfit, match="290 × 55 mm does not fit on a sheet of 210 × 297 mm"):
        refused(replace(CARD, width_mm=290))
    with pytest.raises(Unfit, match="297 × 420 mm does not fit"):
        impose(source(A3), A3, SLUG, FONT, OFFICE)
    with pytest.raises(Unfit, match="trimmed to"):
        refused(replace(CARD, width_mm=84))
    with pytest.raises(Unfit, match="2 pages"):
        refused(replace(CARD, pages=1))
    with pytest.raises(Unfit, match="U\\+4E00"):
        refused(slug=replace(SLUG, language="\u4e00"))
    with pytest.raises(Unfit, match="too long"):
        refused(slug=replace(SLUG, item="x" * 200))
    with pytest.raises(Unfit, match="has no sheet"):
        refused(printer=PRINTERS["sheet-fed"])
    with pytest.raises(Unfit, match="multiple of four pages, not 6"):
        variants(replace(BOOK, pages=6), OFFICE)
    with pytest.raises(Unfit, match="8 pages, not 12"):
        variants(replace(ZINE, pages=12), OFFICE)


def test_a_card_from_weasyprint():
    """The real maker: negative MediaBox, tags, fonts; the bleed shows, each copy reads."""
    from weasyprint import HTML
    html = ("<html lang=ro><title>x</title><style>@page { size: 85mm 55mm; margin: 0; bleed: 3mm; "
            "background: #ccc } html { font: 9pt 'Noto Sans' } p + p { break-before: page }</style>"
            "<p>ședere</p><p><b>spate</b></p>")
    pdf = impose(HTML(string=html).write_pdf(), CARD, SLUG, FONT, TURNED)["duplex"]
    image = seen(pdf, 0)
    for place in layout(CARD, TURNED).sides[0].places:
        shown = place.shown.grown(-.1, -.1, -.1, -.1)
        assert (cut(image, *box_of(shown)) < 230).all()
    with pypdfium2.PdfDocument(pdf) as document:
        assert document[0].get_textpage().get_text_range().count("ședere") == 8
        assert document[1].get_textpage().get_text_range().count("spate") == 8
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert read.Root.Lang == "ro"


# Folded: paper in the hand, in code. Page numbers are read off the picture, upright or not at all.

READ = 5  # pixels in a millimetre


def number(image: np.ndarray, left: float, top: float) -> int:
    """The page whose trim begins here; its L says that it stands upright."""
    def ink(x: float, y: float) -> bool:
        return image[round((top + y) * READ), round((left + x) * READ)] < 100
    assert ink(16, 7.5) and ink(7.5, 14.5) and not ink(16, 14.5), "the page stands on its head"
    return sum(1 << bit for bit in range(5) if ink(11.5 + 4 * bit, 19.5))


def test_leaves():
    assert leaves(8, "ltr") == (((7, 0), (1, 6)), ((5, 2), (3, 4)))
    assert leaves(8, "rtl") == (((0, 7), (6, 1)), ((2, 5), (4, 3)))
    with pytest.raises(Unfit):
        leaves(6, "ltr")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(("form", "printer", "pages"), [
    (BOOK, OFFICE, 8), (BOOK, OFFICE, 12), (BOOK, TURNED, 16), (BOOK, PRESS, 16), (BOOK, LONG_PRESS, 8),
    (BIG_BOOK, OFFICE, 8), (BIG_BOOK, TURNED, 12), (BIG_BOOK, PRESS, 16), (BIG_BOOK, LONG_PRESS, 8)])
def test_a_booklet_reads_in_order(form, printer, pages, direction):
    """Print, turn, cut each copy out, pile the sheets, fold, leaf through."""
    form = replace(form, pages=pages, direction=direction)
    pdf, plan = sheets(form, printer)["stitched"], layout(form, printer)
    assert len(plan.sides) == pages // 2
    printed = [seen(pdf, side, READ) for side in range(len(plan.sides))]
    for unit in plan.units:  # each copy is a whole booklet
        leaves_ = []
        for front, back in zip(printed[::2], printed[1::2]):
            behind = cut(through(back, printer.turn), *box_of(unit), READ)[:, ::-1]  # turned over like a page
            leaves_.append([[number(face, at, 0) for at in (0, form.width_mm)]
                            for face in (cut(front, *box_of(unit), READ), behind)])
        # Folded away from the reader of the front: each half is a page with two faces.
        left_halves = [(front[0], back[1]) for front, back in leaves_]
        right_halves = [(front[1], back[0]) for front, back in leaves_]
        opening, closing = (right_halves, left_halves) if direction == "ltr" else (left_halves, right_halves)
        # From the outermost leaf in, outer face first; then out again, inner face first.
        read = [page for half in opening for page in half]
        read += [page for half in reversed(closing) for page in reversed(half)]
        assert read == list(range(1, pages + 1))


@pytest.mark.parametrize("printer", [OFFICE, PRESS], ids=lambda printer: printer.id)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_zine_reads_in_order(printer, direction):
    """Fold the upper row behind, push the ends together: four leaves stand round the middle; leaf through."""
    form = replace(ZINE, direction=direction)
    plan, (side,) = layout(form, printer), layout(form, printer).sides
    unit, *_ = plan.units
    sheet = cut(seen(sheets(form, printer)["zine"], 0, READ), *box_of(unit), READ)
    upper, lower = sheet[:sheet.shape[0] // 2], sheet[sheet.shape[0] // 2:]
    # The upper row turns over its lower edge; who looks from behind sees it upright, its right end at the left.
    front, behind = lower, upper[::-1, ::-1]
    ahead, back = ([number(row, 74 * column, 0) for column in range(4)] for row in (front, behind))
    # The cut frees the two middle columns, and these alone, from each other: they fold out, back to back.
    solid = {(m.box.left - unit.left, m.box.right - unit.left) for m in side.marks
             if not m.fold and m.y1 == m.y2 == pytest.approx(unit.top + 105) and unit.left < m.x1 < unit.right}
    assert {tuple(round(x, 6) for x in pair) for pair in solid} == {(74, 80), (216, 222)}
    # Round the middle each page faces the next: the end column's front, the middle's two, the other end, and behind.
    ring = [*ahead, *back]
    ring = ring[1:] + ring[:1] if direction == "ltr" else ring[2::-1] + ring[:2:-1]
    assert ring == list(range(1, 9))
    # The cover is the middle column whose spine lies where the language begins.
    assert ahead.index(1) == (1 if direction == "ltr" else 2)


@pytest.mark.parametrize("printer", [OFFICE, TURNED, PRESS, LONG_PRESS])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_leaflet_rolls_up(printer, direction):
    """Folded at its marks, the flap slips in: it is narrower than the panel that it lies on; the cover is on top."""
    form = replace(LEAFLET, direction=direction)
    plan = layout(form, printer)
    (unit,), (front, back) = plan.units, plan.sides
    edges = [0, *sorted({round(m.x1 - unit.left, 3) for m in front.marks if m.fold}), 297]
    widths = [b - a for a, b in zip(edges, edges[1:])]
    flap, middle, cover = widths if direction == "ltr" else widths[::-1]
    assert flap < middle == pytest.approx(cover) and sum(widths) == 297
    # The same lines on the other side, through the paper.
    upright_axis = (printer.turn == "long-edge") == (not plan.across)
    there = {round(plan.sheet_mm[0] - m.x1 if upright_axis else m.x1, 3) for m in back.marks if m.fold}
    assert there == {round(m.x1, 3) for m in front.marks if m.fold}


def test_creep():
    """Each inner sheet's pages stand nearer to the fold; the outermost where they are drawn. Nothing crosses the fold."""
    form, printer = replace(BIG_BOOK, pages=16), PRESS.model_copy(update={"creep_mm": 0.2, "turn": "long-edge"})
    plan = layout(form, printer)
    (unit,) = plan.units
    fold = unit.left + 148
    for number_, side in enumerate(plan.sides):
        left, right = sorted(side.places, key=lambda place: place.trim.left)
        moved = .2 * (number_ // 2)
        assert left.trim.left == pytest.approx(unit.left + moved) and right.trim.right == pytest.approx(unit.right - moved)
        assert left.shown.right == pytest.approx(fold) == right.shown.left
        assert left.trim.left - left.shown.left == pytest.approx(3) == right.shown.right - right.trim.right
    pdf = sheets(form, printer)["stitched"]
    outer, inner_ = ((cut(seen(pdf, side), *box_of(unit)) < 100) for side in (0, 6))
    for half, shift in ((slice(0, 1480), 6), (slice(1480, 2960), -6)):  # the L begins 6 mm from the trim
        ell = slice(60, 90)
        assert np.flatnonzero(inner_[ell, half].any(axis=0))[0] - np.flatnonzero(outer[ell, half].any(axis=0))[0] == shift


def test_leaves_of_a_sheet():
    """Leaves of one size lie one on each sheet, front and back; an odd one out has an empty back."""
    plan = layout(EASY, PRESS)
    assert [[place.page for place in side.places] for side in plan.sides] == [[0], [1], [2], []]
    assert [side.name for side in plan.sides] == ["sheet 1 of 2, front", "sheet 1 of 2, back", "sheet 2 of 2, front", "sheet 2 of 2, back"]

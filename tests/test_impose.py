"""Sheets: where copies and marks lie, drawn; what is printed, measured; what is folded, folded."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from generator.impose import (Form, Slug, Unfit, how, impose, impose_booklet, layout, leaves,
                              stitched, variants)
from generator.units import mm_to_pt

FONT = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")
SLUG = Slug("safety-card", "Romanian", "ab12cd34", draft=True)
CARD = Form("cards", 85, 55, 3, "ltr", 2)
FOLDED = Form("folded-cards", 170, 55, 3, "ltr", 2)
FORMS = [CARD, FOLDED, replace(CARD, width_mm=50, height_mm=25), replace(CARD, bleed_mm=0),
         replace(CARD, width_mm=50, height_mm=25, bleed_mm=0), replace(FOLDED, direction="rtl"),
         replace(CARD, pages=1), replace(CARD, width_mm=105, height_mm=148, bleed_mm=4),
         replace(CARD, width_mm=37, height_mm=61, bleed_mm=2.5)]
SHEETS = [(form, variant) for form in FORMS for variant in variants(form)]
PX = 10  # pixels in a millimetre: 254 dpi, and every edge of these forms falls between two


# Drawn: a character is 5 mm wide and 10 mm high. A front or outside, B back or inside, b turned by
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


def drawn(side, rows: int = 30) -> str:
    """A side of a sheet in characters."""
    paper = np.full((rows, 42), " ")
    for row in range(rows):
        for column in range(42):
            for place in side.places:
                for box, sign in ((place.shown, "."), (place.trim, "AaBb"[2 * place.page + place.turned])):
                    if box.left <= 5 * column + 2.5 < box.right and box.top <= 10 * row + 5 < box.bottom:
                        paper[row, column] = sign
    for mark in side.marks:
        row, column = int((mark.y1 + mark.y2) / 20), int((mark.x1 + mark.x2) / 10)
        if row < rows:
            paper[row, column] = ("|-", "!~")[mark.fold][mark.y1 == mark.y2]
    return "\n".join("".join(line).rstrip() for line in paper) + "\n"


@pytest.mark.parametrize(("form", "variant", "rows", "picture"), [
    (CARD, "duplex", 30, CARDS), (CARD, "fold", 9, CARDS_TO_FOLD), (FOLDED, "fold", 30, FOLDED_TO_FOLD)])
def test_sheet_drawn(form, variant, rows, picture):
    assert drawn(layout(form, variant).sides[0], rows).rstrip() == picture.rstrip()


@pytest.mark.parametrize(("form", "copies"), [
    (CARD, {"duplex": 8, "fold": 4}), (FOLDED, {"duplex": 4, "fold": 2}),
    (replace(CARD, width_mm=50, height_mm=25), {"duplex": 24, "fold": 8}),
    (replace(CARD, pages=1), {"single": 8}),
    (replace(CARD, width_mm=105, height_mm=148), {"duplex": 1})])
def test_copies(form, copies):
    assert {variant: layout(form, variant).copies for variant in variants(form)} == copies


@pytest.mark.parametrize(("form", "variant"), SHEETS)
def test_nothing_overlaps(form, variant):
    """Bleeds of different pieces, marks, words and the sheet's edge keep clear of each other."""
    plan = layout(form, variant)
    for side in plan.sides:
        shown = [place.shown for place in side.places]
        marks = [(m.x1, m.y1, m.x2, m.y2) for m in side.marks]
        boxes = [(b.left, b.top, b.right, b.bottom) for b in (*shown, *plan.slugs)] + marks
        for number, box in enumerate(boxes):
            assert box[0] > 5 - 1e-6 and box[1] > 5 - 1e-6
            assert box[2] < 205 + 1e-6 and box[3] < 292 + 1e-6
            for other in boxes[:number]:
                deep = [min(box[k + 2], other[k + 2]) - max(box[k], other[k]) for k in (0, 1)]
                assert min(deep) < 1e-6, (box, other)
        assert {round(abs(m.x2 - m.x1) + abs(m.y2 - m.y1), 6) for m in side.marks} == {4}
        # Every edge and fold of every piece has a mark at both ends of its row or column.
        for unit in plan.units:
            for x in (unit.left, unit.right):
                assert len([m for m in side.marks if m.x1 == m.x2 == pytest.approx(x)]) >= 2
            for y in (unit.top, unit.bottom):
                assert len([m for m in side.marks if m.y1 == m.y2 == pytest.approx(y)]) >= 2


# Printed.

def _box(form: Form, box: tuple[float, float, float, float]) -> str:
    left, top, width, height = box
    return " ".join(f"{mm_to_pt(v):.5f}"
                    for v in (left, form.height_mm - top - height, width, height)) + " re"


@cache
def source(form: Form, blank: bool = False) -> bytes:
    """Pages with an L, their number in squares, and grey over the whole bleed."""
    pdf, reach = pikepdf.new(), form.bleed_mm
    for page in range(form.pages):
        width, height = form.width_mm, form.height_mm
        boxes = [(6, 6, 12, 3), (6, 6, 3, 10)]
        boxes += [(10 + 4 * bit, 18, 3, 3) for bit in range(5) if (page + 1) >> bit & 1]
        ground = (-reach, -reach, width + 2 * reach, height + 2 * reach)
        # Two boxes to a path at least: pdfium rounds single ones to whole pixels.
        content = "\n".join(["0.8 g", *(_box(form, box) for box in (ground, boxes[0])), "f",
                             "0 g", *(_box(form, box) for box in boxes), "f"])
        sheet = pdf.add_blank_page(page_size=(mm_to_pt(width), mm_to_pt(height)))
        sheet.Contents = pdf.make_stream(b"" if blank else content.encode())
        sheet.MediaBox = [mm_to_pt(v) for v in (-reach, -reach, width + reach, height + reach)]
        sheet.TrimBox = [0, 0, mm_to_pt(width), mm_to_pt(height)]
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True)
    return file.getvalue()


@cache
def sheets(form: Form, blank: bool = False) -> dict[str, bytes]:
    return impose(source(form, blank), form, SLUG, FONT)


@cache
def seen(pdf: bytes, page: int) -> np.ndarray:
    """A page in grey, PX pixels to the millimetre."""
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[page].render(scale=PX * 25.4 / 72 * (1 - 1e-6), grayscale=True)
        return bitmap.to_numpy().squeeze().copy()


def cut(image: np.ndarray, left: float, top: float, width: float, height: float) -> np.ndarray:
    return image[round(top * PX):round((top + height) * PX), round(left * PX):round((left + width) * PX)]


def trimmed(form: Form, page: int) -> np.ndarray:
    bleed = form.bleed_mm
    return cut(seen(source(form), page), bleed, bleed, form.width_mm, form.height_mm)


def off(one: np.ndarray, other: np.ndarray) -> int:
    """How many pixels are of another tone: white, grey or black."""
    return int((np.digitize(one, (100, 230)) != np.digitize(other, (100, 230))).sum())


@pytest.mark.parametrize("form", [f for f in FORMS if f.pages == 2])
def test_backs_are_in_register(form):
    pdf, plan = sheets(form)["duplex"], layout(form, "duplex")
    front, back = seen(pdf, 0), seen(pdf, 1)
    assert front.shape == (2970, 2100)
    words = slice(9 * PX, -9 * PX)
    ink_front, ink_back = front[words] < 230, back[words] < 230
    assert ink_front.mean() > 0.3
    assert (ink_front != ink_back[:, ::-1]).sum() == 0  # through the paper
    for unit in plan.units:
        box = unit.left, unit.top, unit.width, unit.height
        assert off(cut(front, *box), trimmed(form, 0)) == 0
        behind = cut(back[:, ::-1], *box)[:, ::-1]  # this very piece, turned as the sheet was
        assert off(behind, trimmed(form, 1)) == 0


@pytest.mark.parametrize(("form", "variant"), SHEETS)
def test_bleed_is_kept_to_its_end(form, variant):
    image = seen(sheets(form)[variant], 0)
    for place in layout(form, variant).sides[0].places:
        shown = place.shown
        assert (cut(image, shown.left, shown.top, shown.width, shown.height) < 230).all()


@pytest.mark.parametrize(("form", "variant"), SHEETS)
def test_marks_and_words_stay_outside(form, variant):
    """With blank pages, whatever ink there is comes from the sheet itself."""
    plan = layout(form, variant)
    for number, side in enumerate(plan.sides):
        ink = seen(sheets(form, blank=True)[variant], number) < 250
        assert ink.any()
        for place in side.places:
            shown = place.shown
            assert not cut(ink, shown.left, shown.top, shown.width, shown.height).any()
        edge = 5 * PX - 1  # a line may touch the pixel that its end lies on
        inner = ink[edge:-edge, edge:-edge]
        assert inner.sum() == ink.sum()


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


@pytest.mark.parametrize("form", [f for f in FORMS if f.kind == "cards" and "fold" in variants(f)])
def test_cards_folded(form):
    plan = layout(form, "fold")
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
    for unit in layout(form, "fold").units:
        piece = cut(image, unit.left, unit.top, unit.width, unit.height)
        outside, inside = folded_behind(piece, piece.shape[0] // 2, "level")
        assert off(outside, trimmed(form, 0)) == 0
        assert off(inside, trimmed(form, 1)) == 0  # upright, as when the cover is opened


# The words.

@pytest.mark.parametrize(("form", "variant"), SHEETS)
def test_words_can_be_read(form, variant):
    plan = layout(form, variant)
    with pypdfium2.PdfDocument(sheets(form)[variant]) as document:
        for page, side in zip(document, plan.sides):
            text = page.get_textpage()
            lines = text.get_text_range().splitlines()
            assert lines[1] == how(form, variant)
            for word in ("DRAFT", "safety-card", "Romanian", "ab12cd34", side.name):
                assert word in lines[0]
            for number in range(text.count_chars()):
                left, bottom, right, top = (v * 25.4 / 72 for v in text.get_charbox(number))
                assert any(slug.left <= left <= right <= slug.right + .01 and
                           slug.top <= 297 - top <= 297 - bottom <= slug.bottom
                           for slug in plan.slugs), text.get_text_range(number, 1)


def test_no_draft_no_word():
    pdf = impose(source(CARD), CARD, replace(SLUG, draft=False), FONT)["duplex"]
    with pypdfium2.PdfDocument(pdf) as document:
        assert "DRAFT" not in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize(("form", "variant"), SHEETS)
def test_file_is_sound(form, variant):
    with pikepdf.open(io.BytesIO(sheets(form)[variant])) as pdf:
        assert dict(pdf.docinfo) == {"/Title": "Sheet ab12cd34"}  # no date, no producer
        assert "/Metadata" not in pdf.Root and pdf.Root.Lang == "en"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
        assert len(pdf.pages) == (2 if variant == "duplex" else 1)
        forms = {o.objgen for p in pdf.pages for o in p.Resources.XObject.values()}
        assert len(forms) == form.pages  # one for each source page, however many copies
        for page in pdf.pages:
            assert [round(float(v), 2) for v in page.MediaBox] == [0, 0, 595.28, 841.89]
            assert "/TrimBox" not in page
            (font,) = page.Resources.Font.values()
            assert font.Subtype == "/Type0" and len(font.ToUnicode.read_bytes()) > 100
            assert font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
            assert str(font.BaseFont)[7:] == "+Noto-Sans"
            operators = list(pikepdf.parse_content_stream(page))
            assert min(float(o.operands[1]) for o in operators if str(o.operator) == "Tf") >= 7
            assert min(float(o.operands[0]) for o in operators if str(o.operator) == "w") >= 0.25
            assert {(str(o.operator), float(o.operands[0])) for o in operators
                    if str(o.operator) in ("g", "G", "rg", "RG", "k", "K")} == {("g", 0), ("G", 0)}
        assert not pdf.check_pdf_syntax()


def test_same_bytes_in_two_processes():
    program = ("import sys, hashlib; sys.path[:0] = ['tests']; import test_impose as t\n"
               "for name, pdf in {**t.sheets(t.CARD), **t.sheets(t.FOLDED)}.items(): "
               "print(name, hashlib.sha256(pdf).hexdigest())")
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                           env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone,
                                "PYTHONPATH": os.pathsep.join(sys.path)}).stdout
            for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))]
    assert runs[0] == runs[1]
    assert hashlib.sha256(sheets(FOLDED)["fold"]).hexdigest() in runs[0]


def test_what_does_not_fit_is_said():
    with pytest.raises(Unfit, match="does not fit"):
        impose(source(CARD), replace(CARD, width_mm=200), SLUG, FONT)
    with pytest.raises(Unfit, match="trimmed to"):
        impose(source(CARD), replace(CARD, width_mm=84), SLUG, FONT)
    with pytest.raises(Unfit, match="2 pages"):
        impose(source(CARD), replace(CARD, pages=1), SLUG, FONT)
    with pytest.raises(Unfit, match="U\\+4E00"):
        impose(source(CARD), CARD, replace(SLUG, language="\u4e00"), FONT)
    with pytest.raises(Unfit, match="too long"):
        impose(source(CARD), CARD, replace(SLUG, item="x" * 200), FONT)


def test_a_card_from_weasyprint():
    """The real maker: negative MediaBox, tags, fonts; the bleed shows, each copy reads."""
    from weasyprint import HTML
    html = ("<html lang=ro><title>x</title><style>@page { size: 85mm 55mm; margin: 0; bleed: 3mm; "
            "background: #ccc } html { font: 9pt 'Noto Sans' } p + p { break-before: page }</style>"
            "<p>ședere</p><p><b>spate</b></p>")
    pdf = impose(HTML(string=html).write_pdf(), CARD, SLUG, FONT)["duplex"]
    image = seen(pdf, 0)
    for place in layout(CARD).sides[0].places:
        shown = place.shown.grown(-.1, -.1, -.1, -.1)
        assert (cut(image, shown.left, shown.top, shown.width, shown.height) < 230).all()
    with pypdfium2.PdfDocument(pdf) as document:
        assert document[0].get_textpage().get_text_range().count("ședere") == 8
        assert document[1].get_textpage().get_text_range().count("spate") == 8
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert read.Root.Lang == "ro"


# Stitched.

def test_leaves():
    assert leaves(8, "ltr") == (((7, 0), (1, 6)), ((5, 2), (3, 4)))
    assert leaves(8, "rtl") == (((0, 7), (6, 1)), ((2, 5), (4, 3)))
    with pytest.raises(Unfit):
        leaves(6, "ltr")
    with pytest.raises(Unfit):
        impose_booklet(source(replace(BOOK, pages=4)), "ltr", SLUG, safe_mm=4)
    with pytest.raises(Unfit, match="only A6"):
        stitched(8, (100, 140), "ltr")


BOOK = Form("cards", 105, 148, 3, "ltr", 0)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("pages", [4, 12])
def test_booklet_reads_in_order(direction, pages):
    """Read the page numbers off the pictures, cut, fold, staple, leaf through."""
    pdf = impose_booklet(source(replace(BOOK, pages=pages)), direction, SLUG, safe_mm=7)["stitched"]
    plan = stitched(pages, (105, 148), direction)
    assert len(plan.sides) == pages // 2 and plan.copies == 2

    def number(image: np.ndarray, left: float, top: float) -> int:
        assert image[round((top + 7.5) * PX), round((left + 15) * PX)] < 100  # the L: upright
        return sum(1 << bit for bit in range(5)
                   if image[round((top + 19.5) * PX), round((left + 11.5 + 4 * bit) * PX)] < 100)

    for top in (0.25, 148.75):  # either half of the stack is a whole booklet
        stack = [[[number(seen(pdf, 2 * sheet + side), left, top) for left in (0, 105)]
                  for side in (0, 1)] for sheet in range(pages // 4)]
        # Each leaf has two halves; a half's other face lies in the other column behind it.
        left_halves = [(front[0], back[1]) for front, back in stack]
        right_halves = [(front[1], back[0]) for front, back in stack]
        opening, closing = ((right_halves, left_halves) if direction == "ltr"
                            else (left_halves, right_halves))
        # From the outermost leaf in, outer face first; then out again, inner face first.
        read = [page for half in opening for page in half]
        read += [page for half in reversed(closing) for page in reversed(half)]
        assert read == list(range(1, pages + 1))


def test_booklet_keeps_the_edge_white():
    pdf = impose_booklet(source(replace(BOOK, pages=4)), "ltr", SLUG, safe_mm=7)["stitched"]
    for page in (0, 1):
        ink = seen(pdf, page) < 250
        edge = 5 * PX - 1
        assert ink[edge:-edge, edge:-edge].sum() == ink.sum()
        assert ink[:, 1050 - 5:1050 + 5][60:1400].all()  # unbroken at the fold
        between = ink[1483:1487]  # the half millimetre between the trims: only the cut marks
        assert 100 < between.any(axis=0).sum() < 130
        assert not ink[1440:1483].any() and not ink[1487:1530].any()
    plan = stitched(4, (105, 148), "ltr")
    for side in plan.sides:
        for mark in side.marks:
            assert all(not unit.top < mark.y1 < unit.bottom for unit in plan.units)

"""What is read once and used again is what reading it anew would give."""

from __future__ import annotations

import io
import re

import numpy as np
import pikepdf
import pytest
import qrcode
from PIL import Image

from faults import clean, edited
from faults.sheets import clean_sheet
from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.again import Again
from generator.checks.finished.reading.blocks import blocks
from generator.checks.finished.reading.box import Box
from generator.checks.finished.reading.codes import sightings
from generator.checks.finished.reading.kept import Kept
from generator.checks.finished.reading.operators import operators
from generator.checks.print.reading.walk import paints
from generator.units import mm_to_pt

COLUMNS = ("x", "y", "advance", "size", "boxes")


def read(pdf: bytes, page: int = 1) -> tuple:
    file = Opened(pdf)
    return file.glyphs(page), paints(file, page)


def read_anew(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple:
    """Every copy on the sheet operator by operator."""
    with monkeypatch.context() as patch:
        patch.setattr(Again, "shift", lambda self, ctm, clip: None)
        return read(pdf)


def placed(*places: str) -> bytes:
    """The first page of the clean card as a form, shown as these operators say (``/X Do`` shows it)."""
    with pikepdf.open(io.BytesIO(clean())) as source, pikepdf.new() as out:
        out.add_blank_page(page_size=(mm_to_pt(297), mm_to_pt(210)))
        form = out.copy_foreign(source.pages[0].as_form_xobject())
        out.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/X": form}))
        out.pages[0].Contents = out.make_stream(" ".join(f"q {place} /X Do Q" for place in places).encode())
        written = io.BytesIO()
        out.save(written)
    return written.getvalue()


def same(one: tuple, other: tuple) -> None:
    (glyphs, painted), (glyphs_anew, painted_anew) = one, other
    assert len(glyphs) == len(glyphs_anew) > 0 and glyphs.text == glyphs_anew.text
    for column in COLUMNS:
        assert np.allclose(getattr(glyphs, column), getattr(glyphs_anew, column), atol=1e-6, rtol=0, equal_nan=True), column
    assert np.allclose(glyphs.clips, glyphs_anew.clips, atol=0.001, rtol=0)
    assert (np.round(glyphs.angle) % 360 == np.round(glyphs_anew.angle) % 360).all()
    assert [(p.what, p.ink, p.where, p.show, p.pieces, p.alpha, p.overprint) for p in painted] == \
           [(p.what, p.ink, p.where, p.show, p.pieces, p.alpha, p.overprint) for p in painted_anew]
    for moved, anew in zip(painted, painted_anew, strict=True):
        assert np.allclose(moved.box, anew.box, atol=0.001, rtol=0) and moved.thin_pt == pytest.approx(anew.thin_pt)
        assert len(moved.parts) == len(anew.parts) and np.allclose(moved.matrix, anew.matrix, atol=1e-6)


def test_copies_on_a_sheet_are_what_reading_each_of_them_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    same(read(clean_sheet()), read_anew(clean_sheet(), monkeypatch))


def test_a_sheet_reads_each_card_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this the test above would compare the same with the same."""
    taken = []
    shift = Again.shift
    monkeypatch.setattr(Again, "shift", lambda *given: taken.append(shift(*given)) or taken[-1])
    read(clean_sheet())
    assert len(taken) > 4 and all(taken)


@pytest.mark.parametrize("place", [
    "1 0 0 1 300 20 cm", "-1 0 0 -1 560 400 cm", "0 1 -1 0 560 20 cm", "1 0 0 -1 300 400 cm", "0.9 0 0 0.9 300 20 cm",
    "1 0 0 1 300 20 cm 20 20 100 60 re W n", "1 0 0 1 300 20 cm 1 0 0 rg", "1 0 0 1 300 20 cm 4 Tc", "1 0 0 1 750 20 cm",
], ids=["moved", "turned by half", "turned by a quarter", "mirrored", "smaller", "cut", "with another ink", "with other settings of text", "over the edge"])
def test_a_copy_that_is_placed_otherwise_is_read_as_it_stands(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = placed("1 0 0 1 20 20 cm", place)
    same(read(sheet), read_anew(sheet, monkeypatch))


def test_a_clip_that_lies_elsewhere_on_the_copy_is_no_plain_shift() -> None:
    first = Again((1, 0, 0, 1, 10, 10), Box(10, 10, 50, 50), ())
    assert first.shift((1, 0, 0, 1, 110, 10), Box(110, 10, 150, 50)) is not None
    assert first.shift((1, 0, 0, 1, 110, 10), Box(110, 10, 149, 50)) is None
    assert first.shift((1, 0, 0, -1, 110, 60), Box(110, 10, 150, 50)) is None
    assert first.shift((2, 0, 0, 2, 110, 10), Box(110, 10, 150, 50)) is None


def test_a_path_is_one_value_with_what_paints_it() -> None:
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"/Span <</ActualText (9)>> BDC 1 0 0 1 5 6 cm 0 0 2 3 re 9 9 m 8 7 l W n /F1 7.5 Tf [(ab) -20 (c)] TJ EMC 1 2 m f")
        found = operators(stream)
    assert [name for name, _ in found] == ["cm", "W", "n", "Tf", "TJ", "f"] and found.count == 12
    assert found[2][1].pieces == [[(0, 0), (2, 3)], [(9, 9), (8, 7)]] and found[2][1].rectangles == [True, False]
    assert found[3][1] == ["/F1", 7.5] and found[4][1] == [[b"ab", -20.0, b"c"]] and found[5][1].pieces == [[(1, 2)]]


def test_a_digit_that_changes_is_seen_though_all_else_was_read_before() -> None:
    with pikepdf.open(io.BytesIO(clean())) as pdf:
        page = pdf.pages[0].Contents.read_bytes()
    first, second = re.findall(rb"<[0-9a-f]{4}>", page)[:2]
    changed = edited(clean(), lambda pdf: setattr(pdf.pages[0], "Contents", pdf.make_stream(page.replace(first, second, 1))))
    before, after = read(clean())[0].text, read(changed)[0].text
    assert before[1:] == after[1:] and before[0] != after[0] == before[1]


def test_what_is_kept_stays_within_its_memory_and_a_failure_is_not_kept() -> None:
    kept: Kept[bytes] = Kept(0.01, lambda content, _: len(content))
    made = []
    for n in range(50):
        kept.of(b"%d" % n * 400, lambda n=n: made.append(n) or b"")
    assert len(made) == 50 and len(kept) < 20 and kept.size <= 0.01 * 2**20
    kept.of(b"49" * 400, lambda: pytest.fail("what was read last is still there"))
    with pytest.raises(ValueError):
        kept.of(b"broken", lambda: int("x"))
    assert kept.of(b"broken", lambda: b"mended") == b"mended"
    assert kept.of(b"broken", lambda: b"of another size", 12) == b"of another size"


def code_of(module: int, turned: int = 0, inverted: bool = False) -> np.ndarray:
    """A symbol with its quiet zone; ``module`` in pixels."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data("https://help.example.org/xx/")
    dark = np.kron(np.array(code.get_matrix()), np.ones((module, module))).astype(bool) ^ inverted
    picture = Image.fromarray(np.where(dark, 0, 255).astype(np.uint8))
    return np.asarray(picture.rotate(turned, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC))


@pytest.mark.parametrize("module, turned, inverted", [(2, 0, False), (3, 0, True), (5, 0, False), (5, 45, False), (7, 90, False), (20, 0, False)])
@pytest.mark.parametrize("at_px", [(3, 5), (411, 700), (797, 1203)])
def test_a_code_is_found_wherever_it_stands_on_a_page(module: int, turned: int, inverted: bool, at_px: tuple[int, int]) -> None:
    page = np.full((2600, 2200), 255, np.uint8)
    page[1900:1906] = page[:, 2190] = page[100:2400:40, 30:700] = 0  # a rule, a mark, lines
    code = code_of(module, turned, inverted)
    y, x = at_px
    page[y:y + len(code), x:x + code.shape[1]] = code
    found, unread = sightings(1, page, Box(0, 0, 528, 624), 300, np.empty((0, 4), int))
    assert [one.payload for one in found] == ["https://help.example.org/xx/"] and not unread
    assert found[0].box.inside(Box(x * 0.24, 0, (x + code.shape[1]) * 0.24, 624 - y * 0.24)) == found[0].box


def test_letters_on_a_code_and_beside_it_do_not_hide_it() -> None:
    page = np.full((900, 900), 255, np.uint8)
    code = code_of(6)
    page[300:300 + len(code), 300:300 + len(code)] = code
    letters = np.array([(x, y, x + 20, y + 30) for y in range(0, 900, 50) for x in range(0, 900, 25) if not (280 < x < 520 and 280 < y < 520)])
    on_it = np.array([(300 + 13 * 6, 300 + 30 * 6, 300 + 20 * 6, 300 + 32 * 6)])
    assert len(sightings(1, page, Box(0, 0, 216, 216), 300, np.concatenate([letters, on_it]))[0]) == 1


def test_what_a_page_of_letters_alone_shows_the_decoder_is_next_to_nothing() -> None:
    file = Opened(clean())
    parts = blocks(file.image(2), file._letters(2))
    looked_at = sum((bottom - top) * (right - left) for top, bottom, left, right in parts)
    assert looked_at < 0.5 * file.image(2).size

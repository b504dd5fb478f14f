"""Leaflet, posters, zine and larger booklets: folded the right way, read the right way, in the right colours."""

import io
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from conftest import generator, real_inputs
from test_bad_input import edit, one
from generator.checks.finished.opened import Opened
from generator.units import pt_to_mm

LIBRARY = real_inputs().library
TEAL, AMBER = (0x14, 0x58, 0x5c), (0xf2, 0xb1, 0x34)
FOLDED, PUBLIC = "nrm-explainer", "spot-the-signs"


def file(built: Path, name: str, locale: str = "en") -> bytes:
    return (built / "wiltshire" / locale / f"{name}.pdf").read_bytes()


def words(data: bytes, page: int) -> str:
    return " ".join(pypdfium2.PdfDocument(data)[page - 1].get_textpage().get_text_range().split())


def centre_mm(data: bytes, page: int, text: str) -> float:
    """How far from the left a text stands."""
    found = pypdfium2.PdfDocument(data)[page - 1].get_textpage()
    index, _ = found.search(text, match_case=True).get_next()
    left, _, _, _ = found.get_charbox(index)
    return pt_to_mm(left)


def picture(data: bytes, page: int, dpi: int = 100) -> np.ndarray:
    return np.asarray(pypdfium2.PdfDocument(data)[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")).astype(int)


def share_of(data: bytes, colour: tuple[int, int, int]) -> float:
    """The greatest share of one colour on any page."""
    pages = len(pypdfium2.PdfDocument(data))
    return max(float((np.abs(picture(data, n + 1) - colour).max(axis=2) < 6).mean()) for n in range(pages))


def largest_digits(data: bytes, page: int) -> tuple[float, float]:
    """The size in points of the largest digits of a page, and where they stand, in mm from the left."""
    glyphs = Opened(data).glyphs(page)
    rows = [row for row, text in enumerate(glyphs.text) if text.isdecimal()]
    size = max(glyphs.size[row] for row in rows)
    return size, pt_to_mm(float(np.mean([glyphs.x[row] for row in rows if glyphs.size[row] > size - 0.1])))


def test_the_cover_of_the_leaflet_lies_on_top_when_it_is_folded(built: Path) -> None:
    """Roll fold: the flap at one end, the cover at the other, the back between; mirrored from right to left."""
    outside = file(built, PUBLIC)
    flap, back, cover = (centre_mm(outside, 1, text) for text in ("Do not confront", "Whom you can call", "Spot the"))
    assert flap < 98 < back < 197.5 < cover
    assert largest_digits(outside, 1)[1] > 197.5
    assert largest_digits(file(built, PUBLIC, "ur"), 1)[1] < 99.5


def test_the_flap_is_one_to_two_millimetres_narrower_and_slips_in(built: Path) -> None:
    """Its dark ground shows where it ends."""
    for locale in ("en", "ur"):
        row = picture(file(built, PUBLIC, locale), 1, 254)[20]  # a tenth of a millimetre a pixel; above all text
        dark = np.flatnonzero((np.abs(row - (0x16, 0x25, 0x2b)).max(axis=1) < 6))
        width = (dark.max() if locale == "en" else len(row) - dark.min()) / 10
        other = (297 - width) / 2
        assert 1 <= other - width <= 2, locale


def test_inside_the_leaflet_is_read_from_its_first_panel_to_its_last(built: Path) -> None:
    for name, headings in ((PUBLIC, ("about a person", "at work", "at an address")),
                           (FOLDED, ("What is the NRM?", "If you say yes", "If you say no"))):
        data = file(built, name)
        text = words(data, 2)
        order = [text.index(heading) for heading in headings]
        assert order == sorted(order), name
    places = [centre_mm(file(built, FOLDED), 2, heading) for heading in ("What is", "If you say yes", "If you say no")]
    assert places == sorted(places)


def test_yes_and_no_stand_beside_each_other(built: Path) -> None:
    """Both sides of the choice are seen at once, in the same place of their panels."""
    found = pypdfium2.PdfDocument(file(built, FOLDED))[1].get_textpage()
    tops = [found.get_charbox(found.search(text, match_case=True).get_next()[0])[3] for text in ("If you say yes", "If you say no")]
    assert abs(tops[0] - tops[1]) < 0.5


def test_a_panel_that_is_too_full_is_told_and_does_not_go_on_overleaf(root: Path, tmp_path: Path) -> None:
    edit(root, "content/formats/leaflet-dl.yaml", "preferred: 14, smallest: 8.5", "preferred: 15.5, smallest: 15.5")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", "--area", "wiltshire", "--locale", "en",
                    "--material", FOLDED, "--format", "json")
    assert ran.code == 1 and "page 2, bottom" in one(ran, "P202")["message"]


def test_public_materials_do_not_wear_the_colour_of_the_victims_ones(built: Path) -> None:
    for name in (PUBLIC, f"{PUBLIC}-poster-a4", f"{PUBLIC}-poster-a3"):
        assert share_of(file(built, name), TEAL) == 0 and share_of(file(built, name), AMBER) > 0.1, name
    for name in (FOLDED, "pocket-zine", "justice-guide"):
        assert share_of(file(built, name), AMBER) == 0 and share_of(file(built, name), TEAL) > 0.0005, name


def test_the_number_on_a_poster_is_seen_across_a_room(built: Path) -> None:
    """At least 45 pt on A4, and on A3 larger by the square root of two."""
    small, large = (largest_digits(file(built, f"{PUBLIC}-poster-{size}"), 1)[0] for size in ("a4", "a3"))
    assert small >= 45 and large / small == pytest.approx(2 ** 0.5, rel=0.01)


def test_the_zine_can_come_from_a_printer_that_leaves_a_margin(built: Path) -> None:
    """Office printers leave 5 mm of the sheet white; each edge of a page is an edge of the sheet or a fold."""
    for locale in ("en", "ur"):
        data = file(built, "pocket-zine", locale)
        for page in range(1, 9):
            image = picture(data, page, 127)  # 5 pixels a millimetre
            inside = np.zeros(image.shape[:2], bool)
            inside[26:-26, 26:-26] = True
            assert (image[~inside] == 255).all(), (locale, page)


def test_outside_nothing_tells(built: Path) -> None:
    """Cover and back of what a person may carry, and the whole closed outside of the leaflet."""
    for name in (FOLDED, "pocket-zine", "justice-guide"):
        material = LIBRARY.materials[name]
        said = ""
        for page in (material.pages[0], material.pages[-1]):
            assert not any(block.type == "contacts" for block in page.blocks), name
            for piece in (p for block in page.blocks if block.type != "emergency" for p in (block, *block.items)):
                context = piece.same_as or f"{name}.{piece.id}"
                said += LIBRARY.texts[context].english + " " if context in LIBRARY.texts else ""
        assert said and not [word for word in ("slave", "traffick", "police", "court", "NRM", "victim", "crime")
                             if word.lower() in said.lower()], name


@pytest.mark.parametrize("name, width, height, pages", [
    ("justice-guide", 148, 210, 8), ("officer-guide", 105, 148, 8), ("pocket-zine", 74, 105, 8), (FOLDED, 297, 210, 2),
    (PUBLIC, 297, 210, 2), (f"{PUBLIC}-poster-a4", 210, 297, 1), (f"{PUBLIC}-poster-a3", 297, 420, 1),
    ("booklet", 105, 148, 16)])
def test_each_form_has_its_size_and_its_pages(built: Path, name: str, width: int, height: int, pages: int) -> None:
    with pikepdf.open(io.BytesIO(file(built, name))) as pdf:
        box = [float(v) for v in pdf.pages[0].trimbox]
        assert (round(pt_to_mm(box[2] - box[0]), 1), round(pt_to_mm(box[3] - box[1]), 1)) == (width, height)
        assert len(pdf.pages) == pages

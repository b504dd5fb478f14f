"""Files for a press: what a printing house asks for, made from the layout that the screen shows."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from generator.content.reader import read_library
from generator.inks import AREA_INKS, BLACK, NO_INK, PROFILE, TEXT_INKS, Inks
from generator.typeset.press import press
from generator.units import mm_to_pt, pt_to_mm

ROOT = Path(__file__).parents[1]
PRINTERS = read_library(ROOT)[0].printers
INKS = Inks.of_this_machine()
TEAL, DARK, GREY, WHITE = (0.078, 0.345, 0.361), (0.086, 0.145, 0.169), (0.271, 0.329, 0.353), (1.0, 1.0, 1.0)
OPERATORS = re.compile(rb"(?m)(?:^|\s)(rg|RG|sc|SC|scn|SCN|cs|CS|sh|ri)(?=\s|$)")


def printed(manifest: dict, built: Path) -> dict[str, bytes]:
    """Every press file of the shared build."""
    return {o["path"]: (built / o["path"]).read_bytes() for o in manifest["outputs"] if o["kind"] == "print"}


def streams(pdf: pikepdf.Pdf):
    """The painting operators of every page, form and pattern."""
    for page in pdf.pages:
        yield page
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and (thing.get("/Subtype") == "/Form" or "/PatternType" in thing):
            yield thing


def test_every_item_on_paper_has_a_file_for_its_areas_printer(manifest):
    on_paper = {(o["locale"], o["material"], o["format"]) for o in manifest["outputs"] if o["kind"] == "screen"}
    pressed = {(o["locale"], o["material"], o["format"]) for o in manifest["outputs"]
               if o["kind"] == "print" and o["printer"] == "sheet-fed"}
    assert on_paper - pressed == {one for one in on_paper if one[1] == "pocket-zine"}, "a zine is folded from an office sheet"
    assert len(pressed) > 100


def test_press_files_hold_inks_only_and_say_for_which_press(manifest, built):
    files = printed(manifest, built)
    for path, data in files.items():
        pdf = pikepdf.open(io.BytesIO(data))
        for stream in streams(pdf):
            used = {str(operator) for _, operator in pikepdf.parse_content_stream(stream)}
            assert not used & {"rg", "RG", "sh", "BDC", "BMC"}, path
        assert b"/DeviceRGB" not in data and b"/Lab" not in data.replace(b"/Label", b""), path
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFX" and str(intent.OutputConditionIdentifier) == "FOGRA39", path
        assert bytes(intent.DestOutputProfile.read_bytes()) == PROFILE.read_bytes(), path
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in pdf.Root.Metadata.read_bytes(), path
        assert str(pdf.docinfo["/Trapped"]) == "/False" and "/StructTreeRoot" not in pdf.Root, path


def test_running_text_is_black_ink_alone(manifest, built):
    """Below 9 pt one ink or none (on a dark ground); from 9 pt on two at most."""
    seen = set()
    for path, data in printed(manifest, built).items():
        for stream in streams(pikepdf.open(io.BytesIO(data))):
            ink, size, scale, stack = None, 0.0, 1.0, []
            for operands, operator in pikepdf.parse_content_stream(stream):
                name = str(operator)
                if name == "q":
                    stack.append((ink, scale))
                elif name == "Q":
                    ink, scale = stack.pop()
                elif name == "k":
                    ink = tuple(map(float, operands))
                elif name == "cm":
                    scale *= abs(float(operands[3]))
                elif name == "Tf":
                    size = float(operands[1])
                elif name in ("Tj", "TJ"):
                    assert ink is not None, path
                    inks = sum(v > 0 for v in ink)
                    if size * scale < 9 - 0.01:
                        assert ink in (BLACK, NO_INK), (path, ink, size * scale)
                    assert inks <= 2, (path, ink)
                    seen.add(ink)
    assert BLACK in seen and NO_INK in seen and len(seen) > 2, "black, white and a colour for headings"


def test_the_trim_is_where_the_screen_shows_it_and_the_bleed_is_the_printers(manifest, built):
    by_path = {o["path"]: o for o in manifest["outputs"]}
    for path, data in printed(manifest, built).items():
        if by_path[path]["printer"] != "sheet-fed":
            continue
        pdf = pikepdf.open(io.BytesIO(data))
        screen = pikepdf.open(built / path.replace("/sheet-fed/", "/"))
        assert len(pdf.pages) == len(screen.pages)
        for page, shown in zip(pdf.pages, screen.pages):
            trim, bleed, media = ([float(v) for v in box] for box in (page.trimbox, page.obj.BleedBox, page.mediabox))
            assert trim == [float(v) for v in shown.mediabox] and bleed == media, path
            for side, out in zip(trim, bleed):
                assert pt_to_mm(abs(side - out)) == pytest.approx(3, abs=0.01), path
            wanted = by_path[path]["trim_mm"]
            assert (pt_to_mm(trim[2] - trim[0]), pt_to_mm(trim[3] - trim[1])) == pytest.approx(wanted, abs=0.2)


def test_one_layout_serves_printers_with_different_bleeds():
    """3 mm and 4 mm from the same master: the same trim, and more ink beyond it."""
    master = _master()
    boxes = {}
    for name in ("sheet-fed", "web-to-print"):
        pdf = pikepdf.open(io.BytesIO(press(master, PRINTERS[name], INKS, bleed_mm=4, title="AB")))
        page = pdf.pages[0]
        boxes[name] = [[round(pt_to_mm(float(v)), 2) for v in box] for box in (page.trimbox, page.obj.BleedBox, page.mediabox)]
    assert boxes["sheet-fed"] == [[4, 4, 89, 59], [1, 1, 92, 62], [1, 1, 92, 62]]
    assert boxes["web-to-print"] == [[4, 4, 89, 59], [0, 0, 93, 63], [0, 0, 93, 63]], "over WeasyPrint's 3.53 mm"


def test_the_same_document_gives_the_same_bytes():
    master = _master()
    assert press(master, PRINTERS["sheet-fed"], INKS, bleed_mm=4, title="AB") == press(
        master, PRINTERS["sheet-fed"], Inks(PROFILE.read_bytes()), bleed_mm=4, title="AB")


def test_an_office_file_keeps_its_colours_and_loses_its_tags():
    pdf = pikepdf.open(io.BytesIO(press(_master(), PRINTERS["office"], INKS, bleed_mm=4, title="AB")))
    assert any(str(operator) == "rg" for _, operator in pikepdf.parse_content_stream(pdf.pages[0]))
    assert "/OutputIntents" not in pdf.Root


def test_a_press_file_looks_like_the_screen_file(manifest, built):
    """Letters and areas stand where they stood; colours may differ by what ink can do."""
    path = next(p for p in printed(manifest, built) if p.endswith("ur/sheet-fed/safety-card.pdf"))
    screen, pressed = pypdfium2.PdfDocument(built / path.replace("/sheet-fed/", "/")), pypdfium2.PdfDocument(built / path)
    scale, reach = 254 / 72, 30  # ten pixels to the millimetre, three millimetres of bleed
    for shown, page in zip(screen, pressed):
        one, other = (np.asarray(p.render(scale=scale, grayscale=True).to_pil()) < 128 for p in (shown, page))
        other = other[reach:-reach, reach:-reach]
        rows, columns = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
        one, other = one[:rows, :columns], other[:rows, :columns]
        assert (one & ~_grown(other)).mean() < 1e-4 and (other & ~_grown(one)).mean() < 1e-4


@pytest.mark.parametrize(("rgb", "display", "wanted"), [
    (TEAL, False, BLACK), (DARK, True, BLACK), (GREY, True, BLACK), (GREY, False, BLACK), (WHITE, False, NO_INK), (WHITE, True, NO_INK)])
def test_letters_in_one_ink_or_none(rgb, display, wanted):
    assert INKS.text(rgb, display) == wanted


def test_colours_have_few_inks_and_stay_below_the_limit():
    random = np.random.default_rng(7)
    for rgb in [TEAL, DARK, GREY, *map(tuple, random.random((200, 3)))]:
        area, text = INKS.area(rgb), INKS.text(rgb, True)
        assert sum(v > 0 for v in area) <= AREA_INKS and sum(v > 0 for v in text) <= TEXT_INKS
        assert sum(area) <= 2.8, rgb


def _grown(ink: np.ndarray) -> np.ndarray:
    """Ink, and a pixel around it: both pages are drawn to the pixel only."""
    return np.max([np.roll(ink, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)], axis=0)


def _master() -> bytes:
    """A card of two colours, 85 × 55 mm with 4 mm around it, as the typesetter gives it."""
    os.environ.setdefault("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    from weasyprint import HTML

    from generator.typeset.finish import finish
    page = ("<html lang=en><title>Card</title><style>@page{size:93mm 63mm;margin:0}body{margin:0;background:#e4efed}"
            "p{margin:9mm;font:8pt 'Noto Sans';color:#14585c}</style><p>Call 08000 121 700")
    return finish(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), bleed_mm=4)

"""Large print, pictures for a screen, easy read: what each promises the reader, on the finished files."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from conftest import ROOT, TODAY, real_inputs
from generator.checks.content import Content
from generator.checks.content import icon_missing
from generator.checks.finished.opened import Opened
from generator.model.content import PICTURED
from generator.model.library import pieces
from generator.page import Pages

INPUTS = real_inputs()
LIBRARY = INPUTS.library
LARGE_PT = 18.0
HEADING = 1.5  #: times the running text and more: a heading, not a lead
FOOT_PT = 80.0  #: of a large-print page, measured from below: the page number and the mark
SMALLEST_PX = 28


def large_prints(built: Path, manifest: dict) -> Iterator[tuple[dict, Opened]]:
    found = [output for output in manifest["outputs"] if output["kind"] == "large-print"]
    assert found
    for output in found:
        yield output, Opened((built / output["path"]).read_bytes())


def test_large_print_has_no_letter_under_18_points_small_print_too(built: Path, manifest: dict) -> None:
    for output, file in large_prints(built, manifest):
        least = LARGE_PT * LIBRARY.locales[output["locale"]].scale
        for page in file.pages:
            glyphs = file.glyphs(page)
            assert glyphs.size[glyphs.inked].min() > LARGE_PT - 0.05, (output["path"], page)
        assert output["size_pt"] > least - 0.05, output["path"]


def test_every_page_of_large_print_has_its_number_at_its_foot(built: Path, manifest: dict) -> None:
    for output, file in large_prints(built, manifest):
        assert output["pages"] == file.page_count
        for page in file.pages:
            glyphs = file.glyphs(page)
            foot = "".join(glyphs.text[row] for row in np.flatnonzero(glyphs.y < FOOT_PT))
            assert re.findall(r"\d+", foot) == [str(page)], (output["path"], page, foot)


def test_no_heading_of_large_print_stands_alone_at_the_foot_of_a_page(built: Path, manifest: dict) -> None:
    for output, file in large_prints(built, manifest):
        for page in file.pages:
            glyphs = file.glyphs(page)
            rows = np.flatnonzero(glyphs.inked & (glyphs.y > FOOT_PT))
            last = rows[glyphs.y[rows] < glyphs.y[rows].min() + 2]
            text = "".join(glyphs.text[row] for row in last)
            assert glyphs.size[last].max() < HEADING * output["size_pt"] or len(re.findall(r"\d", text)) >= 3, (output["path"], page, text)


def _only_named(material: str) -> set[str]:
    """Services whose name alone stands in a sentence of this material."""
    return {bound.partition(".")[0] for piece in pieces(LIBRARY.materials[material]) for bound in piece.record.facts.values()
            if bound.endswith(".name")}


def test_in_large_print_a_number_stands_on_the_page_of_its_name(built: Path, manifest: dict) -> None:
    seen = 0
    for output, _ in large_prints(built, manifest):
        contacts = {item.service for page in LIBRARY.materials[output["material"]].pages for block in page.blocks
                    if block.type == "contacts" for item in block.items}
        with pypdfium2.PdfDocument(built / output["path"]) as document:
            pages = [page.get_textpage().get_text_bounded().replace("\N{NO-BREAK SPACE}", " ") for page in document]
        for service in (LIBRARY.services[name] for name in contacts):
            for text in pages:
                if service.name in " ".join(text.split()) and service.id not in _only_named(output["material"]):
                    seen += 1
                    assert service.phone.shown in text, (output["path"], service.name)
    assert seen


@pytest.mark.parametrize("form", [form for form in LIBRARY.formats.values() if form.image_px], ids=lambda form: form.id)
def test_a_picture_for_a_screen_has_exactly_its_pixels_and_is_not_blank(built: Path, manifest: dict, form) -> None:
    outputs = [output for output in manifest["outputs"] if output["format"] == form.id]
    assert {output["locale"] for output in outputs} >= {"en", "ur", "zh-Hans"}
    for output in outputs:
        with Image.open(built / output["path"]) as image:
            assert image.format == "PNG" and image.size == (form.image_px.width, form.image_px.height) == tuple(output["pixels"])
            grey = np.asarray(image.convert("L"))
        for part in np.array_split(grey[:grey.shape[0] * 3 // 4], 3):  # heading, signs, number
            assert part.min() < 100 and part.max() > 220, output["path"]


def test_text_on_a_picture_for_a_screen_has_28_pixels() -> None:
    """Laid out at 96 pixels to the inch."""
    for form in LIBRARY.formats.values():
        if form.image_px:
            sizes = [float(pt) for name in form.styles if name != "paper"
                     for pt in re.findall(r"font-size: ([\d.]+)pt", (ROOT / f"templates/{name}.css").read_text(encoding="utf-8"))]
            assert min(form.text_pt.smallest, *sizes) * 96 / 72 >= SMALLEST_PX, form.id


def test_every_drawing_that_a_line_names_is_there() -> None:
    assert not list(icon_missing.check(Content(INPUTS.library, INPUTS.catalogs, INPUTS.signoffs, TODAY)))


def test_a_drawing_is_plain_outlines_in_the_inks_of_the_project() -> None:
    drawings = sorted((ROOT / "templates/pictures").glob("*.svg"))
    assert len(drawings) >= 30
    for file in drawings:
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"<(\w[\w-]*)", text)) <= {"svg", "g", "path", "circle", "rect", "ellipse"}, file.name
        assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) <= {"none", "#16252b", "#14585c", "#c9dfdb", "#fff"}, file.name


def test_a_page_carries_the_drawings_that_it_or_its_template_names_and_no_others() -> None:
    pages = Pages(ROOT)
    for material in ("safety-card", "helpline-page", "easy-read"):
        if material not in LIBRARY.materials:
            continue
        edition, _ = INPUTS.join.edition(LIBRARY.materials[material], LIBRARY.locales["en"], LIBRARY.areas["wiltshire"])
        page, _ = pages.render(edition)
        used = {("picture-" if block.type in PICTURED else "icon-") + item.icon
                for one in LIBRARY.materials[material].pages for block in one.blocks for item in block.items if item.icon}
        named = re.findall(r"icon-[a-z]+", pages._with_imports(f"{edition.format.template}.html.j2"))
        assert set(re.findall(r"\.((?:icon|picture)-[a-z-]+)\{background-image", page.css)) == used | set(named), material


def test_easy_read_has_at_most_four_ideas_a_page_each_with_its_picture() -> None:
    for material in LIBRARY.materials.values():
        for block in (b for page in material.pages for b in page.blocks if b.type == "pictures"):
            assert 1 <= len(block.items) <= 4 and all(item.icon for item in block.items), (material.id, block.id)

"""Laying out for real: only our fonts, nothing read from outside, every log line a problem, letters where they belong."""

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from conftest import ROOT, generator
from test_bad_input import edit, one
from weasyprint.urls import FatalURLFetchingError

from generator.checks.finished.opened import Opened
from generator.fonts import FALLBACK, find_fonts, private_fontconfig
from generator.typeset.finish import finish
from generator.typeset.typesetter import OnlyData

ONE = ("--area", "wiltshire", "--locale", "ur", "--material", "safety-card", "--format", "json")


@pytest.mark.parametrize("asked", ['<img src="file:///etc/hostname" alt="x">', '<img src="../../secret.png" alt="x">',
                                   '<style>@import url("http://127.0.0.1:9/x.css");</style>',
                                   '<link rel="attachment" href="file:///etc/passwd">'])
def test_a_page_that_asks_for_a_file_is_not_made(root: Path, tmp_path: Path, asked: str) -> None:
    edit(root, "templates/card.html.j2", "{%- endblock -%}", asked + "{%- endblock -%}")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", *ONE)
    assert ran.code == 1 and [p["path"] for p in ran.problems if p["code"].startswith("C33")] == ["templates/card.html.j2"]
    assert not (tmp_path / "b" / "manifest.json").exists()


def test_what_the_typesetter_warns_of_is_a_problem(root: Path, tmp_path: Path) -> None:
    edit(root, "templates/card.css", ".foot {", ".foot { colour: teal;")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", *ONE)
    assert ran.code == 1 and "colour" in one(ran, "P201")["message"]


def test_what_the_typesetter_warns_of_is_a_problem_of_each_page(root: Path, tmp_path: Path) -> None:
    """A style sheet is parsed once for all languages, and its faults are told once: the next page has them too."""
    edit(root, "templates/card.css", ".foot {", ".foot { colour: teal;")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", "--area", "wiltshire", "--locale", "ro,pl,ar,ur",
                    "--material", "number-card", "--format", "json")
    assert sorted(p["locale"] for p in ran.problems if p["code"] == "P201") == ["ar", "pl", "ro", "ur"]


def test_text_that_falls_off_the_page_is_noticed(root: Path, tmp_path: Path) -> None:
    edit(root, "templates/card.css", ".language .endonym {", ".steps li:last-child { position: absolute; top: 300mm }\n.language .endonym {")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", *ONE)
    assert ran.code == 1 and one(ran, "P202")


def test_fonts_in_the_files_are_those_of_the_locale(built: Path, manifest: dict) -> None:
    stacks = {p.stem: re.search(r"fonts: \[(.*)\]", p.read_text(encoding="utf-8"))[1].split(", ")
              for p in (ROOT / "content" / "locales").glob("*.yaml")}
    for output in manifest["outputs"]:
        if output["kind"] != "screen" or output["locale"] == "mul":
            continue
        with pikepdf.open(built / output["path"]) as pdf:
            names = {str(font.BaseFont).partition("+")[2].removesuffix("-Bold").replace("-", " ")
                     for page in pdf.pages for font in page.Resources.Font.values()}
        assert names <= {*stacks[output["locale"]], FALLBACK}, output["path"]


def test_bold_is_bold_also_in_nastaliq(built: Path) -> None:
    """Its bold file calls itself weight 400; taken as it is, two files of one weight print wrong letters."""
    with pikepdf.open(built / "wiltshire/ur/safety-card.pdf") as pdf:
        names = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    assert {"Noto-Nastaliq-Urdu", "Noto-Nastaliq-Urdu-Bold"} <= names


def test_there_is_one_file_for_each_family_and_weight(tmp_path: Path) -> None:
    files, problems = find_fonts(["Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Nastaliq Urdu", "Noto Sans Arabic"])
    assert problems == []
    private_fontconfig(files, tmp_path / "fonts")
    there = sorted(p.name for p in (tmp_path / "fonts" / "files").iterdir())
    assert len(there) == len({(f.family, f.weight) for f in files}) == 10
    # No document has to touch a file of 19 MB.
    assert max((tmp_path / "fonts" / "files" / name).stat().st_size for name in there) < 10_000_000


@pytest.mark.parametrize("name", ["ur/safety-card.pdf", "ur/folded-card-duplex.pdf", "bn/safety-card.pdf", "th/safety-card.pdf"])
def test_pdfium_draws_each_glyph_where_the_file_says(built: Path, name: str) -> None:
    """PDFium drops a move at the end of a TJ array: what we say with it must be said otherwise."""
    data = (built / "wiltshire" / name).read_bytes()
    said = {(round(float(x), 1), round(float(y), 1)) for glyphs in [Opened(data).glyphs(1)] for x, y in zip(glyphs.x, glyphs.y)}
    document = pypdfium2.PdfDocument(data)
    try:
        text = document[0].get_textpage()
        x, y = pdfium.c_double(), pdfium.c_double()
        drawn = set()
        for i in range(text.count_chars()):
            if not chr(pdfium.FPDFText_GetUnicode(text.raw, i)).isspace():  # PDFium adds spaces of its own
                pdfium.FPDFText_GetCharOrigin(text.raw, i, x, y)
                drawn.add((round(x.value, 1), round(y.value, 1)))
    finally:
        document.close()
    far = [place for place in drawn if not any(abs(place[0] - a) < 0.3 and abs(place[1] - b) < 0.3 for a, b in said)]
    assert not far, far[:5]


def test_finishing_the_same_file_twice_gives_the_same_bytes_without_dates(built: Path) -> None:
    data = (built / "wiltshire/ur/safety-card.pdf").read_bytes()
    assert finish(data, bleed_mm=0) == finish(data, bleed_mm=0)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
        assert set(pdf.docinfo.keys()) == {"/Title"}
    assert not re.search(rb"Date|Producer|Creator", metadata)


@pytest.mark.parametrize("url", ["file:///etc/hostname", "http://127.0.0.1:9/x.css", "https://example.org/x.png", "ftp://127.0.0.1/x",
                                 "../../secret.png", "FILE:///etc/passwd", "file://127.0.0.1/etc/passwd", "%2e%2e/secret.png"])
def test_the_typesetter_fetches_nothing_from_disk_or_network(url: str) -> None:
    """Behind the look at the templates: whatever gets past it finds no file either."""
    with pytest.raises(FatalURLFetchingError):
        OnlyData().fetch(url)
    assert OnlyData().fetch("data:text/plain,x")

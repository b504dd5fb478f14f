"""Preflight: a clean file passes, and each fault is caught by the check for it and by no other."""

from __future__ import annotations

import gc
import io
import json
import re
import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from click.testing import CliRunner
from PIL import Image

from conftest import ROOT
from faults import FAULTS, HEIGHT_MM, SHEET_FAULTS, WIDTH_MM, Fault, at, clean, drawn, edited, painting, printer, qr, rect, structure, text
from faults.sheets import clean_sheet
from generator.checks.finished import check_finished
from generator.checks.finished.opened import Opened
from generator.checks.print import Job, checks, painted, preflight
from generator.cli import main
from generator.content.reader import read_library
from generator.impose import Form, Slug
from generator.impose.place import impose
from generator.model.edition import Expected
from generator.problem import Code
from generator.units import mm_to_pt

FONT = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")
JOB = Job("card.pdf", "print", printer("sheet-fed"), trim_mm=(WIDTH_MM, HEIGHT_MM))


def codes(pdf: bytes, job: Job = JOB) -> set[str]:
    return {finding.problem.code for finding in preflight(pdf, job)}


def test_a_clean_file_passes() -> None:
    assert preflight(clean(), replace(JOB, pages=2)) == []


def test_a_clean_file_passes_for_a_printer_with_more_bleed() -> None:
    assert preflight(clean(4, "web-to-print"), replace(JOB, printer=printer("web-to-print"))) == []


def test_a_bleed_that_stops_at_ten_points_is_found() -> None:
    """WeasyPrint's own BleedBox reaches no further, whatever the style sheet says."""
    def capped(opened) -> None:  # noqa: ANN001
        for page in opened.pages:
            page.BleedBox = [float(v) + d for v, d in zip(page.TrimBox, (-10, -10, 10, 10), strict=True)]
    assert codes(edited(clean(4, "web-to-print"), capped), replace(JOB, printer=printer("web-to-print"))) == {"T405"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_is_caught_by_its_check_and_by_no_other(fault: Fault) -> None:
    file = Opened(fault.make(clean()))
    findings = preflight(file, replace(JOB, **fault.job))
    assert {finding.problem.code for finding in findings} == {fault.code} | fault.also
    for finding in findings:
        assert len(str(finding.problem).splitlines()) == 1 and finding.problem.remedy.endswith(".")
        if fault.make.__module__ == painting.__name__ and fault.code != "T436":  # a place to be shown for all that is painted
            assert finding.page and finding.boxes
            assert all(min(box.inside(file.box(finding.page))[2:]) > 0 for box in finding.boxes)


def test_there_is_a_fault_for_each_check() -> None:
    tried = {fault.code for fault in (*FAULTS, *SHEET_FAULTS)}
    assert tried == {module.CODE.number for module in checks()} and len(FAULTS) >= 32


@pytest.mark.parametrize("module", checks(), ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_check_has_its_reason_its_kinds_and_its_code(module) -> None:  # noqa: ANN001
    assert module.__doc__ and len(module.__doc__.split()) > 20 and module.check.__doc__
    assert set(module.KINDS) <= {"print", "imposed"} and module.KINDS
    assert isinstance(module.CODE, Code) and len(module.CODE.why.split()) > 5


# Sheets.


SHEET = replace(JOB, path="card-duplex.pdf", kind="imposed", printer=printer("print-room"))


def test_a_clean_sheet_passes() -> None:
    assert preflight(clean_sheet(), SHEET) == []


@pytest.mark.parametrize("of", ["office", "print-room"])
def test_sheets_that_are_made_here_pass(of: str) -> None:
    """The real imposition, for a turn over the long edge and over the short one."""
    made = impose(clean(), Form("cards", WIDTH_MM, HEIGHT_MM, 3, "ltr", 2), Slug("card", "English", "ab12cd34", draft=True), FONT, printer(of))
    assert "duplex" in made
    for variant, sheet in made.items():
        job = replace(SHEET, path=variant, printer=printer(of))
        assert [str(finding.problem) for finding in preflight(sheet, job)] == []
    turned = {"long-edge": "short-edge", "short-edge": "long-edge"}[printer(of).turn]
    assert codes(made["duplex"], replace(SHEET, printer=printer(of).model_copy(update={"turn": turned}))) == {"T440"}


def test_nothing_of_a_file_stays_once_it_has_been_looked_at() -> None:
    """The pictures of its pages have up to 120 MB: in a circle of references they would stay until somebody looks for circles."""
    made = impose(clean(), Form("cards", WIDTH_MM, HEIGHT_MM, 3, "ltr", 2), Slug("card", "English", "ab12cd34", draft=True), FONT, printer("office"))
    gc.collect()
    gc.disable()
    try:
        file = Opened(made["duplex"])
        check_finished(file, Expected("duplex.pdf", "imposed", 2, (210, 297), 3, 4, 6, "en", "ltr", ("999",), ("https://help.example.org/",), ("Noto Sans",), "AB", draft=True))
        preflight(file, replace(SHEET, path="duplex", printer=printer("office")))
        stays = weakref.ref(file)
        del file
        assert stays() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("fault", SHEET_FAULTS, ids=lambda fault: fault.name)
def test_each_fault_of_a_sheet_is_caught(fault: Fault) -> None:
    job = replace(SHEET, printer=SHEET.printer.model_copy(update=fault.job))
    assert codes(fault.make(clean_sheet()), job) == {fault.code} | fault.also


def test_a_sheet_for_the_other_turn_passes_when_it_is_turned_so() -> None:
    """Over the long edge the left becomes the right: a sheet whose columns lie in the middle passes."""
    def centred(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            middle = mm_to_pt(160)
            edge = mm_to_pt(WIDTH_MM / 2)
            page.Contents = opened.make_stream((f"q {middle - edge} 100 {2 * edge} 150 re W n 1 0 0 1 {middle - edge} 100 cm /P Do Q").encode())
    sheet = edited(clean_sheet(), centred)
    long_edge = replace(SHEET, printer=SHEET.printer.model_copy(update={"turn": "long-edge"}))
    assert codes(sheet, long_edge) == set() and codes(sheet, SHEET) == {"T440"}


# What looks like a fault and is none.


@pytest.mark.parametrize("make", [
    pytest.param(lambda pdf: text(pdf, 7, at(10, 18)), id="text of the smallest size"),
    pytest.param(lambda pdf: text(pdf, 9, at(10, 18), ink="1 0 0 .5 k"), id="display text in two inks"),
    pytest.param(lambda pdf: text(pdf, 8, at(10, 18), ink="0 g"), id="black as grey 0"),
    pytest.param(lambda pdf: text(pdf, 3, at(1, 18), before="3 Tr"), id="text that paints nothing"),
    pytest.param(lambda pdf: drawn(pdf, f"0 0 0 1 K .25 w {at(10, 20)} m {at(40, 20)} l S"), id="the thinnest line"),
    pytest.param(lambda pdf: drawn(pdf, f"0 0 0 1 k {rect(10, 20, 0.05, 0.05)} f"), id="a dot is no line"),
    pytest.param(lambda pdf: drawn(pdf, f"0 0 0 1 K .5 w [4 4] 0 d {at(40, -3)} m {at(40, 0)} l S {at(60, 30)} m {at(60, 58)} l S"),
                 id="a line ends at the trim"),
    pytest.param(lambda pdf: drawn(pdf, f".8 .8 .8 .4 k {rect(10, 16, 5, 3)} f"), id="280 percent"),
    pytest.param(lambda pdf: drawn(pdf, painting.SHOWN, XObject=painting.image(pikepdf.Name.DeviceCMYK, 4, value=100)), id="a fine picture"),
    pytest.param(lambda pdf: drawn(pdf, f"/X gs 0 0 0 1 k {rect(10, 16, 5, 3)} f", ExtGState=lambda opened: pikepdf.Dictionary(op=True)),
                 id="black overprints"),
    pytest.param(lambda pdf: drawn(pdf, f".2 0 .2 0 k {rect(8, 12, 30, 30)} f {qr(10, 13)}", page=2), id="a white panel under a code on a tint"),
    pytest.param(lambda pdf: drawn(pdf, f".2 0 .2 0 k {at(70, 20)} m {at(90, 20)} l {at(89, 40)} l {at(70, 38)} l f", page=2),
                 id="a slanting shape bleeds"),
    pytest.param(lambda pdf: edited(pdf, structure.note(pikepdf.Name.PrinterMark, 40, 40, 80, 60)), id="a mark of the printer"),
])
def test_what_is_right_passes(make: Callable[[bytes], bytes]) -> None:
    assert [str(finding.problem) for finding in preflight(make(clean()), JOB)] == []


def test_the_format_owns_its_safe_margin() -> None:
    near = text(clean(), 8, at(3, 30))
    assert codes(near) == {"T407"} and codes(near, replace(JOB, safe_mm=2.5)) == set()


def test_an_office_printer_takes_any_colour_but_not_a_thin_line() -> None:
    office = replace(JOB, printer=printer("office").model_copy(update={"files": ("print",)}))
    rgb = text(drawn(clean(), f".9 .3 .3 rg {rect(10, 16, 5, 3)} f"), 8, at(30, 18), ink=".2 .5 .5 rg")
    assert codes(rgb, office) == set() and codes(rgb) == {"T411"}
    assert codes(painting.a_line_is_thin(clean()), office) == {"T410"}


def test_a_code_in_rgb_black_is_right_for_an_office_printer_only() -> None:
    office = replace(JOB, printer=printer("office"))
    black = drawn(clean(), qr(10, 16, ink="0 0 0 rg"), page=2)
    assert codes(black, office) == set() and codes(black) == {"T411", "T420"}


# Where it is shown.


def test_a_place_is_framed_where_it_stands() -> None:
    file = Opened(painting.a_fill_is_in_rgb(clean()))
    findings = preflight(file, JOB)
    picture = np.asarray(Image.open(io.BytesIO(painted(file, 1, findings))).convert("RGB")).astype(int)
    rows, columns = np.nonzero(picture[:, :, 0] - picture[:, :, 1] > 100)
    scale = 100 / 25.4
    height = picture.shape[0]
    assert abs(height - 61 * scale) < 2 and abs(picture.shape[1] - 91 * scale) < 2
    assert abs(columns.min() / scale - 13) < 1 and abs(columns.max() / scale - 18) < 1
    assert abs((height - rows.max()) / scale - 19) < 1 and abs((height - rows.min()) / scale - 22) < 1
    elsewhere = np.asarray(Image.open(io.BytesIO(painted(file, 2, findings))).convert("RGB")).astype(int)
    assert (elsewhere[:, :, 0] == elsewhere[:, :, 1]).all()


@pytest.mark.parametrize("picture, told", [("problems/card.png", "See problems/card.png, page 1."), ("p/c{x}-{page}.png", "See p/c{x}-1.png."), ("", "")])
def test_a_message_names_the_picture(picture: str, told: str) -> None:
    problem = preflight(painting.a_line_is_thin(clean()), replace(JOB, picture=picture))[0].problem
    assert problem.path == "card.pdf" and problem.line == 1 and problem.message.startswith("page 1: ")
    assert problem.remedy == f"Draw them thicker. {told}".strip()


# Speed, and what is not a file for print at all.


def test_a_card_takes_little_time() -> None:
    pdf, job = clean(), replace(JOB, pages=2)
    preflight(pdf, job)
    before = time.process_time()
    preflight(pdf, job)
    assert time.process_time() - before < 0.5  # it takes 0.05 s; a loaded machine more


def test_forms_that_multiply_end_with_one_line() -> None:
    def bomb(opened: pikepdf.Pdf) -> None:
        inner = opened.make_stream(b"0 0 0 1 k 0 0 9 9 re f " * 100, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        for _ in range(11):
            inner = opened.make_stream(b"/F Do " * 30, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9],
                                       Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner)))
        opened.pages[0].Contents = opened.make_stream(b"/F Do")
        opened.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
    from generator.cli import preflight as command
    found, pictures, _ = command._apart(edited(clean(), bomb), JOB, ROOT, guess=False, seconds=1)
    assert [problem.code for problem in found] == ["T401"] and not pictures and "1 seconds" in found[0].message


@pytest.mark.parametrize("data", [b"", b"\0" * 1000, b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"],
                         ids=["nothing", "zeros", "a header", "no pages"])
def test_bytes_that_are_no_file_end_with_one_line(data: bytes) -> None:
    found = preflight(data, JOB)
    assert [finding.problem.code for finding in found] == ["T401"]
    assert "object at" not in found[0].problem.message and len(str(found[0].problem).splitlines()) == 1


def run(folder: Path, pdf: bytes | None, *arguments: str, name: str = "card.pdf"):  # noqa: ANN201
    """The command, in this process."""
    if pdf is not None:
        (folder / name).write_bytes(pdf)
    return CliRunner().invoke(main, ["preflight", str(folder / name), "--root", str(ROOT), "--build", str(folder / "build"), *arguments])


def test_the_command_says_that_a_file_is_ready(tmp_path: Path) -> None:
    ran = run(tmp_path, clean(), "--printer", "sheet-fed", "--trim", "85x55", "--pages", "2")
    assert ran.exit_code == 0 and "ready for Printing house, sheet-fed offset: 2 pages of 85 × 55 mm, as print" in ran.output
    assert not (tmp_path / "build").exists()


def test_the_command_tells_and_paints_what_is_wrong(tmp_path: Path) -> None:
    ran = run(tmp_path, painting.a_line_is_thin(clean()), "--printer", "print-room", "--format", "json", name="my card.pdf")
    problem, = json.loads(ran.stdout)["problems"]
    picture = tmp_path / "build" / "preflight" / "my-card-1.png"
    assert ran.exit_code == 1 and problem["code"] == "T410" and problem["line"] == 1 and str(picture) in problem["remedy"]
    assert picture.read_bytes().startswith(b"\x89PNG") and len(list(picture.parent.iterdir())) == 1
    assert run(tmp_path, clean(), "--printer", "print-room", name="my card.pdf").exit_code == 0
    assert not picture.exists(), "a picture of a mended fault is left"


def test_the_command_knows_a_sheet_by_its_size(tmp_path: Path) -> None:
    ran = run(tmp_path, clean_sheet(), "--printer", "print-room")
    assert ran.exit_code == 0 and "as imposed" in ran.output
    assert run(tmp_path, clean_sheet(), "--printer", "print-room", "--kind", "print").exit_code == 1


def test_the_command_asks_a_stitched_booklet_for_fours(tmp_path: Path) -> None:
    ran = run(tmp_path, clean(), "--printer", "sheet-fed", "--stitched", "--format", "github")
    assert ran.exit_code == 1 and ran.output.startswith("::error file=") and "T418" in ran.output and len(ran.output.splitlines()) == 1


@pytest.mark.parametrize("arguments, told", [
    (["--printer", "nobody"], "There are: office, print-room, sheet-fed, web-to-print."), ([], "--printer"),
    (["--printer", "office", "--kind", "print"], "takes imposed files only"), (["--printer", "sheet-fed", "--trim", "big"], "85x55"),
    (["--printer", "../areas/wiltshire"], "There is no printer"), (["--printer", "sheet-fed", "--locale", "../en"], "There is no locale")])
def test_what_is_not_understood_ends_with_2(tmp_path: Path, arguments: list[str], told: str) -> None:
    ran = run(tmp_path, clean(), *arguments)
    assert ran.exit_code == 2 and told in " ".join(ran.output.split()) and "Traceback" not in ran.output


@pytest.mark.parametrize("name, pdf, code", [
    ("none.pdf", None, 2), ("empty.pdf", b"", 1), ("cut.pdf", "cut", 1), ("text.pdf", b"Dear printer,", 1), ("locked.pdf", "locked", 1),
    ("huge.pdf", "huge", 1)])
def test_any_file_ends_with_a_clear_line(tmp_path: Path, name: str, pdf: bytes | str | None, code: int) -> None:
    made = {"cut": lambda: clean()[:3000],
            "locked": lambda: edited(clean(), lambda opened: None, encryption=pikepdf.Encryption(owner="o", user="u", R=6)),
            "huge": lambda: edited(clean(), lambda opened: setattr(opened.pages[0], "MediaBox", [0, 0, 1e6, 1e6]))}
    ran = run(tmp_path, made[pdf]() if isinstance(pdf, str) else pdf, "--printer", "sheet-fed", name=name)
    lines = [line for line in ran.output.splitlines() if line and not line.startswith(("Usage", "Try"))]
    assert ran.exit_code == code and len(lines) == 1 and name in lines[0] and "Traceback" not in ran.output


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    ran = run(tmp_path, None, "--printer", "sheet-fed", name=".")
    assert ran.exit_code == 2 and "is not a file" in ran.output


# The real thing.


def test_what_is_made_for_printers_passes(built: Path, manifest: dict) -> None:
    """What a build made for printers (it asks the same of each file), read once more from its folder."""
    library = read_library(ROOT)[0]
    made = [one for one in manifest["outputs"] if one["kind"] in ("print", "imposed") and one["locale"] == "ur" and one["material"] in ("safety-card", "booklet", "nrm-explainer", "pocket-zine")]
    assert {one["kind"] for one in made} == {"print", "imposed"}
    for one in made:
        job = Job(one["path"], one["kind"], library.printers[one["printer"]], one["locale"], safe_mm=library.formats[one["format"]].safe_mm,
                  trim_mm=tuple(one["trim_mm"]), pages=one["pages"])
        assert [str(finding.problem) for finding in preflight((built / one["path"]).read_bytes(), job)] == []


def test_the_page_for_printers_names_every_check() -> None:
    page = (ROOT / "docs" / "printers.md").read_text(encoding="utf-8")
    named = {int(code) for code in re.findall(r"T(4\d\d)", page)}
    named |= {n for first, last in re.findall(r"T(4\d\d) to T(4\d\d)", page) for n in range(int(first), int(last) + 1)}
    assert named == {int(module.CODE.number[1:]) for module in checks()}

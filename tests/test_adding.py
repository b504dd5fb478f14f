"""docs/adding.md is followed to the letter, and what a first-time user gets wrong is told at its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, copy_root, generator, real_inputs
from test_bad_input import edit, one
from generator.build.inputs import read_inputs
from generator.build.plan import Narrow, plan
from generator.checks.content import Content, block_shape, form_pages, number_typed, unknown_reference
from generator.content.references import UNBOUND
from generator.model.blocks import TYPES
from generator.page import Pages
from generator.problem import Problem
from generator.typeset.fit import Overrun

PAGE = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
CARD, BOOKLET = "content/materials/safety-card.yaml", "content/materials/booklet.yaml"


def written(path: str) -> str:
    """A file as the page shows it: after its name, indented."""
    block = re.search(rf"`{re.escape(path)}`:\n\n((?: {{4,}}.*\n|\n)+)", PAGE)
    assert block, path
    lines = block[1].rstrip().split("\n")
    indent = min(len(line) - len(line.lstrip()) for line in lines if line)
    return "\n".join(line[indent:] for line in lines) + "\n"


def follow(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).write_text(written(path), encoding="utf-8")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_root(tmp_path_factory.mktemp("adding") / "root")
    for file in [*(root / "locales").glob("*.po"), *(root / "content/locales").glob("*.yaml")]:
        if file.stem not in ("en", "pl", "lt", "ro"):
            file.unlink()
    for area in ("cambridgeshire", "west-mercia"):
        (root / f"content/areas/{area}.yaml").unlink()
    file = root / "content/areas/wiltshire.yaml"
    file.write_text(re.sub(r"(?m)^  (?!en|pl|lt|ro:)[A-Za-z-]+: \d+\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    return root


@pytest.fixture
def root(real: Path, tmp_path: Path) -> Path:
    shutil.copytree(real, tmp_path / "root")
    return tmp_path / "root"


def told(root: Path, *checks, joined: bool = False) -> list[Problem]:
    """The errors of reading and of these checks, and of the join of everything in English for Wiltshire."""
    inputs = read_inputs(root, TODAY)
    content = Content(inputs.library, inputs.catalogs, inputs.signoffs, TODAY)
    found = [*inputs.problems, *(p for check in checks for p in check.check(content)),
             *(plan(inputs, [], Narrow(locale="en", area="wiltshire")).problems if joined else ())]
    return [p for p in dict.fromkeys(found) if p.severity == "error"]


# The recipes of the page


def test_the_recipes_for_a_material_a_format_a_printer_and_an_area_work_as_they_stand(root: Path, tmp_path: Path) -> None:
    follow(root, "content/materials/visit-card.yaml", "content/formats/bookmark-55x170.yaml", "templates/bookmark.html.j2",
           "templates/bookmark.css", "content/printers/corner-print.yaml")
    edit(root, "content/materials/visit-card.yaml", "[card-85x55]", "[card-85x55, bookmark-55x170]")
    contact = re.search(r"(?m)^    contacts:\n(?: {6,}.*\n)+", PAGE)
    area = (root / "content/areas/wiltshire.yaml").read_text(encoding="utf-8").partition("local:\n")[0]
    (root / "content/areas/kent.yaml").write_text(area.replace("id: wiltshire", "id: kent").replace("name: Wiltshire", "name: Kent").replace(
        "nation: england", "nation: england\nprinter: corner-print") + re.sub("(?m)^    ", "", contact[0]), encoding="utf-8")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", "--area", "kent", "--locale", "en",
                    "--material", "visit-card,coordinator-card")
    assert ran.code == 0, ran.out + ran.err
    made = {file.name for file in (tmp_path / "b" / "kent" / "en").iterdir()}
    assert {"visit-card.pdf", "visit-card-bookmark-55x170.pdf", "visit-card-duplex.pdf", "coordinator-card.pdf"} <= made
    assert (tmp_path / "b" / "kent" / "en" / "corner-print" / "visit-card.pdf").is_file()


def test_every_type_of_block_is_explained_on_the_page_and_in_the_schema() -> None:
    table = PAGE[PAGE.index("| type |"):PAGE.index("Not every form draws every type")]
    assert set(re.findall("`([a-z-]+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|")))) == set(TYPES)
    schema = (ROOT / "content/schema/materials.json").read_text(encoding="utf-8")
    assert all(one.meaning in schema for one in TYPES.values())


# What is lost silently


@pytest.mark.parametrize("old, new, word", [
    ("type: qr", "type: qr\n        text: Scan this.", "text stands in a block of type qr"),
    ("        text: What happened to you is not your fault.\n", "", "no text and no same_as"),
    ("        text: You can get help.\n", "        text: You can get help.\n        items: [{id: more, text: More.}]\n", "items stands in a block"),
    ("        service: helpline\n", "", "no service and no slot"),
    ("type: qr", "type: local", "no slot"),
    ("type: qr", "type: list", "no items"),
    ("            says_language: true", "            icon: phone", "icon stands in a line of steps"),
    ("            text: Free from UK phones\n", "", "A line of list has no text"),
])
def test_a_key_that_a_type_does_not_use_or_lacks_is_told_at_its_line(root: Path, old: str, new: str, word: str) -> None:
    line = edit(root, CARD, old, new)
    found = [p for p in told(root, block_shape) if p.code == "C316"]
    assert [p.path for p in found] == [CARD] and word in found[0].message and found[0].remedy
    assert abs(found[0].line - line) <= 4


def test_our_own_materials_have_the_shape_that_they_should() -> None:
    assert not [p for p in told(ROOT, block_shape, form_pages, number_typed, unknown_reference)]


def test_a_text_that_the_form_does_not_draw_is_an_error_and_names_the_block(root: Path) -> None:
    edit(root, CARD, "type: list", "type: phrases")
    text = (root / CARD).read_text(encoding="utf-8")
    (root / CARD).write_text(re.sub(r"            icon: \w+\n", "", text), encoding="utf-8")
    inputs = read_inputs(root, TODAY)
    whole = plan(inputs, [], Narrow(locale="en", area="wiltshire", material="safety-card"))
    html, problems = Pages(root).render(whole.planned[0].edition)
    assert html is None and {p.code for p in problems} == {"P103"}
    assert "safety-card.free-call" in problems[0].message and problems[0].path == "templates/card.html.j2"


def test_a_plain_text_that_leaves_a_text_out_is_an_error(root: Path) -> None:
    edit(root, "templates/plain-text.txt.j2", 'block.type == "emergency"', 'block.type == "lead"')
    edit(root, "templates/plain-text.txt.j2", '{{ number(block.contact.shown) }}\n\n{% elif block.lines', '\n{% elif block.lines')
    edit(root, "templates/plain-text.txt.j2", "{{ runs(block.runs) }}\n\n{% elif block.lines", "-\n\n{% elif block.lines")
    inputs = read_inputs(root, TODAY)
    whole = plan(inputs, [], Narrow(locale="en", area="wiltshire", material="plain-text"))
    assert "P103" in {p.code for p in Pages(root).text(whole.planned[0].edition)[1]}


# Numbers


@pytest.mark.parametrize("typed, remedy", [("Call 999.", "police-emergency.phone"), ("Call 08000 121 700.", "helpline.phone"),
                                           ("Call +44 8000 121700.", "helpline.phone"), ("Call 9 9 9.", "police-emergency.phone"),
                                           ("Call 0800-555-112 now.", "service.phone"), ("Text 12345.", "service.phone")])
def test_a_telephone_number_typed_into_a_text_is_told_with_what_to_bind(root: Path, typed: str, remedy: str) -> None:
    line = edit(root, CARD, "What happened to you is not your fault.", typed)
    found = [p for p in told(root, number_typed) if p.code == "C317"]
    assert [(p.path, p.line) for p in found] == [(CARD, line)] and remedy in found[0].remedy


def test_counts_ages_hours_and_years_may_stand_in_a_text(root: Path) -> None:
    edit(root, CARD, "What happened to you is not your fault.", "Within 24 hours, if you are 18-24, from 9.30 to 17.00, since 2015, for £50.")
    assert not [p for p in told(root, number_typed) if p.code == "C317"]


def test_a_number_in_a_line_of_an_area_is_told(root: Path) -> None:
    area = root / "content/areas/wiltshire.yaml"
    text = area.read_text(encoding="utf-8")
    area.write_text(re.sub(r'(?m)^    text: .*$', "    text: Ring 01632 960123.", text, count=1), encoding="utf-8")
    assert "contacts:" in next(p for p in told(root, number_typed) if p.code == "C317").remedy


# Names that lead nowhere, and files that could not be read


@pytest.mark.parametrize("path, old, new, first", [
    ("content/services/childline.yaml", "nations:", "nation:", "C101"),
    ("content/formats/card-85x55.yaml", "kind: screen", "kind: scren", "C103"),
    ("content/locales/pl.yaml", "direction: ltr", "direction: left", "C103"),
    ("content/materials/safety-card.yaml", "audience: victim", "audience: vicitm", "C103"),
])
def test_what_names_a_file_that_could_not_be_read_adds_no_second_problem(root: Path, path: str, old: str, new: str, first: str) -> None:
    edit(root, path, old, new)
    found = told(root, unknown_reference, joined=True)
    assert {p.path for p in found} == {path} and first in {p.code for p in found}


@pytest.mark.parametrize("path, old, new, code, remedy", [
    (CARD, "service: police-emergency", "service: police-emergenci", "C311", "police-emergency"),
    ("content/materials/micro-card.yaml", "safety-card.pdf-title", "safety-card.pdf-titel", "C311", "safety-card.pdf-title"),
    (CARD, "text: What happened to you is not your fault.", "text: Call {phone}.\n        facts: {phone: police.phone}", UNBOUND.number, "police-emergency.phone"),
])
def test_a_wrong_name_is_told_once_with_the_name_that_was_meant(root: Path, path: str, old: str, new: str, code: str, remedy: str) -> None:
    edit(root, path, old, new)
    found = told(root, unknown_reference, joined=True)
    assert [p.code for p in found] == [code] and "Did you mean" in found[0].remedy and remedy in found[0].remedy


# Forms


def test_the_number_of_pages_is_one_that_the_form_takes(root: Path) -> None:
    follow(root, "content/materials/visit-card.yaml")
    with (root / "content/materials/visit-card.yaml").open("a", encoding="utf-8") as file:
        file.write("  - id: third\n    blocks:\n      - {id: page-too-many, type: qr}\n")
    found = [p for p in told(root, form_pages) if p.code == "C318"]
    assert [(p.path, p.line) for p in found] == [("content/materials/visit-card.yaml", 4)]
    assert found[0].message == "visit-card has 3 pages, and card-85x55 takes 1 or 2."


@pytest.mark.parametrize("old, new, code, word", [
    ("trim_mm: {width: 85, height: 55}\n", "", "C104", "trim_mm"),
    ("text_pt: {preferred: 9.5, smallest: 7}\n", "", "C104", "text_pt"),
    ("styles: [paper, card]\n", "", "C104", "styles"),
    ("kind: screen", "kind: image", "C104", "image_px"),
    ("smallest: 7", "smallest: 12", "C104", "preferred"),
    ("styles: [paper, card]", "styles: [paper, cart]", "C154", "cart.css"),
    ("template: card", "template: crad", "C154", "crad.html.j2"),
])
def test_a_form_that_lacks_what_it_needs_is_told_at_its_line_and_nowhere_else(root: Path, old: str, new: str, code: str, word: str) -> None:
    line = edit(root, "content/formats/card-85x55.yaml", old, new)
    found = told(root, unknown_reference, joined=True)
    assert [(p.code, p.path) for p in found] == [(code, "content/formats/card-85x55.yaml")] and word in found[0].message
    assert found[0].line == (line if new else 5)


@pytest.mark.parametrize("file, old, new", [("card.html.j2", "{%- endfor %}", "{%- endfro %}"), ("_blocks.html.j2", "{%- endmacro -%}", "{%- endmarco -%}"),
                                            ("card.html.j2", "loop.last, true", "1 + 'a', true"), ("_blocks.html.j2", "run.text | unbroken", "run.txet | unbroken")])
def test_a_fault_in_a_template_or_in_one_that_it_takes_from_is_told_with_its_line(root: Path, file: str, old: str, new: str) -> None:
    edit(root, f"templates/{file}", old, new)
    edition = plan(real_inputs(), [], Narrow(locale="en", area="wiltshire", material="safety-card")).planned[0].edition
    html, problems = Pages(root).render(edition)
    assert html is None and [(p.code, p.path) for p in problems] == [("P101", f"templates/{file}")] and problems[0].line > 0


def test_a_text_that_does_not_fit_sideways_may_be_the_style_sheets_fault() -> None:
    from generator.typeset.typesetter import _too_long
    assert "templates/" in _too_long("a.pdf", [Overrun(1, "Hello", "left", 2.0)], 8).remedy
    assert "templates/" not in _too_long("a.pdf", [Overrun(1, "Hello", "bottom", 2.0)], 8).remedy
    assert "it takes 3 pages, and 2 are there" in _too_long("a.pdf", [Overrun(3, "Hello", "page count", 1.0)], 8).message


# Languages


def test_a_language_that_no_area_lists_is_an_error_to_build_and_a_warning_to_check(root: Path, tmp_path: Path) -> None:
    edit(root, "content/areas/wiltshire.yaml", "  pl: 500\n", "")
    ran = generator("build", "--root", root, "--build", tmp_path / "b", "--area", "wiltshire", "--locale", "pl")
    assert ran.code == 1 and "wiltshire.yaml: error C155" in ran.err and "does not list the language pl" in ran.err and "locales:" in ran.err
    assert not (tmp_path / "b" / "index.html").exists()
    for path in ("content/locales/rom.yaml", "locales/rom.po"):
        shutil.copy(ROOT / path, root / path)
    ran = generator("check", "--root", root, "--area", "wiltshire", "--locale", "rom")
    assert "warning C155" in ran.out and "\nSKIP E" in f"\n{ran.out}" and "SKIP: SKIP" not in ran.out


def test_translations_takes_no_option_that_it_would_ignore(root: Path) -> None:
    assert generator("translations", "--root", root, "--area", "wiltshire").code == 2
    assert generator("translations", "--root", root, "--locale", "xx").code == 2

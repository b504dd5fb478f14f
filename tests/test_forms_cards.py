"""The cards, the leaflet and the poster with tabs: what each form owes to the person who holds it."""

from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, copy_root, real_inputs
from generator.build.inputs import read_inputs
from generator.checks.finished.opened import Opened
from generator.checks.finished.reading.runs import VisualRun, visual_runs
from generator.edition import Join
from generator.model.edition import Edition
from generator.page import Pages
from generator.units import mm_to_pt

NUMBER = "08000121700"
TABS = 10
MADE = ("en", "ur", "zh-hans")
CONTACT = """
contacts:
  coordinator:
    name: Alex Example
    phone: {shown: "01632 960123", dial: "+441632960123", source: nobody, read_on: "2026-11-21", sure: C}
    languages: [lt, ro, ar]
"""


def edition(material: str, tag: str, root: Path = ROOT) -> Edition | None:
    """One edition for Wiltshire, or nothing where it is not to be made."""
    inputs = real_inputs() if root == ROOT else read_inputs(root, TODAY)
    library = inputs.library
    return Join(library, inputs.catalogs, inputs.signoffs, TODAY).edition(
        library.materials[material], library.locales[tag], library.areas["wiltshire"])[0]


def html(one: Edition, root: Path = ROOT) -> str:
    """Its page."""
    page, problems = Pages(root).render(one)
    assert page, problems
    return page.html


def numbers(file: Opened, page: int) -> list[VisualRun]:
    """The runs of digits on a page that are the helpline's number."""
    return [run for run in visual_runs(file.glyphs(page), str.isdecimal) if run.text == NUMBER and not run.overlapping]


@pytest.mark.parametrize("tag", MADE)
def test_the_number_of_the_micro_card_is_never_smaller_than_16_points(built: Path, tag: str) -> None:
    file = Opened((built / f"wiltshire/{tag}/micro-card.pdf").read_bytes())
    (run,) = numbers(file, 1)
    assert min(file.glyphs(1).size[row] for row in run.rows) >= 15.95
    assert file.page_count == 2 and not file.codes


@pytest.mark.parametrize("tag", MADE)
def test_each_tab_holds_the_whole_number_and_is_read_the_same_way(built: Path, tag: str) -> None:
    file = Opened((built / f"wiltshire/{tag}/tear-off-poster.pdf").read_bytes())
    glyphs, width = file.glyphs(1), mm_to_pt(210) / TABS
    runs = numbers(file, 1)
    assert len(runs) == TABS
    tabs = []
    for run in runs:
        rows = list(run.rows)
        assert {round(glyphs.angle[row]) % 360 for row in rows} == {90}
        edge = file.trim(1).left
        left, right = glyphs.boxes[rows, 0].min() - edge, glyphs.boxes[rows, 2].max() - edge
        tabs.append(int(left // width))
        # Scissors wander: 5 mm between the digits and either cut.
        assert left - tabs[-1] * width > mm_to_pt(5) and (tabs[-1] + 1) * width - right > mm_to_pt(5)
    assert sorted(tabs) == list(range(TABS))


@pytest.mark.parametrize("material", ["micro-card", "child-card", "bag-insert", "tear-off-poster"])
def test_a_flat_item_names_no_helpline(built: Path, material: str) -> None:
    file = Opened((built / f"wiltshire/en/{material}.pdf").read_bytes())
    text = "".join("".join(file.glyphs(page).text) for page in file.pages).lower().replace(" ", "")
    assert "draft" in text
    assert not [word for word in ("slavery", "trafficking", "helpline", "childline") if word in text]


def test_a_coordinator_is_shown_by_name_with_each_language_under_its_own(tmp_path: Path) -> None:
    assert edition("coordinator-card", "en") is None
    root = copy_root(tmp_path)
    area = root / "content/areas/wiltshire.yaml"
    area.write_text(area.read_text(encoding="utf-8") + CONTACT, encoding="utf-8")
    for tag in ("en", "ur"):
        page = html(edition("coordinator-card", tag, root), root)
        assert '<bdi class="name" dir="ltr" lang="en">Alex Example</bdi>' in page
        assert '<bdi class="number" dir="ltr">01632\N{NO-BREAK SPACE}960123</bdi>' in page
        for spoken, direction, endonym in (("lt", "ltr", "Lietuvių"), ("ro", "ltr", "Română"), ("ar", "rtl", "العربية")):
            assert f'<bdi lang="{spoken}" dir="{direction}"' in page and f">{endonym}</bdi>" in page


def test_only_a_leaflet_for_staff_says_for_whom_it_is() -> None:
    victims = edition("bag-insert", "en")
    assert "For partner services" not in html(victims)
    assert "For partner services" in html(replace(victims, audience="partner"))


@pytest.mark.parametrize("written, set_", [
    ("Voulez-vous ?", "Voulez-vous\u00a0?"), ("Dites : oui ; non !", "Dites\u00a0: oui\u00a0; non\u00a0!"),
    ("« Non »", "«\u00a0Non\u00a0»"), ("Is it so? Yes: it is", "Is it so? Yes: it is")])
def test_a_mark_after_a_space_never_begins_a_line(written: str, set_: str) -> None:
    assert Pages(ROOT).environment.filters["unbroken"](written) == set_


def test_french_sentences_are_set_with_their_marks_held() -> None:
    question = html(edition("tear-off-poster", "fr")).partition("<h1>")[2].partition("</h1>")[0]
    assert question.endswith("\u00a0?")

"""The sheet to point at and the card of first words: what an officer and a reader hold between them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from conftest import ROOT, TODAY, real_inputs
from generator.edition import MANY, Join
from generator.model.edition import Edition
from generator.page import Pages

INPUTS = real_inputs()
LIBRARY = INPUTS.library
JOIN = Join(LIBRARY, INPUTS.catalogs, INPUTS.signoffs, TODAY)
AREAS = sorted(LIBRARY.areas)
POINT_MM = 25.4 / 72


@cache
def page(material: str, tag: str, area: str = "wiltshire") -> tuple[Edition, str]:
    locale = MANY if tag == MANY.tag else LIBRARY.locales[tag]
    edition, problems = JOIN.edition(LIBRARY.materials[material], locale, LIBRARY.areas[area])
    assert edition, problems
    html, problems = Pages(ROOT).render(edition)
    assert html, problems
    return edition, html.html


def rows(html: str) -> list[tuple[int, str, str]]:
    """Of the sheet: number, tag, English name, in the order of the page."""
    return [(int(n), tag, name) for n, tag, name in re.findall(
        r'<li[^>]*><span class="n" dir="ltr">(\d+)</span><span class="s" lang="([^"]+)".*?</span>'
        r'<span class="english" lang="en">([^<]+)</span></li>', html)]


@pytest.mark.parametrize("area", AREAS)
def test_each_language_of_the_area_stands_once_on_the_sheet_with_its_english_name(area: str) -> None:
    _, html = page("language-sheet", "mul", area)
    found = rows(html)
    assert sorted(tag for _, tag, _ in found) == sorted(LIBRARY.areas[area].locales)
    assert all(name == LIBRARY.locales[tag].spoken for _, tag, name in found)
    assert [number for number, _, _ in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("area", AREAS)
def test_languages_stand_by_region_and_the_most_needed_come_first(area: str) -> None:
    _, html = page("language-sheet", "mul", area)
    order = [tag for _, tag, _ in rows(html)]
    need = list(LIBRARY.areas[area].locales)
    regions = [LIBRARY.locales[tag].region for tag in order]
    assert [r for i, r in enumerate(regions) if r not in regions[:i]] == [
        r for i, r in enumerate(regions) if i == 0 or r != regions[i - 1]], "a region stands in one place"
    for region in set(regions):
        here = [tag for tag in order if LIBRARY.locales[tag].region == region]
        assert here == sorted(here, key=need.index)
    assert order[0] == need[0]


def test_each_sentence_of_the_sheet_is_set_in_its_own_script_and_direction() -> None:
    _, html = page("language-sheet", "mul")
    found = re.findall(r'class="s" lang="([^"]+)" dir="([^"]+)" style="font-family: ([^"]+)"', html)
    assert len(found) == len(LIBRARY.areas["wiltshire"].locales)
    for tag, direction, fonts in found:
        locale = LIBRARY.locales[tag]
        assert direction == locale.direction
        assert fonts.startswith(f"'{locale.fonts[0]}'")
    assert '<html lang="mul"' in html and '<h1 lang="en">' in html


def test_rows_of_the_sheet_are_high_enough_for_a_finger() -> None:
    """9.2 mm is what a thumb hits (Parhi, Karlson and Bederson, 2006)."""
    for area in AREAS:
        _, html = page("language-sheet", "mul", area)
        assert float(re.search(r"--row: ([\d.]+)mm", html)[1]) >= 9.2


def test_the_two_columns_of_the_sheet_come_out_even() -> None:
    """They are cut between groups, so they differ by less than the largest group."""
    _, html = page("language-sheet", "mul")
    left, right = (len(rows(part)) for part in html.split('<div class="column">')[1:])
    assert abs(left - right) <= 4, (left, right)


def test_phrases_have_the_same_number_in_both_languages_and_on_both_sides() -> None:
    edition, html = page("first-contact-card", "ur")
    lines = [line for p in edition.pages for block in p.of_type("phrases") for line in block.lines]
    found = re.findall(r'<span class="n">(\d+)</span><span class="e" lang="en">([^<]*)</span><span class="l" dir="rtl">([^<]*)</span>', html)
    assert [(str(i), line.english, line.runs[0].text) for i, line in enumerate(lines, 1)] == [
        (n, e.replace("&#39;", "'"), text) for n, e, text in found]


def test_english_stays_on_the_left_in_every_script() -> None:
    for tag in ("ur", "ar", "zh-Hans"):
        _, html = page("first-contact-card", tag)
        assert html.count('<div class="main" dir="ltr">') == 2
        assert set(re.findall(r'<span class="l" dir="(\w+)">', html)) == {LIBRARY.locales[tag].direction}


def test_answers_to_point_at_have_a_picture_and_both_languages() -> None:
    _, html = page("first-contact-card", "ro")
    found = re.findall(r'<span class="picture icon-([a-z]+)"></span><span class="l">([^<]+)</span><span class="e"[^>]*>([^<]+)<', html)
    assert [icon for icon, _, _ in found] == ["yes", "no", "question"]
    assert all((ROOT / f"templates/icons/{icon}.svg").is_file() for icon, _, _ in found)
    assert [english for _, _, english in found] == ["Yes", "No", "I don’t understand"]
    assert all(said != english for _, said, english in found)


def test_the_card_says_in_both_languages_that_it_is_no_interpreter() -> None:
    edition, html = page("first-contact-card", "ar")
    warning = next(block for p in edition.pages for block in p.of_type("warning"))
    row = html.split('class="row warning">')[1].split("</p>")[0]
    assert warning.english in row and warning.runs[0].text in row


def test_the_sheet_is_made_once_and_the_card_in_every_language_but_english(manifest: dict) -> None:
    made = {(o["material"], o["locale"]) for o in manifest["outputs"]}
    assert {tag for material, tag in made if material == "language-sheet"} == {"mul"}
    assert {tag for material, tag in made if material == "first-contact-card"} == {"ur", "zh-Hans"}


def lines_at(pdf: Path, page_number: int, texts: list[str]) -> list[tuple[float, float]]:
    """Left edge and middle of the first line of each text, in mm from the page's top left; they stand below each other."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[page_number]
    words = sheet.get_textpage()
    found = []
    for text in texts:
        search, below = words.search(text[:9]), found[-1][1] if found else 0.0
        while at := search.get_next():
            left, bottom, _, top = words.get_charbox(at[0], loose=True)
            edge, _, _, head = sheet.get_mediabox()  # the screen shows the trim of a page with bleed
            middle = (head - (top + bottom) / 2) * POINT_MM
            if middle > below + 1:  # phrases may begin alike
                found.append(((left - edge) * POINT_MM, middle))
                break
        assert at, text
    return found


def test_both_languages_of_a_phrase_stand_level_on_paper(built: Path) -> None:
    edition, _ = page("first-contact-card", "zh-Hans")
    for number, sheet in enumerate(edition.pages):
        lines = sheet.of_type("phrases")[0].lines
        pdf = built / "wiltshire/zh-hans/first-contact-card.pdf"
        english = lines_at(pdf, number, [line.english for line in lines])
        other = lines_at(pdf, number, [line.runs[0].text for line in lines])
        assert all(abs(a[1] - b[1]) < 0.8 for a, b in zip(english, other)), (english, other)
        assert max(x for x, _ in english) - min(x for x, _ in english) < 1 > max(x for x, _ in other) - min(x for x, _ in other)
        assert english[0][0] < 105 / 2 < other[0][0] + 8

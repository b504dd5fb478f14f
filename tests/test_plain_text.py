"""Words without a layout: which numbers stand in them, and what they take as text messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, real_inputs
from generator.checks import plain_text
from generator.page import Pages, dialled
from generator.sms import BASIC, EXTENDED, sms_of

INPUTS = real_inputs()


def message(tag: str, material: str = "plain-text"):
    library = INPUTS.library
    edition, problems = INPUTS.join.edition(library.materials[material], library.locales[tag], library.areas["wiltshire"])
    assert edition is not None
    text, problems = Pages(ROOT).text(edition)
    assert problems == []
    return edition, text, [dialled(shown, edition.locale) for shown in edition.phones()]


@pytest.mark.parametrize("tag", ["en", "ar", "ur", "zh-Hans", "ti"])
@pytest.mark.parametrize("material", ["plain-text", "sms"])
def test_each_number_stands_whole_and_no_other(tag: str, material: str) -> None:
    edition, text, phones = message(tag, material)
    assert text.startswith("DRAFT\n")
    assert plain_text.check("x.txt", text, phones, edition) == ([], len(phones))
    swapped = text.replace(phones[0], phones[0][:-2] + phones[0][-1] + phones[0][-2] + "3", 1)
    assert {p.code for p in plain_text.check("x.txt", swapped, phones, edition)[0]} == {"E233"}
    problems, _ = plain_text.check("x.txt", text + "\n116 123\n", phones, edition)
    assert ["116 123" in p.message for p in problems] == [True]


@given(st.text(sorted(BASIC - set("\n\r")), max_size=400))
def test_letters_of_old_telephones_are_counted_in_sevens(text: str) -> None:
    found = sms_of(text)
    assert (found.encoding, found.units) == ("GSM-7", len(text))
    assert found.segments == (1 if len(text) <= 160 else -(-len(text) // 153))


@given(st.text(sorted(BASIC - set("\n\r")), max_size=200), st.sampled_from(["ș", "ع", "是", "😀", "ት"]))
def test_one_other_letter_makes_all_of_them_wide(text: str, other: str) -> None:
    found = sms_of(text + other)
    assert found.encoding == "UCS-2" and found.units == len(text) + (2 if other == "😀" else 1)
    assert found.segments == (1 if found.units <= 70 else -(-found.units // 67))


@pytest.mark.parametrize("sign", sorted(EXTENDED))
def test_rare_signs_take_two_places(sign: str) -> None:
    assert sms_of("a" + sign + "b").units == 4

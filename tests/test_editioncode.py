"""The edition code: the same content gives the same code; one mistyped character is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.editioncode import ALPHABET, code_of, read_code

contents = st.binary(max_size=64)


@given(contents)
def test_a_code_reads_back_as_itself(content: bytes) -> None:
    code = code_of(content)
    assert read_code(code) == code == code_of(content)


@given(contents)
def test_what_people_type_is_read(content: bytes) -> None:
    code = code_of(content)
    assert read_code(code.lower().replace("-", " ")) == code
    assert read_code(code.replace("0", "O").replace("1", "l")) == code


@given(contents, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_never_another_edition(content: bytes, place: int, wrong: str) -> None:
    plain = code_of(content).replace("-", "")
    mistyped = plain[:place] + wrong + plain[place + 1:]
    if mistyped != plain:
        assert read_code(mistyped) is None


@given(contents, st.integers(0, 11), st.integers(0, 11))
def test_two_exchanged_characters_are_refused(content: bytes, one: int, other: int) -> None:
    letters = list(code_of(content).replace("-", ""))
    letters[one], letters[other] = letters[other], letters[one]
    exchanged = "".join(letters)
    if exchanged != code_of(content).replace("-", ""):
        assert read_code(exchanged) is None


@pytest.mark.parametrize("typed", ["", "7F3A", "7F3A-9K2C-4TXW-0000", "UUUU-UUUU-UUUU", "ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert read_code(typed) is None


def test_the_code_of_given_content_never_changes() -> None:
    # Printed cards carry these: a change here would orphan them.
    assert (code_of(b""), code_of(b"card")) == ("N2E5-5WD3-SC5W", "D8YX-YS8R-35HB")

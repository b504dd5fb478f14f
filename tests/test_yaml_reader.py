"""Reading YAML strictly, and checking it against the records: every fault refused at its line."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.content import validate as validating
from generator.content import yamlfaults
from generator.content.validate import validate, validate_named
from generator.content.yamlfaults import fault_of
from generator.content.yamltext import DEEPEST, LARGEST_FILE, MOST_NODES, MOST_PROBLEMS, Document, read_yaml
from generator.model.content import Area, Locale, Material, Record, Service
from generator.model.values import Dial
from generator.problem import Code, Problem

FIXTURES = Path(__file__).parent / "fixtures" / "yaml"
SECONDS = 10  # for the largest file, on a slow and busy machine; it takes less than one

# Files that the reader refuses. "Y104 2" is code and line; several stand in order of line and code.
READING = {
    "latin1": "Y102 2", "utf16_le": "Y102 1", "utf16_be": "Y102 1", "utf32_be": "Y102 1",
    "utf16_without_mark": "Y104 1, Y104 2", "bom_at_start": "Y103 1", "bom_before_key": "Y103 2",
    "nul_raw": "Y104 2", "nul_escape": "Y104 2", "escape_code_raw": "Y104 2", "escape_code_escape": "Y104 2",
    "delete_raw": "Y104 2", "carriage_return_alone": "Y104 1",
    "nel_hides_a_key": "Y105 2", "line_separator_hides_a_key": "Y105 2", "line_separator_escape": "Y105 2",
    "paragraph_separator_in_comment": "Y105 2",
    "tab_indents": "Y106 2", "tab_after_colon": "Y106 2", "tab_in_quotes": "Y106 2", "tab_escape": "Y106 2",
    "bidi_override": "Y107 2", "bidi_isolate_in_comment": "Y107 2", "bidi_left_to_right_mark": "Y107 2",
    "bidi_arabic_letter_mark": "Y107 2", "bidi_escape": "Y107 2", "endonym_with_bidi_mark": "Y107 1",
    "zero_width_space": "Y108 2", "zero_width_joiner_escape": "Y108 2", "word_joiner": "Y108 2",
    "tag_characters": "Y108 2, Y108 2, Y108 2", "variation_selector": "Y108 2", "hangul_filler": "Y108 2",
    "braille_blank": "Y108 2", "endonym_with_word_joiner": "Y108 1", "endonym_comment_with_joiner": "Y108 1",
    "soft_hyphen": "Y109 2", "private_use": "Y110 2",
    "unassigned": "Y111 2", "noncharacter": "Y111 2", "surrogate_escape": "Y111 2",
    "nbsp_in_number": "Y112 2", "nbsp_escape": "Y112 2", "narrow_nbsp": "Y112 2", "ideographic_space": "Y112 2",
    "replacement_character": "Y113 2",
    "name_not_composed": "Y114 2", "endonym_not_composed": "Y114 1", "escape_not_composed": "Y114 2",
    "empty": "Y115 1", "only_comments": "Y115 1", "only_dashes": "Y115 2",
    "directive_yaml": "Y116 1", "directive_tag": "Y116 1", "directive_unknown": "Y116 1",
    "second_document": "Y117 2", "second_document_empty": "Y117 2", "content_after_its_end": "Y119 3",
    "root_is_a_list": "Y118 1", "root_is_a_text": "Y118 1",
    "colon_in_text": "Y119 2", "quote_never_closed": "Y119 2", "quote_never_closed_before_document": "Y119 1",
    "at_sign_first": "Y119 2", "bracket_never_closed": "Y119 2", "comma_missing": "Y119 2",
    "unknown_escape": "Y119 2", "short_escape": "Y119 2", "escape_beyond_unicode": "Y119 2",
    "escape_far_beyond_unicode": "Y119 2", "indentation_uneven": "Y119 3", "key_without_colon": "Y119 2",
    "list_on_the_key_line": "Y119 2", "text_after_quote": "Y119 2", "key_missing": "Y119 1",
    "bracket_for_value": "Y119 2",
    "anchor": "Y120 2", "ampersand_first": "Y120 2", "alias_to_nothing": "Y121 2", "markdown_bold": "Y121 2",
    "alias_of_itself": "Y120 1, Y121 1", "alias_as_key": "Y120 1, Y121 2",
    "alias_bomb": ", ".join(["Y120 1"] + [f"Y120 {n}, Y121 {n}" for n in range(2, 10)]),
    "tag_local": "Y122 2", "tag_python": "Y122 2", "tag_binary": "Y122 2", "tag_text": "Y122 2",
    "tag_bare": "Y122 2", "tag_of_unknown_handle": "Y122 2", "exclamation_first": "Y122 2",
    "merge_key": "Y123 2", "merge_alias": "Y120 1, Y121 3, Y123 3",
    "duplicate_key": "Y124 11", "duplicate_key_below": "Y124 11", "duplicate_key_in_braces": "Y124 1",
    "duplicate_key_full_width": "Y124 2, Y125 2",
    "key_with_cyrillic_letter": "Y125 11", "key_with_space": "Y125 1", "key_full_stop": "Y125 1",
    "key_empty": "Y125 1", "key_is_a_list": "Y126 1", "key_is_braces": "Y126 1",
    "key_is_a_placeholder": "Y127 2, Y126 3, Y127 3",
    "value_empty": "Y127 2", "value_empty_before_comment": "Y127 2", "value_empty_in_braces": "Y127 1",
    "entry_empty": "Y127 3",
    "block_literal": "Y128 2", "block_folded": "Y128 2", "block_sign_first": "Y128 2",
    "cut_by_comment": "Y129 2", "cut_by_comment_with_space": "Y129 2", "cut_by_comment_after_plus": "Y129 2",
    "cut_by_comment_in_words": "Y129 2",
    "line_break_escape": "Y130 2", "line_break_by_empty_line": "Y130 2",
    "too_deep": f"Y131 {DEEPEST}", "too_deep_brackets": "Y131 1", "text_too_long": "Y133 2",
    "too_many_problems": ", ".join([*(f"Y125 {n}" for n in range(1, MOST_PROBLEMS + 1)), f"Y134 {MOST_PROBLEMS + 1}"]),
    "several_faults": "Y112 2, Y127 3, Y120 4, Y124 5",
}

# The same, too large to lie in a file.
MADE = {
    "file_too_large": (b"#" * (LARGEST_FILE + 1), "Y101 0"),
    "too_many_nodes": (b"a: [" + b"b," * MOST_NODES + b"b]\n", "Y132 1"),
    "not_utf8_at_its_end": (b"a: b\n" * 100 + b"\xe2\x80", "Y102 101"),
    "key_too_long": (b"? " + b"a" * 5001 + b"\n: b\n", "Y133 1"),
}

# Files that can be read, and that the record refuses.
CHECKING = {
    "unknown_key": "C101 11", "unknown_key_below": "C101 11", "unknown_key_like_no_other": "C101 11",
    "missing_key": "C102 1", "missing_key_below": "C102 5", "area_slot_missing": "C102 6, C102 6, C102 6, C101 7",
    "word_unknown": "C103 4", "word_unknown_far": "C103 4", "word_unknown_in_list": "C103 3", "word_false": "C104 11",
    "date_impossible": "C104 9", "date_in_words": "C104 9",
    "number_full_width": "C104 6", "number_arabic_digits": "C104 6", "number_with_letters": "C104 6",
    "shown_unreadable": "C104 6", "dial_national": "C104 7", "dial_octal": "C104 7", "dial_not_short": "C104 7",
    "number_one_digit_missing": "C107 6", "number_other_dial": "C107 6", "number_short_dial": "C107 6",
    "dial_one_digit_missing": "C107 6",
    "id_upper_case": "C104 1", "id_is_a_path": "C104 1", "id_reserved": "C104 1",
    "name_empty": "C104 2", "name_two_spaces": "C104 2", "site_with_https": "C104 5",
    "area_address_http": "C104 4", "area_address_user": "C104 4", "area_address_port": "C104 4",
    "area_address_fragment": "C104 4", "area_address_local": "C104 4", "area_tag": "C104 7", "area_copies_octal": "C104 6",
    "locale_script": "C104 4", "locale_scale": "C104 9", "locale_fonts_entry": "C104 7", "material_text_twice": "C104 11",
    "shape_list_for_text": "C105 2", "shape_list_for_word": "C105 4", "shape_list_for_number": "C105 7",
    "shape_text_for_list": "C105 3", "shape_text_for_keys": "C105 5", "shape_list_for_keys": "C105 5",
    "area_locales_list": "C105 5",
    "list_empty": "C106 3", "area_locales_empty": "C106 5", "name_too_long": "C106 2",
    "several_wrong_values": "C104 2, C103 4, C104 9, C103 10, C101 11",
}

# A number that phonenumbers cannot parse at all: where it is told depends on who notices first.
UNPARSED = {"dial_country_unknown": (6, 7), "dial_unreadable_alone": (5, 6)}

# Files that are refused only for their name: help-line.yaml was expected.
NAMED = {"id_not_the_file_name": "C108 1"}

ACCEPTED = {"ok_service": Service, "ok_crlf": Service, "ok_area": Area, "ok_locale": Locale,
            "ok_scalars": None, "ok_lists": None, "ok_folded": None, "ok_endonym": None}

# What must be told, beside the place: a part of the line that is printed.
TOLD = {
    "unknown_key": "Did you mean “phone”?", "unknown_key_like_no_other": "id, name, nations, who, phone, hours, web, notice, remarks",
    "duplicate_key": "stands in line 5 already", "key_with_cyrillic_letter": "ph<U+043E>ne",
    "nbsp_in_number": "U+00A0 NO-BREAK SPACE", "bidi_escape": "written as an escape", "tab_indents": "Use spaces.",
    "cut_by_comment": "A # cuts the value here, after “08000”. Quote the whole value",
    "cut_by_comment_in_words": "after “Line”", "latin1": "0xE9", "colon_in_text": "in double quotes",
    "missing_key_below": "source is missing under phone. Add source (where this was read).",
    "word_unknown": "none of: everyone, adults, women, children. Did you mean “everyone”?",
    "word_unknown_in_list": "entry 2 of nations is “wels”", "word_false": "true or false is expected",
    "number_one_digit_missing": "which dials +44163296012, and dial says +441632960123",
    "shape_text_for_list": "nations should be a list, and a text stands here.",
    "list_empty": "nations has 0 entries; at least 1", "name_too_long": "601 characters; 600 are allowed",
    "locale_script": "a script such as Latn or Arab is expected", "name_two_spaces": "“Help  Line”",
    "material_text_twice": "entry 1 of blocks: text and same_as exclude each other",
    "too_many_problems": "more than 50 problems", "key_is_a_placeholder": "Put a text with braces in double quotes",
}

JARGON = re.compile(r"Input should|Value error|valid (string|tuple|dictionary)|validation|pydantic|"
                    r"Traceback|Error\(|ScannerError|<class|token|\bNone\b|items? after")


def raw_of(name: str) -> bytes:
    return (FIXTURES / f"{name}.yaml").read_bytes()


def read(name: str) -> tuple[Document | None, list[Problem]]:
    return read_yaml(raw_of(name), f"content/{name}.yaml")


def accepted(raw: bytes | str) -> Document:
    document, problems = read_yaml(raw.encode() if isinstance(raw, str) else raw, "x.yaml")
    assert problems == [] and document is not None
    return document


def kind_of(name: str) -> type:
    return {"area": Area, "locale": Locale, "material": Material}.get(name.split("_")[0], Service)


def places(problems: list[Problem]) -> str:
    return ", ".join(f"{p.code} {p.line}" for p in problems)


def check_wording(problems: list[Problem], path: str) -> None:
    for problem in problems:
        line = str(problem)
        assert problem.path == path
        assert len(line.splitlines()) == 1 and line == line.strip()
        assert problem.message.endswith(".") and problem.remedy.endswith((".", "?", '"')), line
        assert not JARGON.search(line), line
        assert "http" not in problem.remedy.split("(")[0], line


@pytest.mark.parametrize("name", READING)
def test_reader_refuses(name: str) -> None:
    document, problems = read(name)
    assert document is None
    assert places(problems) == READING[name]
    check_wording(problems, f"content/{name}.yaml")
    assert all(fault_of(ch) is None for p in problems for ch in p.message + p.remedy), "a message holds the fault itself"


@pytest.mark.parametrize("name", MADE)
def test_reader_refuses_what_is_large(name: str) -> None:
    raw, expected = MADE[name]
    document, problems = read_yaml(raw, "x.yaml")
    assert document is None
    assert places(problems) == expected
    check_wording(problems, "x.yaml")


@pytest.mark.parametrize("name", CHECKING)
def test_record_refuses(name: str) -> None:
    document, problems = read(name)
    assert problems == []
    record, problems = validate(document, kind_of(name))
    assert record is None
    assert places(problems) == CHECKING[name]
    check_wording(problems, f"content/{name}.yaml")


@pytest.mark.parametrize("name", UNPARSED)
def test_number_that_cannot_be_parsed(name: str) -> None:
    document, _ = read(name)
    record, problems = validate(document, Service)
    assert record is None
    told = [p for p in problems if p.code == "C104"]
    assert len(told) == 1 and told[0].line in UNPARSED[name]
    check_wording(problems, f"content/{name}.yaml")


def test_number_that_cannot_be_parsed_outside_a_phone() -> None:
    class Odd(Record):
        number: Dial

    record, problems = validate(accepted('number: "+2101234567"\n'), Odd)
    assert record is None and places(problems) == "C104 1"


@pytest.mark.parametrize("name", TOLD)
def test_told(name: str) -> None:
    document, problems = read(name)
    if document is not None:
        problems = validate(document, kind_of(name))[1]
    assert TOLD[name] in "\n".join(map(str, problems))


@pytest.mark.parametrize("name", NAMED)
def test_name_of_the_file(name: str) -> None:
    document, _ = read(name)
    assert validate(document, Service)[1] == []
    record, problems = validate_named(document, Service, "help-line")
    assert record is None
    assert places(problems) == NAMED[name]
    check_wording(problems, f"content/{name}.yaml")


def test_name_of_the_file_is_checked_beside_other_faults() -> None:
    document, _ = read("missing_key")
    assert places(validate_named(document, Service, "other")[1]) == "C102 1, C108 1"


def test_tag_names_the_file_of_a_locale() -> None:
    document, _ = read("ok_locale")
    assert validate_named(document, Locale, "nb")[1] == []
    assert places(validate_named(document, Locale, "no")[1]) == "C108 1"


@pytest.mark.parametrize("name", [name for name, kind in ACCEPTED.items() if kind])
def test_record_accepts(name: str) -> None:
    document, problems = read(name)
    assert problems == []
    record, problems = validate(document, ACCEPTED[name])
    assert problems == [] and record is not None


def test_scalars_stay_text() -> None:
    document, _ = read("ok_scalars")
    assert document.data == {
        "a": "no", "b": "0777", "c": "22:30", "d": "+448000121700", "e": "1_000", "f": "2026-11-21", "g": "null",
        "h": "~", "i": "0x1F", "j": "1e3", "k": ".inf", "l": "0o17", "m": "yes", "n": "", "o": "",
        "p": "2026-11-21T10:00:00Z", "q": "true", "r": "it's", "s": "a \\ b", "t": "12.50", "u": "=", "v": "-1",
        "1": "one", "no": "key"}


def test_lists_and_their_lines() -> None:
    document, _ = read("ok_lists")
    assert document.path == "content/ok_lists.yaml"
    assert document.data == {
        "nations": ["england", "wales"],
        "pages": [{"id": "one", "blocks": [{"id": "a", "text": "x, y"}, {"id": "b"}]}],
        "deep": [["a"], {"b": "c"}]}
    assert document.lines == {
        (): 3, ("nations",): 3, ("nations", 0): 3, ("nations", 1): 3, ("pages",): 4, ("pages", 0): 5,
        ("pages", 0, "id"): 5, ("pages", 0, "blocks"): 6, ("pages", 0, "blocks", 0): 7,
        ("pages", 0, "blocks", 0, "id"): 7, ("pages", 0, "blocks", 0, "text"): 7, ("pages", 0, "blocks", 1): 9,
        ("pages", 0, "blocks", 1, "id"): 9, ("deep",): 10, ("deep", 0): 10, ("deep", 0, 0): 10, ("deep", 1): 10,
        ("deep", 1, "b"): 10}


def test_texts_over_several_lines_are_folded() -> None:
    document, _ = read("ok_folded")
    assert document.data == {"plain": "Help is free and private", "double": "Help is free",
                             "single": "Help is free", "after": "x"}


def test_a_language_writes_its_own_name_with_joiners() -> None:
    document, _ = read("ok_endonym")
    assert document.data == {"tag": "fa", "endonym": "می\u200cخواهم", "other": {"endonym": "a\u200db"}}


def test_line_ends_of_windows_change_nothing() -> None:
    assert b"\r\n" in raw_of("ok_crlf"), "git has changed this fixture: see .gitattributes"
    assert read("ok_crlf")[0].data == read("ok_service")[0].data


def test_limits_are_reached_and_not_passed() -> None:
    accepted(b"a: b\n" + b"#" * (LARGEST_FILE - 5))
    accepted(b"a: [" + b"b," * (MOST_NODES - 4) + b"b]\n")
    accepted("".join("  " * i + "a:\n" for i in range(DEEPEST - 1)) + "  " * (DEEPEST - 1) + "a: b\n")
    accepted("a: " + "x" * 5000)


def test_a_number_may_have_a_comment_if_it_is_quoted() -> None:
    assert accepted('a: "08000 #121"  # the helpline\n').data == {"a": "08000 #121"}
    assert accepted("a: word # a comment\n").data == {"a": "word"}


def test_document_cannot_be_changed() -> None:
    document = accepted("a: b\n")
    with pytest.raises(TypeError):
        document.lines[()] = 2  # type: ignore[index]
    with pytest.raises(AttributeError):
        document.path = "y"  # type: ignore[misc]


def test_every_fixture_is_in_a_table() -> None:
    tables = [READING, CHECKING, UNPARSED, NAMED, ACCEPTED]
    names = [name for table in tables for name in table]
    assert sorted(names) == sorted(path.stem for path in FIXTURES.iterdir())
    assert len(names) >= 60
    assert set(TOLD) <= set(names)


def codes() -> list[Code]:
    return [thing for module in (yamlfaults, validating) for thing in vars(module).values() if isinstance(thing, Code)]


def test_no_code_is_used_twice() -> None:
    made = [number for module in (yamlfaults, validating)
            for number in re.findall(r'^[A-Z0-9_]+ = error\("(\w+)"', Path(module.__file__).read_text("utf-8"), re.M)]
    assert sorted(made) == sorted({code.number for code in codes()})
    assert len({code.name for code in codes()}) == len(made)
    assert all(re.fullmatch("[YC]1[0-4][0-9]", number) for number in made)


def test_every_code_is_exercised() -> None:
    expected = [*READING.values(), *CHECKING.values(), *NAMED.values(), *(places for _, places in MADE.values())]
    assert {place.split()[0] for places in expected for place in places.split(", ")} == {c.number for c in codes()}


# Any text that we accept comes back as it was written.

KEYS = st.from_regex(r"[a-zA-Z0-9_-]{1,12}", fullmatch=True)
PLAIN = re.compile(r"[A-Za-z0-9+][A-Za-z0-9 .+:/-]*[A-Za-z0-9]")
TEXTS = st.one_of(
    st.sampled_from(["no", "0777", "22:30", "1_000", "null", "~", "2026-11-21", "+448000121700", "<<", "=", " a  b "]),
    st.text(max_size=30).map(lambda text: unicodedata.normalize(
        "NFC", "".join(ch for ch in text if fault_of(ch) is None and ch != "\n"))),
    st.text(alphabet="a0 :#-,[]{}'\"\\&*!|>%@`?.~=+", max_size=12))
TREES = st.dictionaries(KEYS, st.recursive(
    TEXTS, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEYS, inside, max_size=4), max_leaves=12), max_size=6)


def emit(data: object, out: list[str], lines: dict, path: tuple, indent: int, style: int) -> None:
    """The strict little writer: block style, each text quoted in one way or the other."""
    for place in (data if isinstance(data, dict) else range(len(data))):
        here, value = (*path, place), data[place]
        lines[here] = len(out) + 1
        head = "  " * indent + (f"{place}:" if isinstance(data, dict) else "-")
        if isinstance(value, str):
            out.append(f"{head} {scalar(value, style + len(out))}")
        elif not value:
            out.append(f"{head} {'{}' if isinstance(value, dict) else '[]'}")
        else:
            out.append(head)
            if isinstance(data, list):
                lines[here] += 1  # an entry begins where its content does
            emit(value, out, lines, here, indent + 1, style)


def scalar(text: str, style: int) -> str:
    if style % 3 == 0 and PLAIN.fullmatch(text) and ": " not in text:
        return text
    if style % 3 == 1:
        return "'" + text.replace("'", "''") + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@settings(database=None, deadline=None, max_examples=200)
@given(TREES, st.integers(0, 2))
def test_what_is_written_is_read(tree: dict, style: int) -> None:
    out: list[str] = []
    lines: dict = {(): 1}
    emit(tree, out, lines, (), 0, style)
    document = accepted("\n".join(out or ["{}"]) + "\n")
    assert document.data == tree
    assert document.lines == lines


# Whatever the bytes are, the reader answers, soon, and never with an exception.

SNIPPETS = st.lists(st.sampled_from([
    "a", "b: ", ": ", "- ", "? ", "[", "]", "{", "}", ",", "\n", "\n  ", "\n\n", " ", " #", "#x", "'", '"', "\\", "\\x4",
    "\\U0011", "&a", " *a", "!", "!!str ", "|\n", ">-\n", "%YAML 9", "---\n", "...\n", "<<: ", "\t", "\r", "\0", "08000",
    "\ufeff", "\u2028", "\u202e", "\u200d", "endonym: ", "e\u0301", "\U000e0041", "@", "`", "id: ", "x: y\n"]),
    max_size=30).map(lambda parts: "".join(parts).encode())


@settings(database=None, deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=300), SNIPPETS))
def test_any_bytes_are_answered(raw: bytes) -> None:
    began = time.monotonic()
    document, problems = read_yaml(raw, "x.yaml")
    assert time.monotonic() - began < SECONDS
    assert (document is None) == bool(problems)
    check_wording(problems, "x.yaml")
    assert all(0 <= p.line <= len(raw) + 1 for p in problems)
    if document is not None:  # then it says what YAML says
        assert document.data == yaml.load(raw, Loader=yaml.BaseLoader)
        validate(document, Service)


@pytest.mark.parametrize("piece", [
    "[", "[\n", "{", "[{", "- ", "? ", ": ", "a: b\n", "#", "#\n", "\n", " ", "...\n", "---\n", "%", "'", '"', "a: ''", "!", "&",
    "*a,", "|\n", "]", ",", "\0", "\u00a0", "\u200d\n", "\u200d", "\u202e\n", "\ufdfa", "\u0316\u0301", "endonym: \u200d\n",
    "\U000e0041", "\\\n", "x\n\n"])
@pytest.mark.parametrize("head", ["", "a: ", 'a: "', "? ", "a: [", "a: |\n "])
def test_large_files_are_answered_soon(head: str, piece: str) -> None:
    size = (LARGEST_FILE - len(head)) // len(piece.encode())
    raw = (head + piece * size).encode()
    began = time.monotonic()
    document, problems = read_yaml(raw, "x.yaml")
    assert time.monotonic() - began < SECONDS
    assert (document is None) == bool(problems)
    assert len(problems) <= MOST_PROBLEMS + 1


# Whatever stands in a well-formed file, the record answers in plain words.

WORDS = st.one_of(TEXTS, st.sampled_from(["england", "everyone", "A", "+2101234567", "999", "1", "true", "2026-02-30"]))
ANYTHING = st.one_of(WORDS, st.lists(WORDS, max_size=2), st.dictionaries(KEYS, WORDS, max_size=2))


@settings(database=None, deadline=None, max_examples=300)
@given(st.sampled_from(["ok_service", "ok_area", "ok_locale"]), st.data())
def test_any_change_to_a_record_is_answered(name: str, draw: st.DataObject) -> None:
    document, _ = read(name)
    paths = [path for path in document.lines if path]
    for path in draw.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=2)):
        inside = document.data
        try:
            for step in path[:-1]:
                inside = inside[step]
            if draw.draw(st.booleans()):
                inside[path[-1]] = draw.draw(ANYTHING)
            elif isinstance(inside, dict):
                inside[draw.draw(KEYS)] = inside.pop(path[-1])
        except (KeyError, IndexError, TypeError):
            continue  # the change before took this place away
    record, problems = validate(document, ACCEPTED[name])
    assert (record is None) == bool(problems)
    check_wording(problems, document.path)
    assert all(1 <= p.line <= max(document.lines.values()) for p in problems)

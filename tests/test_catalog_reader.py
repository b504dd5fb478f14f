"""Reading catalogs strictly: every fault refused at its line, every text read exactly as it was written."""

from __future__ import annotations

import functools
import os
import random
import re
import shutil
import subprocess
import time
import unicodedata
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.catalog import grammar, header, letters, reader
from generator.catalog.letters import LARGEST_FILE, LONGEST_LINE, shown
from generator.catalog.merge import header as header_of
from generator.catalog.reader import LONGEST_TEXT, MOST_ENTRIES, parse_catalog, read_catalog
from generator.content.reader import read_library
from generator.model.catalog import Catalog, Entry
from generator.model.content import Locale
from generator.problem import Code, Problem

ROOT = Path(__file__).parents[1]
FIXTURES = Path(__file__).parent / "fixtures" / "po"
SECONDS = 10  # for the largest file, on a slow and busy machine; it takes three

# Fixtures are <fault>.<locale>.po. These the reader refuses; "E103 22" is code and line.
READING = {
    "gb18030.zh-Hans": "E102 22", "latin1.ro": "E102 22", "truncated_in_letter.ro": "E102 15",
    "utf16.ro": "E102 1", "utf16_be.ro": "E102 1", "utf16_without_mark.ro": "E102 1",
    "windows_1251.ro": "E102 42", "windows_1256.ar": "E102 42", "comment_inside.ro": "E103 22",
    "comment_touches.ro": "E103 12", "continued_by_previous.ro": "E103 23", "escape_quote_lost.ro": "E103 22",
    "flag_touches.ro": "E103 19", "html_page.ro": "E103 1", "json.ro": "E103 1",
    "keyword_capital.ro": "E103 22", "keyword_touches.ro": "E103 22", "keyword_unknown.ro": "E103 22",
    "msgstr_first.ro": "E103 21", "msgstr_twice.ro": "E103 23", "obsolete_half.ro": "E103 22",
    "previous_broken.ro": "E103 12", "previous_is_no_text.ro": "E103 12", "quotes_curly.ro": "E103 22",
    "quotes_missing.ro": "E103 22", "text_after_quote.ro": "E103 22", "text_without_keyword.ro": "E103 19",
    "charset_1251.ro": "E104 7", "charset_placeholder.ro": "E104 7", "header_field_twice.ro": "E104 6",
    "header_no_field.ro": "E104 6", "header_says_no_charset.ro": "E104 7",
    "header_without_content_type.ro": "E104 2", "transfer_encoding.ro": "E104 8", "dup.ro": "E105 51",
    "dup_other_english.ro": "E105 51", "pl_divides_by_zero.ro": "E106 9", "pl_huge.ro": "E106 9",
    "pl_long.ro": "E106 9", "pl_neg.ro": "E106 9", "pl_nonnum.ro": "E106 9", "pl_wrong.ar": "E106 9",
    "pl_wrong.ro": "E106 9", "pl_wrong.ur": "E106 9", "pl_zero.ro": "E106 9", "huge_text.ro": "E107 20",
    "bom.ro": "E111 1", "cr.ro": "E112 1", "cr_inside.ro": "E112 22", "bom_inside.ro": "E113 22",
    "control.ro": "E113 22", "delete.ro": "E113 22", "ls.ar": "E113 22", "ls.ro": "E113 22",
    "ls_in_comment.ro": "E113 12", "nel.ro": "E113 22", "nel_in_context.ro": "E113 20", "nul.bn": "E113 22",
    "nul.ro": "E113 22", "paragraph_separator.ro": "E113 22", "vertical_tab.ro": "E113 22",
    "header_not_first.ro": "E114 1, E123 39", "no_header.ro": "E114 1", "fuzzy_header.ro": "E115 3",
    "language_missing.ro": "E116 2", "wrong_language.ar": "E116 5", "wrong_language.ro": "E116 5",
    "conflict.ro": "E117 22", "conflict_between_entries.ro": "E117 11", "only_comments.ro": "E118 2",
    "truncated.ro": "E118 35", "truncated_after_msgid.ro": "E118 36", "truncated_in_text.ro": "E118 36",
    "escape.ro": "E119 22", "escape_control.ro": "E119 22", "escape_octal.ro": "E119 22",
    "escape_at_end.ro": "E120 22", "obsolete_broken.ro": "E120 48", "several_faults.ro": "E120 22, E119 42",
    "unterminated.ro": "E120 22", "unterminated_msgid.ro": "E120 21", "pl_missing.ro": "E121 50",
    "plural_forms.ro": "E121 50", "context_empty.ro": "E122 20", "no_context.ro": "E122 20",
    "msgid_empty.ro": "E123 20", "empty.ro": "E125 0", "only_spaces.ro": "E125 0",
}

# Read exactly as written; test_catalog_checks.py shows that the checks let them through as well.
ACCEPTED = [
    "crlf.ro", "crlf_in_part.ro", "no_final_line_end.ro", "ok.am", "ok.ar", "ok.bn", "ok.fa", "ok.ro", "ok.th",
    "ok.ur", "ok.zh-Hans", "ok_escapes.ro", "ok_joiner_after_short_form.fa", "ok_joiner_between_letters.bn",
    "ok_no_break_space.ro", "ok_no_plural_rule.ro", "ok_poedit.ro", "ok_previous.ro", "ok_short_form.am",
    "ok_weblate_plural.ur", "ok_zero_width_space.th",
]

# What must be told, beside the place: a part of the line that is printed.
TOLD = {
    "latin1.ro": "0xFE is not UTF-8. It is in card.call. Save it as UTF-8", "utf16.ro": "UTF-16",
    "bom.ro": "byte order mark", "charset_placeholder.ro": "still that of an empty template",
    "charset_1251.ro": 'must hold "Content-Type: text/plain; charset=UTF-8\\n"',
    "dup.ro": "card.call is translated twice; first in line 20. Keep one of the two.",
    "dup_other_english.ro": "of another English: “Call {phone} now.”; first in line 20",
    "no_context.ro": "“Call {phone} and ask for the police.” has no msgctxt", "escape.ro": "\\q is no escape",
    "pl_zero.ro": "It must be: nplurals=3; plural=(n==1 ? 0 :", "pl_missing.ro": "card.day. Make it one sentence",
    "wrong_language.ro": 'names the language “ru”. In locales/ro.po it must be "Language: ro\\n"',
    "nel_in_context.ro": "card.<U+0085>call", "conflict.ro": "Keep one of its two sides",
    "truncated.ro": "It was cut off: send or save it again", "header_field_twice.ro": "“Language: ru”",
    "ls.ar": "U+2028", "cr_inside.ro": "A carriage return", "huge_text.ro": "msgstr of card.call has 10419 characters",
}

# The faults of a collection of bad catalogs that other projects' readers let through or fall over.
COLLECTED = """a_href base_href bidi_rli bom charset_1251 charset_placeholder control cr crlf dup empty escape fuzzy
    html_script jinja_expr jinja_stmt leading_ws long_word ls mixed_script mojibake newlines no_header notdef_script
    num_arabic num_hard num_split ok onerror ph_attr ph_d ph_no_s ph_positional ph_typo ph_unknown pl_huge pl_long
    pl_missing pl_neg pl_nonnum pl_wrong pl_zero pua tagchars truncated unassigned unterminated url_hard utf16 zw_space
    zw_zwj_digit""".split()

JARGON = re.compile(r"Traceback|Error\(|Exception|polib|<class|\bNone\b|codec|transition")


@functools.cache
def locales() -> dict[str, Locale]:
    return dict(read_library(ROOT)[0].locales)


def raw_of(name: str) -> bytes:
    return (FIXTURES / f"{name}.po").read_bytes()


def read(name: str) -> tuple[Catalog | None, list[Problem]]:
    tag = name.split(".")[1]
    return parse_catalog(raw_of(name), f"locales/{tag}.po", locales()[tag])


def parse(raw: bytes | str, tag: str = "ro") -> tuple[Catalog | None, list[Problem]]:
    return parse_catalog(raw.encode() if isinstance(raw, str) else raw, f"locales/{tag}.po", locales()[tag])


def places(problems: list[Problem]) -> str:
    return ", ".join(f"{p.code} {p.line}" for p in sorted(problems))


def check_wording(problems: list[Problem], tag: str) -> None:
    for problem in problems:
        line = str(problem)
        assert (problem.path, problem.locale) == (f"locales/{tag}.po", tag)
        assert len(line.splitlines()) == 1 and line == line.strip()
        assert problem.message.endswith(".") and problem.remedy, line
        assert not JARGON.search(line), line
        assert not [c for c in line if unicodedata.category(c)[0] == "C"], f"a message holds the fault itself: {line!r}"


@pytest.mark.parametrize("name", READING)
def test_reader_refuses(name: str) -> None:
    catalog, problems = read(name)
    assert catalog is None
    assert places(problems) == READING[name]
    check_wording(problems, name.split(".")[1])


@pytest.mark.parametrize("name", [n for n in READING if READING[n][:4] in (
    "E105", "E107", "E112", "E113", "E117", "E119", "E120", "E121", "E123") and n not in ("obsolete_broken.ro",)])
def test_the_entry_is_named(name: str) -> None:
    for problem in read(name)[1]:
        assert problem.context.startswith("card.") and problem.context in problem.message


@pytest.mark.parametrize("name", TOLD)
def test_told(name: str) -> None:
    assert TOLD[name] in "\n".join(map(str, read(name)[1]))


def test_every_collected_fault_is_a_fixture() -> None:
    assert len(COLLECTED) == 51
    assert {f.name.split(".")[0] for f in FIXTURES.glob("*.po")} >= set(COLLECTED)


def texts(catalog: Catalog) -> list[tuple[str, str, str]]:
    return [(e.context, e.english, e.translation) for e in catalog.entries.values()]


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_catalogs_are_read_as_written(name: str) -> None:
    catalog, problems = read(name)
    assert problems == [] and catalog is not None
    raw = raw_of(name).decode()
    for entry in catalog.entries.values():
        assert raw.replace("\r\n", "\n").split("\n")[entry.line - 1] == f'msgctxt "{entry.context}"'
    assert len(catalog.entries) == 6


def test_other_line_ends_and_wrapping_change_no_text() -> None:
    assert raw_of("crlf.ro").count(b"\r\n") == raw_of("ok.ro").count(b"\n"), "git has changed this fixture"
    wanted = read("ok.ro")[0]
    assert wanted is not None
    for name in ("crlf.ro", "crlf_in_part.ro", "no_final_line_end.ro"):
        assert read(name)[0] == wanted
    for name in ("ok_poedit.ro", "ok_previous.ro", "ok_no_plural_rule.ro"):
        assert texts(read(name)[0]) == texts(wanted)
    assert all(e.machine for e in wanted.entries.values() if e.context.startswith("card."))
    assert not wanted.entries["area.shire.name"].machine and not any(e.machine for e in read("ok_poedit.ro")[0].entries.values())


def test_fuzzy_is_read_as_fuzzy() -> None:
    catalog, _ = read("fuzzy.ro")
    assert [e.context for e in catalog.entries.values() if e.fuzzy] == ["card.call"]


@pytest.mark.parametrize("tag", sorted(t for t, l in locales().items() if l.gettext and (ROOT / f"locales/{t}.po").is_file()))
def test_our_own_catalogs_are_read(tag: str) -> None:
    catalog, problems = read_catalog(ROOT, locales()[tag])
    assert problems == [] and len(catalog.entries) > 100


# ---- files ----------------------------------------------------------------------------------------------------------

def test_no_catalog_at_all(tmp_path: Path) -> None:
    catalog, problems = read_catalog(tmp_path, locales()["ro"])
    assert catalog is None and places(problems) == "E101 0" and "make translations" in str(problems[0])


@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_only_a_plain_file_is_read(tmp_path: Path, kind: str) -> None:
    (tmp_path / "locales").mkdir()
    file = tmp_path / "locales" / "ro.po"
    if kind == "link":
        file.symlink_to(FIXTURES / "ok.ro.po")
    elif kind == "dangling":
        file.symlink_to(tmp_path / "nothing")
    elif kind == "folder":
        file.mkdir()
    else:
        os.mkfifo(file)
    catalog, problems = read_catalog(tmp_path, locales()["ro"])
    assert catalog is None and places(problems) == "E101 0" and "not a plain file" in problems[0].message


def test_a_folder_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "locales").write_text("x")
    catalog, problems = read_catalog(tmp_path, locales()["ro"])
    assert catalog is None and places(problems) == "E101 0"


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locales").mkdir()
    shutil.copy(FIXTURES / "ok.ro.po", tmp_path / "locales" / "ro.po")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("generator.plainfile.os.open", refuse)
    catalog, problems = read_catalog(tmp_path, locales()["ro"])
    assert catalog is None and "Permission denied" in problems[0].message


def test_a_file_of_great_size_is_not_even_opened(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    with (tmp_path / "locales" / "ro.po").open("wb") as file:
        file.truncate(1 << 34)
    catalog, problems = read_catalog(tmp_path, locales()["ro"])
    assert catalog is None and places(problems) == "E107 0"


# ---- limits ---------------------------------------------------------------------------------------------------------

def po(entries: str, tag: str = "ro") -> str:
    return header_of(locales()[tag]) + entries


HEAD = header_of(locales()["ro"]).count("\n")  # lines


def entry(context: str, english: str = "You can get help.", said: str = "Puteți primi ajutor.") -> str:
    return f'\nmsgctxt "{context}"\nmsgid "{english}"\nmsgstr "{said}"\n'


@pytest.mark.parametrize("raw, expected", [
    (b"#" * (LARGEST_FILE + 1), "E107 0"),
    (b"\n" * LARGEST_FILE, "E125 0"),
    (b"\x00" * 999, "E102 1"),
    (po("# " + "x" * LONGEST_LINE).encode(), f"E107 {HEAD + 1}"),
    (po("".join(entry(f"a.{i}") for i in range(MOST_ENTRIES))).encode(), f"E107 {HEAD + 4 * MOST_ENTRIES - 2}"),
    (po(entry("a.b", said="x" * (LONGEST_TEXT + 1))).encode(), f"E107 {HEAD + 2}"),
    (po(entry("a.b") * 200).encode(), ", ".join(f"E105 {HEAD + 6 + 4 * i}" for i in range(50)) + f", E124 {HEAD + 206}"),
    (po("\n" + 'msgid "x"\n' * 99).encode(), f"E103 {HEAD + 3}"),
    (po("\n" + 'msgctxt "a\\q"\nmsgid "b\\q"\nmsgstr "c\\q"\n' * 99).encode(), ", ".join(
        f"E119 {HEAD + 2 + i}" for i in range(50)) + f", E124 {HEAD + 51}"),
], ids=["bytes", "lines", "zeros", "line", "entries", "text", "duplicates", "order", "many"])
def test_limits(raw: bytes, expected: str) -> None:
    started = time.monotonic()
    catalog, problems = parse(raw)
    assert catalog is None and places(problems) == expected
    check_wording(problems, "ro")
    assert time.monotonic() - started < SECONDS


def test_limits_are_reached_and_not_passed() -> None:
    many = po("".join(entry(f"a.{i}", said="x" * 600) for i in range(MOST_ENTRIES - 1)))
    started = time.monotonic()
    catalog, problems = parse(many)
    assert problems == [] and len(catalog.entries) == MOST_ENTRIES - 1
    assert time.monotonic() - started < SECONDS
    assert parse(po(entry("a.b", said="x" * LONGEST_TEXT)))[1] == []
    assert parse(po("# " + "x" * (LONGEST_LINE - 2) + entry("a.b")))[1] == []


@pytest.mark.parametrize("line", ['msgstr "' + "\\\\" * 9000, 'msgstr "' + '\\"' * 9000, '"' * 19_000, "msgid " * 3000,
                                  "#|" + " " * 19_000, "# " + " " * 19_000, 'msgstr "a"' + " " * 19_000 + "b"])
def test_no_line_takes_long(line: str) -> None:
    started = time.monotonic()
    parse(po(f'\nmsgctxt "a.b"\nmsgid "c"\n{line}\n') * 50)
    assert time.monotonic() - started < 2


# ---- the header -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("tag", sorted(t for t, l in locales().items() if l.gettext))
def test_each_locale_takes_the_header_that_we_write(tag: str) -> None:
    catalog, problems = parse(po(entry("a.b"), tag), tag)
    assert problems == [] and catalog is not None


@pytest.mark.parametrize("rule", ["nplurals=3; plural=1", "nplurals=03; plural=RULE", "nplurals=٣; plural=RULE", "RULE", "",
                                  "nplurals=3; plural=RULE; x=1", "plural=RULE; nplurals=3;", "nplurals=3; plural=(RULE"])
def test_a_plural_rule_is_compared(rule: str) -> None:
    ours = locales()["ro"].gettext.plural
    raw = po(entry("a.b"))
    assert f"nplurals=3; plural={ours};" in raw
    catalog, problems = parse(raw.replace(f"nplurals=3; plural={ours};", rule.replace("RULE", ours)))
    assert catalog is None and places(problems) == f"E106 {HEAD}"


def test_nothing_of_a_plural_rule_is_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins
    import gettext as python_gettext

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a rule from outside was run")

    for place, name in ((builtins, "eval"), (builtins, "exec"), (python_gettext, "c2py")):
        monkeypatch.setattr(place, name, refuse)
    for name in (n for n in READING if n.startswith("pl_")):
        assert read(name)[0] is None
    assert read("ok.ro")[0] is not None


def test_a_tag_may_be_written_with_an_underscore() -> None:
    raw = raw_of("ok.zh-Hans").decode()
    assert parse(raw.replace("Language: zh-Hans", "Language: zh_Hans"), "zh-Hans")[1] == []
    assert places(parse(raw.replace("Language: zh-Hans", "Language: zh"), "zh-Hans")[1]) == "E116 5"


# ---- two readers, one text ------------------------------------------------------------------------------------------

#: Characters that a catalog may hold: all but those at which readers end lines, and halves of surrogate pairs.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[
    *map(chr, range(9)), *"\x0b\x0c\r", *map(chr, range(14, 32)), "\x7f", "\x85", "\u2028", "\u2029", "\ufeff"]), max_size=60)
ENTRIES = st.lists(st.tuples(TEXTS.filter(bool), TEXTS.filter(bool), TEXTS, st.booleans(), st.booleans(), st.booleans()),
                   max_size=6, unique_by=lambda e: e[0])


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def write(keyword: str, text: str, cut: random.Random, prefix: str = "") -> str:
    """A string in parts, cut anywhere but inside an escape, as editors and translators do."""
    at = sorted(cut.sample(range(len(text) + 1), min(len(text), cut.randrange(3))))
    parts = [text[a:b] for a, b in zip([0, *at], [*at, len(text)])]
    between = cut.choice([" ", "\t", "  "])
    return "\n".join([f"{prefix}{keyword}{between}{quoted(parts[0])}", *(f"{prefix}{quoted(p)}" for p in parts[1:])]) + "\n"


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(ENTRIES, st.randoms(use_true_random=False))
def test_whatever_is_written_is_read(wanted: list, cut: random.Random) -> None:
    raw = header_of(locales()["ro"])
    for context, english, said, fuzzy, machine, obsolete in wanted:
        prefix = "#~ " if obsolete else ""
        raw += "\n" * cut.randrange(3) + ("# @machine\n" if machine else "# by hand\n") + ("#, fuzzy\n" if fuzzy else "#.\n")
        raw += "".join(write(k, t, cut, prefix) for k, t in (("msgctxt", context), ("msgid", english), ("msgstr", said)))
    if cut.random() < 0.3:
        raw = raw.replace("\n", "\r\n")
    catalog, problems = parse(raw)
    assert problems == []
    assert [(e.context, e.english, e.translation, e.fuzzy, e.machine) for e in catalog.entries.values()] == [
        e[:5] for e in wanted if not e[5]]


def test_what_msgmerge_writes_is_read(tmp_path: Path) -> None:
    pick = random.Random(7)
    letters_of = 'aă șț"\\\n\t%{}#~|<>[]msgid;:,。私はਪੰਜਾਬੀ\u200c\u202e\xa0\U0001f600' + "ابپ"
    wanted = {f"c.{i}": ("E" + "".join(pick.choices(letters_of, k=pick.randrange(1, 200))) + "e",
                         "".join(pick.choices(letters_of, k=pick.randrange(200)))) for i in range(300)}
    wanted["c.n"] = ("\n", "\n")
    body = "".join(f"\nmsgctxt {quoted(c)}\nmsgid {quoted(e)}\nmsgstr " for c, (e, _) in ()) or "".join(
        f"\nmsgctxt {quoted(c)}\nmsgid {quoted(e)}\nmsgstr {quoted(s)}\n" for c, (e, s) in wanted.items())
    (tmp_path / "a.po").write_text(po(body), encoding="utf-8")
    (tmp_path / "a.pot").write_text(po("".join(
        f'\nmsgctxt {quoted(c)}\nmsgid {quoted(e)}\nmsgstr ""\n' for c, (e, _) in wanted.items())), encoding="utf-8")
    for options in (["--no-wrap"], ["--width=20"], ["--no-wrap", "--indent"], ["--width=76", "--strict"]):
        ran = subprocess.run(["msgmerge", "--previous", "--quiet", *options, "-o", "-", tmp_path / "a.po", tmp_path / "a.pot"],
                             capture_output=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        catalog, problems = parse(ran.stdout)
        assert problems == [] and {c: (e.english, e.translation) for c, e in catalog.entries.items()} == wanted, options


PIECES = ['msgctxt "a.b"', 'msgid "x"', 'msgstr "y"', '"z"', '""', 'msgid ""', 'msgstr ""', "", " ", "#", "# @machine", "#. @machine",
          "#, fuzzy", "#,", "#: a:1", '#| msgid "p"', '#| "q"', '#~ msgctxt "a.b"', '#~ msgid "o"', '#~ msgstr "o"', '#~ "o"', "#~",
          '#~| msgid "p"', 'msgctxt "c"', 'msgctxt ""', '"Language: x\\n"', '"\\n"', '"a\\rb: c\\n"', 'msgstr[0] "x"', 'msgid_plural "x"',
          'msgstr "\\\\"', 'msgstr "\\\\\\""', '\tmsgid\t"x"\t', "#\u00a0x", '\u3000msgid "x"', 'msgstr "y"\u00a0', "#, fuzzy, fuzzy",
          "##", "#,  python-brace-format , fuzzy", "# #, fuzzy", "msgid", '"', 'msgstr"y"', "##@machine", "# @machine\u00a0x"]


@settings(max_examples=1000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=9), st.booleans())
def test_what_is_accepted_polib_reads_the_same(lines: list[str], whole: bool) -> None:
    entry_first = ['msgctxt "k"', 'msgid "k"', 'msgstr "k"'] if whole else []
    raw = po("\n" + "\n".join([*entry_first, *lines]) + "\n")
    catalog, problems = parse(raw)
    assert not [p for p in problems if "reader" in p.message], "only the grammar keeps the two apart, and it did not"
    if catalog is None:
        assert problems
        return
    other = [e for e in polib.pofile(raw + "# polib forgets the last entry after some comments\n") if not e.obsolete]
    assert [(e.msgctxt, e.msgid, e.msgstr, "fuzzy" in e.flags) for e in other] == [
        (e.context, e.english, e.translation, e.fuzzy) for e in catalog.entries.values()]


def test_a_file_that_two_readers_read_differently_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    true = polib.pofile

    def other(*given: object, **more: object) -> polib.POFile:
        found = true(*given, **more)
        found[1].msgstr += "!"
        return found

    monkeypatch.setattr(polib, "pofile", other)
    catalog, problems = read("ok.ro")
    assert catalog is None and places(problems) == "E103 20" and problems[0].context == "card.call"

    def unable(*_: object, **__: object) -> polib.POFile:
        raise OSError("Syntax error in po file (line 3)")

    monkeypatch.setattr(polib, "pofile", unable)
    assert places(read("ok.ro")[1]) == "E103 0"


# ---- damage ---------------------------------------------------------------------------------------------------------

def damaged(raw: bytes, pick: random.Random) -> bytes:
    """One of the ways in which files are broken."""
    at = pick.randrange(len(raw))
    lines = raw.split(b"\n")
    line = pick.randrange(len(lines))
    match pick.randrange(9):
        case 0:
            return raw[:at]
        case 1:
            return raw[:at] + raw[at + 1:]
        case 2:
            return raw[:at] + bytes([raw[at] ^ 1 << pick.randrange(8)]) + raw[at + 1:]
        case 3:
            return b"\n".join(lines[:line] + lines[line + 1:])
        case 4:
            return b"\n".join(lines[:line] + [lines[line]] + lines[line:])
        case 5:
            other = pick.randrange(len(lines))
            lines[line], lines[other] = lines[other], lines[line]
            return b"\n".join(lines)
        case 6:
            return raw[:at] + pick.choice(['"', "\\", "\n", "\r", "\0", "{", "0", "٣", "\u2028", "\u202e", "#", "\ufeff"]).encode() + raw[at:]
        case 7:
            return raw[:at] + raw[pick.randrange(len(raw)):]
        case _:
            return raw[:at] + bytes(pick.randrange(256) for _ in range(3)) + raw[at:]


@pytest.mark.parametrize("tag", ["ro", "ar", "bn", "zh-Hans"])
def test_damage_is_refused_or_read(tag: str) -> None:
    pick = random.Random(tag)
    raw = raw_of(f"ok.{tag}")
    refused = 0
    for _ in range(700):
        broken = damaged(raw, pick)
        catalog, problems = parse(broken, tag)
        assert (catalog is None) == bool(problems)
        check_wording(problems, tag)
        assert all(0 <= p.line <= broken.count(b"\n") + 1 for p in problems)
        refused += catalog is None
    assert 200 < refused < 690


# ---- the tables -----------------------------------------------------------------------------------------------------

def test_messages_show_what_cannot_be_seen() -> None:
    assert shown("a\u202eb\n") == "a<U+202E>b<U+000A>"
    assert shown("ক" * 99) == "ক" * 59 + "…"


def codes() -> list[Code]:
    return [thing for module in (grammar, header, letters, reader) for thing in vars(module).values() if isinstance(thing, Code)]


def test_every_code_of_the_reader_has_a_fixture_or_a_case() -> None:
    told = " ".join(READING.values()) + " E101 E124 E126"  # two are made above, E126 is in fixtures/saved
    assert {code.number for code in codes()} == {number for number in re.findall(r"E\d+", told)}


def test_an_entry_is_a_value() -> None:
    assert Entry("a", "b", "c", 1) == Entry("a", "b", "c", 1, False, False)

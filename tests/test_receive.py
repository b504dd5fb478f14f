"""A translation comes back: good strings in, bad strings out with their reason, every other byte of ours as it was."""

from __future__ import annotations

import base64
import functools
import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import TODAY, generator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from test_catalog_checks import CHECKING, small_project
from test_catalog_reader import ACCEPTED, READING, TEXTS, quoted

from generator.build.inputs import Inputs, read_inputs
from generator.catalog.edit import edit
from generator.catalog.reader import parse_catalog
from generator.catalog.judged import MISSING
from generator.receive import take, trial
from generator.receive.picture import AROUND_MM, FRAME_AWAY_MM, FRAME_COLOUR, PX_PER_MM, _crop
from generator.receive.report import lines, report_page
from generator.receive.take import Outcome, receive

FIXTURES = Path(__file__).parent / "fixtures" / "po"
SEEN = "card.fault"  # no fixture spoils this string


@functools.cache
def inputs() -> Inputs:
    """The small project of the fixtures, with one person who translates into all its languages."""
    with tempfile.TemporaryDirectory() as folder:
        root = small_project(Path(folder) / "project")
        tags = sorted({name.split(".")[1] for name in (*READING, *CHECKING, *ACCEPTED)})
        (root / "content" / "people").mkdir()
        (root / "content" / "people" / "ana.yaml").write_text(f"id: ana\nname: Ana\ntranslates: [{', '.join(tags)}]\n")
        (root / "content" / "people" / "dan.yaml").write_text("id: dan\nname: Dan\ntranslates: [ar]\nreviews: [ro]\n")
        return read_inputs(root, TODAY)


def good(tag: str) -> bytes:
    return (FIXTURES / f"ok.{tag}.po").read_bytes()


def line_of(raw: bytes, context: str) -> bytes:
    return re.search(rb'msgctxt "%s"\nmsgid [^\n]*\n(msgstr [^\n]*)\n' % context.encode(), raw)[1]


def ours(tag: str) -> bytes:
    """Our catalog: the good one, with the text of another string at card.fault, so that a good fixture changes it."""
    return good(tag).replace(line_of(good(tag), SEEN), line_of(good(tag), "card.heading"))


def taken(tag: str) -> bytes:
    """Byte for byte what our catalog must be when card.fault alone was taken."""
    raw = ours(tag)
    start = raw.index(b'msgctxt "%s"' % SEEN.encode())
    mark = raw.rindex(b"# @machine\n", 0, start)
    raw = raw[:mark] + raw[mark + len(b"# @machine\n"):start] + raw[start:].replace(
        line_of(raw, SEEN), line_of(good(tag), SEEN), 1)
    return raw.replace(b'"Language: ', b'"Last-Translator: ana\\n"\n"Language: ', 1)


def send(tmp_path: Path, tag: str, raw: bytes, before: bytes | None = None, *, name: str = "back.po",
         by: str = "ana", locale: str = "") -> tuple[Outcome, bytes]:
    """Receive ``raw`` into a root that holds one catalog; what it is afterwards."""
    home = tmp_path / "root" / "locales"
    home.mkdir(parents=True, exist_ok=True)
    (home / f"{tag}.po").write_bytes(ours(tag) if before is None else before)
    (tmp_path / name).write_bytes(raw)
    outcome = receive(replace(inputs(), root=tmp_path / "root"), tmp_path / name, by, locale, on_paper=False)
    assert [f.name for f in home.iterdir()] == [f"{tag}.po"], "something half-written was left"
    if outcome.locale:
        report_page(outcome)
    return outcome, (home / f"{tag}.po").read_bytes()


# ---- each spoilt file -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", READING)
def test_what_cannot_be_read_is_refused_whole(name: str, tmp_path: Path) -> None:
    tag = name.split(".")[1]
    outcome, after = send(tmp_path, tag, (FIXTURES / f"{name}.po").read_bytes(), locale=tag)
    assert after == ours(tag) and not outcome.written and not outcome.taken
    assert ", ".join(f"{p.code} {p.line}" for p in sorted(outcome.problems)) == READING[name]
    assert {p.path for p in outcome.problems} == {"back.po"}


@pytest.mark.parametrize("name", CHECKING)
def test_a_bad_string_does_not_hold_back_a_good_one(name: str, tmp_path: Path) -> None:
    tag = name.split(".")[1]
    outcome, after = send(tmp_path, tag, (FIXTURES / f"{name}.po").read_bytes(), locale=tag)
    assert [s.context for s in outcome.taken] == [SEEN] and after == taken(tag)
    if name.startswith("missing_entry"):
        assert (outcome.refused, outcome.absent) == ([], 1)
        return
    if name == "fuzzy.ro":  # our own text, doubted
        assert (outcome.refused, [p.code for p in outcome.problems]) == ([], ["E409"])
        return
    expected = {"E405"} if name == "unknown_context.ro" else set(re.findall(r"E\d+", CHECKING[name]))
    told = {p.code for s in outcome.refused for p in s.problems}
    assert len(outcome.refused) == 1
    assert told == {"E210"} if "E210" in expected else told >= expected, told  # what fails the first look is not checked further
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200e\u200f]", "\n".join(lines(outcome)))


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_good_file_is_taken_and_the_second_time_changes_nothing(name: str, tmp_path: Path) -> None:
    tag = name.split(".")[1]
    raw = (FIXTURES / f"{name}.po").read_bytes()
    outcome, after = send(tmp_path, tag, raw)
    assert not outcome.problems and SEEN in [s.context for s in outcome.taken]
    again, once_more = send(tmp_path, tag, raw, after)
    assert once_more == after and not again.taken and not again.written and not again.problems


# ---- what counts for nothing ----------------------------------------------------------------------------------------

def test_marks_flags_and_headers_that_come_in_count_for_nothing(tmp_path: Path) -> None:
    raw = good("ro").replace(b"# @machine\n", b"# @reviewed\n# TODO\n#, x-approved\n").replace(
        b'"Language: ro', b'"Last-Translator: dan\\n"\n"X-Reviewed: yes\\n"\n"Language: ro')
    outcome, after = send(tmp_path, "ro", raw)
    assert after == taken("ro") and not outcome.problems


def test_an_unchanged_text_keeps_its_marks(tmp_path: Path) -> None:
    before = ours("ro").replace(b'#, python-brace-format\nmsgctxt "card.call"', b'#, fuzzy, python-brace-format\n#| msgid "Old"\nmsgctxt "card.call"')
    outcome, after = send(tmp_path, "ro", good("ro").replace(b"# @machine\n", b""), before)
    assert after.count(b"# @machine\n") == 4 and b"#, fuzzy, python" in after and b"#| msgid" in after
    assert [p.code for p in outcome.problems] == ["E409"]


def test_a_changed_text_settles_a_fuzzy_string(tmp_path: Path) -> None:
    before = ours("ro").replace(b'#, python-brace-format\nmsgctxt "card.call"', b'#, fuzzy, python-brace-format\n#| msgid "Old"\nmsgctxt "card.call"')
    raw = good("ro").replace("Sunați la {phone} și".encode(), "Telefonați la {phone} și".encode())
    outcome, after = send(tmp_path, "ro", raw, before)
    assert b"fuzzy" not in after and b"#|" not in after and not outcome.problems and len(outcome.taken) == 2
    assert b'#, python-brace-format\nmsgctxt "card.call"' in after


def test_a_changed_text_that_the_translator_doubts_is_not_taken(tmp_path: Path) -> None:
    raw = good("ro").replace(b'#, python-brace-format\nmsgctxt "card.call"', b'#, fuzzy\nmsgctxt "card.call"').replace(
        "Sunați la {phone} și".encode(), "Telefonați la {phone} și".encode())
    outcome, after = send(tmp_path, "ro", raw)
    assert after == taken("ro") and [p.code for s in outcome.refused for p in s.problems] == ["E203"]


def test_our_own_line_ends_and_foreign_lines_stay(tmp_path: Path) -> None:
    before = ours("ro") + b'\n#~ msgctxt "gone"\n#~ msgid "a"\n#~ msgstr "b"\n'
    crlf = before.replace(b"\n", b"\r\n")
    assert send(tmp_path, "ro", good("ro"), crlf)[1] == (taken("ro") + before[len(ours("ro")):]).replace(b"\n", b"\r\n")


# ---- who, what language, which parcel -------------------------------------------------------------------------------

@pytest.mark.parametrize("by, locale, code", [("nobody", "", "E403"), ("dan", "", "E403"), ("../ana", "", "E403"),
                                              ("ana", "xx", "E410"), ("ana", "en", "E410"), ("ana", "ar", "E116 E106")])
def test_who_and_which_language(by: str, locale: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "root" / "locales").mkdir(parents=True)
    for tag in ("ro", "ar"):
        (tmp_path / "root" / "locales" / f"{tag}.po").write_bytes(ours(tag))
    (tmp_path / "back.po").write_bytes(good("ro"))
    outcome = receive(replace(inputs(), root=tmp_path / "root"), tmp_path / "back.po", by, locale, on_paper=False)
    assert " ".join(p.code for p in outcome.problems) == code and not outcome.written
    assert (tmp_path / "root" / "locales" / "ro.po").read_bytes() == ours("ro")


def zipped(*files: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED, attr: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, data in files:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = attr
            bundle.writestr(entry, data, compress_type=how)
    return out.getvalue()


@pytest.mark.parametrize("raw, code", [
    (zipped(("a.po", good("ro")), ("b.po", good("ro"))), "E402"), (zipped(("a.txt", b"x")), "E402"), (zipped(), "E402"),
    (zipped(("../a.po", good("ro"))), "E402"), (zipped(("/a.po", good("ro"))), "E402"), (zipped(("c:\\a.po", good("ro"))), "E402"),
    (zipped(("a.po", good("ro")), ("../x", b"")), "E402"), (zipped(("a.po", b"/etc/passwd"), attr=0o120777 << 16), "E402"),
    (zipped(("a.po", b"\n" * 3_000_000)), "E402"), (zipped(("a.po", b"x" * 4_000_001), how=zipfile.ZIP_STORED), "E402"),
    (zipped(*((f"{i}", b"") for i in range(201))), "E402"), (zipped(("a.po", good("ro")))[:-9], "E402"),
    (zipped(("a.po", good("ro")))[:60] + b"\0" * 99 + zipped(("a.po", good("ro")))[159:], "E402"), (b"PK", "E402"),
    (zipped(("a.po", good("ro"))).replace(b"\x14\x00\x00\x00", b"\x14\x00\x01\x00"), "E402"),
    (zipped(("a.po", good("ro"))).replace(str(len(good("ro"))).encode(), b""), ""),
], ids=["two", "none", "empty", "parent", "root", "drive", "beside", "link", "bomb", "large", "many", "cut", "damaged", "two-bytes",
        "locked", "good"])
def test_a_zip_holds_one_po_and_no_surprise(raw: bytes, code: str, tmp_path: Path) -> None:
    outcome, after = send(tmp_path, "ro", raw, name="back.zip")
    assert [p.code for p in outcome.problems] == [code] * bool(code)
    assert after == (ours("ro") if code else taken("ro"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["back.zip", "root"], "a path was extracted"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.po", tmp_path, Path("/dev/null")):
        assert [p.code for p in receive(inputs(), path, "ana", on_paper=False).problems] == ["E401"]


def test_our_catalog_behind_the_english(tmp_path: Path) -> None:
    before = ours("ro").replace(b'msgid "What happened to you', b'msgid "What was done to you')
    outcome, after = send(tmp_path, "ro", good("ro"), before)
    assert after == before and [(p.code, p.path) for p in outcome.problems] == [("E404", "locales/ro.po")]


def test_what_does_not_read_back_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take, "edit", lambda *a: edit(*a).replace(b"Shire", b"Shires"))
    outcome, after = send(tmp_path, "ro", good("ro"))
    assert after == ours("ro") and [p.code for p in outcome.problems] == ["E408"] and not outcome.taken


def test_a_catalog_changed_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "root" / "locales" / "ro.po"

    def slow(*given: object) -> bytes:
        file.write_bytes(ours("ro") + b"\n# mine\n")
        return edit(*given)

    monkeypatch.setattr(take, "edit", slow)
    outcome, after = send(tmp_path, "ro", good("ro"))
    assert after == ours("ro") + b"\n# mine\n" and [p.code for p in outcome.problems] == ["E408"]


@pytest.mark.parametrize("part, told", [("machine_problems", lambda: [MISSING.at("pango", 0, "Not here.", "Install it.")]),
                                        ("run", lambda *_, **__: [MISSING.at("workers", 0, "None runs.", "Again.")])])
def test_what_could_not_be_tried_on_paper_is_not_taken(part: str, told: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, part, told)
    home = tmp_path / "locales"
    home.mkdir()
    (home / "ro.po").write_bytes(ours("ro"))
    (tmp_path / "templates").mkdir()
    outcome = receive(replace(inputs(), root=tmp_path), FIXTURES / "ok.ro.po", "ana")
    assert [p.code for p in outcome.problems if p.severity == "error"] == [MISSING.number] and not outcome.taken
    assert (home / "ro.po").read_bytes() == ours("ro")


def test_the_report_shows_and_runs_nothing(tmp_path: Path) -> None:
    outcome, _ = send(tmp_path, "ro", (FIXTURES / "html_script.ro.po").read_bytes())
    page = report_page(outcome)
    assert "<script" not in page and "&lt;script" in page and 'dir="ltr"' in page
    rtl, _ = send(tmp_path / "rtl", "ar", (FIXTURES / "bidi_rlo.ar.po").read_bytes())
    assert "\u202e" not in report_page(rtl) and "U+202E" in report_page(rtl) and 'dir="rtl"' in report_page(rtl)
    told = [line for line in lines(rtl) if line.startswith("  + ")]
    assert told and all(line[4] == "\u2068" and line[-1] == "\u2069" for line in told)


# ---- the line editor ------------------------------------------------------------------------------------------------

def parts(text: str, cuts: list[int]) -> str:
    at = sorted({c % (len(text) + 1) for c in cuts})
    return "\n".join(quoted(text[a:b]) for a, b in zip([0, *at], [*at, len(text)]))


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TEXTS, TEXTS.filter(bool), st.none() | TEXTS, st.lists(st.integers(0, 99), max_size=2), st.booleans()), max_size=5),
       st.booleans(), st.booleans())
def test_any_text_round_trips_and_every_other_byte_stays(entries: list, crlf: bool, last_line: bool) -> None:
    """The file is written as a list of blocks; a changed one must come out as it is written here, the rest untouched."""
    head, _, _ = good("ro").decode().partition("\n# @machine")
    before, after, new = [head], [head.replace('"Language: ro', '"Last-Translator: ana\\n"\n"Language: ro')], {}
    for number, (old, english, text, cuts, obsolete) in enumerate(entries):
        key = f'msgctxt "c.{number}"\nmsgid {parts(english, cuts)}\n'
        written = f"msgstr {parts(old, cuts)}\n"
        block = f"\n# kept\n# @machine\n#. {number}\n#: a.yaml:1\n{key}{written}"
        if obsolete:
            block = "\n" + "\n".join(f"#~ {line}" if not line.startswith("#") else "# old" for line in block[1:-1].split("\n")) + "\n"
            before.append(block)
            after.append(block)
            continue
        before.append(block)
        if text is None or text == old:
            after.append(block)
            continue
        new[f"c.{number}"] = text
        pieces = re.findall(r"[^\n]*\n|[^\n]+", text)
        strings = [text] if len(pieces) < 2 else ["", *pieces]
        after.append(block.replace("# @machine\n", "")[:-len(written)] + "msgstr " + "\n".join(map(quoted, strings)) + "\n")

    def bytes_of(blocks: list[str]) -> bytes:
        text = "".join(blocks)
        text = text if last_line else text.removesuffix("\n")
        return text.replace("\n", "\r\n" if crlf else "\n").encode()

    got = edit(bytes_of(before), new, "ana")
    assert got == bytes_of(after)
    catalog, problems = parse_catalog(got, "locales/ro.po", inputs().library.locales["ro"])
    assert not problems and {c: catalog.entries[c].translation for c in new} == new
    assert edit(got, new, "ana") == got


@pytest.mark.parametrize("head, wanted", [
    ('"Last-Translator: Ana <a@b.example>\\n"\n"Language: ro\\n"\n', '"Last-Translator: ana\\n"\n"Language: ro\\n"\n'),
    ('"Last-Translator: ana\\n"\n"Language: ro\\n"\n', '"Last-Translator: ana\\n"\n"Language: ro\\n"\n'),
    ('"Last-Trans"\n"lator: x\\nLanguage: ro\\n"\n', '"Last-Translator: ana\\n"\n"Language: ro\\n"\n'),
    ('"Language: "\n"ro\\n"\n', '"Language: "\n"ro\\n"\n"Last-Translator: ana\\n"\n'),
])
def test_the_header_names_who_translated(head: str, wanted: str) -> None:
    rest = '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgctxt "a.b"\nmsgid "c"\nmsgstr "d"\n'
    got = edit(f'msgid ""\nmsgstr ""\n{head}{rest}'.encode(), {}, "ana")
    assert got.decode() == f'msgid ""\nmsgstr ""\n{wanted}{rest}'


def test_the_editor_refuses_what_it_does_not_know() -> None:
    for raw, new in ((good("ro"), {"card.none": "x"}), (b'msgid "', {})):
        with pytest.raises(ValueError):
            edit(raw, new, "ana")


# ---- the picture ----------------------------------------------------------------------------------------------------

def box_of(image: Image.Image, wanted: Callable[[int, int, int], bool]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all pixels of that colour."""
    pixels = [wanted(*image.getpixel((x, y))) for y in range(image.height) for x in range(image.width)]
    mask = Image.frombytes("L", image.size, bytes(255 * bool(one) for one in pixels))
    return mask.getbbox()


def lines_of(image: Image.Image) -> int:
    """How many bands of ink lie one under the other."""
    grey = image.convert("L")
    inked = [min(grey.crop((0, y, grey.width, y + 1)).tobytes()) < 110 for y in range(grey.height)]
    return sum(b and not a for a, b in zip([False, *inked], inked))


@pytest.mark.parametrize("text, size", [((20, 20, 60, 25), (50, 15)), ((1, 1, 60, 25), (65, 30)), ((30, 40, 84, 60), (60, 20)),
                                        ((0, 0, 85, 55), (85, 55)), ((10, 50, 80, 90), (80, 10))])
def test_a_picture_never_reaches_beyond_the_page(text: tuple[float, ...], size: tuple[int, int]) -> None:
    sheet = io.BytesIO()
    Image.new("RGB", (85 * PX_PER_MM, 55 * PX_PER_MM), "white").save(sheet, "PNG")
    cut = Image.open(io.BytesIO(_crop(sheet.getvalue(), text)))
    assert cut.size == (size[0] * PX_PER_MM, size[1] * PX_PER_MM)
    assert "#b3372b" == FRAME_COLOUR and (0xb3, 0x37, 0x2b) in [colour for _, colour in cut.convert("RGB").getcolors()]


# ---- the whole way --------------------------------------------------------------------------------------------------

def test_from_the_command_line_with_real_pages(root: Path, tmp_path: Path) -> None:
    for file in (root / "content" / "areas").glob("*.yaml"):
        file.unlink() if file.stem != "wiltshire" else None
    for file in (root / "content" / "materials").glob("*.yaml"):
        file.unlink() if file.stem != "safety-card" else None
    (root / "content" / "people").mkdir(exist_ok=True)
    (root / "content" / "people" / "ana.yaml").write_text("id: ana\nname: Ana\ntranslates: [ro]\n")
    assert generator("translations", "--root", root, "--locale", "ro").code == 0
    file = root / "locales" / "ro.po"
    before = file.read_text(encoding="utf-8")
    heading = "Spuneți numai ce vreți să spuneți. Vă puteți opri oricând."
    long = heading + " Nimeni nu vă grăbește și nimeni nu vă ceartă, oricât ar dura până când găsiți cuvintele de care aveți nevoie. Nimeni nu se supără dacă tăceți o vreme, dacă vă mai gândiți sau dacă închideți telefonul și sunați din nou mai târziu."
    changed = before.replace(heading, long).replace("Puteți cere un interpret", "Puteți cere {un} interpret").replace(
        "Nu e nevoie să vă spuneți numele la acest apel", "Nu e nevoie să vă spuneți numele la apel")
    (tmp_path / "back.po").write_text(changed, encoding="utf-8")
    ran = generator("receive", "--root", root, "--build", tmp_path / "b", "--format", "json", "--file", tmp_path / "back.po", "--by", "ana")
    assert ran.code == 1
    assert {(p["code"], p["context"]) for p in ran.problems if p["severity"] == "error"} == {
        ("E210", "safety-card.interpreter"), ("E406", "safety-card.say-only")}
    after = file.read_text(encoding="utf-8")
    assert "numele la apel" in after and "{un}" not in after and f'"{heading}"' in after
    assert '"Last-Translator: ana\\n"' in after and after.count("# @machine") == before.count("# @machine") - 1
    page = (tmp_path / "b" / "reports" / "receive-ro.html").read_text(encoding="utf-8")
    shown = Image.open(io.BytesIO(base64.b64decode(re.search('data:image/png;base64,([^"]+)"', page)[1]))).convert("RGB")
    assert page.count("<img") == 1 and 40 * PX_PER_MM < shown.width < 85 * PX_PER_MM and 10 * PX_PER_MM < shown.height < 50 * PX_PER_MM
    frame = box_of(shown, lambda r, g, b: r > 150 and g < 90 and b < 90)
    around = round((AROUND_MM - FRAME_AWAY_MM) * PX_PER_MM)
    assert frame[0] in range(around - 2, around + 3) and frame[1] in range(around - 2, around + 3), "the text does not stand in the middle"
    inside = shown.crop((frame[0] + 5, frame[1] + 5, frame[2] - 5, frame[3] - 5))
    assert lines_of(inside) >= 5, "the long text alone has so many lines"
    ink = box_of(inside, lambda *colour: sum(colour) < 300)
    assert min(ink[0], ink[1], inside.width - ink[2], inside.height - ink[3]) <= 6 < inside.height, "the frame is not the text's"
    assert lines_of(shown.crop((0, frame[3] + 1, shown.width, shown.height))) >= 1, "nothing of what stands below is seen"
    assert "safety-card.say-only" in page and "1 taken, 2 refused" in page
    good_only = changed.replace("{un}", "un").replace(long, heading)
    (tmp_path / "back.po").write_text(good_only, encoding="utf-8")
    again = generator("receive", "--root", root, "--build", tmp_path / "b", "--file", tmp_path / "back.po", "--by", "ana")
    assert again.code == 0 and file.read_text(encoding="utf-8") == after and "0 taken, 0 refused" in again.out


@pytest.mark.parametrize("name", ["ro", "ro-nowrap", "ro-converted"])
def test_a_file_of_a_real_weblate_is_taken_however_its_head_is_wrapped(name: str, tmp_path: Path) -> None:
    """The language is read from the head, on one line or on several, and the marks may be those of a converted download."""
    from conftest import copy_root
    root = copy_root(tmp_path / "root", frozenset({"en", "ro"}), frozenset({"wiltshire"}))
    (root / "content" / "people").mkdir(exist_ok=True)
    (root / "content" / "people" / "ana.yaml").write_text("id: ana\nname: Ana\ntranslates: [ro]\n", encoding="utf-8")
    file = tmp_path / "from-weblate.po"
    raw = (FIXTURES.parent / "saved" / f"weblate-2026.10-{name}.po").read_text(encoding="utf-8")
    file.write_text(raw.replace("Ieșiți din această pagină", "Ieșiți de pe această pagină"), encoding="utf-8")
    outcome = receive(read_inputs(root, TODAY), file, "ana", on_paper=False)
    assert outcome.locale and outcome.locale.tag == "ro" and outcome.written
    assert [s.context for s in outcome.taken if s.context == "helpline-page.leave"], outcome.problems
    after = parse_catalog((root / "locales" / "ro.po").read_bytes(), "locales/ro.po", outcome.locale)[0]
    assert not after.entries["helpline-page.leave"].machine and after.entries["safety-card.heading"].machine

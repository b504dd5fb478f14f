"""Why an edition was made again: every difference has a name, and what did not change has none."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import conftest
from conftest import TODAY, generator
from generator.build.history import RECORD, note, place_of, read_history
from generator.build.inputs import Inputs, font_files, read_inputs
from generator.build.narrow import Narrow
from generator.build.plan import Planned, plan
from generator.build.publish import PublishFile, publish
from generator.build.store import Entry, Made, Store, digest
from generator.why import FIRST, Reason, line, reasons

ASKED = Narrow(locale="ro", area="wiltshire", material="safety-card")
PLACE = "wiltshire/ro/safety-card/card-85x55/"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return conftest.copy_root(tmp_path_factory.mktemp("office") / "root", frozenset({"en", "ro"}), frozenset({"wiltshire"}))


def planned(root: Path, **changes: object) -> tuple[Planned, Inputs]:
    inputs = dataclasses.replace(read_inputs(root, TODAY), **changes)
    files, _ = font_files(inputs)
    one, = plan(inputs, files, ASKED).planned
    assert one.place_name == PLACE and digest(one.made_of) == one.key
    return one, inputs


@pytest.fixture(scope="module")
def before(office: Path) -> tuple[Planned, Inputs]:
    return planned(office)


def _put(path: str, old: str, new: str) -> Callable[[Path], tuple[Path, str]]:
    def change(root: Path) -> tuple[Path, str]:
        file = root / path
        was = file.read_text(encoding="utf-8")
        assert old in was, path
        file.write_text(was.replace(old, new), encoding="utf-8")
        return file, was
    return change


CHANGES: dict[str, tuple[Callable[[Path], tuple[Path, str]], list[str]]] = {
    "a number": (_put("content/services/helpline.yaml", "121 700\"\n  dial: \"+448000121700", "121 701\"\n  dial: \"+448000121701"),
                 ["fact helpline.phone: “08000 121 700 (+448000121700)” → “08000 121 701 (+448000121701)”",
                  "draft because: “nobody has verified 08000 121 700” → “nobody has verified 08000 121 701”"]),
    "a type size": (_put("content/formats/card-85x55.yaml", "smallest: 7}", "smallest: 7.5}"), ["format text_pt.smallest: “7.0” → “7.5”"]),
    "a leading": (_put("content/locales/ro.yaml", "leading: 1.4", "leading: 1.5"), ["locale file leading: “1.4” → “1.5”"]),
    "a style": (_put("templates/paper.css", "\n", "\n\n"), ["template templates/paper.css: changed"]),
    "a printer": (_put("content/printers/office.yaml", "safe_mm: 4", "safe_mm: 4.5"), ["printers 0.0.safe_mm: “4.0” → “4.5”"]),
}


def test_a_changed_sentence_is_named_by_its_msgctxt_with_old_and_new(office: Path, before: tuple[Planned, Inputs]) -> None:
    file = office / "locales" / "ro.po"
    was = file.read_text(encoding="utf-8")
    old = re.search(r'msgctxt "(safety-card\.[a-z-]+)"\nmsgid "[^"{]+"\nmsgstr "([^"{]+)"\n', was)
    assert old is not None
    file.write_text(was.replace(f'msgstr "{old[2]}"', f'msgstr "{old[2]} Da."', 1), encoding="utf-8")
    try:
        now, inputs = planned(office)
    finally:
        file.write_text(was, encoding="utf-8")
    assert reasons(before[0].made_of, now.made_of, {}.__getitem__) == [("text", old[1], old[2], f"{old[2]} Da.")]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_named(office: Path, before: tuple[Planned, Inputs], change: str) -> None:
    make, said = CHANGES[change]
    file, was = make(office)
    try:
        now, inputs = planned(office)
        tools = {one.tools_digest: one.tools for one in (before[1], inputs)}
    finally:
        file.write_text(was, encoding="utf-8")
    assert now.key != before[0].key
    assert [line(one) for one in reasons(before[0].made_of, now.made_of, tools.__getitem__)] == said


def test_a_font_a_package_and_a_program_are_named(before: tuple[Planned, Inputs]) -> None:
    one, inputs = before
    fonts = re.sub(rb'("Noto Sans": \[")[0-9a-f]{64}', rb"\g<1>" + b"0" * 64, one.made_of)
    assert [reason[:2] for reason in reasons(one.made_of, fonts, {}.__getitem__)] == [("font", "Noto Sans")]
    assert inputs.tools["package weasyprint"] and inputs.tools["library libpango-1.0"] and inputs.tools["generator/build/item.py"]
    other = one.made_of.replace(inputs.tools_digest.encode(), b"1" * 64)
    tools = {inputs.tools_digest: inputs.tools, "1" * 64: {**inputs.tools, "package weasyprint": "99", "generator/build/item.py": "2"}}
    assert [line(reason) for reason in reasons(one.made_of, other, tools.__getitem__)] == [
        "program generator/build/item.py: changed", f"package weasyprint: {inputs.tools['package weasyprint'][:24]} → 99"]


def test_what_is_the_same_has_no_reason_and_what_differs_always_has_one(before: tuple[Planned, Inputs]) -> None:
    made_of = before[0].made_of
    assert reasons(made_of, made_of, {}.__getitem__) == []
    lines = [json.loads(part) for part in made_of.split(b"\n")]

    def leaves(value: object, at: tuple = ()) -> list[tuple]:
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [leaf for key, one in pairs for leaf in (leaves(one, (*at, key)) or [(*at, key)])]

    places = leaves(lines)
    assert len(places) > 200
    for place in places:
        changed = json.loads(json.dumps(lines))
        *path, last = place
        node = changed
        for key in path:
            node = node[key]
        node[last] = "0123" if node[last] != "0123" else "4"
        other = b"\n".join(json.dumps(part, ensure_ascii=False).encode() for part in changed)
        try:
            found: list[Reason] = reasons(made_of, other, lambda digest: {"weasyprint": digest})
        except (TypeError, AttributeError, KeyError, ValueError):
            continue  # a list or a record made a text: no edition has such a form
        assert found, place


def entry(store: Store, one: Planned) -> Entry:
    kept, problems = store.put(one.key, Made({}, {}, one.made_of))
    assert kept is not None and not problems
    return kept


def test_the_record_tells_who_made_it_and_why_and_what_is_kept_keeps_its_reason(office: Path, before: tuple[Planned, Inputs], tmp_path: Path) -> None:
    store, (one, inputs) = Store(tmp_path), before
    standing = {PLACE.rstrip("/")}
    note(tmp_path, {PLACE: entry(store, one)}, inputs.tools, standing)
    assert read_history(tmp_path).editions[PLACE].why == (FIRST,)
    file, was = CHANGES["a number"][0](office)
    try:
        now, _ = planned(office)
    finally:
        file.write_text(was, encoding="utf-8")
    note(tmp_path, {PLACE: entry(store, now)}, inputs.tools, standing)
    made = read_history(tmp_path)
    assert made.builds == made.editions[PLACE].build == 2
    assert [line(reason) for reason in made.editions[PLACE].why] == CHANGES["a number"][1]
    note(tmp_path, {PLACE: entry(store, now)}, inputs.tools, standing)
    kept = read_history(tmp_path)
    assert (kept.builds, kept.editions[PLACE]) == (3, made.editions[PLACE])
    note(tmp_path, {}, inputs.tools, set())
    assert read_history(tmp_path).editions == {}, "what the set holds no more is forgotten"


def test_a_damaged_record_is_no_record_and_stops_nothing(before: tuple[Planned, Inputs], tmp_path: Path) -> None:
    one, inputs = before
    kept = entry(Store(tmp_path), one)
    note(tmp_path, {PLACE: kept}, inputs.tools, {PLACE.rstrip("/")})
    record = tmp_path / RECORD
    for damage in (b"", b"{", record.read_bytes().replace(b"first time", b"third time"), record.read_bytes()[:-9]):
        record.write_bytes(damage)
        assert read_history(tmp_path).editions == {}
        note(tmp_path, {PLACE: kept}, inputs.tools, {PLACE.rstrip("/")})
        assert PLACE in read_history(tmp_path).editions


def test_the_command_tells_it_for_a_file_its_thumbnail_and_the_file_for_a_further_printer(before: tuple[Planned, Inputs], tmp_path: Path) -> None:
    one, inputs = before
    outputs = [{"path": "wiltshire/ro/safety-card.pdf", "thumbnail": "wiltshire/ro/thumbnails/safety-card.png", "edition": one.edition.code,
                "area": "wiltshire", "locale": "ro", "material": "safety-card", "format": "card-85x55", "printer": None, "kind": "screen", "status": "draft", "sha256": ""}]
    manifest = json.dumps({"outputs": outputs}).encode()
    assert publish(tmp_path, [PublishFile("manifest.json", digest(manifest), manifest)]) == (True, [])
    note(tmp_path, {PLACE: entry(Store(tmp_path), one)}, inputs.tools, {PLACE.rstrip("/")})
    for path in ("wiltshire/ro/safety-card.pdf", "wiltshire/ro/thumbnails/safety-card.png"):
        ran = generator("--build", tmp_path, "why", path)
        assert ran.code == 0 and one.edition.code in ran.out and "made for the first time" in ran.out
    ran = generator("--build", tmp_path, "why", "wiltshire/ro/safety-cart.pdf")
    assert ran.code == 2 and "Did you mean wiltshire/ro/safety-card.pdf" in ran.err
    for damaged in (manifest[:-9], b"", b"[]", b'{"outputs": [{"path": "wiltshire/ro/safety-card.pdf"}]}'):
        (tmp_path / "current" / "manifest.json").write_bytes(damaged)
        ran = generator("--build", tmp_path, "why", "wiltshire/ro/safety-card.pdf")
        assert ran.code == 2 and "its manifest cannot be read. Type: make" in ran.err
    known = read_history(tmp_path).editions[PLACE]
    assert place_of({**outputs[0], "printer": "web-to-print"}, {PLACE + "web-to-print": known}) == PLACE + "web-to-print"
    assert place_of({**outputs[0], "printer": "office"}, {PLACE: known}) == PLACE

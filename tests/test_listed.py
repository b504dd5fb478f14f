"""A set of a nation's areas: what its manifest costs in memory, and that it is the one that JSON's own writer makes of all at once."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc
from pathlib import Path

import pytest

from generator.build.disk import digest, write_pieces
from generator.build.listed import Listed
from generator.build.store import Entry
from generator.manifest import manifest, manifest_bytes, manifest_pieces, outputs_in

AREAS = ("north-east", "north", "south", "west", "a", "b", "c", "d")  # “north-east/…” stands before “north/…”
EDITIONS = 120  # of an area


def entry(area: str, number: int) -> Entry:
    paths = [f"{area}/ro/item-{number}{end}" for end in (".pdf", "-duplex.pdf")]
    outputs = [{"path": path, "area": area, "locale": "ro", "material": f"item-{number}", "format": "card", "kind": "screen", "printer": None,
                "edition": "7F3A-9K2C-4TXW", "status": "draft", "qr": ["https://a.example/"], "phones": ["112"], "size_pt": 7.5,
                "draft_because": ["„ținută” a fost ciornă"]} for path in paths]
    return Entry("0" * 64, "/objects", json.dumps({"files": {path: [digest(path.encode()), 14_000] for path in paths}}).encode(),
                 json.dumps({"outputs": outputs}).encode())


def whole(listed: Listed) -> dict[str, object]:
    return manifest(listed, [], source_date=dt.date(2026, 11, 22), made_with={"ink": "é"})


def test_a_manifest_is_written_an_area_at_a_time_and_is_the_same_as_in_one_piece(tmp_path: Path) -> None:
    listed, file = Listed({}), tmp_path / "manifest.json"
    for number in range(EDITIONS):
        for area in AREAS:
            listed.add(entry(area, number))
    tracemalloc.start()
    try:
        written = write_pieces(file, manifest_pieces(whole(listed)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        outputs = sorted(listed, key=lambda output: output["path"])
        at_once = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    data = file.read_bytes()
    assert data == (json.dumps({**whole(listed), "outputs": outputs}, ensure_ascii=False, indent=1) + "\n").encode()
    assert written == digest(data) and len(outputs) == len(listed) == 2 * EDITIONS * len(AREAS)
    assert most < 0.5 * at_once, (most, at_once)


def test_a_manifest_of_nothing_has_no_outputs(tmp_path: Path) -> None:
    write_pieces(tmp_path / "manifest.json", manifest_pieces(whole(Listed({}))))
    assert json.loads((tmp_path / "manifest.json").read_bytes())["outputs"] == []


def test_outputs_are_read_one_by_one_and_a_manifest_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    listed = Listed({})
    for number in range(3):
        listed.add(entry("north", number))
    data = manifest_bytes(manifest(listed, [{"area": "north", "locale": "ro", "material": "a", "format": "b", "problems": ["}"]}],
                                   source_date=dt.date(2026, 11, 22), made_with={}))
    assert list(outputs_in(data)) == json.loads(data)["outputs"] == list(listed)
    assert list(outputs_in(None)) == list(outputs_in(manifest_bytes(whole(Listed({}))))) == []
    end = data.index(b"\n ],\n")
    for cut in range(1, end, 7):
        with pytest.raises(ValueError):
            list(outputs_in(data[:cut]))
    assert list(outputs_in(json.dumps(json.loads(data)).encode())) == list(listed), "somebody else wrote it"

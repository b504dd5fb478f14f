"""Where nothing stands yet, the cards of one area are there long before the rest; old and new are never mixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import conftest
from generator.build import builder
from generator.build.narrow import Narrow
from generator.build.publish import read_current

ASKED = Narrow(area="wiltshire,west-mercia", material="number-card,sms")


def manifest(build: Path) -> dict:
    return json.loads(read_current(build, "manifest.json") or b"{}")


class Interrupted(Exception):
    """As Ctrl-C, in the middle."""


def test_the_first_area_s_cards_stand_whole_before_the_rest_is_made(tmp_path: Path) -> None:
    root, build = conftest.copy_root(tmp_path / "root", frozenset({"en", "ro"}), frozenset({"wiltshire", "west-mercia"})), tmp_path / "build"
    seen: list[tuple[str, int]] = []

    def stop(name: str, done: int, total: int) -> None:
        stands = manifest(build)
        if stands:
            assert done >= 3, "it was published with the last card, before that card was counted to be done"
            raise Interrupted
        seen.append((name, total))

    with pytest.raises(Interrupted):
        builder.build(root, build, today=conftest.TODAY, narrow=ASKED, workers=1, progress=stop)
    assert {name for name, _ in seen} == {"west-mercia/en/number-card/card-85x55", "west-mercia/ro/number-card/card-85x55"}
    first = manifest(build)
    assert first["being_made"] == seen[0][1] - 2 > 0
    assert {(o["area"], o["locale"], o["material"]) for o in first["outputs"]} == {("west-mercia", tag, "number-card") for tag in ("en", "ro")}
    assert all((build / o["path"]).is_file() for o in first["outputs"])
    assert f"{first['being_made']} more editions are still being made" in (build / "index.html").read_text(encoding="utf-8")

    whole = builder.build(root, build, today=conftest.TODAY, narrow=ASKED, workers=1)
    assert whole.published and whole.made < seen[0][1], "what was made before the break is kept"
    assert "being_made" not in manifest(build) and len(manifest(build)["outputs"]) == whole.tally.files > len(first["outputs"])
    assert "still being made" not in (build / "index.html").read_text(encoding="utf-8")


def test_a_set_that_stands_is_left_alone_until_the_new_one_is_whole(tmp_path: Path) -> None:
    root, build = conftest.copy_root(tmp_path / "root", frozenset({"en", "ro"}), frozenset({"wiltshire", "west-mercia"})), tmp_path / "build"
    builder.build(root, build, today=conftest.TODAY, narrow=Narrow(area="wiltshire", material="sms"), workers=1)
    before, told = manifest(build), []

    def look(name: str, done: int, total: int) -> None:
        told.append(name)
        assert manifest(build) == before

    assert builder.build(root, build, today=conftest.TODAY, narrow=Narrow(area="wiltshire", material="number-card,plain-text"),
                         workers=1, progress=look).published
    assert len(told) > 2 and manifest(build) != before

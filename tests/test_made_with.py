"""The manifest says with what and from what a set was made; what can change a page makes every edition anew."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.metadata
import re
from pathlib import Path

import pytest

from generator import fonts
from generator.build import inputs, madewith
from generator.build.inputs import PACKAGES, Inputs


def test_the_libraries_that_set_a_page_are_told_by_version_and_hash() -> None:
    found = madewith.libraries()
    assert {"libpango-1.0", "libpangoft2-1.0", "libharfbuzz", "libharfbuzz-subset", "libfontconfig", "libfreetype", "libfribidi", "libthai"} <= found.keys()
    pango = ctypes.CDLL("libpango-1.0.so.0")
    pango.pango_version_string.restype = ctypes.c_char_p
    assert found["libpango-1.0"]["version"] == pango.pango_version_string().decode()
    file, = {line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "/libpango-1.0.so" in line}
    assert found["libpango-1.0"]["sha256"] == hashlib.sha256(Path(file).read_bytes()).hexdigest()
    assert all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) for one in found.values())


def test_every_package_that_weasyprint_stands_on_is_told() -> None:
    def below(name: str) -> set[str]:
        asked = [r for r in importlib.metadata.distribution(name).requires or () if "extra ==" not in r]
        names = {re.match(r"[\w.-]+", r)[0].lower().replace("_", "-") for r in asked}
        return names.union(*(below(one) for one in names))
    assert below("weasyprint") - {"pycparser"} <= set(PACKAGES)  # that one only reads declarations of C for cffi
    hashes = madewith.package_hashes(PACKAGES)
    assert hashes.keys() == set(PACKAGES) and len(set(hashes.values())) == len(PACKAGES)


@pytest.mark.parametrize(("part", "value"), [
    ("libraries", {"libpango-1.0": {"version": "1.57.0", "sha256": "0" * 64}}), ("python", {"version": "3.12.1"}),
    ("package_hashes", {"weasyprint": "0" * 64}), ("profile", "0" * 64)])
def test_another_pango_python_package_or_profile_makes_every_edition_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, value: object) -> None:
    monkeypatch.setattr(inputs, "makers", lambda kept: set())  # the modules are not what this is about

    def key() -> str:
        return Inputs(tmp_path, None, {}, None, None, ()).tools_digest  # type: ignore[arg-type]
    before = key()
    assert key() == before
    monkeypatch.setattr(madewith, part, lambda *given: value)
    assert key() != before


def test_one_byte_of_what_was_read_shows_in_its_folder_and_nowhere_else(tmp_path: Path) -> None:
    for path in ("content/areas/a.yaml", "content/services/b.yaml", "locales/ro.po", "templates/card.css", "program/x.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("one")
    before = madewith.inputs(tmp_path, tmp_path / "program")
    assert before.keys() == {"content/areas", "content/services", "locales", "templates", "generator"}
    for left in ("content/services/.b.yaml.77", "content/services/b.yaml~"):  # an editor's, or a killed command's
        (tmp_path / left).write_text("half")
    assert madewith.inputs(tmp_path, tmp_path / "program") == before
    (tmp_path / "content/notices").mkdir()  # git keeps no empty folder, and another machine has none
    assert madewith.inputs(tmp_path, tmp_path / "program") == before
    (tmp_path / "content/services/b.yaml").write_text("two")
    after = madewith.inputs(tmp_path, tmp_path / "program")
    assert {name for name in before if before[name] != after[name]} == {"content/services"}


def test_a_spoilt_face_in_the_cache_is_cut_anew(tmp_path: Path) -> None:
    files = [f for f in fonts.find_fonts({"Noto Sans CJK SC"})[0] if (f.family, f.weight) == ("Noto Sans CJK SC", "Regular")]
    fonts.private_fontconfig(files, tmp_path)
    face = tmp_path / "files" / files[0].name
    good, about = face.read_bytes(), face.stat()
    fonts.private_fontconfig(files, tmp_path)
    assert face.stat().st_ino == about.st_ino  # else each build would cut it again
    face.write_bytes(good[:9999] + bytes([good[9999] ^ 1]) + good[10000:])
    fonts.private_fontconfig(files, tmp_path)
    assert face.read_bytes() == good


def test_a_face_that_another_program_has_cut_is_cut_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cold build would cut it as the program and its packages do today, with the letters that they keep."""
    files = [f for f in fonts.find_fonts({"Noto Sans CJK SC"})[0] if (f.family, f.weight) == ("Noto Sans CJK SC", "Regular")]
    monkeypatch.setattr(fonts, "_write_face", lambda font, target: (target.write_bytes(b"then"), hashlib.sha256(b"then").hexdigest())[1])
    fonts.private_fontconfig(files, tmp_path)
    monkeypatch.setattr(fonts, "_write_face", lambda font, target: (target.write_bytes(b"now"), hashlib.sha256(b"now").hexdigest())[1])
    fonts.private_fontconfig(files, tmp_path)
    assert (tmp_path / "files" / files[0].name).read_bytes() == b"then", "nothing has changed yet"
    real = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "99" if name == "uharfbuzz" else real(name))
    fonts.private_fontconfig(files, tmp_path)
    assert (tmp_path / "files" / files[0].name).read_bytes() == b"now"



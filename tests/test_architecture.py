"""The house: one way down the street, small rooms, no circles."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator"

#: Floor of each room; a module may import only from its own room or from lower floors.
FLOORS = {
    "problem": 0, "limits": 0, "memory": 0, "kept": 0, "plainfile": 0, "wholefile": 0, "units": 0, "editioncode": 0, "model": 0, "sms": 0,
    "content": 1, "catalog": 1, "signoff": 1, "templates": 1,
    "edition": 2, "facts": 2, "messages": 2, "schemas": 2, "pseudo": 2, "signoff_state": 2,
    "fonts": 3, "qr": 3, "inks": 3, "review": 3,
    "page": 4, "newlocale": 4,
    "typeset": 5,
    "impose": 6, "thumbnail": 6,
    "checks": 7, "ledger": 7,
    "manifest": 8, "site": 8, "contactsheet": 8, "gallery": 8, "coverage": 8, "guide": 8, "status": 8, "waivers": 8, "handoff": 8, "verify": 8, "why": 8,
    "build": 9,
    "release": 10, "summary": 10, "preview": 10, "proof": 10, "receive": 10,
    "packs": 11,
    "cli": 12, "__main__": 13,
}
LONGEST = 300  # lines; about one room


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: write imports in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "generator" else {node.module}
    return {name.split(".")[1] for name in found if name.startswith("generator.") and not name.endswith("__version__")}


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_lower_floors(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return
    here = room(path)
    above = {name for name in imported(path) if name != here and FLOORS[name] >= FLOORS[here]}
    assert not above, f"{path.name} on floor {FLOORS[here]} reaches up or sideways to {above}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_room_is_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_only_the_typesetter_imports_weasyprint() -> None:
    users = {room(p) for p in modules() for node in ast.walk(ast.parse(p.read_text(encoding="utf-8")))
             if isinstance(node, (ast.Import, ast.ImportFrom))
             for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
             if name.split(".")[0] == "weasyprint"}
    assert users == {"typeset"}


def test_what_verifies_a_page_takes_no_part_in_making_it() -> None:
    """Whatever the verifier imports, and whatever that imports: no template, no typesetter, no imposition."""
    waiting = [*(PACKAGE / "verify").rglob("*.py"), *(PACKAGE / "checks" / "finished").rglob("*.py"), PACKAGE / "build" / "verifying.py"]
    seen: dict[Path, Path | None] = dict.fromkeys(waiting)
    while waiting:
        here = waiting.pop()
        for node in ast.walk(ast.parse(here.read_text(encoding="utf-8"))):
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else [
                node.module or "", *(f"{node.module}.{a.name}" for a in node.names)] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in named if name.split(".")[0] in ("weasyprint", "pydyf", "qrcode")], here
            for name in named:
                place = ROOT.joinpath(*name.split("."))
                for file in (place.with_suffix(".py"), place / "__init__.py"):
                    if file.is_file() and PACKAGE in file.parents and file not in seen:
                        seen[file] = here
                        waiting.append(file)
    makers = {path: by for path, by in seen.items()
              if room(path) in ("page", "typeset", "impose", "thumbnail", "qr") or path == PACKAGE / "templates" / "drawn.py"}
    assert not makers, makers


def test_content_and_catalog_do_not_know_each_other() -> None:
    for path in modules():
        if room(path) in ("content", "catalog"):
            assert {"content", "catalog"} - {room(path)} - imported(path), path


def test_templates_name_no_locale_and_no_area() -> None:
    areas = [p.stem for p in (ROOT / "content" / "areas").glob("*.yaml")]
    for path in sorted((ROOT / "templates").glob("*.j2")) + sorted((ROOT / "templates").glob("*.css")):
        text = path.read_text(encoding="utf-8").lower()
        assert not [area for area in areas if area in text], path
        if not path.name.startswith("gallery"):  # the office's own page is in English
            assert 'lang="' not in text.replace('lang="{{', ""), path


def test_nothing_names_this_machine() -> None:
    for folder in ("generator", "templates", "content", "setup", "tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in (".py", ".j2", ".css", ".yaml", ".sh", ".txt", ".md") and path != Path(__file__):
                assert "/work/" not in path.read_text(encoding="utf-8", errors="replace"), path

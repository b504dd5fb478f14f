"""What is kept from one build to the next never outlives what it depends on: with it and without it, the same is found."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest

import conftest
from generator.build import builder, keeping
from generator.build.inputs import Inputs, font_files, read_inputs
from generator.build.joining import Joining
from generator.build.keeping import FOLDER, Keeping
from generator.build.narrow import Narrow
from generator.build.plan import plan
from generator.build.planned import Outdated
from generator.checks.alone import judged_alone
from generator.checks.content import Content, checks
from generator.fonts import FontFile
from generator.kept import NOTHING, Kept, Kind
from generator.manifest import texts_of
from generator.model.catalog import Catalog, Entry
from generator.model.library import Text
from generator.problem import Problem, Severity, errors
from generator.signoff import SignOffs, text_hash
from generator.signoff_state import states
from generator.waivers import checked_content

ROOT = Path(__file__).parents[1]
TODAY = conftest.TODAY
MATERIALS = {"number-card", "safety-card", "micro-card", "folded-card", "bag-insert", "language-sheet", "helpline-page", "number-page"}
LATER = TODAY + dt.timedelta(days=400)  #: every check of a number has run out by then


@dataclass
class Office:
    """A root, what is kept of it, and the day."""

    root: Path
    build: Path
    today: dt.date = TODAY
    fonts: tuple[FontFile, ...] = ()

    def look(self, kept: Kept = NOTHING, narrow: Narrow = Narrow()) -> dict[str, object]:
        """All that is known of it before anything is made."""
        inputs = read_inputs(self.root, self.today, kept)
        checked = checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today, kept)
        whole = plan(inputs, list(self.fonts), narrow, checked, kept)
        return {"read": inputs.problems, "checked": checked, "planned": [(one.place, one.key, one.urgency, one.about) for one in whole.planned],
                "failed": whole.failed, "problems": whole.problems, "library": inputs.library, "catalogs": inputs.catalogs, "tools": inputs.tools,
                "texts": texts_of(inputs.library, inputs.catalogs), "states": states(inputs.library, inputs.catalogs, inputs.signoffs)}

    def warm(self, narrow: Narrow = Narrow()) -> dict[str, object]:
        """The same by a build, which keeps what it finds."""
        kept = Keeping(self.build)
        found = self.look(kept, narrow)
        kept.write(forget=not narrow.named)
        return found

    def change(self, name: str, pattern: str, to: str) -> None:
        """One place of a file."""
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        changed, count = re.subn(pattern, to, text, count=1)
        assert count and changed != text, f"{pattern} does not stand in {name}"
        file.write_text(changed, encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One area, English and three others, and what one build has kept."""
    folder = tmp_path_factory.mktemp("kept")
    root = conftest.copy_root(folder / "root", frozenset({"en", "ro", "ar", "zh-Hans"}), frozenset({"wiltshire"}))
    for material in (root / "content" / "materials").iterdir():
        if material.stem not in MATERIALS:
            material.unlink()
    for catalog in (root / "locales").glob("*.po"):
        header, *entries = catalog.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
        mine = [one for one in entries if re.search(rf'msgctxt "({"|".join(sorted(MATERIALS))}|layout|area|notice)\.', one)]
        catalog.write_text("\n\n".join([header, *mine]) + "\n", encoding="utf-8")
    fonts = tuple(font_files(read_inputs(root, TODAY))[0])
    office = Office(root, folder / "build", fonts=fonts)
    assert office.warm() == office.look()
    return office


@pytest.fixture
def office(first: Office, tmp_path: Path) -> Office:
    """A copy to change."""
    shutil.copytree(first.root, tmp_path / "root")
    shutil.copytree(first.build, tmp_path / "build")
    return replace(first, root=tmp_path / "root", build=tmp_path / "build")


def _sign(office: Office) -> None:
    """Every text of a language: then it is no reason any more for a draft."""
    office.write("content/people/ada.yaml", 'id: ada\nname: Ada\nrings: "true"\nreviews: [ro, en]\n')
    entries = read_inputs(office.root, office.today).catalogs["ro"].entries.values()
    office.write("content/signoff/ro.yaml", "id: ro\ntexts:\n" + "".join(
        f'  - context: {one.context}\n    hash: {text_hash("ro", one.context, one.english, one.translation)}\n    by: ada\n    on: "2026-11-20"\n' for one in entries))


def _ring(office: Office) -> None:
    office.write("content/people/ada.yaml", 'id: ada\nname: Ada\nrings: "true"\nreviews: [ro, en]\n')
    office.write("content/signoff/facts.yaml", 'id: facts\nfacts:\n  - service: helpline\n    fact: phone\n    value: "+448000121700"\n    by: ada\n    on: "2026-11-20"\n')


def _later(office: Office) -> None:
    office.today = LATER


def _waive(office: Office) -> None:
    office.write("content/people/ada.yaml", 'id: ada\nname: Ada\nrings: "true"\nreviews: [ro, en]\n')
    office.write("content/waivers/lone.yaml", "id: lone\ncode: E502\nlocale: ro\nreason: It is meant so.\nby: ada\non: \"2026-11-20\"\n")


def _fonts(office: Office) -> None:
    office.fonts = (replace(office.fonts[0], sha256="0" * 64), *office.fonts[1:])


def _changes(name: str, pattern: str, to: str) -> Callable[[Office], None]:
    return lambda office: office.change(name, pattern, to)


#: One after the other on the same root: each kind of input, and what it must change.
EDITS: dict[str, tuple[Callable[[Office], None], tuple[str, ...]]] = {
    "an English text": (_changes("content/materials/bag-insert.yaml", r'text: "([A-Z])', r'text: "Now \1'), ("failed", "library")),
    "and its line alone": (_changes("content/materials/bag-insert.yaml", r"\A", "# a remark\n"), ("library",)),
    "a translation": (_changes("locales/ro.po", r'(msgctxt "safety-card\.[a-z-]+"\nmsgid "[^"{]+"\nmsgstr "[^"{]+)([.?!]?)"', r'\1 1234\2"'), ("checked", "failed")),
    "that mended": (_changes("locales/ro.po", " 1234", " da"), ("checked", "planned")),
    "a fuzzy mark": (_changes("locales/ar.po", r'\nmsgctxt "micro-card\.', '\n#, fuzzy\nmsgctxt "micro-card.'), ("failed",)),
    "sign-offs": (_sign, ("planned", "checked", "states")),
    "one of them taken back": (_changes("content/signoff/ro.yaml", r"  - context: safety-card\.heading\n(    .*\n)+", ""), ("planned", "states")),
    "a number that was rung": (_ring, ("planned", "checked")),
    "the day on which that runs out": (_later, ("planned", "checked")),
    "how long it holds": (_changes("content/expiry/phone.yaml", "days: 183", "days: 999"), ("planned", "checked")),
    "a word that must not be said": (_changes("content/glossary/police.yaml", r"\nforbidden:\n|\Z", '\nforbidden:\n  ro: ["telefon"]\n'), ("checked", "failed")),
    "that the other way round": (_changes("content/glossary/police.yaml", '"telefon"', '"qqqq"'), ("checked", "planned")),
    "a waiver of nothing": (_waive, ("checked",)),
    "the type of a language": (_changes("content/locales/ro.yaml", r"(?m)^leading: .*$", "leading: 1.55"), ("planned",)),
    "the script of a language": (_changes("content/locales/ro.yaml", "script: Latn", "script: Cyrl"), ("checked",)),
    "a style": (_changes("templates/card.css", r"\Z", "\n/* now */\n"), ("planned", "tools")),
    "a word of the templates": (_changes("templates/_blocks.html.j2", r'pgettext\("layout\.([a-z-]+)", "', r'pgettext("layout.\1", "Now '), ("failed", "texts")),
    "a word of a page of the office alone": (_changes("templates/guide.html.j2", r"\Z", '{{ pgettext("layout.office", "Now") }}'), ("failed", "texts")),
    "a number": (_changes("content/services/helpline.yaml", r'(?s)shown: "08000 121 700"\n  dial: "\+448000121700"', 'shown: "08000 121 701"\n  dial: "+448000121701"'), ("planned",)),
    "an area's address": (_changes("content/areas/wiltshire.yaml", r"\Z", "\naddress: https://shire.example/\n"), ("planned", "checked")),
    "what a printer asks for": (_changes("content/printers/sheet-fed.yaml", r"bleed: \d+|bleed_mm: \S+", "bleed_mm: 4"), ("planned",)),
    "a font": (_fonts, ("planned",)),
    "a catalog that is gone": (lambda office: (office.root / "locales" / "ar.po").unlink(), ("read", "failed")),
    "YAML that cannot be read": (_changes("content/services/helpline.yaml", r"\Z", "\nid: again\n"), ("read",)),
    "a drawing that is gone": (lambda office: next(iter(sorted((office.root / "templates" / "icons").glob("*.svg")))).unlink(), ("library",)),
    "a language that is gone": (lambda office: (office.root / "content" / "locales" / "zh-Hans.yaml").unlink(), ("checked", "library")),
}


def test_each_kind_of_input_that_changes_is_seen(office: Office) -> None:
    before = office.look()
    for name, (edit, seen) in EDITS.items():
        edit(office)
        cold = office.look()
        assert office.warm() == cold, name
        assert [key for key in seen if cold[key] == before[key]] == [], f"{name} changed nothing there"
        before = cold


def test_small_edits_at_random_find_the_same_with_and_without_what_is_kept(office: Office) -> None:
    rng, tops = random.Random(20261122), ("content", "locales", "templates")
    files = sorted(file for top in tops for file in (office.root / top).rglob("*") if file.suffix in (".yaml", ".po", ".j2", ".css", ".svg"))
    spoilt: list[tuple[Path, str]] = []
    for _ in range(7):
        if spoilt and rng.random() < 0.3:  # and back, as somebody does who sees what it did
            file, text = spoilt.pop()
        else:
            file = rng.choice(files)
            text = file.read_text(encoding="utf-8")
            spoilt.append((file, text))
            text = _edited(text, rng)
        file.write_text(text, encoding="utf-8")
        assert office.warm() == office.look(), file


def _edited(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    letters = [number for number, line in enumerate(lines) if re.search(r'"[^"]*[a-z0-9][^"]*"', line)]
    if rng.random() < 0.7 and letters:
        at = rng.choice(letters)
        start = lines[at].index('"')
        places = [n for n, c in enumerate(lines[at]) if n > start and c.isalnum()]
        n = rng.choice(places)
        lines[at] = lines[at][:n] + rng.choice("ae19") + lines[at][n + 1:]
    else:
        lines[at:at + 1] = rng.choice(([], [lines[at]] * 2))
    return "".join(lines)


def test_a_build_whose_program_is_changed_under_it_keeps_and_makes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds in memory is of the program of before; by its name it would be of the one that is there now."""
    states = itertools.count()
    monkeypatch.setattr(keeping, "program", lambda: str(next(states)))
    report = builder.build(office.root, office.build, today=TODAY, narrow=Narrow(material="number-card", locale="ro"), workers=1)
    assert "B461" in {p.code for p in report.problems} and not report.published and not (office.build / "manifest.json").exists()


def test_a_narrowed_build_takes_from_it_and_adds_to_it(office: Office) -> None:
    office.change("locales/ro.po", r'(msgctxt "safety-card\.[a-z-]+"\nmsgid "[^"{]+"\nmsgstr "[^"{]+)"', r'\1 da"')
    for narrow in (Narrow(locale="ro"), Narrow(rare=True), Narrow(material="safety-card", area="wiltshire"), Narrow()):
        assert office.warm(narrow) == office.look(narrow=narrow)


def test_a_narrowed_build_joins_nothing_that_it_has_joined_before(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """To see whether the rest still stands it plans that too."""
    joined: list[str] = []
    join = Joining._joined
    monkeypatch.setattr(Joining, "_joined", lambda self, material, *more: joined.append(material.id) or join(self, material, *more))
    for expected in (True, False):
        joined.clear()
        assert builder.build(office.root, office.build, today=TODAY, narrow=Narrow(material="number-card", locale="ro"), workers=1).whole
        assert bool(joined) is expected


def test_what_has_not_changed_is_not_worked_out_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.change("locales/ro.po", r'(msgctxt "safety-card\.[a-z-]+"\nmsgid "[^"{]+"\nmsgstr "[^"{]+)"', r'\1 da"')
    import generator.checks.alone as alone
    asked: list[Catalog] = []
    joined: list[str] = []
    real, join = alone._asked, Joining._joined
    monkeypatch.setattr(alone, "_asked", lambda modules, sight, catalog: asked.append(catalog) or real(modules, sight, catalog))
    monkeypatch.setattr(Joining, "_joined", lambda self, material, locale, *more: joined.append(locale.tag) or join(self, material, locale, *more))
    office.warm()
    assert [(one.tag, len(one.entries)) for one in asked] == [("ro", 1)]
    assert set(joined) == {"ro", "mul"}


@pytest.mark.parametrize("changed", ["the program", "Python", "a package"])
def test_another_program_takes_nothing_over(changed: str, first: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, of = _one_kept(first)
    if changed == "the program":
        copy = tmp_path / "generator"
        shutil.copytree(keeping.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.setattr(keeping, "PACKAGE", copy)
        assert Keeping(first.build).find(Kind.CATALOG, name, of) is not None
        check = copy / "checks" / "content" / "digits_differ.py"
        check.write_bytes(check.read_bytes() + b"\n")
    elif changed == "Python":
        monkeypatch.setattr(keeping.sys, "version", "3.99")
    else:
        monkeypatch.setattr(keeping, "packages_in", lambda folder: ["pydantic-99.dist-info"])
    assert Keeping(first.build).find(Kind.CATALOG, name, of) is None


def _one_kept(office: Office) -> tuple[str, str]:
    """A catalog that is kept, and on what it depends."""
    seen: list[str] = []

    class Watching(Keeping):
        def find(self, kind: Kind, name: str, of: str) -> object:
            if kind is Kind.CATALOG and name == "ro":
                seen.append(of)
            return super().find(kind, name, of)

    read_inputs(office.root, office.today, Watching(office.build))
    assert Keeping(office.build).find(Kind.CATALOG, "ro", seen[0]) is not None
    return "ro", seen[0]


def _flipped(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _of_another(file: Path) -> None:
    """Whole, with its own hash, and of something else."""
    others = sorted(one for one in file.parent.iterdir() if one.is_file() and one.name.split("-")[0] == file.name.split("-")[0] and one != file)
    if others:
        shutil.copy(others[0], file)


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def test_what_is_damaged_is_worked_out_anew_without_a_word(office: Office) -> None:
    cold = office.look()
    files = sorted((office.build / FOLDER).iterdir())
    assert len(files) >= 4 + 3 * 3
    for number, file in enumerate(files):
        (_flipped, _cut, _folder, _of_another, _pipe)[number % 5](file)
    assert office.warm() == cold
    assert office.warm() == cold
    assert [one.name for one in sorted((office.build / FOLDER).iterdir()) if one.is_file()] == [one.name for one in files]


def test_what_nobody_asks_for_any_more_is_taken_away(office: Office) -> None:
    (office.root / "content" / "locales" / "ar.yaml").unlink()
    (office.build / FOLDER / ".tmp-1-2").write_text("what a killed build has left")
    office.warm()
    names = {file.name for file in (office.build / FOLDER).iterdir()}
    assert "catalog-ro.json" in names and not names & {"catalog-ar.json", "plan-ar.json", "words-ar.json", ".tmp-1-2"}
    kept, other = office.build / FOLDER, office.build / "theirs"
    kept.rename(other)
    names = set(os.listdir(other))
    kept.symlink_to(other)
    (office.root / "content" / "locales" / "ro.yaml").unlink()
    assert office.warm() == office.look()
    assert set(os.listdir(other)) == names and not kept.is_symlink(), "a link is not ours, nor what it leads to"


def test_a_plan_that_lies_is_not_made_from(office: Office) -> None:
    """Whole, with its hash, and yet not what the inputs give: whoever makes an edition of it looks again first."""
    kept = Keeping(office.build)
    inputs = read_inputs(office.root, office.today, kept)
    checked = checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today, kept)

    class Lying(Keeping):
        def find(self, kind: Kind, name: str, of: str) -> object:
            value = super().find(kind, name, of)
            return json.loads(re.sub(r'\{"": "[0-9a-f]{8}', '{"": "00000000', json.dumps(value))) if kind is Kind.PLAN else value

    lying = plan(inputs, list(office.fonts), Narrow(), checked, Lying(office.build)).planned[0]
    with pytest.raises(Outdated):
        lying.look_again()
    plan(inputs, list(office.fonts), Narrow(), checked, kept).planned[0].look_again()


def test_a_plan_without_the_errors_that_were_found_is_another_plan(office: Office) -> None:
    kept = Keeping(office.build)
    inputs = read_inputs(office.root, office.today, kept)
    wrong = Problem("locales/ro.po", 1, "E999", "made-up", Severity.ERROR, "It is wrong.", "Mend it.", locale="ro")
    stopped = plan(inputs, list(office.fonts), Narrow(), [wrong], kept)
    kept.write(forget=False)
    assert "ro" in {one.locale for one in stopped.failed}
    known = plan(inputs, list(office.fonts), Narrow(), (), Keeping(office.build))
    assert [one.key for one in known.planned] == [one.key for one in plan(inputs, list(office.fonts)).planned] and len(known.planned) > len(stopped.planned)


def _examples() -> Iterator[tuple[ModuleType, str, str, str]]:
    for module in checks():
        for example in getattr(module, "EXAMPLES", ()):
            yield module, example.locale, example.english, example.translation


def test_checks_that_judge_each_translation_alone_say_the_same_of_one_and_of_all(first: Office) -> None:
    """All that any check shows as bad stands in one catalog; what is kept of each comes back as it was said."""
    library = read_inputs(ROOT, TODAY).library
    alone = [module for module in checks() if getattr(module, "ALONE", False)]
    assert len(alone) > 20 and all(module.EXAMPLES for module in alone)
    texts = {f"card.t{number}": Text(f"card.t{number}", english, "content/materials/card.yaml", number, facts={"phone": "helpline.phone"}, is_name=number % 9 == 0)
             for number, (_, _, english, _) in enumerate(_examples())}
    catalogs: dict[str, dict[str, Entry]] = {}
    for number, (_, tag, english, said) in enumerate(_examples()):
        catalogs.setdefault(tag, {})[f"card.t{number}"] = Entry(f"card.t{number}", english, said, number)
    whole = Content(replace(library, texts=texts), {tag: Catalog(tag, f"locales/{tag}.po", entries) for tag, entries in catalogs.items()}, SignOffs(), TODAY)
    expected = sorted(problem for module in alone for problem in module.check(whole))
    assert {module.CODE.number for module in alone} == {problem.code for problem in expected}

    class Memory(Kept):
        def __init__(self) -> None:
            self.kept: dict[tuple[object, ...], object] = {}

        def find(self, kind: Kind, name: str, of: str) -> object:
            return self.kept.get((kind, name, of))

        def keep(self, kind: Kind, name: str, of: str, value: object) -> None:
            self.kept[kind, name, of] = json.loads(json.dumps(value))

    memory = Memory()
    for share in (3, 2, 1):  # first a third of them, in the end all
        some = replace(whole, catalogs={tag: replace(one, entries=dict(list(one.entries.items())[::share])) for tag, one in whole.catalogs.items()})
        assert sorted(judged_alone(alone, some, memory)) == sorted(p for p in expected if p.context in some.catalogs[p.locale].entries)
    assert sorted(judged_alone((), whole, memory)) == expected, "nothing is asked again"
    assert errors(expected)


def test_what_is_edited_while_a_build_is_at_work_is_on_no_page_of_it(tmp_path: Path) -> None:
    """The page would be kept under the name of the template of before, and served on the day on which the edit is taken back."""
    root = conftest.copy_root(tmp_path / "root", frozenset({"en", "ro", "pl", "lt"}), frozenset({"wiltshire"}))
    asked, style = Narrow(area="wiltshire", material="number-card"), root / "templates" / "card.css"
    was = style.read_text(encoding="utf-8")

    def build(name: str, progress: Callable[[str, int, int], None] = lambda name, done, total: None) -> dict[str, bytes]:
        report = builder.build(root, tmp_path / name, today=TODAY, narrow=asked, workers=1, progress=progress)
        assert report.published, [str(p) for p in report.problems]
        return {path.parent.name: path.read_bytes() for path in (tmp_path / name / "wiltshire").glob("*/number-card.pdf")}

    clean = build("clean")
    assert len(clean) == 4
    assert build("edited", lambda name, done, total: style.write_text(was + ".language { padding-top: 1mm }", encoding="utf-8") and None) == clean
    style.write_text(was, encoding="utf-8")
    shutil.rmtree(tmp_path / "edited" / ".sets")
    assert build("edited") == clean

    def of_another_program(inputs: Inputs) -> Inputs:
        inputs.tools["generator/typeset/fit.py"] = "0" * 64
        return inputs

    def edits(inputs: Inputs) -> Inputs:
        assert inputs.tools and style.write_text(was + "/* now */", encoding="utf-8")
        return inputs

    for change in (of_another_program, edits):
        report = builder.build(root, tmp_path / "clean", today=dt.date(2026, 11, 24), narrow=Narrow(material="sms", locale="ro"), workers=1, transform=change)
        assert not report.published and [p.code for p in report.problems if p.code.startswith("B")] == ["B461"]

"""Pseudo-locales: the letters change, the numbers and the placeholders do not; and the pages hold them."""

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, generator, real_inputs
from generator.build.inputs import Inputs
from generator.catalog.printable import PLACEHOLDER
from generator.checks.content import check_content
from generator.cli.pseudo import UNASKED, pseudo_inputs
from generator.content.reader import read_library
from generator.fonts import drawable, find_fonts, private_fontconfig
from generator.model.catalog import Catalog, Entry
from generator.model.library import Text, is_made_in
from generator.problem import Severity
from generator.pseudo import ACCENTED, CLASSES, RIGHT_TO_LEFT, TAGS, TALL, WIDE, own_length, pseudo, real_growth

AREA = "wiltshire"
#: What the templates cannot take yet, by locale and material, with the code of the problem. Nothing may come in addition.
NOT_YET: dict[tuple[str, str], set[str]] = {
    ("en-XA", "sms"): {"E232"},  # brackets and accents cost more than a real language needs
    ("ur-XC", "bag-insert"): {"P202"}, ("ur-XC", "child-card"): {"P202"}, ("ur-XC", "micro-card"): {"P202"}}  # real Urdu stands with room to spare

words = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZé", min_size=1, max_size=12)
numbers = st.sampled_from(["24", "999", "1,000", "12.30", "7"])
facts = st.sampled_from(["{phone}", "{area}", "{name}"])
sentences = st.builds(lambda first, parts, end: " ".join([first, *parts]) + end, words,
                      st.lists(st.one_of(words, words, words, numbers, facts), max_size=20), st.sampled_from(["", ".", "?", ": now", ", or; not!"]))
growths = st.tuples(*[st.floats(1, 3)] * 4)


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return real_inputs()


@given(sentences, st.sampled_from(TAGS), growths)
def test_placeholders_and_digits_survive_in_their_order(english: str, tag: str, growth: tuple) -> None:
    said = pseudo(tag, english, growth)
    assert PLACEHOLDER.findall(said) == PLACEHOLDER.findall(english)
    assert re.findall(r"\{\w+\}|[0-9]+(?:[.,][0-9]+)*", said) == re.findall(r"\{\w+\}|[0-9]+(?:[.,][0-9]+)*", english)
    assert pseudo(tag, english, growth) == said


@given(sentences, growths)
def test_en_xa_grows_as_it_should_and_the_others_do_not(english: str, growth: tuple) -> None:
    length = own_length(english)
    factor = growth[sum(length > most for most in CLASSES)]
    said = pseudo(ACCENTED, english, growth)
    assert said[0] + said[-1] == "«»"
    assert own_length(said) == max(math.ceil(factor * length - 1e-9), length + 2)
    for tag in (RIGHT_TO_LEFT, TALL):
        assert own_length(pseudo(tag, english, growth)) == length


@given(sentences)
def test_no_letter_of_the_english_is_left_and_each_has_one_of_its_own(english: str) -> None:
    for tag in TAGS:
        assert not re.search("[A-Za-z]", PLACEHOLDER.sub("", pseudo(tag, english)))
        assert len({pseudo(tag, letter, (1,) * 4).strip("«»") for letter in "abcdefghijklmnopqrstuvwxyz"}) == 26


def test_what_has_no_letter_stays() -> None:
    assert [pseudo(tag, text) for tag in TAGS for text in ("{phone}", "24/7", "")] == ["{phone}", "24/7", ""] * 3


@settings(max_examples=15)
@given(st.lists(sentences, min_size=1, max_size=5, unique=True))
def test_the_checks_of_translations_find_nothing(inputs: Inputs, english: list[str]) -> None:
    texts = {f"made-up.t{i}": Text(f"made-up.t{i}", one, "content/materials/made-up.yaml", 1,
                                   facts=dict.fromkeys(PLACEHOLDER.findall(one), "area.name")) for i, one in enumerate(english)}
    made, _ = pseudo_inputs(replace(inputs, library=replace(inputs.library, texts=texts)), "wide")
    assert {len(c.entries) for c in made.catalogs.values()} == {len(texts)}
    assert _of_translations(made) == []


@pytest.mark.parametrize("growth", ["real", "wide"])
def test_the_checks_find_nothing_in_our_own_texts(inputs: Inputs, growth: str) -> None:
    made, _ = pseudo_inputs(inputs, growth)
    assert sum(len(c.entries) for c in made.catalogs.values()) == 3 * len(inputs.library.texts)
    assert _of_translations(made) == []
    spoilt = dict(made.catalogs[ACCENTED].entries)
    context = next(iter(spoilt))
    spoilt[context] = replace(spoilt[context], translation="«Ĥéŕé 7»")
    assert "E212" in {p.code for p in _of_translations(replace(made, catalogs={ACCENTED: Catalog(ACCENTED, "x", spoilt)}))}


def _of_translations(made: Inputs) -> list:
    return [p for p in check_content(made.library, made.catalogs, made.signoffs, made.today)
            if p.locale in TAGS and p.severity is Severity.ERROR and p.code not in UNASKED]


def test_the_fonts_have_every_letter(inputs: Inputs, tmp_path: Path) -> None:
    made, _ = pseudo_inputs(inputs, "wide")
    for tag in TAGS:
        locale = made.library.locales[tag]
        files, problems = find_fonts(locale.fonts)
        private_fontconfig(files, tmp_path / tag)
        known = drawable(tmp_path / tag, files, locale.fonts)
        said = "".join(e.translation for e in made.catalogs[tag].entries.values()) + locale.endonym
        assert not problems and not {c for c in said if ord(c) not in known and not c.isspace()}


def test_real_growth_is_measured(inputs: Inputs) -> None:
    real = real_growth(inputs.library, inputs.catalogs)
    assert all(1 <= ours <= table for ours, table in zip(real, WIDE, strict=True)), real
    name, text = next((n, t) for n, t in inputs.library.texts.items() if own_length(t.english) > 60)
    entry = Entry(name, text.english, "x" * 2 * own_length(text.english), 1)
    assert real_growth(inputs.library, {"ro": Catalog("ro", "ro.po", {name: entry})}) == (*WIDE[:3], 2.0)


def test_pseudo_items_lead_nowhere_and_stay_drafts(inputs: Inputs) -> None:
    area = inputs.library.areas[AREA].model_copy(update={"address": "https://help.example.org/"})
    made, _ = pseudo_inputs(replace(inputs, library=replace(inputs.library, areas={AREA: area})), "real")
    assert made.library.areas[AREA].address is None and tuple(made.library.areas[AREA].locales) == TAGS
    assert "ro" in made.library.locales and set(made.catalogs) == set(TAGS)
    for material in made.library.materials.values():
        if not is_made_in(material, made.library.locales[TALL]) or material.id == "coordinator-card":
            continue
        edition, _ = made.join.edition(material, made.library.locales[TALL], made.library.areas[AREA])
        assert edition.status == "draft" and "example.org" not in edition.address
    assert [made.library.locales[tag].english_name.split()[0] for tag in TAGS] == ["Pseudo"] * 3


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict, list[dict]]]:
    """Manifest and problems of both growths, made into one folder one after the other; of the wide one, the tightest item."""
    target = tmp_path_factory.mktemp("pseudo") / "made"
    found = {}
    for growth in ("real", "wide"):
        ran = generator("--build", target, "--format", "json", "pseudo", "--area", AREA, "--growth", growth,
                        *(("--locale", ACCENTED, "--material", "folded-card") if growth == "wide" else ()))
        found[growth] = json.loads((target / "manifest.json").read_text(encoding="utf-8")), ran.problems, ran.code
    return found


def _item(problem: dict) -> tuple[str, str]:
    _, tag, name = problem["path"].split("/")
    return next(t for t in TAGS if t.lower() == tag), re.sub("-(duplex|fold|single)$", "", name.split(".")[0])


def test_every_material_takes_the_pseudo_locales(made: dict) -> None:
    manifest, problems, code = made["real"]
    for problem in problems:
        assert problem["code"] in NOT_YET.get(_item(problem), ()), problem
    items = {(o["locale"], o["material"]) for o in manifest["outputs"]} - {("mul", "language-sheet")}
    wanted = {(tag, m.id) for tag in TAGS for m in read_library(ROOT)[0].materials.values()
              if m.text in ("facts", "core", "full") and not m.on_one_sheet and not m.stands_in_for and m.id != "coordinator-card"}
    assert items | {_item(p) for p in problems} == wanted
    assert code == (1 if problems else 0)
    assert {o["status"] for o in manifest["outputs"]} == {"draft"} and {o["locale"] for o in manifest["outputs"]} <= {*TAGS, "mul"}


def test_wide_growth_is_a_report_and_no_failure(made: dict) -> None:
    manifest, problems, code = made["wide"]
    assert code == 0 and {p["severity"] for p in problems} <= {"warning"}
    for problem in problems:
        print(problem["path"], problem["message"])  # pytest -s shows the figures
        assert re.search(r"page \d+, [a-z ]+: “.+” by \d+\.\d", problem["message"]), problem
    assert {o["material"] for o in manifest["outputs"] if o["locale"] == RIGHT_TO_LEFT} >= {"booklet", "safety-card"}


def test_never_beside_real_items(root: Path) -> None:
    target = root / "made"
    target.mkdir()
    kept = json.dumps({"outputs": [{"locale": "ro"}]})
    for text in (kept, "[", "{}"):
        (target / "manifest.json").write_text(text, encoding="utf-8")
        ran = generator("--root", root, "--build", target, "pseudo")
        assert ran.code == 2 and "real items" in ran.err
        assert [f.name for f in target.iterdir()] == ["manifest.json"]
    assert generator("--root", root, "pseudo", "--locale", "ro").code == 2
    assert generator("--root", root, "pseudo", "--material", "poster").code == 2
    assert not (root / "build").exists() and not list((root / "locales").glob("*-X?.po"))

"""Content that is well-formed and wrong: one file for each fault, all read at once, each told at its line."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import test_catalog_reader
import test_template_reader
import test_yaml_reader
from conftest import copy_root
from generator.build.inputs import read_inputs
from generator.build.narrow import Narrow
from generator.build.plan import plan
from generator.problem import Problem, errors
from generator.waivers import checked_content

FIXTURES = Path(__file__).parent / "fixtures" / "content"
TODAY = dt.date(2026, 11, 21)

# The file's name is its fault; "C104 4" is code and line.
REFUSED = {
    "areas/address-by-number": "C104 4", "areas/address-encoded": "C104 4", "areas/address-ftp": "C104 4",
    "areas/address-in-capitals": "C104 4", "areas/address-of-one-label": "C104 4",
    "areas/address-with-dots": "C104 4", "areas/address-with-query": "C104 4",
    "areas/address-without-slash": "C104 4", "areas/contact-number-differs": "C107 21",
    "areas/contact-speaks-in-words": "C104 26", "areas/contact-without-number": "C102 18",
    "areas/copies-arabic": "C104 9", "areas/copies-as-power": "C104 9", "areas/copies-enormous": "C104 9",
    "areas/copies-negative": "C104 9", "areas/copies-of-a-path": "Y125 11", "areas/copies-with-comma": "C104 9",
    "areas/locale-in-capitals": "C104 9", "areas/locale-with-underscore": "C104 9", "areas/name-with-tab": "Y106 2",
    "areas/nation-unknown": "C103 3", "areas/printer-is-a-path": "C104 6", "areas/renewal-in-words": "C104 5",
    "areas/slot-without-source": "C102 13", "formats/bleed-negative": "C104 7",
    "formats/imposition-unknown": "C103 11", "formats/kind-unknown": "C103 4", "formats/pages-words": "C104 9",
    "formats/pages-zero": "C104 9", "formats/rare-is-maybe": "C104 11", "formats/smallest-above-preferred": "C104 10",
    "formats/style-missing": "C154 5", "formats/template-is-a-path": "C104 3", "formats/template-missing": "C154 3",
    "formats/trim-as-text": "C105 6", "formats/trim-comma": "Y127 6", "formats/trim-infinite": "C104 6",
    "formats/trim-missing": "C104 4", "formats/trim-negative": "C104 6", "formats/trim-not-a-number": "C104 6",
    "formats/trim-power": "C104 6", "formats/trim-with-unit": "C104 6", "formats/trim-zero": "C104 6",
    "formats/type-enormous": "C104 10", "formats/type-of-no-size": "C104 10, C104 10",
    "glossary/approved-empty": "Y127 4", "glossary/approved-for-no-tag": "C104 4",
    "glossary/approved-is-a-list": "C105 3", "glossary/approved-not-composed": "Y114 4",
    "glossary/english-missing": "C102 1", "glossary/forbidden-is-a-text": "C105 6", "ledger/address-http": "C104 5",
    "ledger/address-twice": "C104 1", "ledger/day-impossible": "C104 6", "ledger/locales-none": "C106 6",
    "ledger/nation-missing": "C102 3", "locales/xa": "C104 4", "locales/xb": "C103 5", "locales/xc": "C104 8",
    "locales/xd": "C106 8", "locales/xe": "C104 9", "locales/xf": "C104 10", "locales/xg": "C104 11",
    "locales/xh": "C104 13", "locales/xi": "C104 6", "locales/xj": "C103 7", "locales/xk": "Y107 3",
    "locales/xl": "C104 1, C108 1", "locales/xm": "C104 2", "locales/xn": "C104 13", "locales/xo": "C104 10",
    "locales/xp": "C104 11", "materials/audience-unknown": "C103 3", "materials/block-id-twice": "C312 13",
    "materials/block-id-with-dot": "C104 10", "materials/block-type-unknown": "C103 11",
    "materials/block-without-text": "C316 11", "materials/child-told-as-officer": "C103 3",
    "materials/fact-of-no-service": "C201 19", "materials/fact-unknown": "C201 19", "materials/format-none": "C106 4",
    "materials/format-unknown": "C311 4", "materials/heading-in-braces": "C314 12",
    "materials/heading-is-html": "C339 12", "materials/heading-is-jinja": "C314 12, C314 12, C339 12",
    "materials/icon-is-a-path": "C104 19", "materials/icon-unknown": "C315 19", "materials/number-typed": "C317 12",
    "materials/order-negative": "C104 6", "materials/page-without-blocks": "C102 8, C101 10",
    "materials/placeholder-unbound": "C314 19", "materials/same-as-itself": "C311 12",
    "materials/same-as-nothing": "C311 12", "materials/service-unknown": "C311 15",
    "materials/stands-in-for-nothing": "C311 7", "materials/text-full-words": "C103 5",
    "notices/fact-of-area": "C201 3", "notices/facts-a-list": "C105 3", "notices/placeholder-free": "C314 2",
    "notices/text-html": "C339 2", "notices/text-number": "C317 2", "notices/text-too-long": "C106 2",
    "people/id-in-capitals": "C104 1, C108 1", "people/name-blank": "C104 2", "people/password-smuggled": "C101 6",
    "people/reviews-a-name": "C104 3", "people/reviews-one-word": "C105 3", "people/rings-is-1": "C104 5",
    "people/rings-is-quoted-words": "C104 5", "print-runs/code-in-small-letters": "C104 8",
    "print-runs/code-with-a-slip": "C104 8", "print-runs/code-with-letter-o": "C104 8",
    "print-runs/copies-fraction": "C104 13", "print-runs/copies-none": "C104 8", "print-runs/day-words": "C104 5",
    "print-runs/edition-twice": "C104 1", "print-runs/editions-none": "C106 7",
    "print-runs/shown-with-plus": "C104 15", "print-runs/where-blank": "C104 7", "printers/bleed-as-word": "C104 6",
    "printers/colour-unknown": "C103 4", "printers/files-none": "C106 3", "printers/files-unknown": "C103 3",
    "printers/ink-beyond-all": "C104 8", "printers/ink-of-500-percent": "C104 8",
    "printers/line-of-no-width": "C104 8", "printers/profile-smuggled": "C103 5",
    "printers/safe-beyond-the-sheet": "C104 7", "printers/sheet-missing": "C104 1",
    "printers/sheet-of-no-width": "C104 9", "printers/x4-in-srgb": "C104 1", "referrals/languages-none": "C106 9",
    "referrals/nationality-twice": "C104 1", "referrals/referrals-negative": "C104 8",
    "referrals/row-is-a-text": "C105 8", "referrals/rows-exceed-total": "C104 1",
    "referrals/total-with-comma": "C104 3", "referrals/total-zero": "C104 1", "services/dial-as-a-link": "C104 7",
    "services/dial-of-another-country": "C104 7", "services/dial-two-digits-swapped": "C107 6",
    "services/dial-with-double-zero": "C104 7", "services/dial-with-spaces": "C104 7",
    "services/free-is-yes": "C104 10", "services/hours-by-the-clock": "C103 12",
    "services/hours-without-a-day": "C102 11", "services/nation-by-initials": "C103 3",
    "services/nations-as-one-word": "C105 3", "services/notice-of-no-file": "C311 16",
    "services/phone-is-a-text": "C105 5", "services/read-on-american": "C104 9",
    "services/read-on-with-time": "C104 9", "services/read-on-year-of-two-digits": "C104 9",
    "services/shown-international": "C104 6", "services/shown-one-digit-more": "C107 6",
    "services/shown-premium": "C107 6", "services/shown-two-numbers": "C104 6", "services/shown-two-spaces": "C104 6",
    "services/shown-with-an-o": "C104 6", "services/shown-with-brackets": "C104 6",
    "services/shown-with-hyphens": "C104 6", "services/site-in-capitals": "C104 17",
    "services/site-punycode-of-none": "C104 17", "services/site-with-path-up": "C104 17",
    "services/site-with-port": "C104 17", "services/site-with-query": "C104 17", "services/sure-is-d": "C103 10",
    "services/who-is-all": "C103 4", "signoff/ar": "C104 3", "signoff/hi": "C104 3", "signoff/lt": "C103 3",
    "signoff/pl": "C104 5", "signoff/ro": "C104 5", "signoff/ru": "C104 3", "signoff/ur": "C104 3",
    "signoff/zh-Hans": "C102 3", "waivers/code-in-words": "C104 2", "waivers/code-of-two": "C104 2",
    "waivers/day-missing": "C102 1", "waivers/locale-unknown-form": "C104 3", "waivers/reason-blank": "C104 5",
    "waivers/severity-smuggled": "C101 8",
}

#: What is wrong with those whose name is given: a locale's tag, or the language of a sign-off.
CAUSES = {
    "locales/xa": "script in five letters", "locales/xb": "direction is no word of ours", "locales/xc": "font with CSS in its name",
    "locales/xd": "no font at all", "locales/xe": "leading of nothing", "locales/xf": "scale below zero", "locales/xg": "smallest type in words",
    "locales/xh": "number of plurals in words", "locales/xi": "tier in words", "locales/xj": "region that does not exist",
    "locales/xk": "endonym turned round", "locales/xl": "tag in small letters", "locales/xm": "name of no letters", "locales/xn": "nine plurals",
    "locales/xo": "scale of ninety", "locales/xp": "type of one point", "signoff/ro": "hash too short", "signoff/pl": "hash in capitals",
    "signoff/lt": "fact that nobody can check", "signoff/ru": "thirtieth of February", "signoff/ar": "ringer with a sign in the name",
    "signoff/ur": "value of no letters", "signoff/hi": "service that is a path", "signoff/zh-Hans": "nobody said yes"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    """The errors of each fixture, by its name, from one reading of all."""
    root = copy_root(tmp_path_factory.mktemp("bad") / "root")
    shutil.copytree(FIXTURES, root / "content", dirs_exist_ok=True)
    inputs = read_inputs(root, TODAY)
    joined = plan(inputs, [], Narrow(locale="en", area="wiltshire", material="fact-of-no-service,fact-unknown"))
    found: dict[str, list[Problem]] = {}
    for problem in sorted({*errors(inputs.problems), *errors(joined.problems),
                           *errors(checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today))}):
        found.setdefault(problem.path.removeprefix("content/").removesuffix(".yaml"), []).append(problem)
    return found


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_its_line(told: dict[str, list[Problem]], name: str) -> None:
    mine = told.get(name, [])
    assert ", ".join(f"{p.code} {p.line}" for p in mine) == REFUSED[name]
    for problem in mine:
        assert str(problem).isprintable() and problem.message.endswith(".") and problem.remedy, problem


def test_nothing_else_is_wrong(told: dict[str, list[Problem]]) -> None:
    """What the faulty files say does not fall on the good ones beside them."""
    assert set(told) <= {*REFUSED, *(f"signoff/{name}" for name in ("en", "facts"))}


# ---- all cases together -----------------------------------------------------------------------------------------------

def cases() -> list[tuple[str, str, Path]]:
    """Code, cause and file of every bad file that lies in fixtures/, whoever tests it."""
    found = [(codes, cause, test_yaml_reader.FIXTURES / f"{cause}.yaml")
             for table in (test_yaml_reader.READING, test_yaml_reader.CHECKING, test_yaml_reader.NAMED) for cause, codes in table.items()]
    # A fault that is shown in several languages counts once.
    found += {name.split(".")[0]: (codes, name.split(".")[0], test_catalog_reader.FIXTURES / f"{name}.po")
              for name, codes in test_catalog_reader.READING.items()}.values()
    found += [(codes, name, test_template_reader.FIXTURES / name) for name, codes in test_template_reader.REFUSED.items()]
    found += [(codes, CAUSES.get(name, name), FIXTURES / f"{name}.yaml") for name, codes in REFUSED.items()]
    return [(" ".join(place.split()[0] for place in codes.split(", ")), cause, file) for codes, cause, file in found]


def test_no_two_cases_have_the_same_code_and_cause() -> None:
    """Neither by their names, however they are spelled, nor by what they hold."""
    every = cases()
    assert len(every) >= 450
    seen: dict[tuple[str, str], str] = {}
    held: dict[bytes, str] = {}
    for codes, cause, file in every:
        folder, _, words = cause.rpartition("/")
        key = codes, folder + words.split(".")[0].replace("_", " ").replace("-", " ").lower() + file.suffix
        assert key not in seen, f"{cause} and {seen[key]} are one case"
        seen[key] = cause
        raw = file.read_bytes()
        assert raw not in held or len(raw) < 3, f"{cause} and {held[raw]} hold the same"
        held[raw] = cause


def test_every_fixture_is_in_the_table() -> None:
    assert {f.relative_to(FIXTURES).as_posix().removesuffix(".yaml") for f in FIXTURES.rglob("*.yaml")} == set(REFUSED)
    assert set(CAUSES) <= set(REFUSED) and len(set(CAUSES.values())) == len(CAUSES)

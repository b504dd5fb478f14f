"""The form of the checks: each has its own code and its reason, and shows texts that it passes and texts that it refuses."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from generator.checks.content import Content, checks
from generator.checks.example import Example
from generator.content.reader import read_library
from generator.model.catalog import Catalog, Entry
from generator.model.content import Material
from generator.model.library import Text
from generator.problem import Code, Problem
from generator.signoff import SignOffs

LIBRARY = read_library(Path(__file__).parents[1])[0]
#: A flat card with one text, which so shows on the outside of what a victim holds.
CARD = Material.model_validate({"id": "card", "title": "Card", "audience": "victim", "formats": ["card-85x55"], "text": "core", "order": "1",
                                "pages": [{"id": "front", "blocks": [{"id": "text", "type": "text", "text": "Words"}]}]})
CHECKS = checks()
#: Checks that ask where a text stands: what another check shows as good may be meant for a page inside.
OF_PLACES = {"outside_tells"}
#: Checks that look at translations and can say nothing of one alone.
OF_SEVERAL = {"other_language", "same_translation", "two_translations"}


def name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def looks_at_translations(module: ModuleType) -> bool:
    return "printable(" in inspect.getsource(module)


def content_of(tag: str, texts: Mapping[str, tuple[str, str]]) -> Content:
    """The real locales and glossary, and a catalog with these texts: context, (English, translation)."""
    library = replace(LIBRARY, materials={**LIBRARY.materials, "card": CARD}, texts={c: Text(c, english, "content/materials/card.yaml", 1) for c, (english, _) in texts.items()})
    entries = {c: Entry(c, english, said, line) for line, (c, (english, said)) in enumerate(texts.items(), 1)}
    return Content(library, {tag: Catalog(tag, f"locales/{tag}.po", entries)}, SignOffs({}), dt.date(2026, 11, 21))


def said_of(module: ModuleType, example: Example) -> list[Problem]:
    return list(module.check(content_of(example.locale, {"card.text": (example.english, example.translation)})))


@pytest.mark.parametrize("module", CHECKS, ids=name)
def test_a_check_has_a_reason_a_code_and_a_docstring(module: ModuleType) -> None:
    assert module.__doc__ and len(module.__doc__.split()) > 9 and module.__doc__.strip()[-1] in ".)"
    assert isinstance(module.CODE, Code) and len(module.CODE.why.split()) > 3
    assert module.check.__doc__ and list(inspect.signature(module.check).parameters) == ["content"]
    kind = module.check.__doc__.split()[1]
    assert kind == str(module.CODE.severity) or str(module.CODE.severity) in module.check.__doc__


def test_no_two_checks_share_a_code_or_a_name() -> None:
    codes = [m.CODE.number for m in CHECKS]
    names = [m.CODE.name for m in CHECKS]
    assert sorted(set(codes)) == sorted(codes) and sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("module", [m for m in CHECKS if looks_at_translations(m)], ids=name)
def test_a_check_of_a_translation_shows_a_good_and_a_bad_one(module: ModuleType) -> None:
    if name(module) in OF_SEVERAL:
        assert not hasattr(module, "EXAMPLES"), "it is of one translation after all: take it out of OF_SEVERAL"
        return
    examples = module.EXAMPLES
    assert isinstance(examples, tuple) and {e.bad for e in examples} == {True, False}
    assert len(set(examples)) == len(examples)


def test_the_names_of_checks_of_several_texts_are_those_of_files() -> None:
    assert OF_SEVERAL <= {name(m) for m in CHECKS}


@pytest.mark.parametrize("module, example", [
    pytest.param(m, e, id=f"{name(m)}-{i}-{e.locale}-{'bad' if e.bad else 'good'}")
    for m in CHECKS for i, e in enumerate(getattr(m, "EXAMPLES", ()))])
def test_an_example_is_what_it_says(module: ModuleType, example: Example) -> None:
    found = said_of(module, example)
    assert example.locale in LIBRARY.locales
    assert bool(found) is example.bad, [str(p) for p in found]
    for problem in found:
        assert problem.code == module.CODE.number and problem.locale == example.locale
        assert problem.path == f"locales/{example.locale}.po" and problem.line == 1 and problem.context == "card.text"
        assert problem.message.startswith("card.text ") and problem.remedy and len(str(problem).splitlines()) == 1


@pytest.mark.parametrize("example", [
    pytest.param(e, id=f"{name(m)}-{i}-{e.locale}") for m in CHECKS if m.CODE.severity == "error"
    for i, e in enumerate(getattr(m, "EXAMPLES", ())) if not e.bad])
def test_no_other_check_refuses_a_good_example(example: Example) -> None:
    """What one check shows as good must not be an error of another."""
    found = [p for m in CHECKS if looks_at_translations(m) and m.CODE.severity == "error"
             and (name(m) not in OF_PLACES or example in m.EXAMPLES) for p in said_of(m, example)]
    assert found == []

"""Floor 1. A document becomes a record, or problems that say in plain words what is wrong, and where.

The records are pydantic models; none of pydantic's own wording reaches a person.
"""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from phonenumbers import NumberParseException
from pydantic import BaseModel, ValidationError

from generator.content.yamltext import Document
from generator.model.content import Phone
from generator.problem import Problem, error

R = TypeVar("R", bound=BaseModel)
Path = tuple[str | int, ...]

UNKNOWN_KEY = error("C101", "unknown-key", "what stands there would not be printed")
MISSING_KEY = error("C102", "missing-key", "a fact would be missing from the item")
WRONG_WORD = error("C103", "wrong-word", "the generator does not know what is meant")
WRONG_VALUE = error("C104", "wrong-value", "a wrong fact would be printed")
WRONG_SHAPE = error("C105", "wrong-shape", "the generator does not know what is meant")
WRONG_LENGTH = error("C106", "wrong-length", "there is no room for it, or nothing to print")
NUMBERS_DIFFER = error("C107", "numbers-differ", "a person in danger would reach nobody, or somebody else")
NOT_THE_STEM = error("C108", "not-the-file-name", "what refers to this file would find another one, or none")

_SHAPES = {"string_type": "a text", "tuple_type": "a list", "list_type": "a list", "dict_type": "keys with values",
           "model_type": "keys with values", "model_attributes_type": "keys with values"}
_SHAPE_REMEDIES = {"a text": "Write one text after the colon, on the same line.",
                   "a list": "Write one entry per line, each after “- ”.",
                   "keys with values": "Write the keys on the lines below, each with its value."}
_PATTERNS = {"^[A-Z][a-z]{3}$": "a script such as Latn or Arab is expected"}


def validate(document: Document, record: type[R]) -> tuple[R | None, list[Problem]]:
    """The record that the document holds, or every problem that keeps it from being one."""
    try:
        return record.model_validate(document.data), []
    except ValidationError as failure:
        found = (_problem(document, record, fault) for fault in failure.errors(include_url=False))
        return None, sorted(problem for problem in found if problem)
    except NumberParseException:  # phonenumbers' own exception, which pydantic lets through
        return None, _unreadable_numbers(document)


def validate_named(document: Document, record: type[R], stem: str) -> tuple[R | None, list[Problem]]:
    """As ``validate``, and the record's ``id`` (a locale's ``tag``) must be the file's name without ``.yaml``."""
    valid, problems = validate(document, record)
    key = "id" if "id" in record.model_fields else "tag"
    name = document.data.get(key) if isinstance(document.data, dict) else None
    if isinstance(name, str) and name != stem:
        problems = sorted([*problems, NOT_THE_STEM.at(
            document.path, _line(document, (key,)), f"{key} is {_short(name)}, and the file is named {_short(stem)}.",
            "Make the two the same.")])
    return (None if problems else valid), problems


def _problem(document: Document, record: type[BaseModel], fault: Mapping[str, Any]) -> Problem | None:
    """One of pydantic's errors, in plain words. None for one that only follows from another."""
    kind, given = fault["type"], fault["input"]
    context = fault.get("ctx", {})
    path: Path = tuple(step for step in fault["loc"] if step != "[key]")
    name, where = _name(path), _line(document, path)
    correct = f"Correct {name}{_described(record, path)}."

    def at(code, message: str, remedy: str) -> Problem:
        return code.at(document.path, where, _one_line(message), _one_line(remedy))

    if kind == "at_key":
        where = _line(document, (*path, context["key"]))
        return at(WRONG_VALUE, f"{context['said'][0].upper()}{context['said'][1:]}.", f"{context['remedy']}.")
    if kind == "extra_forbidden":
        known = list(_keys(record, path[:-1]))
        near = difflib.get_close_matches(str(path[-1]), known, n=1)
        return at(UNKNOWN_KEY, f"{_short(path[-1])} is not a key that can stand here.",
                  f"Did you mean “{near[0]}”?" if near else f"Delete it; the keys here are {', '.join(known)}.")
    if kind == "missing":
        return at(MISSING_KEY, f"{name} is missing{_within(path)}.", f"Add {path[-1]}{_described(record, path)}.")
    if kind == "literal_error" and isinstance(given, str):
        words = re.findall("'([^']*)'", context["expected"])
        near = difflib.get_close_matches(given, words, n=1)
        return at(WRONG_WORD, f"{name} is {_short(given)}, which is none of: {', '.join(words)}.",
                  f"Did you mean “{near[0]}”?" if near else "Write one of these words.")
    if kind in _SHAPES or kind == "literal_error":
        wanted = _SHAPES.get(kind, "a text")
        return at(WRONG_SHAPE, f"{name} should be {wanted}, and {_shape(given)} stands here.", _SHAPE_REMEDIES[wanted])
    if kind in ("too_short", "string_too_short"):
        least = context["min_length"]
        if len(given) >= least:
            return None  # its entries are wrong, and each was reported
        return at(WRONG_LENGTH, f"{name} has {_count(len(given), given)}; at least {least} must stand there.",
                  f"Add what is missing{_described(record, path)}.")
    if kind in ("too_long", "string_too_long"):
        return at(WRONG_LENGTH, f"{name} has {_count(len(given), given)}; {context['max_length']} are allowed.",
                  "Shorten it.")
    if kind == "string_pattern_mismatch":
        wanted = _PATTERNS.get(context["pattern"], "it does not have the form that belongs here")
        return at(WRONG_VALUE, f"{name} is {_short(given)}: {wanted}.", correct)
    said = str(context["error"]) if "error" in context else "this cannot stand here"
    if kind == "value_error" and (*path, "shown") in document.lines and isinstance(given, Mapping):
        where = _line(document, (*path, "shown"))
        return at(NUMBERS_DIFFER, f"{said}.", "Look the number up at its source and correct shown or dial.")
    if isinstance(given, Mapping) or fault["loc"][-1:] == ("[key]",):
        return at(WRONG_VALUE, f"{name}: {said}.", f"Correct {name}.")
    return at(WRONG_VALUE, f"{name} is {_short(given)}: {said}.", correct)


def _unreadable_numbers(document: Document) -> list[Problem]:
    """The telephone numbers on which phonenumbers gives up. Other problems show when these are gone."""
    found = []
    for path in document.lines:
        node: Any = document.data
        for step in path:
            node = node[step]
        try:
            if isinstance(node, dict) and ("shown" in node or "dial" in node):
                Phone.model_validate(node)
        except ValidationError:
            continue
        except NumberParseException:
            found.append(WRONG_VALUE.at(
                document.path, _line(document, (*path, "shown")),
                f"shown {_short(node.get('shown', ''))} with dial {_short(node.get('dial', ''))} "
                "is not a telephone number.",
                "Look the number up at its source and correct shown or dial."))
    return sorted(found) or [WRONG_VALUE.at(
        document.path, _line(document, ()), "A telephone number in this file cannot be read.",
        "Look the numbers up at their sources.")]


def _line(document: Document, path: Path) -> int:
    """The line of the nearest thing that was written."""
    while path and path not in document.lines:
        path = path[:-1]
    return document.lines.get(path, 0)


def _name(path: Path) -> str:
    """What a person calls the place: the key, and which entry of its list."""
    keys = [step for step in path if isinstance(step, str)]
    if not keys:
        return "The file"
    return f"entry {path[-1] + 1} of {keys[-1]}" if isinstance(path[-1], int) else keys[-1]


def _within(path: Path) -> str:
    return f" under {_name(path[:-1])}" if len(path) > 1 else ""


def _shape(given: object) -> str:
    if isinstance(given, str):
        return "a text"
    return "keys with values" if isinstance(given, Mapping) else "a list"


def _count(number: int, given: object) -> str:
    unit = "character" if isinstance(given, str) else "entry"
    return f"{number} {unit}" if number == 1 else f"{number} {unit.replace('entry', 'entrie')}s"


def _short(given: object) -> str:
    if not isinstance(given, (str, int)):
        return _shape(given)
    text = str(given)
    return f"“{text if len(text) <= 60 else text[:57] + '...'}”"


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _keys(record: type[BaseModel], path: Path) -> Sequence[str]:
    """The keys that can stand in the mapping at this path."""
    for model in _options(_annotation(record, path)):
        if isinstance(model, type) and issubclass(model, BaseModel):
            return list(model.model_fields)
    return []


def _described(record: type[BaseModel], path: Path) -> str:
    """What the schema says of a key, in brackets."""
    for model in _options(_annotation(record, path[:-1])) if path else ():
        if isinstance(model, type) and issubclass(model, BaseModel):
            entry = model.model_fields.get(str(path[-1]))
            if entry and entry.description:
                return f" ({entry.description})"
    return ""


def _annotation(record: type[BaseModel], path: Path) -> Any:
    """The type that belongs at this path of keys and indices; None where there is none."""
    here: Any = record
    for step in path:
        options, here = _options(here), None
        for option in options:
            inner = typing.get_args(option)
            if isinstance(option, type) and issubclass(option, BaseModel):
                here = option.model_fields[step].annotation if step in option.model_fields else None
            elif inner:  # tuple[X, ...] or dict[K, X]
                here = inner[1] if typing.get_origin(option) is dict else inner[0]
    return here


def _options(annotation: Any) -> tuple[Any, ...]:
    """The types that an annotation allows, without None and without what is said about them."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _options(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return tuple(o for part in typing.get_args(annotation) if part is not type(None) for o in _options(part))
    return (annotation,)

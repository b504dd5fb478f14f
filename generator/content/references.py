"""Floor 1. A name that leads nowhere: told once, at its line, with the nearest that exists.

The check of content and the join both meet such a name; they say it in the same words, so
that it is printed once. Where the file is there and could not be read, the problem is that
of the file itself, again only once, and not that its name is unknown.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from generator.model.library import Library
from generator.problem import Problem, error

UNKNOWN = error("C311", "unknown-reference", "what refers to nothing prints nothing")
UNBOUND = error("C201", "fact-unknown", "a placeholder that stands for nothing would print as nothing")

_FACTS = "service.phone, service.name, locale.say or area.name"


def unknown(library: Library, place: tuple[str, int], key: str, name: str, known: Iterable[str], folder: str) -> Problem:
    """The problem of a name of ``folder`` that is not among ``known``."""
    return _of_its_file(library, folder, name) or UNKNOWN.at(*place, f"{key}: “{name}” does not exist.", _near(name, known, "Write the name of one that exists."))


def no_text(library: Library, place: tuple[str, int], context: str) -> Problem:
    """The problem of a ``same_as`` without its text."""
    return _of_its_file(library, "materials", context.partition(".")[0]) or UNKNOWN.at(*place, f"same_as: there is no text “{context}”.",
                      _near(context, library.texts, "Write material.id of a text that stands there."))


def no_service(library: Library, place: tuple[str, int], name: str) -> Problem:
    """The problem of a service that is not there, or has no number."""
    service = library.services.get(name)
    if service is None:
        return unknown(library, place, "service", name, library.services, "services")
    return UNBOUND.at(*place, f"The service “{name}” has no number.", f"Name one that has, or give content/services/{name}.yaml a phone.")


def no_fact(library: Library, place: tuple[str, int], placeholder: str, bound: str) -> Problem:
    """The problem of a placeholder that is bound to what is no fact."""
    owner, _, kind = bound.partition(".")
    if told := _of_its_file(library, "services", owner):
        return told
    facts = [f"{service.id}.{fact}" for service in library.services.values() for fact in ("phone", "name")
             if fact == "name" or service.phone] + ["locale.say", "area.name"]
    inside = [fact for fact in facts if owner and fact.startswith(owner) and fact.endswith(f".{kind}")]
    near = f"Did you mean {' or '.join(inside[:4])}?" if inside else _near(bound, facts, f"Bind it under facts to {_FACTS}.")
    return UNBOUND.at(*place, f"{{{placeholder}}} is bound to “{bound}”, which is no fact.", near)


def _of_its_file(library: Library, folder: str, name: str) -> Problem | None:
    """What was told of this file when it was read, if it could not be."""
    return library.unread.get(f"content/{folder}/{name}.yaml")  # type: ignore[return-value]


def _near(name: str, known: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"Did you mean {near[0]}?" if near else otherwise

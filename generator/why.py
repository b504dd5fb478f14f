"""Floor 8. Why an edition was made again: what differs between that of which it was made before and that of which it is made now.

Both are what the key of an edition is the hash of: what it says, why it is a
draft, for which printers, and what it is made with. Whatever differs there is
named here, so that no edition is made again for a reason that cannot be told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

LONGEST = 160  #: characters of a text that are shown

#: What it is, its name, what was, what is.
Reason = tuple[str, str, str, str]
FIRST: Reason = ("", "made for the first time", "", "")
UNKNOWN: Reason = ("", "what it was made of before is not known any more", "", "")
Tools = Callable[[str], Mapping[str, str]]  #: digest → each template, module, package and library, and its hash or version


def joined(said: bytes, draft_because: Sequence[str], order: bytes, made_with: bytes) -> bytes:
    """All that goes into an edition, one JSON value a line: the hash of these bytes is its key."""
    return b"\n".join((said, json.dumps(list(draft_because), ensure_ascii=False).encode(), order, made_with))


def reasons(before: bytes, now: bytes, tools: Tools) -> list[Reason]:
    """What differs between two of ``joined``; empty only where they are equal."""
    if before == now:
        return []
    then, here = ([json.loads(line) for line in parts.split(b"\n")] for parts in (before, now))
    found = [*_differ(_said(then[0]), _said(here[0])), *_drafts(then[1], here[1]),
             *_differ(_flat("printers", then[2]), _flat("printers", here[2]))]
    (tools_then, *made_then), (tools_here, *made_here) = then[3], here[3]
    if tools_then != tools_here:
        found += _differ(_tools(tools(tools_then)), _tools(tools(tools_here))) or [("program", "templates, modules or packages", tools_then[:8], tools_here[:8])]
    for what, one, other in zip(("format", "locale file", "font"), made_then, made_here, strict=False):
        found += _differ(_flat(what, one), _flat(what, other))
    return found or [("content", "order", "what stands on it", "the same in another order")]


def line(reason: Reason) -> str:
    """One reason, for a person."""
    what, name, before, now = reason
    if not what:
        return name
    if what in ("program", "template", "font", "profile"):  # a hash tells nobody anything
        return f"{what} {name}: {'changed' if before and now else 'is new' if now else 'is gone'}"
    if what in ("package", "library"):
        return f"{what} {name}: {before[:24] or 'nothing'} → {now[:24] or 'nothing'}"
    return f"{what} {name}: {_shown(before)} → {_shown(now)}"


def _shown(value: str) -> str:
    return f"“{value[:LONGEST]}{'…' * (len(value) > LONGEST)}”" if value else "nothing"


def _differ(before: Mapping[tuple[str, str], str], now: Mapping[tuple[str, str], str]) -> list[Reason]:
    return [(*key, before.get(key, ""), now.get(key, "")) for key in dict.fromkeys((*now, *before)) if before.get(key, "") != now.get(key, "")]


def _drafts(before: Sequence[str], now: Sequence[str]) -> Iterator[Reason]:
    gone, new = [one for one in before if one not in now], [one for one in now if one not in before]
    for one, other in zip_longest(gone, new, fillvalue=""):
        yield "draft", "because", one, other


def _said(edition: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Every text by its msgctxt, every fact by its service, and the rest as it stands."""
    found: dict[tuple[str, str], str] = {("text", context): text for context, text in edition["words"]}
    found["text", edition["title_context"] or "title"] = edition["title"]
    found["fact", "address"] = edition["address"]
    found |= dict(_runs(f"area.{edition['area']}.name", edition["area_name"]))
    shape = []
    for page in edition["pages"]:
        for block in page["blocks"]:
            shape.append([page["id"], block["type"], block["id"], [[one["id"], one["icon"], one["says_language"]] for one in block["lines"]]])
            for piece in (block, *block["lines"]):
                name = piece["context"] or f"{page['id']}.{piece['id']}"
                if piece.get("tongue"):
                    name += f" ({piece['tongue']['tag']})"
                found |= dict(_runs(name, piece["runs"]))
                if piece["english"]:
                    found["English beside", name] = piece["english"]
                found |= dict(_contact(piece["contact"]))
    rest = {key: value for key, value in edition.items() if key not in ("words", "title", "title_context", "address", "area_name", "pages", "code", "draft_because")}
    return found | {("content", "blocks"): _plain(shape)} | {("content", key): _plain(value) for key, value in sorted(rest.items())}


def _runs(name: str, runs: Sequence[Mapping[str, str]]) -> Iterator[tuple[tuple[str, str], str]]:
    """The words of a sentence, and apart from them the numbers in it."""
    if runs:
        yield ("text", name), "".join("{number}" if run["kind"] == "number" else run["text"] for run in runs)
    numbers = [f"{run['text']} ({run['dial']})" for run in runs if run["kind"] == "number"]
    if numbers:
        yield ("fact", f"number in {name}"), ", ".join(numbers)


def _contact(contact: Mapping[str, Any] | None) -> Iterator[tuple[tuple[str, str], str]]:
    for key, value in contact.items() if contact else ():
        if key not in ("id", "dial"):
            yield ("fact", f"{contact['id']}.{'phone' if key == 'shown' else key}"), (  # type: ignore[index]
                f"{value} ({contact['dial']})" if key == "shown" else _plain(value))  # type: ignore[index]


def _flat(what: str, value: Any, name: str = "") -> dict[tuple[str, str], str]:
    """Keys of keys as one name; a list of equal kind by its number."""
    found: dict[tuple[str, str], str] = {}
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) and any(isinstance(v, (Mapping, list)) for v in value) else None
    if pairs is None:
        return {(what, name or what): _plain(value)}
    for key, one in pairs:
        found |= _flat(what, one, f"{name}.{key}".lstrip("."))
    return found


def _tools(parts: Mapping[str, str]) -> dict[tuple[str, str], str]:
    found = {}
    for name, value in parts.items():
        what, _, rest = name.partition(" ")
        if rest:
            found[what, rest] = value
        else:
            found["template" if name.startswith("templates/") else "program", name] = value
    return found


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)

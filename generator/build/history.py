"""Floor 9. By which build each edition was made, and for what reason: what ``why`` tells.

One record beside the cache, in JSON, with its own hash. It explains and decides
nothing: where it is damaged or gone, editions are kept as before, and only the
reason is not known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.build.inputs import tools_bytes
from generator.build.store import Entry, Store, digest, make_folder, write_over
from generator.why import FIRST, UNKNOWN, Reason, reasons

RECORD = Path(".cache", "history.json")
KEPT_TOOLS = 6  #: sets of tools: that of now, and those of which an edition of a narrowed build may still be made


@dataclass(frozen=True, slots=True)
class Known:
    """Of one edition: its key, the number of the build that made it, and why."""

    key: str
    build: int
    why: tuple[Reason, ...]


@dataclass
class History:
    """Of one build folder."""

    builds: int = 0  #: those that had to look at content; what stands counts for none
    editions: dict[str, Known] = field(default_factory=dict)  #: by place: area/locale/material/format/further printer
    tools: dict[str, dict[str, str]] = field(default_factory=dict)  #: by digest: those that an edition was made with


def read_history(target: Path) -> History:
    """What is known; nothing where the record is damaged."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        head, _, body = (target / RECORD).read_bytes().partition(b"\n")
        if head == digest(body).encode():
            read = json.loads(body)
            return History(read["builds"], {place: Known(key, build, tuple(tuple(one) for one in why))  # type: ignore[misc]
                                            for place, (key, build, why) in read["editions"].items()}, read["tools"])
    return History()


def note(target: Path, now: Mapping[str, Entry], tools: dict[str, str], standing: set[str]) -> None:
    """Write down this build: ``now`` are its editions by place. Before the cache drops what nobody uses.

    ``standing``: what the set holds (``base_of``); what it holds no more is forgotten.
    """
    before = read_history(target)
    digest_now = hashlib.sha256(tools_bytes(tools)).hexdigest()
    known = {**{one: before.tools[one] for one in before.tools if one != digest_now}, digest_now: tools}
    after = History(before.builds + 1, {place: one for place, one in before.editions.items() if place.rpartition("/")[0] in standing})
    store = Store(target)
    for place, entry in now.items():
        last = before.editions.get(place)
        if last is None or last.key != entry.key:
            after.editions[place] = Known(entry.key, after.builds, tuple(_reasons(store, last, entry, known)))
    body = json.dumps({"builds": after.builds, "tools": dict(list(known.items())[-KEPT_TOOLS:]),
                       "editions": {place: [one.key, one.build, one.why] for place, one in sorted(after.editions.items())}},
                      ensure_ascii=False).encode()
    with suppress(OSError):  # a full disk has been told by then
        make_folder((target / RECORD).parent)
        write_over(target / RECORD, digest(body).encode() + b"\n" + body)


def _reasons(store: Store, last: Known | None, entry: Entry, tools: Mapping[str, Mapping[str, str]]) -> Iterable[Reason]:
    if last is None:
        return [FIRST]
    then, made_of = store.made_of(last.key), store.made_of(entry.key)
    if then is None or made_of is None:
        return [UNKNOWN]

    def of(name: str) -> Mapping[str, str]:
        return tools.get(name, {})
    return reasons(then, made_of, of)


def base_of(output: Mapping[str, Any]) -> str:
    """area/locale/material/format of an output of the manifest."""
    return "/".join(str(output[key]) for key in ("area", "locale", "material", "format"))


def place_of(output: Mapping[str, Any], editions: Mapping[str, Known]) -> str:
    """The place of an output: for a further printer, or of each day."""
    further = f"{base_of(output)}/{output['printer']}"
    return further if further in editions else base_of(output) + "/"

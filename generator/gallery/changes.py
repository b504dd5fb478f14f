"""Floor 8. What is not as it was at the last release: editions, numbers, addresses, texts.

The last release is told by the ledger, in the shape of a manifest (``manifest.last_release``).
An edition code answers to every sentence and fact, so that a changed code is a
changed edition; the manifests' ``texts`` say which sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.gallery.names import SOURCE_TAG, Names, day
from generator.gallery.tiles import Tile

NEW, CHANGED, GONE, SAME = "new", "changed", "gone", "same"
SINCE = {NEW: "New", CHANGED: "Changed", GONE: "Not made now", SAME: "As released"}
SENTENCES_AT_MOST = 50  # of English; the rest is counted

Place = tuple[str, str, str, str]  # area, locale, material, format
Pair = tuple[str, str]  # what was, what is; empty for nothing


@dataclass
class _Edition:
    codes: set[str] = field(default_factory=set)
    phones: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """What the section of the page says."""

    date: tuple[str, str] | None
    count: Counter[str]  #: NEW, CHANGED, GONE, SAME → editions
    editions: list[tuple[str, list[tuple[str, str, str]]]]  #: what happened → item, area, languages
    facts: list[tuple[str, str, str, int]]  #: Number or Address, what was, what is, on how many editions
    sentences: list[Pair]  #: English
    more: int  #: English sentences that are not listed
    languages: list[tuple[str, int]]  #: language → its changed translations
    texts_told: bool  #: both manifests carry their texts


def changes(manifest: Mapping[str, Any], before: Mapping[str, Any], tiles: Iterable[Tile], names: Names) -> Changes:
    """All differences; marks each tile with its own."""
    then, now = _editions(before["outputs"]), _editions(manifest["outputs"])
    happened = {place: _happened(then.get(place), now.get(place)) for place in sorted({*then, *now})}
    facts: Counter[tuple[str, str, str]] = Counter()
    for place in sorted(then.keys() & now.keys()):
        for label, of in FACTS:
            facts.update((label, *pair) for pair in _pairs(of(then[place]), of(now[place])))
    _mark(tiles, happened)
    old, new = _texts(before), _texts(manifest)
    differ = {tag: _pairs_of(old.get(tag) or {}, new.get(tag) or {}) for tag in sorted({*old, *new})}
    sentences = differ.pop(SOURCE_TAG, [])
    return Changes(
        day(before.get("source_date")), Counter(happened.values()),
        [(what, rows) for what in (CHANGED, NEW, GONE) if (rows := _rows(what, happened, names))],
        [(*key, number) for key, number in sorted(facts.items(), key=lambda f: (f[0][0] != "Number", -f[1], f[0]))],
        sentences[:SENTENCES_AT_MOST], max(0, len(sentences) - SENTENCES_AT_MOST),
        sorted((names.language(tag)[0], len(pairs)) for tag, pairs in differ.items() if pairs), bool(old and new))


def _phones(edition: _Edition) -> list[str]:
    return edition.phones


def _addresses(edition: _Edition) -> list[str]:
    return edition.addresses


FACTS: tuple[tuple[str, Callable[[_Edition], list[str]]], ...] = (("Number", _phones), ("Address", _addresses))


def _editions(outputs: Iterable[Mapping[str, Any]]) -> dict[Place, _Edition]:
    """Every form of every tile, from all its files."""
    found: dict[Place, _Edition] = {}
    for output in outputs:
        area, locale, material, form = (output.get(key) or "" for key in ("area", "locale", "material", "format"))
        one = found.setdefault((area, locale, material, form), _Edition())
        one.codes.add(output.get("edition") or "")
        one.phones = list(dict.fromkeys((*one.phones, *(output.get("phones") or ()))))
        addresses = (*(output.get("qr") or ()), *filter(None, (output.get("address"),)))
        one.addresses = list(dict.fromkeys((*one.addresses, *addresses)))
    return found


def _texts(manifest: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """Locale → context → the English as it stands, a translation by its hash."""
    return manifest.get("texts") or {}


def _happened(then: _Edition | None, now: _Edition | None) -> str:
    if then is None:
        return NEW
    if now is None:
        return GONE
    return SAME if then.codes == now.codes else CHANGED


def _mark(tiles: Iterable[Tile], happened: Mapping[Place, str]) -> None:
    """A tile with several forms is as new as the newest of them; one that could not be made has nothing to compare."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for place, what in happened.items():
        found.setdefault(place[:3], set()).add(what)
    for tile in tiles:
        kinds = found.get(tile.key, set()) if tile.forms else set()
        tile.change = (NEW if kinds == {NEW} else SAME if kinds == {SAME} else CHANGED) if kinds else ""


def _pairs(then: list[str], now: list[str]) -> list[Pair]:
    """What stood there and what stands there instead; where the counts differ nothing is guessed."""
    gone, come = [x for x in then if x not in now], [x for x in now if x not in then]
    if len(gone) == len(come):
        return list(zip(gone, come, strict=True))
    return [(x, "") for x in gone] + [("", x) for x in come]


def _pairs_of(then: Mapping[str, str], now: Mapping[str, str]) -> list[Pair]:
    """The texts that differ, by context."""
    return [(then.get(context, ""), now.get(context, "")) for context in sorted({*then, *now})
            if then.get(context) != now.get(context)]


def _rows(what: str, happened: Mapping[Place, str], names: Names) -> list[tuple[str, str, str]]:
    """Item, area and the languages of it, so that a thousand editions are a page and not a thousand lines."""
    rows: dict[tuple[int, str, str, str], list[str]] = {}
    for area, locale, material, form in (place for place, one in happened.items() if one == what):
        title, order = names.material(material)
        rows.setdefault((order, title, names.formats.get(form, form), names.area(area)), []).append(names.language(locale)[0])
    return [(", ".join(filter(None, (title, form))), area, ", ".join(sorted(set(languages))))
            for (_, title, form, area), languages in sorted(rows.items())]

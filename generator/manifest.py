"""Floor 8. What was made, from what, for whom: build/manifest.json, which every outside check reads."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any

from generator import __version__
from generator.ledger.releases import Ledger
from generator.limits import JSON_BYTES
from generator.model.catalog import Catalog
from generator.model.library import Library

SOURCE_TAG = "en"
NAMED = ("path", "area", "locale", "material", "kind", "format", "edition", "status", "sha256")  #: what every output says of itself, in words
HASH_DIGITS = 8  #: enough to see that one of a few hundred texts has changed; it proves nothing else


def manifest(outputs: Iterable[Mapping[str, object]], failed: Iterable[Mapping[str, object]], *,
             source_date: dt.date, made_with: Mapping[str, object],
             review: Mapping[str, Mapping[str, Mapping[str, int]]] | None = None,
             texts: Mapping[str, Mapping[str, str]] | None = None, being_made: int = 0) -> dict[str, object]:
    """The manifest as a dict. ``source_date`` is the newest date in content and sign-offs, not the clock.

    ``outputs``: in the order of their paths; read each time that somebody goes through them.
    ``review``: locale → material → how many of its texts are missing, machine, translated, reviewed, void.
    ``made_with``: versions and hashes of all that takes part. ``texts``: locale → context → the text or its hash, for the comparison with the last release.
    ``being_made``: editions that were not made yet when this set was published, so that what is urgent is there first.
    """
    return {"generator": __version__, "source_date": source_date.isoformat(),
            "outputs": outputs,
            "failed": sorted(failed, key=lambda f: (str(f["area"]), str(f["locale"]), str(f["material"]), str(f["format"]))),
            "review": review or {}, "texts": texts or {},
            **({"being_made": being_made} if being_made else {}), "made_with": made_with}


def manifest_bytes(value: Mapping[str, object]) -> bytes:
    """The same manifest gives the same bytes."""
    return "".join(manifest_pieces(value)).encode()


def manifest_pieces(value: Mapping[str, object]) -> Generator[str]:
    """Its text, piece by piece, so that the outputs of a nation need not be in memory at the same moment."""
    yield from json.JSONEncoder(ensure_ascii=False, indent=1).iterencode({**value, "outputs": _Read(value["outputs"])})  # type: ignore[arg-type]
    yield "\n"


class _Read(list[Any]):
    """What the JSON writer takes for a list: it is read while it is written."""

    def __init__(self, values: Iterable[Any]) -> None:
        super().__init__()
        self._values = values

    def __bool__(self) -> bool:
        return bool(self._values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)


def outputs_in(raw: bytes | None) -> Iterator[dict[str, Any]]:
    """The outputs of a manifest; none where there is none. Raises ValueError, KeyError or TypeError where it is damaged.

    As ``manifest_pieces`` writes it each is read by itself: as values all of them take ten times its bytes.
    """
    lines, one = io.BytesIO(raw or b""), list[bytes]()
    if raw and b' "outputs": [\n' not in lines:  # none, or written by somebody else
        yield from json.loads(raw)["outputs"]
        return
    for line in lines:  # no text in JSON holds the end of a line
        if line == b" ],\n":
            return
        one.append(line)
        if line.startswith(b"  }"):
            yield json.loads(b"".join(one).rstrip(b",\n"))
            one.clear()
    if raw:
        raise ValueError("it does not end")


def outputs_of(raw: bytes | None) -> list[dict[str, Any]]:
    """The outputs of a manifest that was kept; none where there is none, or where it is not what we write."""
    try:
        value = json.loads(raw or b"") if len(raw or b"") <= JSON_BYTES else {}
        outputs = value["outputs"]
        if isinstance(outputs, list) and all(isinstance(one, dict) and all(isinstance(one.get(key), str) for key in NAMED) for one in outputs):
            return outputs
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return []


def texts_of(library: Library, catalogs: Mapping[str, Catalog]) -> dict[str, dict[str, str]]:
    """Locale → context → the English as it stands, of a translation the first digits of its sha256.

    Once for each language and not for each edition: an edition's sentences are those of its item.
    """
    source = {tag for tag, locale in library.locales.items() if locale.is_source}
    found = {tag: {context: text.english for context, text in sorted(library.texts.items())} for tag in sorted(source)}
    for tag, catalog in sorted(catalogs.items()):
        if tag in library.locales and tag not in source:
            found[tag] = {context: _short(entry.translation)
                          for context, entry in sorted(catalog.entries.items()) if entry.translation and not entry.fuzzy}
    return found


def last_release(ledger: Ledger, today: Mapping[str, Mapping[str, str]]) -> dict[str, object] | None:
    """What the newest release of the ledger counts as good, in the shape of a manifest, for comparison; None before the first.

    ``today``: the texts of the manifest to compare with. Of a text that stands on no released item nothing can be told.
    """
    if not ledger.releases:
        return None
    outputs: list[dict[str, object]] = []
    texts = {tag: dict(known) for tag, known in today.items()}
    for code in sorted(ledger.standing & ledger.records.keys()):
        release, edition = ledger.records[code]
        outputs.append({"area": edition.area, "locale": edition.locale, "material": edition.material, "format": edition.format,
                        "edition": code, "phones": edition.phones, "qr": edition.qr, "address": edition.address})
        for context in release.contexts[edition.texts]:
            tag, name, said = ledger.text(release, edition, context)
            texts.setdefault(tag, {})[name] = said if tag == SOURCE_TAG else _short(said)
    return {"source_date": ledger.releases[-1].date.isoformat(), "outputs": outputs, "texts": texts}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]

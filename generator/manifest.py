"""Floor 8. What was made, from what, for whom: build/manifest.json, which every outside check reads."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping

from generator import __version__


def manifest(outputs: Iterable[Mapping[str, object]], failed: Iterable[Mapping[str, object]], *,
             source_date: dt.date, versions: Mapping[str, str], fonts: Mapping[str, str],
             review: Mapping[str, Mapping[str, Mapping[str, int]]] | None = None) -> dict[str, object]:
    """The manifest as a dict. ``source_date`` is the newest date in content and sign-offs, not the clock.

    ``review``: locale → material → how many of its texts are missing, machine, translated, reviewed, void.
    """
    return {"generator": __version__, "source_date": source_date.isoformat(),
            "outputs": sorted(outputs, key=lambda o: str(o["path"])),
            "failed": sorted(failed, key=lambda f: (str(f["area"]), str(f["locale"]), str(f["material"]), str(f["format"]))),
            "review": review or {},
            "made_with": {"packages": dict(sorted(versions.items())), "fonts": dict(sorted(fonts.items()))}}


def manifest_bytes(value: Mapping[str, object]) -> bytes:
    """The same manifest gives the same bytes."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n").encode()

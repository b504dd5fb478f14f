"""Floor 8. The page: what comes from content is escaped by the template; only our own style and script run."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from generator.gallery.changes import SINCE, changes
from generator.gallery.names import SOURCE_TAG, Names, day
from generator.gallery.reading import OF_A_KIND, by_code, review
from generator.gallery.tiles import AT_MOST, AT_ONCE, FAILED, STATUSES, Tile, tiles_of
from generator.problem import Problem
from generator.templates.drawn import pieces, sandbox, text_of

REASONS_AT_ONCE = 6
ISOLATE = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"


def gallery(manifest: dict[str, Any], problems: list[Problem], names: Names, templates: Path,
            before: dict[str, Any] | None = None) -> str:
    """The whole page, for ``index.html`` beside the manifest. ``before`` is the manifest of the last release."""
    return "".join(gallery_pieces(manifest, problems, names, templates, before))


def gallery_pieces(manifest: dict[str, Any], problems: list[Problem], names: Names, templates: Path,
                   before: dict[str, Any] | None = None) -> Generator[str]:
    """The same, piece by piece: a nation's is large."""
    tiles = tiles_of(manifest, names)
    since = changes(manifest, before, tiles, names) if before else None
    count = Counter(tile.status for tile in tiles)
    reasons = Counter(reason for tile in tiles for reason in tile.reasons)
    script, style = (text_of(templates / f"gallery.{kind}") or "" for kind in ("js", "css"))
    yield from pieces(_environment(templates), "gallery.html.j2", dict(
        tiles=tiles, filters=_filters(tiles), review=review(manifest.get("review") or {}, names), statuses=STATUSES,
        failed=FAILED, english=SOURCE_TAG, date=day(manifest.get("source_date")), being_made=manifest.get("being_made", 0), count=count, since=since, since_words=SINCE,
        reasons=sorted(reasons.items(), key=lambda r: (-r[1], r[0])), reasons_at_once=REASONS_AT_ONCE,
        at_once=AT_ONCE, at_most=AT_MOST, of_a_kind=OF_A_KIND,
        problems=by_code(problems), problem_count=len(set(problems)), policy=_policy(script, style),
        script=Markup(script), style=Markup(style)))
    tiles.clear()  # what Jinja keeps of a page refers to itself, and would hold them until the collector comes


@functools.lru_cache(maxsize=4)
def _environment(templates: Path) -> SandboxedEnvironment:
    """Kept, since reading the template takes longer than filling it; a template that changed is read again."""
    return sandbox(templates, trim_blocks=True, lstrip_blocks=True)


def _filters(tiles: list[Tile]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Name, label and options of each select: only what some tile has."""
    def language(tile: Tile) -> str:
        return f"{tile.english} · {ISOLATE.format(tile.endonym)}" if tile.endonym else tile.english

    areas = sorted({(t.area_name, t.area) for t in tiles})
    languages = sorted({(language(t), t.locale) for t in tiles})
    materials = sorted({(t.order, t.title, t.material) for t in tiles})
    stati = sorted({t.status for t in tiles}, key=lambda s: (list(STATUSES).index(s) if s in STATUSES else 9, s))
    found = {t.change for t in tiles}
    since = [(what, word) for what, word in SINCE.items() if what in found]
    return [("area", "Area", [(id, name) for name, id in areas]),
            ("language", "Language", [(id, name) for name, id in languages]),
            ("material", "Material", [(id, name) for _, name, id in materials]),
            ("status", "Status", [(status, STATUSES.get(status, status)) for status in stati]),
            *([("change", "Since release", since)] if since else [])]


def _policy(script: str, style: str) -> str:
    """This script, this style, and pictures of this folder; nothing else runs or is asked for."""
    code, look = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style))
    return (f"default-src 'none'; script-src 'sha256-{code}'; style-src 'sha256-{look}'; img-src 'self' file:; "
            "base-uri 'none'; form-action 'none'")

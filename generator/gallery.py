"""Floor 8. The office's overview: one page with a tile for each edition, from the manifest alone.

It opens from the disk, asks for nothing outside its folder, and says the same
for the same manifest. What comes from content is escaped by the template; a
path that would lead out of the folder is a bug of ours and raises.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from generator.problem import Problem

SOURCE_TAG = "en"  # the office reads English
FAILED = "failed"  # stands beside the manifest's own draft and released
STATUSES = {FAILED: "Not made", "draft": "Draft", "released": "Released"}
KINDS = {"screen": "Screen PDF", "page": "Web page", "large-print": "Large print PDF", "text": "Plain text",
         "image": "Picture", "imposed": "Print now", "print": "PDF for the printer", "proof": "Proof for a reviewer",
         "pack": "Pack for the printer"}
VARIANTS = {"duplex": "on both sides", "fold": "on one side, to fold", "single": "on one side",
            "stitched": "on both sides, to stitch", "zine": "on one side, to fold and cut"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")
UNKNOWN = 1_000_000  # the order of a material that nobody named
AT_ONCE, AT_MOST = 3, 12  # problems of a tile: seen without a click, and at all
REASONS_AT_ONCE = 6
OF_A_KIND = 20  # problems of one code; the rest is counted
IMAGE_WIDTH = 320  # only the shape counts, until the image is there
ISOLATE = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Names:
    """What people call the ids of the manifest. An id that is missing here is shown as it is."""

    areas: Mapping[str, str]  #: area id → its name
    locales: Mapping[str, tuple[str, str, str]]  #: tag → English name, endonym, direction
    materials: Mapping[str, tuple[str, int]]  #: material id → its title, and its place in the order


@dataclass(frozen=True)
class _Link:
    href: str
    label: str
    how: str


@dataclass(frozen=True)
class _Image:
    src: str
    width: int
    height: int


@dataclass(frozen=True)
class _Review:
    materials: list[str]
    rows: list[tuple[bool, str, str, str, str, list[str]]]
    left: int  # cells in which something is to be read
    cells: int


@dataclass
class _Tile:
    area: str
    locale: str
    material: str
    status: str
    area_name: str
    english: str
    endonym: str
    direction: str
    title: str
    order: int
    image: _Image | None = None
    codes: list[str] = field(default_factory=list)
    size: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    open: list[_Link] = field(default_factory=list)  # to look at
    sheets: list[_Link] = field(default_factory=list)  # to print, each with how
    reasons: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def place(self) -> tuple[object, ...]:
        """Failed first; then like beside like, so that the eye can compare."""
        return (self.status != FAILED, self.area_name, self.area, self.order, self.title, self.material,
                self.english, self.locale)


def gallery(manifest: dict[str, Any], problems: list[Problem], names: Names, templates: Path) -> str:
    """The whole page, for ``index.html`` beside the manifest."""
    tiles = sorted((*_made(manifest["outputs"], names), *_failed(manifest["failed"], names)), key=lambda t: t.place)
    count = Counter(tile.status for tile in tiles)
    reasons = Counter(reason for tile in tiles for reason in tile.reasons)
    script, style = ((templates / f"gallery.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))
    environment = SandboxedEnvironment(loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined,
                                       trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("gallery.html.j2").render(
        tiles=tiles, filters=_filters(tiles), review=_review(manifest.get("review") or {}, names), statuses=STATUSES, failed=FAILED, english=SOURCE_TAG,
        date=_date(manifest.get("source_date")), count=count,
        reasons=sorted(reasons.items(), key=lambda r: (-r[1], r[0])), reasons_at_once=REASONS_AT_ONCE,
        at_once=AT_ONCE, at_most=AT_MOST, of_a_kind=OF_A_KIND,
        problems=_by_code(problems), problem_count=len(set(problems)), policy=_policy(script, style),
        script=Markup(script), style=Markup(style))


def _made(outputs: Iterable[dict[str, Any]], names: Names) -> list[_Tile]:
    editions: dict[Key, list[dict[str, Any]]] = {}
    for output in sorted(outputs, key=_output_place):
        editions.setdefault(_key(output), []).append(output)
    return [_tile(key, group, names) for key, group in editions.items()]


def _key(entry: Mapping[str, Any]) -> Key:
    return entry.get("area") or "", entry.get("locale") or "", entry.get("material") or ""


def _output_place(output: Mapping[str, Any]) -> tuple[object, ...]:
    kinds, variants = list(KINDS), list(VARIANTS)
    kind, variant = output["kind"], output.get("variant")
    return (kinds.index(kind) if kind in KINDS else len(kinds),
            variants.index(variant) if variant in VARIANTS else len(variants), output["path"])


def _tile(key: Key, outputs: list[dict[str, Any]], names: Names) -> _Tile:
    stati = [output["status"] for output in outputs]
    tile = _named(key, "draft" if "draft" in stati else stati[0], names)
    labels = [_label(output) for output in outputs]
    for output, label in zip(outputs, labels, strict=True):
        if labels.count(label) > 1:
            label = f"{label}, {output['path'].rpartition('/')[2]}"
        sheet = output["kind"] in ("imposed", "print")
        (tile.sheets if sheet else tile.open).append(_Link(_href(output["path"]), label, output.get("how") or ""))
        tile.image = tile.image or _image(output)
    tile.codes = _all(outputs, "edition")
    tile.phones = _all(outputs, "phones")
    tile.addresses = [a.removeprefix("https://") for a in _all(outputs, "address") or _all(outputs, "qr")]
    tile.reasons = _all(outputs, "draft_because")
    for wanted, digits, sentence in (("size_pt", 2, "{:g} pt type"), ("room_mm", 1, "{:g} mm to spare")):
        value = next((o[wanted] for o in outputs if o.get(wanted) is not None), None)
        if value is not None:
            tile.size.append(sentence.format(round(value, digits)))
    return tile


def _failed(entries: Iterable[dict[str, Any]], names: Names) -> list[_Tile]:
    """Several entries of one edition (a form of it, a printer) are one tile."""
    found: dict[Key, _Tile] = {}
    for entry in entries:
        tile = found.setdefault(_key(entry), _named(_key(entry), FAILED, names))
        tile.problems = list(dict.fromkeys((*tile.problems, *entry["problems"])))
    return list(found.values())


def _named(key: Key, status: str, names: Names) -> _Tile:
    area, locale, material = key
    english, endonym, direction = names.locales.get(locale, (locale or "All languages", "", "ltr"))
    title, order = names.materials.get(material, (material or "All materials", UNKNOWN))
    return _Tile(area, locale, material, status, names.areas.get(area, area or "All areas"), english,
                 "" if endonym == english else endonym, direction, title, order)


def _all(outputs: list[dict[str, Any]], wanted: str) -> list[str]:
    """Each different value of one key, in the order of the outputs; a list gives each of its own."""
    values = (output.get(wanted) or () for output in outputs)
    return list(dict.fromkeys(v for value in values for v in ((value,) if isinstance(value, str) else value)))


def _label(output: Mapping[str, Any]) -> str:
    label = KINDS.get(output["kind"], output["kind"])
    return ", ".join(filter(None, (label, VARIANTS.get(output.get("variant") or ""), output.get("printer"))))


def _image(output: Mapping[str, Any]) -> _Image | None:
    if not output.get("thumbnail"):
        return None
    width, height = output.get("trim_mm") or (4, 3)
    return _Image(_href(output["thumbnail"]), IMAGE_WIDTH, max(1, round(IMAGE_WIDTH * height / width)))


def _href(path: str) -> str:
    """A path of the manifest as a relative address; it cannot leave the folder of the manifest."""
    if not path or path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"a path of the manifest is not below its folder: {path!r}")
    return quote(path, safe="/")


def _filters(tiles: list[_Tile]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Name, label and options of each select: only what some tile has."""
    def language(tile: _Tile) -> str:
        return f"{tile.english} · {ISOLATE.format(tile.endonym)}" if tile.endonym else tile.english

    areas = sorted({(t.area_name, t.area) for t in tiles})
    languages = sorted({(language(t), t.locale) for t in tiles})
    materials = sorted({(t.order, t.title, t.material) for t in tiles})
    stati = sorted({t.status for t in tiles}, key=lambda s: (list(STATUSES).index(s) if s in STATUSES else 9, s))
    return [("area", "Area", [(id, name) for name, id in areas]),
            ("language", "Language", [(id, name) for name, id in languages]),
            ("material", "Material", [(id, name) for _, name, id in materials]),
            ("status", "Status", [(status, STATUSES.get(status, status)) for status in stati])]


def _review(counts: Mapping[str, Mapping[str, Mapping[str, int]]], names: Names) -> _Review | None:
    """Who has read what: English first, then by name; None where the manifest does not tell."""
    columns = sorted({material for row in counts.values() for material in row},
                     key=lambda m: (names.materials.get(m, (m, UNKNOWN))[::-1], m))
    rows = []
    for tag, row in counts.items():
        english, endonym, direction = names.locales.get(tag, (tag, "", "ltr"))
        rows.append((tag != SOURCE_TAG, english, tag, "" if endonym == english else endonym, direction,
                     [_read_so_far(row.get(material) or {}) for material in columns]))
    left = sum(any(number for kind, number in one.items() if kind != "reviewed") for row in counts.values() for one in row.values())
    return _Review([names.materials.get(m, (m, 0))[0] for m in columns], sorted(rows), left,
                   sum(len(row) for row in counts.values())) if columns else None


def _read_so_far(counts: Mapping[str, int]) -> str:
    """The counts of one locale and material in words; what is not there is not mentioned."""
    total = sum(counts.values())
    if not total:
        return "No texts"
    said = [f"{counts['machine']} of {total} drafted by machine" if counts.get("machine") else f"{total} text{'s' * (total > 1)}"]
    said += [f"{counts.get('reviewed', 0)} reviewed"]
    said += [f"{counts[kind]} {word}" for kind, word in (("void", "changed since"), ("missing", "missing")) if counts.get(kind)]
    return ", ".join(said)


def _by_code(problems: list[Problem]) -> list[tuple[Problem, list[Problem]]]:
    """Each kind of problem, errors first, the frequent before the rare: one of it, and all."""
    kinds: dict[str, list[Problem]] = {}
    for problem in sorted(set(problems)):
        kinds.setdefault(problem.code, []).append(problem)
    groups = sorted(kinds.items(), key=lambda k: (k[1][0].severity, -len(k[1]), k[0]))
    return [(group[0], group) for _, group in groups]


def _date(iso: str | None) -> tuple[str, str] | None:
    if not iso:
        return None
    day = dt.date.fromisoformat(iso)
    return iso, f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _policy(script: str, style: str) -> str:
    """This script, this style, and pictures of this folder; nothing else runs or is asked for."""
    code, look = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style))
    return (f"default-src 'none'; script-src 'sha256-{code}'; style-src 'sha256-{look}'; img-src 'self' file:; "
            "base-uri 'none'; form-action 'none'")

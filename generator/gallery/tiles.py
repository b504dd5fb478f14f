"""Floor 8. One tile for each item in each language: what was made of it, form by form, and how it is printed."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from generator.gallery.names import SOURCE_TAG, Names

FAILED = "failed"  #: stands beside the manifest's own draft and released
STATUSES = {FAILED: "Not made", "draft": "Draft", "released": "Released"}
KINDS = {"screen": "Screen PDF", "page": "Web page", "large-print": "Large print PDF", "text": "Plain text",
         "image": "Picture", "imposed": "Sheets", "print": "Pages with bleed", "proof": "Proof for a reviewer",
         "pack": "Pack for the printer"}
VARIANTS = {"duplex": "on both sides", "fold": "on one side, to fold", "single": "on one side",
            "stitched": "on both sides, to stitch", "zine": "on one side, to fold and cut"}
OFFICE = (None, "", "office")  #: the printer at hand
SHEETS_MM = {(210, 297): "A4", (297, 420): "A3"}  #: ISO 216; such a page is its own sheet
AT_ONCE, AT_MOST = 3, 12  #: problems of a tile: seen without a click, and at all
PICTURES_AT_MOST = 3
IMAGE_WIDTH = 320  # only the shape counts, until the image is there

Key = tuple[str, str, str]  #: area, locale, material


@dataclass(frozen=True, slots=True)
class Link:
    """A file, and how to print it."""

    href: str
    label: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A thumbnail; the size is its shape."""

    src: str
    width: int
    height: int


@dataclass(slots=True)
class Form:
    """One format of an item: a poster, a leaflet."""

    name: str
    image: Image | None = None
    codes: list[str] = field(default_factory=list)
    size: list[str] = field(default_factory=list)
    open: list[Link] = field(default_factory=list)  #: to look at
    now: list[Link] = field(default_factory=list)  #: for the printer at hand, each with how
    house: list[Link] = field(default_factory=list)  #: for further printers


@dataclass(slots=True)
class Tile:
    """One item in one language for one area."""

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
    forms: list[Form] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    compared: bool = False  #: it can stand beside the English
    change: str = ""  #: since the last release, where there was one

    @property
    def place(self) -> tuple[object, ...]:
        """Failed first; then like beside like, so that the eye can compare."""
        return (self.status != FAILED, self.area_name, self.area, self.order, self.title, self.material,
                self.english, self.locale)

    @property
    def key(self) -> Key:
        """Which tile it is."""
        return self.area, self.locale, self.material

    @property
    def images(self) -> list[Image]:
        """What its frame shows."""
        return [form.image for form in self.forms if form.image][:PICTURES_AT_MOST]

    @property
    def ways(self) -> int:
        """How many files the printer at hand can take."""
        return sum(len(form.now) for form in self.forms)

    @property
    def house_files(self) -> int:
        """How many files are for a printing house."""
        return sum(len(form.house) for form in self.forms)


def tiles_of(manifest: Mapping[str, Any], names: Names) -> list[Tile]:
    """All tiles of a manifest, in the order of the page."""
    tiles = sorted((*_made(manifest["outputs"], names), *_failed(manifest["failed"], names)), key=lambda t: t.place)
    english = {(t.area, t.material) for t in tiles if t.locale == SOURCE_TAG and t.images}
    for tile in tiles:
        tile.compared = tile.locale != SOURCE_TAG and bool(tile.images) and (tile.area, tile.material) in english
    return tiles


def key_of(entry: Mapping[str, Any]) -> Key:
    """To which tile an entry of the manifest belongs."""
    return entry.get("area") or "", entry.get("locale") or "", entry.get("material") or ""


def _made(outputs: Iterable[Mapping[str, Any]], names: Names) -> Iterator[Tile]:
    """An area after the other, as their paths stand in the manifest: so not all outputs are in memory at the same moment."""
    for _, area in itertools.groupby(outputs, key=lambda output: output.get("area")):
        editions: dict[Key, list[Mapping[str, Any]]] = {}
        for output in sorted(area, key=_output_place):
            editions.setdefault(key_of(output), []).append(output)
        yield from (_tile(key, group, names) for key, group in editions.items())


def _output_place(output: Mapping[str, Any]) -> tuple[object, ...]:
    """What is read before what is printed, and the main form, whose path is the shortest, before the others."""
    kinds, variants = list(KINDS), list(VARIANTS)
    kind, variant = output["kind"], output.get("variant")
    return (kinds.index(kind) if kind in KINDS else len(kinds),
            variants.index(variant) if variant in VARIANTS else len(variants), len(output["path"]), output["path"])


def _tile(key: Key, outputs: list[Mapping[str, Any]], names: Names) -> Tile:
    stati = [output["status"] for output in outputs]
    tile = _named(key, "draft" if "draft" in stati else stati[0], names)
    forms: dict[str, list[Mapping[str, Any]]] = {}
    for output in outputs:
        forms.setdefault(output.get("format") or "", []).append(output)
    tile.forms = [_form(id, group, names) for id, group in forms.items()]
    tile.phones = _all(outputs, "phones")
    tile.addresses = [a.removeprefix("https://") for a in _all(outputs, "address") or _all(outputs, "qr")]
    tile.reasons = _all(outputs, "draft_because")
    return tile


def _form(id: str, outputs: list[Mapping[str, Any]], names: Names) -> Form:
    form = Form(names.formats.get(id, id), codes=_all(outputs, "edition"))
    labels = [_label(output, names) for output in outputs]
    for output, label in zip(outputs, labels, strict=True):
        if labels.count(label) > 1:
            label = f"{label}, {output['path'].rpartition('/')[2]}"
        link = Link(_href(output["path"]), sys.intern(label), sys.intern(output.get("how") or ""))
        if output["kind"] not in ("imposed", "print"):
            form.open.append(link)
        elif output["kind"] == "imposed" and output.get("printer") in OFFICE:
            form.now.append(link)
        else:
            form.house.append(link)
        form.image = form.image or _image(output)
    if not form.now:
        form.now = [sheet for output in outputs if (sheet := _own_sheet(output))]
    for wanted, digits, sentence in (("size_pt", 2, "{:g} pt type"), ("room_mm", 1, "{:g} mm to spare")):
        value = next((o[wanted] for o in outputs if o.get(wanted) is not None), None)
        if value is not None:
            form.size.append(sentence.format(round(value, digits)))
    return form


def _own_sheet(output: Mapping[str, Any]) -> Link | None:
    """How a page that has the size of a sheet already is printed. One that lies across turns over its short edge."""
    width, height = output.get("trim_mm") or (0, 0)
    sheet = SHEETS_MM.get((round(min(width, height)), round(max(width, height))))
    if sheet is None or output["kind"] not in ("screen", "large-print"):
        return None
    edge = "short" if width > height else "long"
    sides = f"on both sides, flip on the {edge} edge" if (output.get("pages") or 1) > 1 else "on one side"
    return Link(_href(output["path"]), f"{KINDS[output['kind']]}, {sheet}", output.get("how") or f"Print at 100 % on {sheet}, {sides}.")


def _failed(entries: Iterable[Mapping[str, Any]], names: Names) -> list[Tile]:
    """Several entries of one edition (a form of it, a printer) are one tile."""
    found: dict[Key, Tile] = {}
    for entry in entries:
        tile = found.setdefault(key_of(entry), _named(key_of(entry), FAILED, names))
        tile.problems = list(dict.fromkeys((*tile.problems, *entry["problems"])))
    return list(found.values())


def _named(key: Key, status: str, names: Names) -> Tile:
    area, locale, material = key
    return Tile(area, locale, material, status, names.area(area), *names.language(locale), *names.material(material))


def _all(outputs: list[Mapping[str, Any]], wanted: str) -> list[str]:
    """Each different value of one key, in the order of the outputs; a list gives each of its own."""
    values = (output.get(wanted) or () for output in outputs)
    return list(dict.fromkeys(sys.intern(v) for value in values for v in ((value,) if isinstance(value, str) else value)))


def _label(output: Mapping[str, Any], names: Names) -> str:
    kind, printer = output["kind"], output.get("printer")
    house = "" if printer in OFFICE else names.printers.get(printer, printer)
    label = KINDS.get(kind, kind)
    if kind == "imposed" and not house:
        label = "A4 sheet"
    return ", ".join(filter(None, (house, label[0].lower() + label[1:] if house else label, VARIANTS.get(output.get("variant") or ""))))


def _image(output: Mapping[str, Any]) -> Image | None:
    if not output.get("thumbnail"):
        return None
    width, height = output.get("trim_mm") or output.get("pixels") or (4, 3)
    return Image(_href(output["thumbnail"]), IMAGE_WIDTH, max(1, round(IMAGE_WIDTH * height / width)))


def _href(path: str) -> str:
    """A path of the manifest as a relative address; it cannot leave the folder of the manifest."""
    if not path or path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"a path of the manifest is not below its folder: {path!r}")
    return quote(path, safe="/")

"""Floor 9. Everything that is read before anything is made: content, catalogs, sign-offs, fonts."""

from __future__ import annotations

import ast
import datetime as dt
import functools
import hashlib
import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from generator import __version__, fonts
from generator.build.madewith import setting
from generator.catalog.reader import read_catalog
from generator.content.reader import FOLDERS, read_library
from generator.edition import Join
from generator.kept import NOTHING, Kept, Kind
from generator.limits import RELEASE_BYTES, TEMPLATE_BYTES
from generator.model.catalog import Catalog
from generator.model.library import Library
from generator.plainfile import Refused, read_plain
from generator.problem import Problem, error
from generator.signoff import SignOffs
from generator.templates.reader import read_templates
from generator.templates.texts import template_texts

PACKAGE = Path(__file__).parents[1]

EDITED = error("B461", "edited-meanwhile", "A page of a template or program that is no more would be kept under the name of another.")

#: Packages whose version can change a page or what is found on it.
PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "webencodings", "cssselect2", "pyphen", "cffi", "fonttools", "brotli",
            "zopfli", "uharfbuzz", "qrcode", "pikepdf", "lxml", "jinja2", "markupsafe", "pypdfium2", "zxing-cpp", "pillow", "numpy",
            "page-validation")


@dataclass(frozen=True)
class Inputs:
    """All inputs of one run, as values."""

    root: Path
    library: Library
    catalogs: dict[str, Catalog]
    signoffs: SignOffs
    today: dt.date
    problems: tuple[Problem, ...]
    release: bool = False  #: for what is handed out: a release, a pack; nothing else takes the mark DRAFT away
    with_drafts: bool = True  #: whether what is still a draft is made too, with its mark
    kept: Kept = NOTHING  #: what was worked out before, from these same inputs

    @property
    def join(self) -> Join:
        """What makes editions of these inputs."""
        return Join(self.library, self.catalogs, self.signoffs, self.today, self.release)

    @functools.cached_property
    def source_date(self) -> dt.date:
        """The newest date in content and sign-offs; not the clock."""
        records = [*self.library.services.values(), *self.library.areas.values(), *self.signoffs.files.values()]
        return max((d for record in records for d in _dates(record) if d <= self.today), default=dt.date(2026, 1, 1))

    @functools.cached_property
    def tools(self) -> dict[str, str]:
        """``tools_of`` this root."""
        return tools_of(self.root, self.kept)

    @functools.cached_property
    def tools_digest(self) -> str:
        """Of all these together."""
        return hashlib.sha256(tools_bytes(self.tools)).hexdigest()

    def stand(self) -> bool:
        """Whether what was read is what is there now: an edit that was taken back during a build is in its set, and no more in the files."""
        read = {**self.library.sums, **{catalog.path: catalog.sum for catalog in self.catalogs.values()},
                **{name: sha for name, sha in self.tools.items() if name.startswith("templates/")}}
        there = {path.relative_to(self.root).as_posix() for folder in FOLDERS for path in (self.root / "content" / folder).glob("[!.]*.yaml")}
        return there <= {*read, *self.library.unread} and all(_sum(self.root / name) == sha for name, sha in read.items())


def _sum(file: Path) -> str:
    data = read_plain(file, RELEASE_BYTES)
    return "" if isinstance(data, Refused) else hashlib.sha256(data).hexdigest()


def tools_of(root: Path, kept: Kept = NOTHING) -> dict[str, str]:
    """All that makes and checks a file besides its edition, each with its version or hash: templates, modules, libraries."""
    found = {"generator": __version__, **_setting()}
    templates = root / "templates"
    for base, files in ((root, (f for f in templates.rglob("*") if not f.name.startswith(("gallery.", "coverage.", "guide.", "proof.", "job-ticket.")))),
                        (PACKAGE.parent, makers(kept))):
        for file in files:
            data = read_plain(file, TEMPLATE_BYTES)  # what cannot be read is told elsewhere, and nothing is made with it
            if not isinstance(data, Refused):
                found[file.relative_to(base).as_posix()] = hashlib.sha256(data).hexdigest()
    return dict(sorted(found.items()))


def tools_bytes(tools: Mapping[str, str]) -> bytes:
    """The same tools give the same bytes."""
    return json.dumps(tools, sort_keys=True).encode()


def _setting() -> dict[str, str]:
    """``setting`` by name."""
    libraries, python, packages, profile = setting(PACKAGES)
    numbers = versions()
    return ({f"library {name}": f"{one['version']} {one['sha256']}" for name, one in libraries.items()} | {f"python {name}": value for name, value in python.items()}
            | {f"package {name}": f"{numbers[name]} {value}" for name, value in packages.items()} | {"profile of inks": profile})


def makers(kept: Kept = NOTHING) -> set[Path]:
    """Every module that takes part in making one edition, found by following imports from ``build/item.py``.

    A change anywhere else (the gallery, the commands) must not make 375 editions again.
    """
    waiting = [PACKAGE / "build" / "item.py", PACKAGE / "typeset" / "typesetter.py",
               *(PACKAGE / "checks" / "finished").rglob("*.py"), *(PACKAGE / "checks" / "print").rglob("*.py")]  # those are found by walking, not by import
    found: set[Path] = set()
    known = kept.find(Kind.IMPORTS, "", "") or {}
    now: dict[str, list[str]] = {}
    while waiting:
        file = waiting.pop()
        if file in found or file == PACKAGE / "__init__.py":
            continue
        found.add(file)
        source = file.read_bytes()
        sha = hashlib.sha256(source).hexdigest()
        now[sha] = known[sha] if sha in known else list(_imports(source))
        for name in now[sha]:
            place = PACKAGE.parent.joinpath(*name.split("."))
            waiting += [f for f in (place.with_suffix(".py"), place / "__init__.py") if f.is_file()]
    if now != known:
        kept.keep(Kind.IMPORTS, "", "", now)
    return found


@functools.lru_cache(maxsize=500)
def _imports(source: bytes) -> tuple[str, ...]:
    """What a module of ours imports from our own: modules, and names that may be modules."""
    return tuple(name for node in ast.walk(ast.parse(source))
                 if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE.name
                 for name in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)))


def read_inputs(root: Path, today: dt.date, kept: Kept = NOTHING) -> Inputs:
    """Read all; what cannot be read is told in ``problems`` and left out."""
    templates = read_templates(root, kept)
    library, problems = read_library(root, template_texts(templates.texts, kept, templates.sum), templates.unusable, kept)
    problems = [*templates.problems, *problems]
    catalogs: dict[str, Catalog] = {}
    for locale in library.locales.values():
        if locale.gettext:
            catalog, found = read_catalog(root, locale, kept)
            problems += found
            if catalog:
                catalogs[locale.tag] = catalog
    return Inputs(root, library, catalogs, SignOffs(library.signoff, library.people, library.expiry, today), today, tuple(problems), kept=kept)


def versions() -> dict[str, str]:
    """Of every package that can change a page."""
    return {name: importlib.metadata.version(name) for name in PACKAGES}


def font_files(inputs: Inputs) -> tuple[list[fonts.FontFile], list[Problem]]:
    """The files of every family that a locale names."""
    return fonts.find_fonts({family for locale in inputs.library.locales.values() for family in locale.fonts})


def _dates(value: object) -> Iterator[dt.date]:
    if isinstance(value, dt.date):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in ("ended_on", "address_renews_on"):  # these lie ahead
                yield from _dates(getattr(value, name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _dates(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _dates(one)

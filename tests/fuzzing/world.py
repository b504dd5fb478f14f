"""The real project, read once, and the files of it that are spoilt: each with what it says before."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from fuzzing.mutate import mutate
from fuzzing.oracle import numbers
from generator.build.inputs import read_inputs
from generator.content.reader import FOLDERS
from generator.content.validate import validate_named
from generator.content.yamltext import read_yaml
from generator.model.content import Record
from generator.model.library import Library
from generator.model.office import FactCheck, Person, SignOff
from generator.signoff import SignOffs, text_hash

TODAY = dt.date(2026, 11, 21)
CATALOG_ENTRIES = 4  #: of a slice; the reader takes as long as the file is
BLOCKS = 3


@dataclass(frozen=True)
class Subject:
    """One file, or a slice of it that is a file by itself."""

    path: str
    raw: bytes
    head: int = 0  #: bytes at the start that are the same in every slice: spoilt less often

    def spoilt(self, rng: random.Random) -> tuple[tuple[str, ...], bytes]:
        """What was done, and the spoilt bytes; never those that were there."""
        while True:
            kept = self.head if rng.random() < 0.85 else 0
            names, raw = mutate(rng, self.raw[kept:])
            if self.raw[:kept] + raw != self.raw:
                return names, self.raw[:kept] + raw

    @property
    def folder(self) -> str:
        """Of content/, or locales for a catalog."""
        return self.path.split("/")[-2]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @cached_property
    def record(self) -> Record:
        """What the file says before it is spoilt."""
        document, found = read_yaml(self.raw, self.path)
        assert document is not None, found
        record, found = validate_named(document, FOLDERS[self.folder], self.stem)
        assert record is not None, found
        return record


class World:
    """The library, every catalog, and sign-offs in which everything is verified and approved."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inputs = read_inputs(root, TODAY)
        assert not [p for p in self.inputs.problems if p.severity == "error"], self.inputs.problems
        self.library: Library = self.inputs.library
        self.catalogs = self.inputs.catalogs
        people = {"anna": Person(id="anna", name="Anna", reviews=("en", "ro"), rings="true")}
        facts = SignOff(id="facts", facts=tuple(
            FactCheck.model_construct(service=s.id, fact=fact, value=value, on=TODAY, by="anna") for s in self.library.services.values()
            for fact, value in (("phone", s.phone and s.phone.dial), ("hours", s.hours and s.hours.when)) if value))
        self.signoffs = SignOffs({"facts": facts}, people, self.library.expiry, TODAY)

    @cached_property
    def digest(self) -> str:
        """Of all that decides what mutation a number stands for."""
        total = hashlib.sha256()
        for file in sorted((*(self.root / "content").rglob("*.yaml"), *(self.root / "locales").glob("*.po"), *Path(__file__).parent.glob("*.py"))):
            if file.name not in ("judge.py", "oracle.py"):
                total.update(f"{file.name}\0".encode() + file.read_bytes())
        return total.hexdigest()[:8]

    @cached_property
    def allowed(self) -> frozenset[str]:
        """Every number that may be printed, digits alone: the facts, and what stands in the English."""
        return frozenset({service.phone.shown.replace(" ", "") for service in self.library.services.values() if service.phone}
                         | {n for text in self.library.texts.values() for n in numbers(text.english)})

    def catalog(self, rng: random.Random) -> Subject:
        """A few entries of a catalog under its header; now and then the whole of it."""
        tag = rng.choice(sorted(self.catalogs))
        path = f"locales/{tag}.po"
        if rng.random() < 0.002:
            return Subject(path, self.file(path))
        head, entries = self._entries(path)
        wanted = range(len(entries)) if rng.random() < 0.4 else self._with_facts(path)
        at = rng.choice(wanted)
        return Subject(path, b"\n\n".join((head, *entries[at:at + rng.randrange(1, CATALOG_ENTRIES + 1)])) + b"\n", len(head) + 2)

    def yaml(self, rng: random.Random) -> Subject:
        """A file of content/ that leads to print, most often one with numbers."""
        folder = rng.choices(("services", "areas", "materials", "locales", "notices", "formats", "printers"), (40, 12, 30, 10, 3, 3, 2))[0]
        path = rng.choice(self._files(folder))
        if folder == "materials" and rng.random() > 0.01:
            return rng.choice(self._slices(path))
        return self._subject(path)

    def office(self, rng: random.Random) -> Subject:
        """A file that the office keeps: sign-offs, people, print runs, agreed words, waivers, addresses."""
        return rng.choice(self._office)

    @property
    def approvals(self) -> SignOff:
        """The Romanian sign-offs before any is spoilt."""
        return next(s.record for s in self._office if s.path == "content/signoff/ro.yaml")  # type: ignore[return-value]

    @cached_property
    def _office(self) -> list[Subject]:
        text = self.library.texts["safety-card.heading"]
        facts = "\n".join(f'  - {{service: {c.service}, fact: {c.fact}, value: "{c.value}", on: "2026-11-20", by: anna}}' for c in self.signoffs.files["facts"].facts)
        ro = self.catalogs["ro"].entries[text.context]
        made = {
            "signoff/facts": f"id: facts\nfacts:\n{facts}\n",
            "signoff/ro": f'id: ro\ntexts:\n  - context: {text.context}\n    hash: "{text_hash("ro", text.context, text.english, ro.translation)}"\n    "on": "2026-11-20"\n    by: anna\n',
            "people/anna": "id: anna\nname: Anna Example\nrings: true\nreviews: [en, ro]\ntranslates: [pl]\n",
            "print-runs/run-1": 'id: run-1\npack: 0000-0000-0000\narea: wiltshire\nprinter: sheet-fed\n"on": "2026-11-20"\nby: anna\neditions:\n  - code: 7F3A-9K2C-4TXW\n'
                                '    area: wiltshire\n    locale: ro\n    material: safety-card\n    format: card-85x55\n    copies: 500\n    phones:\n      - shown: "08000 121 700"\n'
                                '        services: [helpline]\n    qr: ["https://wiltshire.example/ro/"]\n',
            "waivers/w-1": f'id: w-1\ncode: E219\nlocale: ro\ncontext: {text.context}\nreason: "It is a name."\n"on": "2026-11-20"\nby: anna\n',
            "ledger/addresses": 'id: addresses\nsites:\n  - area: wiltshire\n    nation: england\n    address: https://help.example.org/\n    locales:\n      ro: "2026-11-20"\n      pl: "2026-11-20"\n'}
        subjects = [Subject(f"content/{name}.yaml", raw.encode()) for name, raw in made.items()] * 3
        return subjects + [self._subject(path) for folder in ("glossary", "referrals", "expiry") for path in self._files(folder)]

    def file(self, path: str) -> bytes:
        """The bytes of a file."""
        return (self.root / path).read_bytes()

    def _files(self, folder: str) -> list[str]:
        return self.kept(folder, lambda: sorted(f"content/{folder}/{f.name}" for f in (self.root / "content" / folder).glob("*.yaml")))

    def _subject(self, path: str) -> Subject:
        return self.kept(path, lambda: Subject(path, _few_locales(self.file(path)) if "/areas/" in path else self.file(path)))

    def _entries(self, path: str) -> tuple[bytes, list[bytes]]:
        return self.kept((path, "entries"), lambda: (lambda parts: (parts[0], parts[1:]))(self.file(path).rstrip(b"\n").split(b"\n\n")))

    def _with_facts(self, path: str) -> list[int]:
        return self.kept((path, "facts"), lambda: [i for i, entry in enumerate(self._entries(path)[1]) if b"{" in entry.partition(b"msgid")[2] or b" 5 " in entry])

    def _slices(self, path: str) -> list[Subject]:
        return self.kept((path, "slices"), lambda: list(_slices(path, self.file(path).decode())))

    def kept(self, key, make):  # type: ignore[no-untyped-def]
        cache = self.__dict__.setdefault("_cache", {})
        if key not in cache:
            cache[key] = make()
        return cache[key]


def _few_locales(raw: bytes) -> bytes:
    kept = ("  ro:", "  ar:", "  zh-Hans:", "  en:")
    inside, lines = False, []
    for line in raw.decode().split("\n"):
        inside = line == "locales:" or inside and line.startswith("  ")
        if not inside or line == "locales:" or line.startswith(kept):
            lines.append(line)
    return "\n".join(lines).encode()


def _slices(path: str, text: str) -> Iterator[Subject]:
    """Blocks of one page, a few at a time, under the head of the material."""
    head, _, body = text.partition("\npages:\n")
    size = len(head.encode()) + len("\npages:\n")
    for page in ("\n" + body).split("\n  - ")[1:]:
        top, _, blocks = page.partition("    blocks:\n")
        parts = ("\n" + blocks.rstrip("\n")).split("\n      - ")[1:]
        for at in range(0, len(parts), BLOCKS):
            yield Subject(path, (f"{head}\npages:\n  - {top}    blocks:\n" + "".join(f"      - {part}\n" for part in parts[at:at + BLOCKS])).encode(), size)


def with_record(world: World, subject: Subject, record: Record) -> Library:
    """The library with another record in the place of the subject's own, its texts read anew."""
    from generator.content import reader
    kept = {**getattr(world.library, subject.folder.replace("-", "_")), subject.stem: record}
    library = replace(world.library, **{subject.folder.replace("-", "_"): kept})
    if subject.folder == "areas":
        services = dict(library.services)
        for area in (world.library.areas[subject.stem], record):
            for slot in area.contacts:  # type: ignore[attr-defined]
                services.pop(f"{area.id}-{slot}", None)  # type: ignore[attr-defined]
        services |= {s.id: s for slot in record.contacts if (s := reader._service_of(record, slot))}  # type: ignore[attr-defined,arg-type]
        library = replace(library, services=services)
    if subject.folder not in ("materials", "areas", "notices"):
        return library
    only = {"materials": {}, "areas": {}, "notices": {}, subject.folder: {subject.stem: record}}
    # A slice of a material leaves its other texts where they are.
    left = {c: t for c, t in world.library.texts.items() if t.path != subject.path or subject.folder == "materials"}
    return replace(library, texts={**left, **reader._texts(replace(library, **only))})

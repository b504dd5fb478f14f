"""A root in which two cards are signed off and their numbers rung: for faults of records, releases, packs and sites."""

from __future__ import annotations

import random
import shutil
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from conftest import ROOT
from generator.content.reader import read_library
from generator.ledger.releases import read_releases
from generator.packs.parcel import read_pack
from mishaps.ground import Tree, tree
from mishaps.running import Ended, Running, run
from test_packs import released_root

PEOPLE = ("ada", "bea", "cyn")
PACK = ("--area", "wiltshire", "--material", "number-card")
RECORDS = ("signoff", "print-runs", "releases", "ledger")


@dataclass
class Office:
    """``root`` is what faults are done to; ``fresh`` is how it was before anything was released."""

    folder: Path
    root: Path = field(init=False)
    fresh: Path = field(init=False)
    after: dict[str, Tree] = field(default_factory=dict)  #: verb → records and what was made, undisturbed
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root, self.fresh = self.folder / "root", self.folder / "fresh"
        self.folder.mkdir()
        released_root(self.fresh)
        for id in PEOPLE:
            (self.fresh / f"content/people/{id}.yaml").write_text(f"id: {id}\nname: {id.title()} Fictional\nreviews: [en]\nrings: true\n")
        for one in ("helpline-page", "number-page", "booklet", "folded-card"):  # the page takes sentences from the others
            shutil.copy(ROOT / f"content/materials/{one}.yaml", self.fresh / "content/materials")
        for name in RECORDS:
            (self.fresh / "content" / name).mkdir(exist_ok=True)
        for folder in ("content/glossary", "content/referrals"):
            for file in (self.fresh / folder).glob("*.yaml"):
                file.unlink()
        self.again()

    def again(self, *, packed: bool = False) -> None:
        """Back to the beginning, or to when a pack had been made."""
        if packed and not (self.folder / "packed").exists():
            self.reference("pack", *PACK)
            assert self.run("pack", *PACK).code == 0
            shutil.copytree(self.root, self.folder / "packed", symlinks=True)
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.folder / "packed" if packed else self.fresh, self.root, symlinks=True)

    @property
    def zip(self) -> Path:
        """The one pack that has been made."""
        file, = (self.root / "build/packs").glob("*.zip")
        return file

    def command(self, verb: str, *more: str, **how) -> Running:
        """A verb, started."""
        return Running(verb, "--root", self.root, *more, **how)

    def run(self, verb: str, *more: str) -> Ended:
        """A verb, to its end."""
        return run(verb, "--root", self.root, *more)

    def records(self) -> Tree:
        """Every file of the folders in which people's yes and what left the house is kept; hidden ones too."""
        return {f"{name}/{path}": sha for name in RECORDS for path, sha in tree(self.root / "content" / name).items()}

    def seen(self) -> Tree:
        """The same without what a killed command has left, which nobody takes for a record."""
        return {path: sha for path, sha in self.records().items() if not path.rpartition("/")[2].startswith(".")}

    def are_whole(self) -> None:
        """What a killed command left beside the records is nobody's record; each record can be read, and the chain holds."""
        library, problems = read_library(self.root)
        assert not problems, problems
        assert not read_releases(self.root)[1]

    def made(self, verb: str) -> Tree:
        """What a verb has made below build/, as a reader finds it."""
        build = self.root / "build"
        if verb == "pack":
            packs = sorted((build / "packs").glob("*.zip")) if (build / "packs").is_dir() else []
            for file in packs:
                assert read_pack(file)[0] is not None and zipfile.is_zipfile(file), file
            return {file.name: file.read_bytes().hex() for file in packs}
        place = build / {"release": "release", "site": "site"}[verb] / "current"
        return tree(place.resolve()) if place.is_symlink() else {}

    def reference(self, verb: str, *more: str) -> None:
        """Once: what the verb gives undisturbed, from nothing; its cache is kept, so that it is killed in its later steps too."""
        if verb in self.after:
            return
        self.again()
        ended = self.run(verb, *more)
        assert ended.codes <= {"K424"}, ended.said
        self.after[verb] = self.records() | self.made(verb)
        self.run(verb, *more)  # the gallery now shows what has changed since the release that the first run wrote down
        self.after[f"{verb} twice"] = self.records() | self.made(verb)
        self.seconds[verb] = ended.seconds
        assert self.made(verb)
        shutil.rmtree(self.folder / f"cache-{verb}", ignore_errors=True)
        shutil.copytree(self.root / "build", self.folder / f"cache-{verb}", symlinks=True)
        self.again()

    def with_cache(self, verb: str) -> None:
        """What an earlier run has made lies in the cache, and is neither published nor recorded."""
        for cache in (self.folder / f"cache-{verb}").rglob(".cache"):
            shutil.copytree(cache, self.root / "build" / cache.relative_to(self.folder / f"cache-{verb}"), symlinks=True)

    def killed(self, chance: random.Random, verb: str, *more: str) -> str:
        """The verb is killed at some moment; what stands is as before or as it should be, and the next run makes it so."""
        self.reference(verb, *more)
        self.again()
        if chance.random() < 0.6:
            self.with_cache(verb)
        before = self.seen()
        one = self.command(verb, *more)
        time.sleep(chance.uniform(0, self.seconds[verb]))
        one.kill(group=chance.random() < 0.5)
        ended = one.end()
        assert ended.code == -9 or ended.codes <= {"K424"}, ended.said
        self.are_whole()
        after, made, now = self.after[verb], self.made(verb), self.seen()
        assert all(sha in (before.get(path), after.get(path)) for path, sha in now.items()) and before.keys() <= now.keys()
        assert not made or made.items() <= after.items() or made.items() <= self.after[f"{verb} twice"].items(), "a set that is neither"
        again = self.run(verb, *more)
        assert again.codes <= {"K424"}, again.said
        self.are_whole()
        is_now = self.records() | self.made(verb)
        assert is_now in (after, self.after[f"{verb} twice"]), sorted(p for p in is_now.keys() | after if is_now.get(p) != after.get(p))
        return f"{'killed' if ended.code == -9 else 'done'}, {'recorded' if now != before else 'not recorded'}, {'new' if made else 'no'} set"

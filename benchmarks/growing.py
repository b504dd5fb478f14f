"""What `growth.py` asks of a process of its own: a build, a plan, the making of editions, of one root.

    python benchmarks/growing.py build ROOT BUILD | plan ROOT | keys ROOT | making ROOT KEYS | long ROOT EDITIONS
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

SIZES = {"screen": 14_000, "sheet": 18_000, "print": 16_000, "thumbnail": 6_000}  #: bytes, of a number card's files


def stub() -> None:
    """In this process and its workers: files of the usual size instead of layout and checks."""
    from generator.build import worker
    from generator.build.store import Made

    class Shop:
        def make(self, edition: object, order: object) -> Made:
            random.seed(edition.code + order.further)
            base = f"{edition.area}/{edition.locale.tag.lower()}/{order.further + '/' if order.further else ''}{edition.name}"
            thumbnail = f"{edition.area}/{edition.locale.tag.lower()}/thumbnails/{edition.name}.png"
            files, outputs = {thumbnail: random.randbytes(SIZES["thumbnail"])}, []
            kinds = [("screen", ".pdf", None), ("imposed", "-duplex.pdf", "office"), ("print", "-print.pdf", "sheet-fed")]
            for kind, end, printer in kinds if edition.format.is_paper else [("page", "/index.html" if edition.format.kind == "page" else ".txt", None)]:
                files[base + end] = random.randbytes(SIZES["sheet" if kind == "imposed" else "screen"])
                outputs.append({"path": base + end, "area": edition.area, "locale": edition.locale.tag, "material": edition.material, "kind": kind,
                                "format": edition.format.id, "printer": printer, "edition": edition.code, "status": edition.status,
                                "qr": [edition.address] * sum(len(page.of_type("qr")) for page in edition.pages) if kind != "page" else [],
                                "phones": list(edition.phones()), "draft_because": list(edition.draft_because), "thumbnail": thumbnail, "pages": 1, "trim_mm": [85, 55]})
            area, locale, material, form = edition.key
            return Made(files, {"edition": {"area": area, "locale": locale, "material": material, "format": form}, "outputs": outputs,
                                "problems": [], "numbers": 1, "qr_codes": 1, "pages": 1})

    def furnish(*place: object) -> None:
        worker._shop = Shop()

    worker.furnish = furnish


def one_build(root: Path, build: Path) -> dict[str, float]:
    """In a process of its own: a build with the stub."""
    from generator.build import builder
    from generator.build.narrow import Narrow
    from generator.build.standing import standing
    stub()
    today, narrow = dt.date.today(), Narrow()
    standing(root, build, today=today, narrow=narrow)  # as the command does
    report = builder.build(root, build, today=today, narrow=narrow)
    serious = [str(p) for p in report.problems if p.code.startswith("B")]
    assert report.whole and not serious, serious[:3]
    me, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"made": report.made, "unchanged": report.unchanged, "parent_mb": me.ru_maxrss / 1024,
            "cpu": sum((me.ru_utime, me.ru_stime, others.ru_utime, others.ru_stime))}


def one_plan(root: Path) -> dict[str, float]:
    """In a process of its own: reading, checks of content, planning."""
    from generator.build.inputs import font_files, read_inputs
    from generator.build.plan import plan
    from generator.waivers import checked_content
    marks = [time.process_time()]
    inputs = read_inputs(root, dt.date.today())
    marks.append(time.process_time())
    checked = checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today)
    marks.append(time.process_time())
    planned = plan(inputs, font_files(inputs)[0], problems=checked).planned
    marks.append(time.process_time())
    return {"editions": len(planned), **{name: marks[i + 1] - marks[i] for i, name in enumerate(("read", "check", "plan"))}}


def long_run(root: Path, editions: int) -> list[tuple[int, float, float]]:
    """Workers one after the other as a build has them, with the real typesetter and all checks: for each, the editions
    that it made, and the most memory of its own in MB, after an edition and within one (that with what it shares)."""
    from generator import fonts
    from generator.build import pool, worker
    from generator.build.inputs import font_files, read_inputs
    from generator.build.plan import plan
    inputs = read_inputs(root, dt.date.today())
    files, _ = font_files(inputs)
    planned = plan(inputs, files).planned
    random.Random(8).shuffle(planned)
    with tempfile.TemporaryDirectory() as folder:
        start = functools.partial(worker.furnish, root, fonts.private_fontconfig(files, Path(folder)), tuple(files))
        found: list[tuple[int, float, float]] = []
        problems = pool.run([pool.Task(one.place_name, one) for one in planned[:editions]], made_and_weighed, initializer=start, workers=1,
                            on_done=lambda done: found.append(done.value))
        assert not problems
    return [(len(mine), max(mb for mb, _ in mine), max(most for _, most in mine))
            for _, group in itertools.groupby(found, lambda one: one[0]) for mine in [[one[1:] for one in group]]]


def keys(root: Path) -> dict[str, str]:
    """Of each edition, by the name of its place."""
    from generator.build.inputs import font_files, read_inputs
    from generator.build.plan import plan
    inputs = read_inputs(root, dt.date.today())
    return {one.place_name: one.key for one in plan(inputs, font_files(inputs)[0]).planned}


def making(root: Path, before: Path) -> float:
    """CPU seconds that a worker takes for the editions whose keys are not those in a file; that of its start is not counted."""
    from generator import fonts
    from generator.build import pool, worker
    from generator.build.inputs import font_files, read_inputs
    from generator.build.plan import plan
    inputs, known = read_inputs(root, dt.date.today()), json.loads(before.read_text(encoding="utf-8"))
    files, _ = font_files(inputs)
    with tempfile.TemporaryDirectory() as folder:
        start = functools.partial(worker.furnish, root, fonts.private_fontconfig(files, Path(folder)), tuple(files))
        found: list[float] = []
        stale = [pool.Task(one.place_name, one) for one in plan(inputs, files).planned if known.get(one.place_name) != one.key]
        assert not pool.run(stale, made_and_timed, initializer=start, workers=1, on_done=lambda done: found.append(done.value))
    return sum(found)


def made_and_timed(planned: object) -> float:
    """In the worker: CPU seconds of this edition."""
    from generator.build import worker
    begun = time.process_time()
    worker.made(planned)
    return time.process_time() - begun


def made_and_weighed(planned: object) -> tuple[int, float, float]:
    """In the worker: its number; its own memory after this edition; the most that it had resident until now. MB."""
    from generator.build import worker
    from generator.memory import own_memory_mb
    worker.made(planned)
    return os.getpid(), own_memory_mb(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    what, root, *more = sys.argv[1:]
    if what == "long":
        print(json.dumps(long_run(Path(root), int(more[0]))))
    else:
        print(json.dumps({"build": one_build, "plan": one_plan, "keys": keys, "making": making}[what](Path(root), *map(Path, more))))


if __name__ == "__main__":
    main()

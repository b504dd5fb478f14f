"""Spoil our own files at random, by the hour, and see that each is refused or read, and that no wrong number is accepted.

    python tests/fuzz.py                      an hour; goes on where it was stopped
    python tests/fuzz.py --hours 8
    python tests/fuzz.py --count 1000000      so many catalogs and so many files of YAML in all
    python tests/fuzz.py --one yaml:14245     what mutation 14245 of the YAML is, and what is said of it

What must hold stands in fuzzing/judge.py. Counts are kept in build/fuzz/, one line for each 500
mutations, and each finding once, beside the file that shows it. A mutation is known by its
number as long as content/, locales/ and fuzzing/ stay as they are: then counting begins anew.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import hashlib
import json
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from fuzzing.judge import KINDS, Verdict, judge_whole  # noqa: E402
from fuzzing.world import Subject, World  # noqa: E402

CHUNK = 500  #: mutations that are counted together
SHARE = {"catalog": 1, "yaml": 1, "office": 10, "receive": 40, "parcel": 40}  #: a chunk of it in so many rounds
CHECKED, WHOLE = 0.001, 0.0001  #: how often every check looks at it, and the whole project is read with it
SLOW_S, TOO_LONG_S, STUCK_S = 2.0, 10.0, 300.0  #: CPU that is told, CPU that ends it, time without a sign of life
MEMORY_BYTES = 2 << 30


class TooLong(BaseException):
    """A mutation took longer than it may."""


def ring(*_: object) -> None:
    """The time of a mutation is over."""
    raise TooLong


def spoilt(world: World, kind: str, number: int) -> tuple[random.Random, Subject, tuple[str, ...], bytes]:
    """Mutation ``number`` of its kind: the same one on every machine."""
    rng = random.Random(f"{kind}/{number}")
    subject = KINDS[kind][0](world, rng)
    names, raw = subject.spoilt(rng)
    return rng, subject, names, raw


def judge(world: World, kind: str, number: int, scratch: Path) -> tuple[Verdict, Subject, tuple[str, ...], bytes]:
    """The verdict on one mutation; whatever goes wrong on the way is a finding."""
    rng, subject, names, raw = spoilt(world, kind, number)
    verdict, began = Verdict(outcome="failed"), time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, TOO_LONG_S)
        verdict = KINDS[kind][1](world, subject, raw, checked=rng.random() < CHECKED)
        if rng.random() < WHOLE:
            verdict.findings += judge_whole(world, subject, raw, scratch)
        elif time.process_time() - began > SLOW_S:
            verdict.findings.append(f"slow: more than {SLOW_S} s of CPU")
    except TooLong:
        verdict.findings.append(f"ended after {TOO_LONG_S} s of CPU in {_place()}")
    except Exception as failure:  # noqa: BLE001 - that there is none is what is tested
        verdict.findings.append(f"{type(failure).__name__} in {_place()}: {failure}")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return verdict, subject, names, raw


def _place() -> str:
    ours = [f for f in traceback.extract_tb(sys.exc_info()[2]) if f"{os.sep}generator{os.sep}" in f.filename]
    return f"{Path(ours[-1].filename).name}, {ours[-1].name}" if ours else "fuzzing"


def work(world: World, folder: Path, mine: Iterator[tuple[str, int]], alive: Any, skipped: set[tuple[str, int]]) -> None:
    """Chunk after chunk, each written down when it is whole."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)  # whoever started it ends it
    parent = os.getppid()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    signal.signal(signal.SIGPROF, ring)
    scratch = folder / f"root-{os.getpid()}"
    for kind, chunk in mine:
        began, outcomes, codes, found = time.process_time(), Counter[str](), Counter[str](), Counter[str]()
        for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
            if os.getppid() != parent:
                return
            alive[0], alive[1], alive[2] = list(KINDS).index(kind), number, int(time.time())
            if (kind, number) in skipped:
                outcomes["failed"] += 1
                continue
            verdict, subject, names, raw = judge(world, kind, number, scratch)
            outcomes[verdict.outcome] += 1
            codes.update(verdict.codes)
            for finding in set(verdict.findings):
                found[keep(folder, finding, kind, number, subject, names, raw)] += 1
        line = json.dumps({"kind": kind, "chunk": chunk, "cpu_s": round(time.process_time() - began, 2), "outcomes": outcomes, "codes": codes, "found": found})
        with open(log_of(folder, world), "a", encoding="utf-8") as log:
            log.write(f"\n{line}\n")  # a line that a kill has cut off must not swallow this one


def keep(folder: Path, finding: str, kind: str, number: int, subject: Subject, names: tuple[str, ...], raw: bytes) -> str:
    """Write a finding down, unless one of its sort has been; its name."""
    sort = re.sub(r"\[[^\]]*\]|[0-9]+|“[^”]*”", "…", finding)
    name = hashlib.sha256(f"{kind} {sort}".encode()).hexdigest()[:12]
    with contextlib.suppress(FileExistsError), open(folder / "findings" / f"{name}.txt", "x", encoding="utf-8") as file:
        file.write(f"{finding}\n{kind}:{number} {subject.path}, {', '.join(names)}\n")
        (folder / "findings" / f"{name}{Path(subject.path).suffix}").write_bytes(raw)
    return name


def log_of(folder: Path, world: World) -> Path:
    """Where the counts of these inputs are kept."""
    return folder / f"counts-{world.digest}.jsonl"


def counts(folder: Path, logs: str = "counts-*.jsonl") -> dict[str, dict[str, Counter[str]]]:
    """What has been done so far, by kind; a line that was cut off by a kill does not count."""
    total: dict[str, dict[str, Counter[str]]] = {kind: {"outcomes": Counter(), "codes": Counter(), "found": Counter(), "chunks": Counter(), "cpu": Counter()} for kind in KINDS}
    for log in sorted(folder.glob(logs)):
        for line in log.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(ValueError):
                one = json.loads(line)
                mine = total[one["kind"]]
                if logs != "counts-*.jsonl" and mine["chunks"][str(one["chunk"])]:
                    continue
                for key in ("outcomes", "codes", "found"):
                    mine[key].update(one[key])
                mine["chunks"][str(one["chunk"])] += 1
                mine["cpu"]["s"] += one["cpu_s"]
    return total


def report(folder: Path, logs: str = "counts-*.jsonl") -> str:
    """The counts, for a person."""
    lines = []
    for kind, one in counts(folder, logs).items():
        number, cpu = sum(one["outcomes"].values()), one["cpu"]["s"]
        if number:
            outcomes = ", ".join(f"{n} {what}" for what, n in one["outcomes"].most_common())
            lines += [f"{kind}: {number} mutations, {number / max(cpu, 0.01):.0f} for each second of CPU: {outcomes}",
                      "  told: " + ", ".join(f"{code} {n}" for code, n in one["codes"].most_common(24))]
    there = sorted((folder / "findings").glob("*.txt"))
    lines.append(f"{len(there)} findings" + (f", in {folder / 'findings'}:" if there else "."))
    return "\n".join([*lines, *(f"  {file.stem}: " + " | ".join(file.read_text(encoding="utf-8").splitlines()) for file in there)])


def rounds(done: dict[str, dict[str, Counter[str]]], worker: int, workers: int, count: int) -> Iterator[tuple[str, int]]:
    """The chunks of one worker that are not done, kinds in turn; with a count, up to it."""
    for number in range(10**9):
        open_still = False
        for kind, every in SHARE.items():
            if number % every == 0 and (number // every) % workers == worker:
                chunk = number // every
                if count and chunk * CHUNK >= (count if every == 1 else count // every):
                    continue
                open_still = True
                if not done[kind]["chunks"][str(chunk)]:
                    yield kind, chunk
        if count and not open_still and number * CHUNK > count:
            return


def run(world: World, folder: Path, seconds: float, count: int, workers: int) -> None:
    """Keep the workers going until the time is over or the count is reached."""
    (folder / "findings").mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("fork")
    skipped: set[tuple[str, int]] = set()
    stopped: list[int] = []
    before = {sign: signal.signal(sign, lambda *_: stopped.append(1)) for sign in (signal.SIGINT, signal.SIGTERM)}
    alive = [context.Array("q", 3, lock=False) for _ in range(workers)]
    running: list[Any] = [None] * workers
    begun = told = time.monotonic()

    def start(i: int) -> None:
        alive[i][2] = int(time.time())
        done = counts(folder, log_of(folder, world).name)
        running[i] = context.Process(target=work, args=(world, folder, rounds(done, i, workers, count), alive[i], skipped), daemon=True)
        running[i].start()

    for i in range(workers):
        start(i)
    while not stopped and any(running) and (not seconds or time.monotonic() - begun < seconds):
        time.sleep(0.5)
        for i, process in enumerate(running):
            if process is None or stopped:
                continue
            stuck = time.time() - alive[i][2] > STUCK_S
            if process.is_alive() and not stuck:
                continue
            if not stuck and process.exitcode == 0:
                running[i] = None  # its count is reached
                continue
            process.kill()
            process.join()
            kind, number = list(KINDS)[alive[i][0]], alive[i][1]
            skipped.add((kind, number))
            _, subject, names, raw = spoilt(world, kind, number)
            keep(folder, "hangs and cannot be ended" if stuck else f"ends the process with {process.exitcode}", kind, number, subject, names, raw)
            start(i)
        if time.monotonic() - told > 60:
            told = time.monotonic()
            done = counts(folder, log_of(folder, world).name)
            print(f"{(told - begun) / 60:.0f} min: " + ", ".join(f"{kind} {sum(one['outcomes'].values())}" for kind, one in done.items())
                  + f"; {len(list((folder / 'findings').glob('*.txt')))} findings", flush=True)
    for process in filter(None, running):
        process.kill()
        process.join()
    for sign, handler in before.items():
        signal.signal(sign, handler)
    for left in folder.glob("root-*"):
        shutil.rmtree(left)


def show(world: World, kind: str, number: int, folder: Path) -> None:
    """One mutation, as a difference of lines, and what is said of it."""
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    verdict, subject, names, raw = judge(world, kind, number, folder / "root-one")
    print(f"{subject.path}: {', '.join(names)}")
    before, after = (["".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in line) for line in text.decode("utf-8", "backslashreplace").split("\n")]
                     for text in (subject.raw, raw))
    print("\n".join(difflib.unified_diff(before, after, lineterm="", n=2)))
    print(f"{verdict.outcome}; told: {', '.join(verdict.codes) or 'nothing'}; findings: {'; '.join(verdict.findings) or 'none'}")


def main() -> int:
    """The command. 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=0.0)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--one", help="KIND:NUMBER, one of " + ", ".join(KINDS))
    asked = parser.parse_args()
    world = World(ROOT)
    if asked.one:
        kind, _, number = asked.one.partition(":")
        if kind not in KINDS or not number.isdecimal():
            parser.error("--one is KIND:NUMBER, for example yaml:14245; kinds: " + ", ".join(KINDS))
        show(world, kind, int(number), asked.folder)
        return 0
    run(world, asked.folder, (asked.hours or (0 if asked.count else 1)) * 3600, asked.count, asked.workers)
    print(report(asked.folder))
    return 1 if list((asked.folder / "findings").glob("*.txt")) else 0


if __name__ == "__main__":
    sys.exit(main())

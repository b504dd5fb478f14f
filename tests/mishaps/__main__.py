"""make faults: harm is done in many ways, round after round; a table says what was held.

    python tests/mishaps [--rounds N] [--seed WORD] [--only FAULT,FAULT] [--json FILE]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from mishaps import faults  # noqa: E402
from mishaps.ground import Ground  # noqa: E402


def main() -> int:
    """Every fault in turn, until the rounds are over."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=40, help="how often each fault is done")
    parser.add_argument("--seed", default="1", help="the same seed does the same harm (but for the moments)")
    parser.add_argument("--only", default="", help="these faults, with commas between")
    parser.add_argument("--short", action="store_true", help="only the faults that stand for the others; the suite does them")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no round after so long")
    parser.add_argument("--json", type=Path, help="write what was held there")
    given = parser.parse_args()
    known = {one.name: importlib.import_module(f"{faults.__name__}.{one.name}") for one in pkgutil.iter_modules(faults.__path__)}
    chosen = given.only.split(",") if given.only else sorted(name for name in known if not given.short or getattr(known[name], "SHORT", False))
    if strange := set(chosen) - known.keys():
        parser.error(f"There is no fault {', '.join(sorted(strange))}. There are: {', '.join(sorted(known))}.")
    possible = [name for name in chosen if getattr(known[name], "possible", lambda: True)()]
    held = {name: 0 for name in possible}
    done, lost, started = dict(held), list[str](), time.monotonic()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory, prefix="mishaps-") as folder:
        os.chmod(folder, 0o755)
        ground, seen = Ground(Path(folder)), {name: Counter[str]() for name in possible}
        if not given.short:
            ground.is_what_the_command_makes()
        for number in range(given.rounds):
            for name in possible:
                if time.monotonic() - started > given.seconds:
                    break
                done[name] += 1
                ground.seen = seen[name]
                try:
                    known[name].fault(ground, random.Random(f"{given.seed}/{name}/{number}"))
                    held[name] += 1
                except AssertionError as fault:
                    lost.append(f"{name}, round {number}: {fault}")
                    print(lost[-1], file=sys.stderr, flush=True)
                    ground.afresh()
            if given.json:  # as far as it has come
                given.json.write_text(json.dumps({"held": held, "done": done, "lost": lost, "seen": seen}))
    for name in possible:
        print(f"{name:<24} {held[name]:>4} of {done[name]:>4} held  " + "; ".join(f"{many} {what}" for what, many in seen[name].most_common()))
    print("".join(f"{name:<24} not possible here: it needs root\n" for name in chosen if name not in possible), end="")
    print(f"{'together':<24} {sum(held.values()):>4} of {sum(done.values()):>4} held, seed {given.seed}, {time.monotonic() - started:.0f} s")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

"""The clock of the machine, and the times of any files, are wrong: what was edited is seen all the same."""

import datetime as dt
import os
import random
from types import SimpleNamespace

import generator.cli.build
from mishaps.ground import Ground

SHORT = True


def fault(ground: Ground, chance: random.Random) -> None:
    state = ground.turn(cold=chance.random() < 0.2)
    for file in (p for top in (ground.root / "content", ground.root / "templates", ground.build) for p in top.rglob("*")):
        if chance.random() < 0.3:
            when = chance.choice((0, 1_000_000_000, 2_000_000_000, 4_000_000_000))
            os.utime(file, (when, when), follow_symlinks=False)
    day = chance.choice((dt.date(1980, 1, 1), dt.date(2026, 11, 20), dt.date(2026, 11, 22), dt.date(2031, 1, 1)))

    def inside() -> None:
        generator.cli.build.dt = SimpleNamespace(date=SimpleNamespace(today=lambda: day))

    ended = ground.start(inside=inside).end()
    assert ended.code == 0, ended.said
    ground.items(state)
    ground.heals(state)

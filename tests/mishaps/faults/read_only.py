"""What is to be written in may not be written in: the build, or a part of it, or to this user."""

import random

from mishaps.ground import Ground
from mishaps.harm import may_mount, nobody, read_only

possible = may_mount
PARTS = (".", ".sets", ".cache", ".cache/v2", ".cache/v2/objects", ".cache/v2/entries", ".cache/kept", ".cache/fonts", ".cache/fonts/files", "nobody")


def fault(ground: Ground, chance: random.Random) -> None:
    part = chance.choice(PARTS)
    state = ground.turn(cold=chance.random() < 0.8 and part != "nobody")
    if part == "nobody":
        ended = ground.start(inside=nobody).end()
    else:
        (ground.build / part).mkdir(exist_ok=True)
        with read_only(ground.build / part):
            ended = ground.start().end()
    if ended.code:
        ended.told("B402", "B404")
    ground.old_or_new(ended, state)
    ground.heals(state)

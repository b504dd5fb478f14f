"""The disk has bytes enough, and takes only so many files more."""

import random

from mishaps.ground import Ground
from mishaps.harm import disk_of_its_own, may_mount

possible = may_mount


def fault(ground: Ground, chance: random.Random) -> None:
    with disk_of_its_own(ground) as room:
        state = ground.turn(cold=chance.random() < 0.8)
        room(files=int(chance.triangular(0, 45, 0)))
        ended = ground.start().end()
        if ended.code:
            ended.told("B401")
        ground.old_or_new(ended, state)
        room()
        ground.heals(state)

"""The disk has room for a part of what is to be written, then for all."""

import random

from mishaps.ground import Ground
from mishaps.harm import disk_of_its_own, may_mount, reader

possible, SHORT = may_mount, True


def fault(ground: Ground, chance: random.Random) -> None:
    with disk_of_its_own(ground) as room:
        state = ground.turn(cold=chance.random() < 0.9)
        room(size=int(chance.uniform(0, 1.1) * ground.bytes_of_a_set))
        with reader(ground.build):
            ended = ground.start().end()
        if ended.code:
            ended.told("B401")
        ground.old_or_new(ended, state)
        room()
        ground.heals(state)

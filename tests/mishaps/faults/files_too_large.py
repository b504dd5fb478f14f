"""No file may be larger than so much (a quota, or a disk of an old kind): writing ends half-way, for real."""

import random
import resource

from mishaps.ground import Ground


def fault(ground: Ground, chance: random.Random) -> None:
    state = ground.turn(cold=True)
    largest = int(chance.triangular(0, 120_000, 2_000))
    ended = ground.start(inside=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))).end()
    if ended.code:
        # Its own output goes to a file too: of a very small one not even the message is whole.
        assert ended.code == 1
        if largest > 2_000:
            ended.told("B404")
    ground.old_or_new(ended, state)
    ground.heals(state)

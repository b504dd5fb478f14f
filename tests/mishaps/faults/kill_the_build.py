"""kill -9 of the command alone, at any moment of its life; somebody reads meanwhile."""

import random
import time

from mishaps.ground import Ground
from mishaps.harm import reader

SHORT = True


def fault(ground: Ground, chance: random.Random) -> None:
    state = ground.turn(cold=chance.random() < 0.5)
    with reader(ground.build):
        one = ground.start()
        time.sleep(chance.uniform(0, ground.seconds))
        one.kill()
        ended = one.end()
    assert ended.code in (-9, 0)
    ground.old_or_new(ended, state)
    ground.heals(state)

"""kill -9 of the command and its workers at one moment, as when the machine is switched off."""

import random
import time

from mishaps.ground import Ground


def fault(ground: Ground, chance: random.Random) -> None:
    state = ground.turn(cold=chance.random() < 0.7)
    one = ground.start()
    time.sleep(chance.uniform(0, ground.seconds))
    one.kill(group=True)
    ended = one.end()
    assert ended.code in (-9, 0)
    ground.old_or_new(ended, state)
    ground.heals(state)

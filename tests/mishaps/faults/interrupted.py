"""Ctrl-C in a terminal, which all processes get; or a plain kill, which only the command gets."""

import random
import signal
import time

from mishaps.ground import Ground


def fault(ground: Ground, chance: random.Random) -> None:
    state = ground.turn(cold=chance.random() < 0.5)
    one = ground.start()
    time.sleep(chance.uniform(0.05, ground.seconds))
    if chance.random() < 0.5:
        one.kill(signal.SIGINT, group=True)
    else:
        one.kill(signal.SIGTERM)
    ended = one.end()
    assert ended.code in (0, 1, -signal.SIGTERM, -signal.SIGINT), ended
    ground.old_or_new(ended, state)
    ground.heals(state)

"""A worker is killed once: it costs time and nothing else."""

import os
import random
import signal
import time
from contextlib import suppress

from mishaps.ground import Ground


def fault(ground: Ground, chance: random.Random) -> None:
    state = ground.turn(cold=True)
    one = ground.start()
    while not (there := one.workers()) and not one.is_over():
        time.sleep(0.002)
    time.sleep(chance.uniform(0, ground.seconds / 2))
    with suppress(ProcessLookupError):
        os.kill(chance.choice(one.workers() or there or [one.pid]), signal.SIGKILL)
    ended = one.end()
    assert ended.code == 0 and ground.standing() == state, (ended.code, ended.said)
    ground.heals(state)

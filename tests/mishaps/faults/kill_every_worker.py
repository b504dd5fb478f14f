"""Every worker is killed as soon as it is seen: what could not be made is named, and nothing old stands beside what was."""

import os
import random
import signal
import time
from contextlib import suppress

from mishaps.ground import Ground


def fault(ground: Ground, chance: random.Random) -> None:
    state = ground.turn(cold=True)
    wait = chance.choice((0.0, 0.0, 0.02, 0.1))
    one = ground.start()
    while not one.is_over():
        for pid in one.workers():
            time.sleep(wait)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.001)
    ended = one.end()
    if ended.code:
        ended.told("B421", "B425")
    if ended.code == 0 or "files:" in ended.said.lower() and ground_changed(ground):
        ground.items(state, whole=False)
    else:
        assert ground.standing() == ground.stands
    ground.heals(state)


def ground_changed(ground: Ground) -> bool:
    """Whether a newer set stands, perhaps with some editions left out."""
    try:
        return ground.standing() != ground.stands
    except AssertionError:
        return True

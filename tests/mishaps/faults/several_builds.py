"""Two or three builds at once, the content changing between them, and a reader."""

import random
import time

from mishaps.ground import Ground
from mishaps.harm import reader


def fault(ground: Ground, chance: random.Random) -> None:
    first = ground.stands
    with reader(ground.build) as seen:
        state = ground.turn(cold=chance.random() < 0.5)
        at_work = [ground.start()]
        for _ in range(chance.choice((1, 1, 2))):
            time.sleep(chance.uniform(0, ground.seconds / 2))
            at_work.append(ground.start())
        ended = [one.end() for one in at_work]
    for one in ended:
        if one.code:
            one.told("B414")
    assert any(one.code == 0 for one in ended)
    assert ground.standing() in (first, state) and seen[0]
    ground.heals(state)

"""Sets are swapped one after another, and somebody reads without a pause."""

import random

from mishaps.ground import Ground
from mishaps.harm import reader


def fault(ground: Ground, chance: random.Random) -> None:
    with reader(ground.build) as seen:
        for _ in range(2):
            ground.heals(ground.turn())
    assert seen[0] > 1

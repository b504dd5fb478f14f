"""kill -9 of make release at any moment. The set of what is released, and the ledger of releases are as before or as they should be."""

import random

from mishaps.ground import Ground


def fault(ground: Ground, chance: random.Random) -> None:
    ground.seen[ground.office().killed(chance, "release", "--material", "number-card")] += 1

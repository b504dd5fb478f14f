"""kill -9 of make site at any moment. The folders for the web, and the ledger of addresses are as before or as they should be."""

import random

from mishaps.ground import Ground


def fault(ground: Ground, chance: random.Random) -> None:
    ground.seen[ground.office().killed(chance, "site")] += 1

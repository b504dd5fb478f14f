"""kill -9 of make pack at any moment. A printer's zip, and the ledger of releases are as before or as they should be."""

import random

from mishaps.ground import Ground
from mishaps.office import PACK


def fault(ground: Ground, chance: random.Random) -> None:
    ground.seen[ground.office().killed(chance, "pack", *PACK)] += 1

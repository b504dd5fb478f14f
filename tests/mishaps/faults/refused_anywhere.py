"""Any one call that changes the disk fails, or that one and all after it, in the command and in each worker."""

import errno
import random

from mishaps.ground import Ground
from mishaps.harm import refusing

SAID = {errno.ENOSPC: "B401", errno.EDQUOT: "B401", errno.EROFS: "B402", errno.EACCES: "B402", errno.EIO: "B404", errno.EMFILE: "B404"}

SHORT = True


def fault(ground: Ground, chance: random.Random) -> None:
    number = chance.choice(sorted(SAID))
    state = ground.turn(cold=chance.random() < 0.7)
    hook = refusing(ground.build, int(chance.triangular(1, 90, 1)), number, lasting=chance.random() < 0.5)
    ended = ground.start(inside=hook).end()
    if ended.code:
        ended.told(SAID[number], "B415")
    ground.old_or_new(ended, state)
    ground.heals(state)

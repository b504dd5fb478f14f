"""Anything in the cache is damaged: it is never used, and made anew."""

import random

from mishaps.ground import Ground
from mishaps.harm import spoil

SHORT = True


def fault(ground: Ground, chance: random.Random) -> None:
    files = sorted(p for p in (ground.build / ".cache").rglob("*") if p.is_file() and not p.is_symlink())
    done = [(str(path.relative_to(ground.build)), spoil(path, chance)) for path in chance.sample(files, min(len(files), chance.choice((1, 1, 1, 3))))]
    state = ground.turn() if chance.random() < 0.4 else ground.stands
    try:
        ground.heals(state)
    except AssertionError as fault:
        raise AssertionError(f"{done}: {fault}") from None

"""Two people record one print run at one moment, or recording it is killed: it stands once, whole; a second run that was meant stands too."""

import random
import time

from mishaps.ground import Ground
from mishaps.office import PEOPLE


def fault(ground: Ground, chance: random.Random) -> None:
    office = ground.office()
    office.again(packed=True)
    before, kind = office.records(), chance.choice(("both", "both", "meant", "killed", "killed"))
    order = ("printed", "--pack", str(office.zip), "--by")
    at_work = [office.command(*order, chance.choice(PEOPLE), *(["--again"] if kind == "meant" else [])) for _ in range(1 if kind == "killed" else 2)]
    if kind == "killed":
        time.sleep(chance.uniform(0, 0.9))
        at_work[0].kill()
    ended = [one.end() for one in at_work]
    new = [path for path in office.seen() if path not in before]
    office.are_whole()
    if kind == "meant":
        assert [one.code for one in ended] == [0, 0] and len(new) == 2, [one.said for one in ended]
    elif kind == "both":
        assert sorted(one.code for one in ended) == [0, 1] and len(new) == 1, [one.said for one in ended]
        max(ended, key=lambda one: one.code).told("K413")
    else:
        assert len(new) <= 1
        again = office.run(*order, "ada")
        if new:
            again.told("K413")
        assert len(office.records().keys() - before.keys()) == 1, "not once, or something is left"
    ground.seen[f"{kind}, {len(new)} recorded"] += 1

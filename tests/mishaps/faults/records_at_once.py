"""Several people record what they rang and approve what they read at one moment: no record is lost."""

import random
import time

from generator.content.reader import read_library
from mishaps.ground import Ground
from mishaps.office import PEOPLE

SHORT = True
RUNG = {"childline": "0800 1111", "samaritans": "116 123", "nspcc": "0808 800 5000", "refuge": "0808 2000 247", "glaa": "0800 432 0804"}


def fault(ground: Ground, chance: random.Random) -> None:
    office = ground.office()
    office.again()
    rung = chance.sample(sorted(RUNG), 3)
    read = chance.sample(sorted(c for c in read_library(office.root)[0].texts if c.startswith("notice.")), 2)
    orders = [("verified", "--service", one, "--by", chance.choice(PEOPLE), "--value", RUNG[one]) for one in rung]
    orders += [("review", "--locale", "en", "--by", chance.choice(PEOPLE), "--approve", one) for one in read]
    chance.shuffle(orders)
    at_work = []
    for order in orders:
        at_work.append(office.command(*order))
        time.sleep(chance.choice((0.0, 0.0, 0.02)))
    for one in at_work:
        ended = one.end()
        assert ended.code == 0, ended.said
    office.are_whole()
    kept = read_library(office.root)[0].signoff
    assert set(rung) <= {one.service for one in kept["facts"].facts}, "a number that was rung is not recorded"
    assert set(read) <= {one.context for one in kept["en"].texts}, "an approval is not recorded"

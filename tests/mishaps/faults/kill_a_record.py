"""Recording a yes is killed, or the disk refuses it: the record is as before or as it should be, and the next try keeps it."""

import errno
import random
import time

from mishaps.ground import Ground
from mishaps.harm import refusing

SHORT = True
YES = (("verified", "--service", "childline", "--by", "ada", "--value", "0800 1111"),
       ("review", "--locale", "en", "--by", "bea", "--approve", "notice.page-moved"))


def fault(ground: Ground, chance: random.Random) -> None:
    office = ground.office()
    order = chance.choice(YES)
    office.again()
    before = office.records()
    undisturbed = office.run(*order)
    after = office.records()
    assert undisturbed.code == 0 and before != after, undisturbed.said
    office.again()
    if chance.random() < 0.7:
        one = office.command(*order)
        time.sleep(chance.triangular(0, undisturbed.seconds * 1.1, undisturbed.seconds * 0.9))
        one.kill()
        ended = one.end()
        assert ended.code in (0, -9), ended.said
    else:
        number = chance.choice((errno.ENOSPC, errno.EROFS, errno.EIO))
        ended = office.command(*order, inside=refusing(office.root / "content", chance.randrange(1, 4), number, lasting=True)).end()
        if ended.code:
            ended.told("S107")
    assert office.seen() in (before, after)
    ground.seen[f"{'killed' if ended.code < 0 else '+'.join(ended.codes) or 'done'}, {'recorded' if office.seen() == after else 'not recorded'}"] += 1
    office.are_whole()
    again = office.run(*order)
    assert again.code == 0 and office.records() == after, again.said

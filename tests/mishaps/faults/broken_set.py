"""What stands was damaged: a file of it, the link to it, a link to a part of it. The next build puts it right."""

import random
import shutil

from mishaps.ground import Ground
from mishaps.harm import spoil


def fault(ground: Ground, chance: random.Random) -> None:
    base = (ground.build / "current").resolve()
    kind = chance.choice(("file", "file", "manifest", "folder", "current", "nowhere", "top", "stranger"))
    said = ""
    match kind:
        case "file":
            said = spoil(chance.choice(sorted(p for p in base.rglob("*") if p.is_file())), chance)
        case "manifest":
            said = spoil(base / "manifest.json", chance)
        case "folder":
            shutil.rmtree(base / "wiltshire")
        case "current":
            (ground.build / "current").unlink()
        case "nowhere":
            shutil.rmtree(base)
        case "top":
            (ground.build / chance.choice(("index.html", "wiltshire", "manifest.json"))).unlink()
        case "stranger":
            (base / "wiltshire/en/old-card.pdf").write_bytes(b"%PDF with an old number")
    state = ground.turn() if chance.random() < 0.3 else ground.stands
    try:
        ground.heals(state)
    except AssertionError as fault:
        raise AssertionError(f"{kind} {said}: {fault}") from None

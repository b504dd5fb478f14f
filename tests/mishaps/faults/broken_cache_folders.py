"""A folder of the cache is a file, or a link to a folder of somebody else's, whose files must live."""

import random
import shutil

from mishaps.ground import Ground


def fault(ground: Ground, chance: random.Random) -> None:
    part = chance.choice(("v2", "v2/objects", "v2/entries", "v2/used.json", "aside", "fonts", "fonts/files", "fonts/cache", "fonts/fonts.conf", "kept", "kept/yaml.json"))
    path, other = ground.build / ".cache" / part, ground.folder / "other"
    shutil.rmtree(other, ignore_errors=True)
    other.mkdir()
    (other / "theirs").write_text("mine")
    (other / ("0" * 64)).write_text("mine")
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)  # an earlier round took it away, and nothing had to be made since
        path.unlink(missing_ok=True)
    kind = chance.choice(("file", "link", "nowhere", "folder", "none"))
    match kind:
        case "file":
            path.write_text("x")
        case "link":
            path.symlink_to(other)
        case "nowhere":
            path.symlink_to("nothing")
        case "folder":
            (path / "x").mkdir(parents=True)
    state = ground.turn() if chance.random() < 0.6 else ground.stands
    try:
        ground.heals(state)
        assert sorted(p.read_text() for p in other.iterdir() if p.name in ("theirs", "0" * 64)) == ["mine", "mine"], "somebody's files were touched"
    except AssertionError as fault:
        raise AssertionError(f"{part} → {kind}: {fault}") from None

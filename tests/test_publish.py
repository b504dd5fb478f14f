"""The cache never gives a damaged file; a set is published whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from generator.build.publish import PublishFile, build_lock, publish, published, read_current, set_id, tidy
from generator.build.disk import digest
from generator.build.store import Made, Store

ROOT = Path(__file__).parent.parent
KEY = digest(b"key")


def a_set(number: int, *, files: int = 12, size: int = 3000) -> list[PublishFile]:
    """A set in which every file tells its number, with a manifest of all sums."""
    made = {f"area{number % 2}/{n}.pdf": (b"%d " % number * size)[:size] for n in range(files)}
    made |= {"index.html": b"%d" % number, f"only-{number}.txt": b"%d" % number}
    sums = {path: digest(data) for path, data in made.items()}
    made["manifest.json"] = json.dumps({"number": number, "sums": sums}).encode()
    return [PublishFile(path, digest(data), data) for path, data in made.items()]


def whole(build: Path) -> int:
    """The number of the current set, after every sum was found right and nothing else there."""
    return whole_set(build / ".sets" / os.path.basename(os.readlink(build / "current")))


def whole_set(base: Path) -> int:
    there = {p.relative_to(base).as_posix() for p in base.rglob("*") if not p.is_dir()}
    assert there == {*json.loads((base / "manifest.json").read_bytes())["sums"], "manifest.json"}
    return read_all(base)


def read_all(base: Path) -> int:
    """The number of a set whose files are what its manifest says."""
    manifest = json.loads((base / "manifest.json").read_bytes())
    for path, sha in manifest["sums"].items():
        assert digest((base / path).read_bytes()) == sha, path
    return manifest["number"]


def tidied(build: Path) -> None:
    """Only the current set is left, and each link leads somewhere."""
    assert os.listdir(build / ".sets") == [os.path.basename(os.readlink(build / "current"))]
    assert [p for p in build.iterdir() if p.is_symlink() and not p.exists()] == []
    tops = {p.name for p in build.iterdir()} - {".sets", ".lock", ".cache", "current"}
    assert tops == set(os.listdir(build / "current"))


def one(result: tuple[bool, list], code: str, says: str = "") -> None:
    """Nothing was published, and it says why in one problem of one line."""
    changed, problems = result
    assert not changed and [p.code for p in problems] == [code]
    assert says in problems[0].message and "\n" not in str(problems[0])


@pytest.fixture
def mount(tmp_path):
    """Mount something for this test; where that is not allowed the test is skipped."""
    def on(path: Path, *args: str) -> Path:
        path.mkdir(exist_ok=True)
        did = subprocess.run(["mount", *args, str(path)], capture_output=True, text=True)
        if did.returncode:
            pytest.skip(f"mounting is not permitted here: {did.stderr.strip()}")
        return path

    yield on
    if os.path.exists("/proc/self/mounts"):
        places = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
        for place in reversed([p for p in places if p.startswith(f"{tmp_path}/")]):
            subprocess.run(["umount", place], check=True)


@pytest.fixture
def quick(tmp_path):
    """A folder in memory, where there is one: these tests write a lot, and other work may use the disk."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def python(code: str, *args: object, **how) -> subprocess.Popen:
    """Another process that has this module as ``t``."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return subprocess.Popen([sys.executable, "-c", "import sys; import test_publish as t\n" + code,
                             *map(str, args)], env=os.environ | {"PYTHONPATH": path}, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, **how)


# --- the cache


def test_what_is_put_is_found(tmp_path):
    store = Store(tmp_path)
    made = Made({"a.pdf": b"pdf", "a.png": b""}, {"pages": 2, "tags": ["cy", "عربي"]})
    assert store.get(KEY) is None and store.find(KEY) is None
    entry, problems = store.put(KEY, made)
    assert problems == [] and store.get(KEY) == made and store.find(KEY) == entry
    assert entry.files["a.pdf"].path.read_bytes() == b"pdf"
    assert entry.files["a.pdf"].size == 3
    assert store.notices == [] and store.get(digest(b"other")) is None


def test_a_key_is_a_hash(tmp_path):
    with pytest.raises(ValueError):
        Store(tmp_path).get("../../etc/passwd")


@pytest.mark.parametrize("harm", ["change", "cut", "empty", "remove", "swap", "grow", "folder", "pipe", "link"])
@pytest.mark.parametrize("part", ["entries", "objects"])
def test_a_broken_entry_is_a_miss_and_told_and_made_anew(tmp_path, part, harm):
    store, made = Store(tmp_path), Made({"a.pdf": b"one" * 99}, {"n": 1})
    store.put(KEY, made)
    other, _ = store.put(digest(b"2"), Made({"a.pdf": b"two" * 99}, {"n": 2}))
    folder = tmp_path / ".cache/v2" / part
    name = KEY if part == "entries" else digest(b"one" * 99)
    path, data = folder / name, (folder / name).read_bytes()
    match harm:
        case "change":
            path.write_bytes(data.replace(b"1", b"2", 1).replace(b"o", b"0", 1))
        case "cut":
            path.write_bytes(data[:-9])
        case "grow":
            path.write_bytes(data + b" ")
        case "empty":
            path.write_bytes(b"")
        case "remove":
            path.unlink()
        case "folder":
            path.unlink()
            (path / "x").mkdir(parents=True)
        case "pipe":
            path.unlink()
            os.mkfifo(path)  # whoever reads it waits for ever
        case "link":
            path.unlink()
            path.symlink_to("/etc/hostname")
        case "swap":
            path.write_bytes(next(p for p in folder.iterdir() if p != path).read_bytes())
    told = [] if (part, harm) == ("entries", "remove") else ["B405"]
    assert store.get(KEY) is None
    assert [p.code for p in store.notices] == told
    assert store.find(KEY) is None and len(store.notices) == len(told)  # it was removed
    assert store.find(digest(b"2")) == other
    assert store.put(KEY, made)[1] == [] and store.get(KEY) == made


@pytest.mark.parametrize("part", ["", "entries", "objects", "used.json"])
@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_what_stands_where_the_cache_should_have_a_folder_goes_and_nothing_elsewhere(tmp_path, part, kind):
    build, other = tmp_path / "build", tmp_path / "other"
    other.mkdir()
    (other / KEY).write_text("theirs")
    store, made = Store(build), Made({"a.pdf": b"pdf"}, {})
    store.put(KEY, made)
    store.prune([KEY])
    path = build / ".cache/v2" / part
    path.rename(tmp_path / "away")
    match kind:
        case "file":
            path.write_text("x")
        case "link":
            path.symlink_to(other)
        case "folder":
            (path / "x").mkdir(parents=True)
    store = Store(build)
    found = store.get(KEY)
    assert found in (None, made)
    assert store.put(KEY, made)[1] == [] and store.prune([KEY]) == [] and store.prune([KEY]) == []
    assert Store(build).get(KEY) == made
    assert (other / KEY).read_text() == "theirs" and os.listdir(other) == [KEY]


def test_a_broken_file_is_written_anew_by_put(tmp_path):
    store, made = Store(tmp_path), Made({"a.pdf": b"good"}, {})
    entry, _ = store.put(KEY, made)
    entry.files["a.pdf"].path.write_bytes(b"evil")
    store.put(digest(b"2"), made)
    assert store.get(KEY) == made and store.notices == []


def test_entries_live_for_this_build_and_the_next(tmp_path):
    store = Store(tmp_path)
    keys = [digest(b"%d" % n) for n in range(4)]
    for n, key in enumerate(keys):
        store.put(key, Made({"own": b"%d" % n, "shared": b"shared"}, {}))
    for folder in ("v2/objects", "v2", "."):
        (tmp_path / ".cache" / folder / ".tmp-1-1").write_bytes(b"left by a killed run")
    (tmp_path / ".cache/v0").mkdir()

    def kept() -> list[int]:
        return [n for n, key in enumerate(keys) if store.get(key)]

    assert store.prune(keys[:3]) == [] and kept() == [0, 1, 2]
    assert sorted(os.listdir(tmp_path / ".cache")) == ["v2"]
    assert len(os.listdir(tmp_path / ".cache/v2/objects")) == 4
    assert store.prune(keys[:2]) == [] and kept() == [0, 1, 2]
    assert store.prune(keys[:1]) == [] and kept() == [0, 1]
    (tmp_path / ".cache/v2/used.json").write_bytes(b"{")
    assert store.prune(keys[:1]) == [] and kept() == [0, 1]
    assert store.prune(keys[:1]) == [] and kept() == [0]
    assert len(os.listdir(tmp_path / ".cache/v2/objects")) == 2


def test_several_processes_put_at_once(quick):
    code = """
for round in range(40):
    for n in range(5):
        entry, problems = t.Store(sys.argv[1]).put(t.digest(b"%d" % n), t.Made({"a": b"%d" % n * 9999}, {}))
        assert not problems and t.Store(sys.argv[1]).find(entry.key) == entry
"""
    both = [python(code, quick) for _ in range(2)]
    assert [p.communicate() and p.returncode for p in both] == [0, 0]
    assert not list(quick.rglob(".tmp*"))


def test_seven_hundred_entries_are_read_in_half_a_second(quick):
    store, keys = Store(quick), [digest(b"%d" % n) for n in range(700)]
    for key in keys:
        store.put(key, Made({"a.pdf": b"x" * 100_000}, {}))  # kept once, read and hashed each time
    start = time.process_time()
    assert all(store.find(key) for key in keys)
    assert time.process_time() - start < 0.5


# --- a set


def test_a_set_is_laid_out(tmp_path):
    old = os.umask(0o077)
    try:
        build = tmp_path / "a" / "build"
        assert publish(build, a_set(1)) == (True, [])
    finally:
        os.umask(old)
    assert whole(build) == 1
    tidied(build)
    assert published(build) == set_id(a_set(1)) == os.path.basename(os.readlink(build / "current"))
    assert read_current(build, "area1/3.pdf") == (build / "area1/3.pdf").read_bytes()
    for wrong in ("area1", "no.pdf", "../current", "/etc/passwd", "manifest.json/x", "a\0"):
        assert read_current(build, wrong) is None
    for path in [build, *build.rglob("*"), *(build / "current").rglob("*")]:
        if not path.is_symlink() and path.name != ".lock":
            assert path.stat().st_mode & 0o7777 == (0o755 if path.is_dir() else 0o644), path


def test_an_older_set_does_not_survive(tmp_path):
    for number in range(4):
        assert publish(tmp_path, a_set(number)) == (True, [])
        assert whole(tmp_path) == number
        tidied(tmp_path)
    assert not os.path.lexists(tmp_path / "area0") and (tmp_path / "area1").is_dir()


def test_nothing_is_touched_when_nothing_changed(tmp_path):
    def state() -> dict:
        return {p: (p.lstat().st_mtime_ns, p.lstat().st_ctime_ns, p.lstat().st_ino)
                for p in [tmp_path, *tmp_path.rglob("*")] if p.name != ".lock"}

    publish(tmp_path, a_set(1))
    before = state()
    assert publish(tmp_path, reversed(a_set(1))) == (False, [])
    assert state() == before


@pytest.mark.parametrize("harm", ["edit", "remove", "add", "mode", "link", "top", "current"])
def test_a_damaged_set_is_put_right_although_it_did_not_change(tmp_path, harm):
    publish(tmp_path, a_set(1))
    path = tmp_path / "current/area1/3.pdf"
    match harm:
        case "edit":
            path.write_bytes(b"x" * path.stat().st_size)
        case "remove":
            path.unlink()
        case "add":
            path.with_name("old.pdf").touch()
        case "mode":
            path.chmod(0o600)
        case "link":
            path.unlink()
            path.symlink_to("4.pdf")
        case "top":
            (tmp_path / "area1").unlink()
        case "current":
            (tmp_path / "current").unlink()
    for _ in range(2):
        changed, problems = publish(tmp_path, a_set(1))
        assert problems == [] and whole(tmp_path) == 1
        assert published(tmp_path) == set_id(a_set(1))
        tidied(tmp_path)
    assert not changed


def test_files_share_their_bytes_with_the_cache_and_with_nothing_else(tmp_path):
    entry, _ = Store(tmp_path).put(KEY, Made({"a.pdf": b"pdf"}, {}))
    kept, edited = entry.files["a.pdf"], tmp_path / "photo.jpg"
    edited.write_bytes(b"jpg")
    edited.chmod(0o644)
    files = [PublishFile("area/a.pdf", kept.sha256, kept.path), PublishFile("b.jpg", digest(b"jpg"), edited)]
    assert publish(tmp_path, files) == (True, [])
    assert (tmp_path / "area/a.pdf").samefile(kept.path)
    assert not (tmp_path / "b.jpg").samefile(edited)
    kept.path.chmod(0o600)
    assert publish(tmp_path, files) == (True, [])  # copied, as the modes differ
    assert (tmp_path / "area/a.pdf").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("path", [
    "../x", "a/../x", "/x", "a//x", "a/", "", ".", "./x", "a\\x", "a\nx", "a\0x", "a\x7fx", "a\u202ex",
    "a\udcffx", "x" * 256, "current", "current/x", ".sets/x", ".cache", ".lock", ".LOCK",
    "INDEX.html", "Area1/new.pdf", "index.html/x", "area1", "index.html", "indéx", "ﬁle"])
def test_paths_that_could_do_harm_are_refused(tmp_path, path):
    publish(tmp_path, a_set(1))
    more = [PublishFile(p, digest(b""), b"") for p in (path, "inde\u0301x", "FILE")]
    changed, problems = publish(tmp_path, [*a_set(3), *more])
    assert not changed and {p.code for p in problems} == {"B410"}
    assert whole(tmp_path) == 1
    tidied(tmp_path)


def test_what_was_not_checked_is_not_published(tmp_path):
    publish(tmp_path, a_set(1))
    good = PublishFile("b", digest(b"b"), b"b")
    one(publish(tmp_path, [good, PublishFile("a", digest(b"a"), b"A")]), "B412", "not what was made")
    one(publish(tmp_path, [good, PublishFile("a", digest(b"a"), tmp_path / "none")]), "B412", "No such file")
    one(publish(tmp_path, [good, PublishFile("a", "", b"")]), "B412")
    one(publish(tmp_path, []), "B413")
    entry, _ = Store(tmp_path).put(KEY, Made({"a": b"a"}, {}))
    entry.files["a"].path.write_bytes(b"A")
    one(publish(tmp_path, [good, PublishFile("a", digest(b"a"), entry.files["a"].path)]), "B412")
    assert whole(tmp_path) == 1
    tidied(tmp_path)


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
@pytest.mark.parametrize("name", ["index.html", "only-2.txt", "current"])
def test_what_others_put_there_is_told_and_left_alone(tmp_path, name, kind):
    publish(tmp_path, a_set(1))
    path = tmp_path / name
    if path.is_symlink():
        path.unlink()
    if kind == "file":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
        (path / "mine").touch()
    else:
        path.symlink_to("/etc/hostname")
    before = path.lstat()[:7]  # not the time of the last look
    one(publish(tmp_path, a_set(2)), "B411")
    assert path.lstat()[:7] == before
    if name != "current":
        assert whole(tmp_path) == 1


# --- a machine that refuses


def test_a_full_disk(tmp_path, mount):
    build = mount(tmp_path / "b", "-t", "tmpfs", "-o", "size=1m", "none")
    assert publish(build, a_set(1)) == (True, [])
    one(publish(build, a_set(2, files=40, size=30_000)), "B401", "full")
    entry, problems = Store(build).put(KEY, Made({"a": b"x" * 2_000_000}, {}))
    assert entry is None and [p.code for p in problems] == ["B401"]
    assert whole(build) == 1
    tidied(build)
    for room in range(0, 100_000, 4096):  # each time it ends somewhere else
        (build / "ballast").write_bytes(b"")
        free = os.statvfs(build).f_bavail * 4096
        (build / "ballast").write_bytes(b"x" * max(0, free - room))
        before = whole(build)
        changed, problems = publish(build, a_set(before + 1))
        assert [p.code for p in problems] == ([] if changed else ["B401"])
        assert whole(build) == before + changed
        (build / "ballast").unlink()
        tidied(build)
    assert changed


def test_a_disk_without_inodes(tmp_path, mount):
    build = mount(tmp_path / "b", "-t", "tmpfs", "-o", "size=9m,nr_inodes=80", "none")
    assert publish(build, a_set(1)) == (True, [])
    ballast = build / "ballast"
    ballast.mkdir()
    while os.statvfs(build).f_favail:
        (ballast / str(os.statvfs(build).f_favail)).touch()
    one(publish(build, a_set(2)), "B401", "no free inodes")
    for path in ballast.iterdir():  # each time it ends somewhere else
        path.unlink()
        before = whole(build)
        changed, problems = publish(build, a_set(before + 1))
        assert [p.code for p in problems] == ([] if changed else ["B401"])
        assert whole(build) == before + changed
    assert changed


def test_a_file_too_large_without_any_mount(tmp_path):
    """A limit of this process in the place of a full disk: writing fails half-way, for real."""
    publish(tmp_path, a_set(1))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
    try:
        result = publish(tmp_path, a_set(2, size=9000))
        kept = Store(tmp_path).put(KEY, Made({"a": b"x" * 9000}, {}))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    one(result, "B404", "File too large")
    assert kept[0] is None and kept[1][0].code == "B404"
    assert not list((tmp_path / ".cache").rglob(".tmp*"))
    assert whole(tmp_path) == 1
    (tmp_path / ".cache/v2/entries").is_dir()
    tidied(tmp_path)


def test_a_folder_that_is_read_only(tmp_path, mount):
    build = tmp_path / "b"
    publish(build, a_set(1))
    Store(build).put(KEY, Made({"a": b"a"}, {}))
    if os.geteuid():
        build.chmod(0o555)
    else:  # root may write anywhere but here
        mount(build, "--bind", str(build))
        mount(build, "-o", "remount,bind,ro")
    one(publish(build, a_set(2)), "B402")
    assert whole(build) == 1 and Store(build).get(KEY)
    if not os.geteuid():
        entry, problems = Store(build).put(digest(b"2"), Made({"b": b"b"}, {}))
        assert entry is None and [p.code for p in problems] == ["B402"]
        assert [p.code for p in Store(build).prune([])] == ["B402"]


def test_build_may_be_a_mount_point_in_a_read_only_place(tmp_path, mount):
    parent = mount(tmp_path / "parent", "-t", "tmpfs", "none")
    build = mount(parent / "build", "-t", "tmpfs", "none")
    mount(parent, "-o", "remount,ro")
    for number in range(3):
        assert publish(build, a_set(number)) == (True, [])
        assert whole(build) == number
    one(publish(parent / "other" / "build", a_set(1)), "B402")


@pytest.mark.parametrize("kind", ["file", "below a file", "loop", "nowhere", "too long"])
def test_a_build_that_cannot_be_a_folder(tmp_path, kind):
    build = tmp_path / "build"
    match kind:
        case "file":
            build.write_text("mine")
        case "below a file":
            build.write_text("mine")
            build = build / "x" / "y"
        case "loop":
            build.symlink_to("build")
        case "nowhere":
            build.symlink_to("none")
        case "too long":
            build = tmp_path / ("x" * 300)
    one(publish(build, a_set(1)), "B403", "cannot be used as a folder")
    with build_lock(build) as got:
        assert not got and [p.code for p in got.problems] == ["B403"]
    entry, problems = Store(build).put(KEY, Made({"a": b"a"}, {}))
    assert entry is None and [p.code for p in problems] == ["B403"]
    assert Store(build).get(KEY) is None and published(build) is None and read_current(build, "a") is None


def test_sets_elsewhere_are_never_deleted(tmp_path):
    build, other = tmp_path / "build", tmp_path / "other"
    (other / ("0" * 64)).mkdir(parents=True)
    build.mkdir()
    (build / ".sets").symlink_to(other)
    one(publish(build, a_set(1)), "B403")
    assert (other / ("0" * 64)).is_dir()


def test_only_what_is_ours_is_tidied(tmp_path):
    publish(tmp_path, a_set(1))
    (tmp_path / ".sets/mine").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    for name in (".new-1", ".old-1", "0" * 64):
        (tmp_path / ".sets" / name / "x").mkdir(parents=True)
    (tmp_path / ".sets/.new-link-1").symlink_to("x")
    (tmp_path / "gone").symlink_to("current/gone")
    with build_lock(tmp_path) as got:
        assert got
        assert sorted(os.listdir(tmp_path / ".sets")) == [set_id(a_set(1)), "mine"]
    assert os.path.lexists(tmp_path / "link") and not os.path.lexists(tmp_path / "gone")
    assert whole(tmp_path) == 1


def test_an_old_set_that_cannot_be_removed_is_told(tmp_path, mount):
    publish(tmp_path, a_set(1))
    mount((tmp_path / "current" / "area1").resolve(), "-t", "tmpfs", "none")  # busy
    changed, problems = publish(tmp_path, a_set(2))
    assert changed and [p.code for p in problems] == ["B415"]
    assert whole(tmp_path) == 2


# --- two at once


def test_a_second_build_says_so_and_leaves(tmp_path):
    code = """
with t.build_lock(sys.argv[1]) as got:
    print(bool(got), flush=True)
    sys.stdin.read()
"""
    publish(tmp_path, a_set(1))
    with python(code, tmp_path) as first:
        assert first.stdout.readline() == "True\n"
        with build_lock(tmp_path) as got:
            assert not got and [p.code for p in got.problems] == ["B414"]
            assert f"process {first.pid}" in got.problems[0].message
        one(publish(tmp_path, a_set(2)), "B414")
        first.kill()
    with build_lock(tmp_path) as got:  # it ended with the process
        assert got and got.problems == []
        assert publish(tmp_path, a_set(2)) == (True, [])
    assert publish(tmp_path, a_set(3)) == (True, [])


def test_the_lock_ends_with_the_build_although_a_forked_worker_stays(tmp_path):
    code = """
import os, time
with t.build_lock(sys.argv[1]):
    if not (pid := os.fork()):
        time.sleep(60)
with t.build_lock(sys.argv[1]) as got:
    print(bool(got))
os.kill(pid, 9)
"""
    with python(code, tmp_path) as process:
        assert process.communicate()[0] == "True\n"


def test_a_reader_never_sees_a_mixed_set(quick):
    code = """
import os
build, seen, again = t.Path(sys.argv[1]), set(), 0
print("ready", flush=True)
while not (build / "stop").exists():
    before = os.readlink(build / "current")
    try:
        seen.add(t.read_all(build / before))
    except FileNotFoundError:
        again += 1
        assert os.readlink(build / "current") != before  # only ever because a newer one came
    assert t.read_current(build, "index.html")
print(len(seen), again)
"""
    publish(quick, a_set(0))
    with python(code, quick) as reader:
        assert reader.stdout.readline() == "ready\n"
        for number in range(1, 31):
            assert publish(quick, a_set(number)) == (True, [])
            time.sleep(0.01)
        (quick / "stop").touch()
        seen, again = map(int, reader.stdout.read().split())
    assert reader.returncode == 0 and seen > 5


# --- killed, and failing, at every moment


def in_a_fork(do, *args) -> int:
    """Run it in a child; the wait status. (The driver has one thread, so a fork is safe.)"""
    if not (pid := os.fork()):
        try:
            do(*args)
            os._exit(0)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1]


def drive_kills(build: Path) -> None:
    """Kill a publishing process thirty times, at random moments."""
    chance, number = random.Random(7), 0
    publish(build, a_set(0))
    for _ in range(30):
        ours, theirs = os.pipe()
        if not (pid := os.fork()):
            for later in range(number + 1, number + 1000):
                os.write(theirs, b"%d\n" % later)
                assert publish(build, a_set(later)) == (True, [])
            os._exit(1)
        os.close(theirs)
        time.sleep(chance.uniform(0, 0.06))
        os.kill(pid, signal.SIGKILL)
        assert os.waitpid(pid, 0)[1] == signal.SIGKILL
        with open(ours) as told:
            last = int((told.read().split() or [number])[-1])
        assert whole(build) in {last, max(last - 1, number)}
        number = whole(build)
        with build_lock(build) as got:
            assert got
            tidied(build)
    print(number)


def at_event(nth: int, then, *, lasting: bool = False) -> list[int]:
    """``then()`` at the nth thing that is asked of the system from now on (and all after it)."""
    count = [0]

    def hook(event: str, args: tuple) -> None:
        if event in {"open", "os.mkdir", "os.chmod", "os.link", "os.rename", "os.symlink", "os.remove",
                     "os.rmdir", "os.listdir", "os.scandir", "os.truncate", "fcntl.flock"}:
            count[0] += 1
            if count[0] == nth or (lasting and count[0] > nth):
                then()

    sys.addaudithook(hook)
    return count


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def drive_kills_everywhere(build: Path) -> None:
    """Kill it at its 1st, 2nd, 3rd… call, until it gets through."""
    store, number, places = Store(build), 0, 0

    def step(nth: int, files: list[PublishFile]) -> None:
        at_event(nth, die)
        publish(build, files)

    publish(build, a_set(0, files=3))
    while True:
        places += 1
        files = a_set(number + 1, files=3)
        entry, _ = store.put(KEY, Made({"m": files[0].source}, {}))
        files[0] = PublishFile(files[0].path, files[0].sha256, entry.files["m"].path)
        ended = in_a_fork(step, places, files)
        assert ended in {0, signal.SIGKILL}
        for path in (build / ".sets").glob("[0-9a-f]*"):
            whole_set(path)  # also an older one that was being removed
        assert whole(build) in {number, number + 1}
        number = whole(build)
        with build_lock(build) as got:
            assert got
            tidied(build)
        if not ended:
            break
    print(places)


def drive_faults_everywhere(build: Path, fault: int, lasting: bool) -> None:
    """Let its 1st, 2nd, 3rd… call fail. A hook stands in for the disk, below all of our code."""
    number = places = 0

    def refuse() -> None:
        raise OSError(fault, os.strerror(fault))

    def step(nth: int) -> None:
        count = at_event(nth, refuse, lasting=lasting)
        changed, problems = publish(build, a_set(number + 1, files=3))
        failed, count[0] = count[0] >= nth, -10**9  # from here on nothing fails
        assert whole(build) == number + changed
        assert len(problems) < 2 and (changed or problems), problems
        if problems and not changed:
            assert problems[0].code == {errno.ENOSPC: "B401", errno.EROFS: "B402", errno.EIO: "B404"}[fault]
        os._exit(0 if failed else 7)

    publish(build, a_set(0, files=3))
    while (ended := in_a_fork(step, places := places + 1)) == 0:
        number = whole(build)
        with build_lock(build) as got:
            assert got and tidy(build) == []
            tidied(build)
    assert ended == 7 << 8, ended
    print(places)


@pytest.mark.parametrize(("drive", "least"), [
    ("drive_kills(build)", 1), ("drive_kills_everywhere(build)", 40),
    *((f"drive_faults_everywhere(build, t.errno.{fault}, {lasting})", 40)
      for fault in ("ENOSPC", "EROFS", "EIO") for lasting in (False, True))])
def test_the_old_or_the_new_set_is_whole(quick, drive, least):
    with python("build = t.Path(sys.argv[1]); t." + drive, quick, stderr=subprocess.PIPE) as driver:
        out, err = driver.communicate()
    assert (driver.returncode, err) == (0, "")
    assert int(out) >= least


def test_an_interruption_leaves_the_old_set(tmp_path):
    build, endless = tmp_path / "build", tmp_path / "endless"
    publish(build, a_set(1))
    os.mkfifo(endless)  # reading it waits for ever
    main = threading.main_thread().ident
    timer = threading.Timer(0.2, signal.pthread_kill, [main, signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        publish(build, [*a_set(2), PublishFile("zz", digest(b""), endless)])
    timer.join()
    assert whole(build) == 1
    assert publish(build, a_set(2)) == (True, [])
    tidied(build)

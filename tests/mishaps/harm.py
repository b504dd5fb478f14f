"""Ways to do harm: small disks, folders that may not be written, files that are damaged, calls that are refused."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mishaps.ground import Ground, as_its_manifest_says

NOBODY = 65534
PAGE = 4096


def mount(*arguments: str | Path) -> None:
    """As root only."""
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True)


def may_mount() -> bool:
    """Whether disks can be put in for a test."""
    return os.geteuid() == 0 and shutil.which("mount") is not None and subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode == 0


@contextmanager
def disk_of_its_own(ground: Ground) -> Iterator[Callable[..., None]]:
    """The build stands on a disk of its own; what is given sets how much room it has, in bytes and in files."""
    place, before = ground.folder / "disk", ground.build
    place.mkdir(exist_ok=True)
    mount("-t", "tmpfs", "-o", "size=64m,mode=0755", "none", place)
    try:
        shutil.copytree(before, place / "build", symlinks=True)
        ground.build = place / "build"

        def room(size: int | None = None, files: int | None = None) -> None:
            # A number that is absent is one that is ample.
            now = os.statvfs(place)
            pages = now.f_blocks - now.f_bfree + (64 * 2**20 if size is None else size) // PAGE
            inodes = now.f_files - now.f_ffree + (10_000 if files is None else files)
            mount("-o", f"remount,size={max(1, pages) * PAGE},nr_inodes={max(1, inodes)}", place)

        yield room
    finally:
        ground.build = before
        subprocess.run(["umount", "-l", str(place)], check=True)
        ground.afresh()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing below may be written, not even by root."""
    mount("--bind", folder, folder)
    try:
        mount("-o", "remount,bind,ro", folder)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def nobody() -> None:
    """From here on as a user who owns nothing."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def spoil(path: Path, chance: random.Random) -> str:
    """One harm to a plain file: in its place (who shares its bytes is harmed too), or something else in its stead."""
    data = path.read_bytes()
    kinds = ["flip", "flip", "cut", "empty", "grow", "remove", "folder", "full folder", "elsewhere", "nowhere", "itself", "pipe", "other"]
    kind = chance.choice(kinds)
    if kind in ("flip", "cut", "empty", "grow"):
        at = chance.randrange(len(data)) if data else 0
        bad = {"flip": data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1:] if data else b"x",
               "cut": data[:at], "empty": b"", "grow": data + b"\0"}[kind]
        if chance.random() < 0.5:
            path.unlink()
        path.write_bytes(bad)
        return kind
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind.endswith("folder"):
        path.mkdir()
        if kind == "full folder":
            (path / "x").write_bytes(b"x")
    elif kind in ("elsewhere", "nowhere", "itself"):
        path.symlink_to({"elsewhere": "/etc/hostname", "nowhere": "no-such-file", "itself": path.name}[kind])
    elif kind == "other" and (others := sorted(p for p in path.parent.iterdir() if p.is_file())):
        path.write_bytes(chance.choice(others).read_bytes())
    return kind


#: What is asked of the system that changes a disk, by the names of Python's audit events.
WRITING = {"os.mkdir", "os.chmod", "os.link", "os.rename", "os.symlink", "os.remove", "os.rmdir", "os.truncate"}


def refusing(below: Path, nth: int, number: int, *, lasting: bool) -> Callable[[], None]:
    """For ``inside`` a command: its nth change below a folder (and all later ones) fails with this errno."""
    place, count = f"{below}{os.sep}", 0

    def hook(event: str, given: tuple) -> None:
        nonlocal count
        writes = event in WRITING or (event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writes and any(isinstance(one, (str, os.PathLike)) and f"{os.fspath(one)}{os.sep}".startswith(place) for one in given[:2]):
            count += 1
            if count == nth or (lasting and count > nth):
                raise OSError(number, os.strerror(number))

    return lambda: sys.addaudithook(hook)


@contextmanager
def reader(build: Path) -> Iterator[list[int]]:
    """Somebody who reads the whole set again and again meanwhile; afterwards, in the list, how often."""
    ours, theirs = os.pipe()
    stop, seen = build.parent / "stop", list[int]()
    stop.unlink(missing_ok=True)
    if not (pid := os.fork()):
        _read_on(build, stop, theirs)
    os.close(theirs)
    try:
        yield seen
    finally:
        stop.touch()
        os.waitpid(pid, 0)
        with open(ours, "rb") as told:
            said = told.read().decode()
        stop.unlink()
    assert said.isdigit(), f"a reader found: {said}"
    seen.append(int(said))


def _read_on(build: Path, stop: Path, tell: int) -> None:
    times, said = 0, ""
    try:
        while times == 0 or not stop.exists():
            name = os.readlink(build / "current")
            try:
                as_its_manifest_says(build / name)
                times += 1
            except (FileNotFoundError, KeyError, AssertionError):
                # A file may be gone only because a newer set has come meanwhile.
                if os.readlink(build / "current") == name:
                    raise
            time.sleep(0.02)
        said = str(times)
    except BaseException as fault:
        said = f"{type(fault).__name__}: {fault}"
    finally:
        os.write(tell, said.encode())
        os._exit(0)

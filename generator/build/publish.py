"""Floor 9. Each published set whole or not at all, with no older file beside it.

Inside BUILD: ``.sets/<id>/`` is one complete set; ``current`` is a link to it,
swapped in one step; each top name of the set is a link ``<name>`` →
``current/<name>``. Whoever reads several files resolves ``current`` once and
reads below that; if it vanishes meanwhile a newer set stands, so begin again.

A file in a set may share its bytes on disk with the cache: change neither in place.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.build.disk import SHA256, digest, disk_problem, make_folder, plain_bytes, shown, write_new
from generator.problem import Problem, error
from generator.wholefile import sync

UNSAFE_PATH = error("B410", "unsafe-path", "A file outside the set could overwrite anything.")
NAME_TAKEN = error("B411", "name-taken", "Something older would be read in the place of the new.")
WRONG_SUM = error("B412", "wrong-sum", "A page that changed on its way was checked by nobody.")
NOTHING = error("B413", "nothing-to-publish", "An empty set would take away what people use.")
BUILD_RUNNING = error("B414", "build-running", "Two builds at once could mix their files.")
OLD_SET_LEFT = error("B415", "old-set-left", "An old file with an old number could be handed out.")

_OURS = frozenset({"current", ".sets", ".cache", ".lock"})
_SET = re.compile(r"[0-9a-f]{64}(\.[0-9]+)?")  # ".123" when a damaged set is put right
_PLAIN = 0o100644  # a regular file, rw-r--r--
_AGAIN = "Run it again; what was published stays as it was."
_held: set[tuple[int, str]] = set()  # builds locked by this process


@dataclass(frozen=True, slots=True)
class PublishFile:
    """One file of a set: where it goes, its hash, and its bytes or the file that holds them."""

    path: str  #: relative, with ``/``
    sha256: str
    source: Path | str | bytes


@dataclass(frozen=True)
class Lock:
    """True when this process may build; else ``problems`` has the one reason."""

    problems: list[Problem]

    def __bool__(self) -> bool:
        return not self.problems


@contextmanager
def build_lock(build: Path) -> Iterator[Lock]:
    """Hold BUILD for one build, and clear what a killed one left. Ends with the process."""
    build, handle, problems = Path(build), -1, list[Problem]()
    me = (os.getpid(), os.path.realpath(build))
    try:
        make_folder(build)
        handle = os.open(build / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        problems.append(BUILD_RUNNING.at(shown(build), 0, f"Another build (process {other}) is at work here.", "Wait for its end."))
    except OSError as fault:
        problems.append(disk_problem(fault, build))
    else:
        _held.add(me)
        with suppress(OSError):  # only for the message above; the disk may be full
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        tidy(build)  # what it cannot do, publish() tells
    try:
        yield Lock(problems)
    finally:
        if not problems:
            _held.discard(me)
        if handle >= 0:
            with suppress(OSError):  # ended here: a forked worker may still hold the same handle
                fcntl.flock(handle, fcntl.LOCK_UN)
            os.close(handle)


def publish(build: Path, files: Iterable[PublishFile]) -> tuple[bool, list[Problem]]:
    """Make ``files`` the current set. Takes the lock itself where the caller does not hold it.

    (True, []) it is; (False, []) it was already, and nothing was touched;
    (False, problems) the older set stands, whole; (True, problems) the new set
    stands, and something was left undone after that.
    """
    build, files = Path(build), sorted(files, key=lambda f: f.path)
    if problems := _unfit(build, files):
        return False, problems
    if (os.getpid(), os.path.realpath(build)) in _held:
        return _publish(build, files)
    with build_lock(build) as got:
        return _publish(build, files) if got else (False, got.problems)


def published(build: Path) -> str | None:
    """The id of the current set: a hash of its paths and sums."""
    name = _current(Path(build))
    return name[:64] if name and (Path(build) / ".sets" / name).is_dir() else None


def read_current(build: Path, name: str) -> bytes | None:
    """A file of the current set; None when there is none of that name."""
    build = Path(build)
    while (target := _current(build)) and not _unsafe(name):
        try:
            return plain_bytes(build / ".sets" / target / name)
        except OSError:
            if _current(build) == target:  # else a newer set came meanwhile
                return None
    return None


def set_id(files: Iterable[PublishFile]) -> str:
    """The id that a set of these files has."""
    total = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.path):
        total.update(f"{file.path}\0{file.sha256}\n".encode())
    return total.hexdigest()


def tidy(build: Path) -> list[Problem]:
    """Remove older sets, leftovers, and links to what is no longer there. Needs the lock."""
    keep = _current(build)
    try:
        sets = _sets(build)
        for name in sorted(os.listdir(sets)) if sets.exists() else []:  # ".old-…" come first
            path = sets / name
            if name == keep or not (_SET.fullmatch(name) or name.startswith((".new-", ".old-"))):
                continue
            if _SET.fullmatch(name):  # gone in one step: no reader finds half of it
                path = path.rename(sets / f".old-{name}")
            path.unlink() if path.is_symlink() else shutil.rmtree(path)
        for name in os.listdir(build) if build.exists() else []:
            if _target(build / name) == f"current/{name}" and not os.path.lexists(sets / str(keep) / name):
                (build / name).unlink()
    except OSError as fault:
        return [OLD_SET_LEFT.at(shown(build), 0, f"An older set is left ({fault.strerror or fault}).", f"Delete what is in {shown(build / '.sets')} beside {keep or 'nothing'}.")]
    return []


def _unsafe(path: str) -> str:
    """Why this path may not be in a set, or nothing."""
    parts = path.split("/")
    if path.startswith("/") or "" in parts or "." in parts or ".." in parts:
        return "is not a plain relative path"
    if "\\" in path or not (path.isascii() and path.isprintable()) and any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in path):
        return "has a character that no file name should have"
    if any(len(part.encode()) > 255 for part in parts):
        return "is too long"
    return "is a name the build keeps for itself" if parts[0].casefold() in _OURS else ""


def _unfit(build: Path, files: Sequence[PublishFile]) -> list[Problem]:
    """What is wrong with the set before the disk is touched."""
    if not files:
        return [NOTHING.at(shown(build), 0, "There is no file to publish.", _AGAIN)]
    problems, seen, folders = list[Problem](), dict[str, tuple[str, int | None]](), set[str]()  # seen: by path in small letters
    for number, file in enumerate(files):
        why, parts = _unsafe(file.path), file.path.split("/")
        above = file.path.rpartition("/")[0]
        for depth in range(len(parts) if above in folders else 1, len(parts) + 1):  # a folder that was looked at before is
            path, mine = "/".join(parts[:depth]), number if depth == len(parts) else None
            alike = path.casefold() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
            first, owner = seen.setdefault(alike, (path, mine))
            why = why or (f"differs only in capitals from {first}" if first != path else "stands twice in the set" if owner != mine else "")
        if not why:
            folders.add(above)
        if why:
            problems.append(UNSAFE_PATH.at(ascii(file.path)[1:-1], 0, f"This path {why}.", "Rename it."))
        elif not SHA256.fullmatch(file.sha256):
            problems.append(WRONG_SUM.at(file.path, 0, "It came without its SHA-256.", _AGAIN))
    return problems


def _publish(build: Path, files: Sequence[PublishFile]) -> tuple[bool, list[Problem]]:
    before, tops = _current(build), sorted({f.path.split("/")[0] for f in files})
    try:
        tidy(build)
        problems, name = _taken(build, tops), before
        if not problems and not _is_whole(build / ".sets" / str(before), files):
            problems, name = _assemble(build, files)
        if not problems:
            _lead_to(build, tops, str(name))
    except OSError as fault:
        problems = [disk_problem(fault, build)]
    left = tidy(build)  # the older set after a swap; the half-made one after a fault
    return _current(build) != before, problems or left


def _taken(build: Path, tops: Iterable[str]) -> list[Problem]:
    """Names in BUILD that somebody else's file or folder has."""
    foreign = [n for n in tops if os.path.lexists(build / n) and _target(build / n) != f"current/{n}"]
    if os.path.lexists(build / "current") and not _current(build):
        foreign.append("current")
    return [NAME_TAKEN.at(shown(build / n), 0, "The build needs this name, and something else has it.", "Move that away and run it again.") for n in foreign]


def _is_whole(folder: Path, files: Sequence[PublishFile]) -> bool:
    """The set on disk is these files and no others, unchanged."""
    paths = (Path(root, n) for root, _, names in os.walk(folder) for n in names)
    with suppress(OSError):
        return folder.name[:64] == set_id(files) and {f.path: f.sha256 for f in files} == {
            p.relative_to(folder).as_posix(): p.lstat().st_mode == _PLAIN and digest(p.read_bytes()) for p in paths}
    return False


def _assemble(build: Path, files: Sequence[PublishFile]) -> tuple[list[Problem], str]:
    """The set, checked and under its name. What is left when it ends early is ``tidy``'s."""
    sets = _sets(build)
    make_folder(sets)
    new = sets / f".new-{os.getpid()}"
    below = {file.path.rpartition("/")[0] for file in files}
    folders = sorted({new / above for folder in below for above in (folder, *PurePosixPath(folder).parents)})
    for folder in folders:  # ``new`` itself is the first
        os.mkdir(folder)
        os.chmod(folder, 0o755)
    linked, cache = set[str](), os.path.abspath(build / ".cache") + os.sep
    for file in files:
        if problem := _place(cache, f"{new}/{file.path}", file, linked):
            return [problem], ""
    for file in files:  # after all are written: the disk takes them in one go
        if file.path not in linked:  # what the cache holds was on the disk before it got its name there
            sync(new / file.path)
        if digest(plain_bytes(f"{new}/{file.path}")) != file.sha256:
            return [WRONG_SUM.at(file.path, 0, "It is not what was made and checked.", _AGAIN)], ""
    for folder in folders:
        sync(folder)
    name = set_id(files)
    if os.path.lexists(sets / name):  # damaged, so made again beside it
        name += f".{time.time_ns()}"
    os.rename(new, sets / name)
    sync(sets)
    return [], name


def _place(cache: str, target: str, file: PublishFile, linked: set[str]) -> Problem | None:
    data = file.source
    if not isinstance(data, bytes):
        with suppress(OSError):  # our own cache only, since people edit other files; another disk, too many links: it is copied
            if os.path.abspath(data).startswith(cache) and os.lstat(data).st_mode == _PLAIN:
                os.link(data, target)
                linked.add(file.path)
                return None
        try:
            data = Path(data).read_bytes()
        except OSError as fault:
            return WRONG_SUM.at(file.path, 0, f"What was made cannot be read ({fault.strerror}).", _AGAIN)
    write_new(Path(target), data, sync=False)
    return None


def _lead_to(build: Path, tops: Iterable[str], name: str) -> None:
    """Swap ``current``. New top names come before: until then they lead nowhere."""
    for top in tops:
        with suppress(FileExistsError):
            os.symlink(f"current/{top}", build / top)
    if name != _current(build):
        link = build / ".sets" / f".new-link-{os.getpid()}"
        os.symlink(f".sets/{name}", link)
        os.replace(link, build / "current")
        sync(build)


def _current(build: Path) -> str | None:
    """The name of the set that ``current`` leads to, if the link is ours."""
    folder, _, name = _target(build / "current").rpartition("/")
    return name if folder == ".sets" and _SET.fullmatch(name) else None


def _target(link: Path) -> str:
    with suppress(OSError):
        return os.readlink(link)
    return ""


def _sets(build: Path) -> Path:
    sets = build / ".sets"
    if sets.is_symlink() or (sets.exists() and not sets.is_dir()):  # never delete elsewhere
        raise NotADirectoryError(errno.ENOTDIR, ".sets is not a folder")
    return sets

"""What the set-up, the Makefile and the lists in setup/ promise."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "setup/requirements.lock"
PACKAGE_LIST = ROOT / "setup/system-packages.txt"
SCRIPTS = [ROOT / "Makefile", ROOT / ".ci/run", *sorted(ROOT.glob("setup/*.sh"))]


def packages() -> dict[str, str]:
    """Each Debian package of the list, with why it is needed."""
    rows = [line.partition("#") for line in PACKAGE_LIST.read_text().splitlines()]
    return {name.strip(): why.strip() for name, _, why in rows if name.strip()}


def locked() -> dict[str, str]:
    """Each package of the lock, with its version."""
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", LOCK.read_text(), re.MULTILINE))


def environment(**extra: str) -> dict[str, str]:
    """This process's environment without what an outer `make` put there."""
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "LOCALE", "AREA", "MATERIAL")
    return {k: v for k, v in os.environ.items() if k not in outer} | extra


def run(*command: str | Path, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=env, text=True, capture_output=True, timeout=120, check=False
    )


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


# --- the lists ---


def test_every_locked_package_has_hashes():
    lines = [
        line.rstrip(" \\").strip()
        for line in LOCK.read_text().splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    assert lines
    hashes: dict[str, int] = {}
    for line in lines:
        if re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.]*", line):
            hashes[line] = 0
        else:  # nothing but hashes: no address, no option
            assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line)
            hashes[list(hashes)[-1]] += 1
    assert [name for name, count in hashes.items() if not count] == []


def test_the_lock_satisfies_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    versions = locked()
    for requirement in map(Requirement, wanted):
        assert canonicalize_name(requirement.name) in versions, "please run `make lock`"
        assert versions[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize("path", [*SCRIPTS, LOCK, ROOT / "pyproject.toml"], ids=lambda p: p.name)
def test_no_host_is_named(path):
    assert not re.search(r"://|\bpypi\b|\.(org|com|net|io)\b", path.read_text())


def test_the_list_says_why_each_system_package_is_needed():
    assert len(packages()) > 5
    assert [name for name, why in packages().items() if not why] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_only_the_list_names_system_packages(path):
    # "python3" and "gettext" are words that a script may use for other reasons.
    names = [name for name in packages() if "-" in name]
    assert [name for name in names if name in path.read_text()] == []


# --- make ---


@pytest.fixture
def stubbed(tmp_path):
    """The Makefile in a folder where python only prints the words that it was given."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "setup", tmp_path / "setup")
    script(tmp_path / "setup/set-up.sh", "exit 0")
    script(tmp_path / ".venv/bin/python", r"""printf '<%s>\n' "$@" """)
    return tmp_path


def test_help_lists_every_target(stubbed):
    targets = set(re.findall(r"^([a-z][\w-]*):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE))
    done = run("make", "help", cwd=stubbed, env=environment())
    assert set(re.findall(r"^  make ([\w-]+)  +\S", done.stdout, re.MULTILINE)) == targets
    assert {"build", "test"} <= targets


def test_plain_make_builds_and_variables_narrow_the_work(stubbed):
    done = run("make", cwd=stubbed, env=environment())
    assert done.stdout == "<-m>\n<generator>\n<build>\n"
    words = ["LOCALE=ro", "AREA=wiltshire", "MATERIAL=safety-card"]
    done = run("make", "check", *words, cwd=stubbed, env=environment())
    assert done.stdout.split() == [
        "<-m>", "<generator>", "<check>",
        "<--locale=ro>", "<--area=wiltshire>", "<--material=safety-card>",
    ]  # fmt: skip
    assert done.stderr == ""


@pytest.mark.parametrize("given", ["on the command line", "in the environment"])
@pytest.mark.parametrize(
    "value",
    [
        "ro; touch ran",
        "ro && touch ran",
        "$(touch ran)",
        "$(shell touch ran)",
        "`touch ran`",
        '"; touch ran; "',
        "'; touch ran; '",
        "$${x}$x",
        "--help",
        "* a  b\\",
    ],
)
def test_a_hostile_value_is_only_text(stubbed, value, given):
    if given == "on the command line":
        done = run("make", f"LOCALE={value}", cwd=stubbed, env=environment())
    else:
        done = run("make", cwd=stubbed, env=environment(LOCALE=value))
    assert not list(stubbed.rglob("ran"))
    assert done.stdout == f"<-m>\n<generator>\n<build>\n<--locale={value}>\n"


@pytest.mark.parametrize("name", ["LANG", "LANGUAGE", "locale"])
def test_a_wrong_variable_is_refused_with_the_right_one(stubbed, name):
    done = run("make", f"{name}=ro", cwd=stubbed, env=environment())
    assert done.returncode == 2
    assert "LOCALE=ro" in done.stderr
    assert done.stdout == ""


def test_clean_empties_build_and_nothing_else(stubbed):
    kept = ["build/.gitignore", "content/card.yaml", ".venv/lib/__pycache__/x.pyc"]
    gone = ["build/a b/card.pdf", "build/.hidden", "generator/__pycache__/x.pyc", ".pytest_cache/x"]
    for name in kept + gone:
        path = stubbed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    assert run("make", "clean", cwd=stubbed, env=environment()).returncode == 0
    assert [name for name in kept if not (stubbed / name).exists()] == []
    assert [name for name in gone if (stubbed / name).exists()] == []


# --- set-up.sh, on a make-believe computer ---


class Computer:
    """A copy of setup/ with a finished environment, and stand-ins for what would change things."""

    def __init__(self, folder: Path) -> None:
        self.root, self.bin, self.calls = folder / "project", folder / "bin", folder / "calls"
        shutil.copytree(ROOT / "setup", self.root / "setup")
        (self.root / ".venv/bin").mkdir(parents=True)
        (self.root / ".venv/bin/python").symlink_to(sys.executable)
        lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
        version = "{}.{}".format(*sys.version_info)
        self.stamp = self.root / ".venv/set-up.stamp"
        self.stamp.write_text(f"{lock} python{version} {platform.machine()}\n")
        (self.root / ".venv/share/color").mkdir(parents=True)
        (self.root / ".venv/share/color/fogra39l.icc").touch()
        self.installed(*packages())
        script(self.bin / "id", "echo 0")
        for name in ("apt-get", "dpkg", "sudo"):
            script(self.bin / name, f'echo "{name} $*" >>"{self.calls}"; exit 1')

    def installed(self, *names: str) -> None:
        script(self.bin / "dpkg-query", f"printf 'installed:%s ' {' '.join(names)}")

    def set_up(self, path: str | None = None) -> subprocess.CompletedProcess[str]:
        # pip is told to use no index at all, so these tests never touch the network
        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
        path = path or f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        return run("/bin/sh", "setup/set-up.sh", cwd=self.root, env=environment(PATH=path, **offline))

    def called(self) -> str:
        return self.calls.read_text() if self.calls.exists() else ""

    def files(self) -> dict[Path, int]:
        return {path: path.lstat().st_mtime_ns for path in self.root.rglob("*")}


@pytest.fixture
def computer(tmp_path):
    return Computer(tmp_path)


def one_sentence(text: str) -> str:
    """The last line, which must be the only one that is not about progress."""
    lines = [line for line in text.splitlines() if not line.startswith("Setting up: ")]
    assert len(lines) == 1
    return lines[0]


def test_a_second_run_does_nothing(computer):
    before = computer.files()
    done = computer.set_up()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert computer.called() == ""
    assert computer.files() == before


def test_only_missing_packages_are_installed(computer):
    computer.installed(*[name for name in packages() if name != "gettext"])
    done = computer.set_up()
    assert done.returncode == 3
    assert "network" in one_sentence(done.stderr)
    install = [line for line in computer.called().splitlines() if " install " in line]
    assert len(install) == 1
    assert "--no-install-recommends" in install[0]
    assert set(packages()) & set(install[0].split()) == {"gettext"}


def test_without_the_right_to_install_it_says_what_to_install(computer):
    computer.installed(*[name for name in packages() if name != "gettext"])
    script(computer.bin / "id", "echo 1000")
    done = computer.set_up()
    assert done.returncode == 3
    assert "'sudo apt install gettext'" in one_sentence(done.stderr)
    assert "apt-get" not in computer.called()


def test_on_another_system_it_says_what_is_missing(computer):
    computer.stamp.unlink()
    tools = computer.root.parent / "tools"
    tools.mkdir()
    for name in ("cat", "dirname", "sed", "sha256sum", "shasum", "uname"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    done = computer.set_up(path=str(tools))
    assert done.returncode == 3
    sentence = one_sentence(done.stderr)
    assert "msgmerge" in sentence
    assert "Noto" in sentence


def test_a_broken_download_leaves_no_half_environment(computer):
    # The environment does not fit the lock, and an earlier run was interrupted.
    computer.stamp.write_text("of another lock\n")
    (computer.root / ".venv-unfinished/bin").mkdir(parents=True)
    done = computer.set_up()
    assert done.returncode == 3
    assert "run the same command again" in one_sentence(done.stderr)
    assert not (computer.root / ".venv-unfinished").exists()
    assert computer.stamp.read_text() == "of another lock\n"  # so the next run tries again


def test_the_colour_profile_is_made_when_it_is_missing(computer):
    """colprof stands in for a minute of computing; what it writes is put in place whole."""
    profile = computer.root / ".venv/share/color/fogra39l.icc"
    profile.unlink()
    script(computer.bin / "colprof", 'for last; do :; done; head -c 200 /dev/zero >"$last.icc"')
    done = computer.set_up()
    if Path("/usr/share/color/icc/FOGRA39L.ti3").is_file():
        assert done.returncode == 0 and "colour profile" in done.stderr and len(profile.read_bytes()) == 200
        assert profile.read_bytes()[24:36] == bytes.fromhex("07d6000c0001000000000000"), "the same day in each file"
    else:
        assert done.returncode == 3 and "colour profile could not be made" in done.stderr

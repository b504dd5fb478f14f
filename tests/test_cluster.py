"""A cluster of two workers on loopback: the same bytes, a lost worker costs time only, and who differs gets no work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import conftest
from conftest import TODAY
from generator.build import builder
from generator.build.narrow import Narrow

ROOT = Path(__file__).parents[1]
ASKED = Narrow(area="wiltshire", material="number-card,sms")

#: Builds by itself, so that nothing of a cluster is in the process of the tests. It prints what came of each try.
OFFICE = """
import datetime as dt, json, os, signal, sys
from pathlib import Path
from distributed import Client
from generator.build import builder
from generator.build.executors import Place, cluster
from generator.build.narrow import Narrow
from generator.build.pool import Task
from generator.fonts import find_fonts
root, target, address, victim = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
with Client(address, set_as_default=False) as client:
    client.wait_for_workers(2, timeout=60)

def kill(name, done, total):
    if done == 1:
        os.kill(victim, signal.SIGKILL)

report = builder.build(root, target, today=dt.date(2026, 11, 21), narrow=Narrow(area="wiltshire", material="number-card,sms"),
                       executor="dask:" + address, progress=kill)
print(json.dumps([report.made, report.whole, [str(p) for p in report.problems if p.code[0] in "BM"]]))

def try_(address):
    place = Place(root, target / "other", target / "fonts.conf", tuple(find_fonts(["Noto Sans"])[0]))
    print(json.dumps([str(p) for p in cluster.Cluster(address)([Task("never given out", None)], place, print)]))

real = cluster.identity
cluster.identity = lambda *place: real(*place) | {"package weasyprint": "99"}
try_(address)
cluster.CONNECT_S = 0.5
try_("tcp://127.0.0.1:1")
"""


@dataclass(frozen=True)
class Office:
    """A root, and the set that this machine alone makes of it."""

    root: Path
    build: Path
    made: int


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[int]]]:
    """The address of a scheduler, and the two workers' process numbers."""
    folder = tmp_path_factory.mktemp("cluster")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "200ms"}
    where = folder / "scheduler.json"

    def start(name: str, *more: str) -> subprocess.Popen:
        with open(folder / f"{name}.log", "wb") as log:
            return subprocess.Popen([sys.executable, "-m", f"distributed.cli.dask_{name}", "--no-dashboard", *more],
                                    cwd=folder, env=environment, stdout=log, stderr=log)

    running = [start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(where))]
    try:
        for _ in range(2):
            running.append(start("worker", "--scheduler-file", str(where), "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"))
        end = time.monotonic() + 120
        while not where.is_file() or not where.read_bytes().endswith(b"}"):
            assert time.monotonic() < end and all(one.poll() is None for one in running), "the scheduler did not start"
            time.sleep(0.1)
        yield json.loads(where.read_bytes())["address"], [one.pid for one in running[1:]]
    finally:
        for one in running:
            one.kill()
            one.wait()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    root = conftest.copy_root(folder / "root", frozenset({"en", "ro"}), frozenset({"wiltshire"}))
    report = builder.build(root, folder / "build", today=TODAY, narrow=ASKED, workers=1)
    assert report.whole
    return Office(root, folder / "build", report.made)


def files(build: Path) -> dict[str, bytes]:
    folder = (build / "current").resolve()
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_workers_make_the_same_bytes_though_one_is_killed_and_who_differs_is_refused(
        cluster: tuple[str, list[int]], office: Office, tmp_path: Path) -> None:
    address, workers = cluster
    ran = subprocess.run([sys.executable, "-c", OFFICE, office.root, tmp_path, address, str(workers[0])], cwd=ROOT, text=True,
                         capture_output=True, timeout=240, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ran.returncode == 0 and "Traceback" not in ran.stderr, ran.stderr
    (made, whole, said), refused, unreached = (json.loads(line) for line in ran.stdout.splitlines())
    assert not said, said
    assert (made, whole) == (office.made, True), "a lost worker costs time and nothing else"
    assert files(tmp_path) == files(office.build)
    assert len(refused) == 2 and "warning B433 worker-refused" in refused[0] and "B432 cluster-without-workers" in refused[1]
    assert "package weasyprint is" in refused[0] and "there and 99 here" in refused[0]
    assert len(unreached) == 1 and "B431 cluster-not-reached" in unreached[0]


def test_without_dask_one_sentence_says_what_to_install(office: Office, tmp_path: Path) -> None:
    run = "import sys; sys.modules['distributed'] = None; sys.argv[0] = 'generator'; from generator.cli import main; main()"
    ran = subprocess.run([sys.executable, "-c", run, "--root", office.root, "--build", tmp_path / "b", "build", "--executor", "dask:tcp://127.0.0.1:1",
                          "--area", ASKED.area, "--material", ASKED.material], cwd=ROOT, text=True, capture_output=True)
    assert ran.returncode == 3 and "M313 dask-missing" in ran.stderr and "pip install" in ran.stderr and "Traceback" not in ran.stderr
    ran = subprocess.run([sys.executable, "-m", "generator", "--root", office.root, "build", "--executor", "ray:x"], cwd=ROOT, text=True, capture_output=True)
    assert ran.returncode == 2 and "dask:ADDRESS" in ran.stderr


def test_an_address_that_leads_nowhere_is_told_in_one_line_and_nothing_is_left_open() -> None:
    """What distributed is left with it closes when Python ends: it waits 20 s for itself, and says so with a traceback."""
    run = ("import gc; from generator.build.executors.cluster import Cluster; from distributed import Client\n"
           "for address in ('nowhere', 'tls://127.0.0.1:9', 'inproc://x'):\n"
           "    print(*Cluster(address)([], None, None))\n"
           "print({one.status for one in gc.get_objects() if isinstance(one, Client)} - {'closed'})")
    ran = subprocess.run([sys.executable, "-c", run], cwd=ROOT, text=True, capture_output=True)
    *told, left = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr, left) == (0, "", "set()")
    assert len(told) == 3 and all(" error B431 cluster-not-reached: No scheduler answers there (" in one for one in told)

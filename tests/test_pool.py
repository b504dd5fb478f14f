"""Workers that crash, hang, eat memory or raise cost their own task and nothing else."""

from __future__ import annotations

import ctypes
import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from generator import memory
from generator.build import life, pool
from generator.build.pool import Done, Task
from generator.build.publish import build_lock

ROOT = Path(__file__).parent.parent


class OnlyOneWay:
    """Can be sent, but not read."""

    def __reduce__(self) -> tuple:
        return int, ("not a number",)


def work(load: object) -> object:  # in a module, so that it can be sent to a new process
    match load:
        case ["once", marker] if not os.path.exists(marker):
            Path(marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        case ["pid", folder]:
            Path(folder, str(os.getpid())).touch()
            time.sleep(60)
        case "always":
            os.kill(os.getpid(), signal.SIGKILL)
        case "segfault":
            faulthandler.disable()
            ctypes.string_at(0)
        case "exit":
            os._exit(3)
        case "leave":
            sys.exit(4)
        case "hang":
            time.sleep(60)
        case "deaf":
            signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
            time.sleep(60)
        case "memory":
            return len(bytearray(2**28))
        case "bug":
            raise ValueError("two\nlines.")
        case "unsendable":
            return lambda: 1
        case "unreadable":
            return OnlyOneWay()
        case "pipe":
            raise BrokenPipeError("a pipe of the work itself")
        case "big":
            return b"x" * 5_000_000
        case "slowly":
            time.sleep(0.05)
        case "quickly":
            return os.getpid()
        case "who":
            time.sleep(0.05)
            return os.getpid()
    return load


def bad_start() -> None:
    raise RuntimeError("no fonts")


def dead_start() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def go(loads: list, **how) -> dict[str, Done]:
    """Run them, named by their load; everything that came back, by name."""
    done: list[Done] = []
    tasks = [Task(str(load[0] if isinstance(load, list) else load), load) for load in loads]
    problems = pool.run(tasks, work, on_done=done.append, **{"workers": 2, **how})
    assert problems == []
    assert len(done) == len(loads)
    assert multiprocessing.active_children() == []
    return {d.task.name: d for d in done}


@pytest.fixture(params=["fork", "spawn"])
def way(request, monkeypatch):
    """Both ways to start a worker; a second thread here is what rules out the fork."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    if request.param == "spawn":
        thread.start()
        assert not pool._may_fork()
    else:
        monkeypatch.setattr(pool, "_may_fork", lambda: True)  # pytest itself may have threads
    yield request.param
    stop.set()
    if thread.ident:
        thread.join()


@pytest.fixture(autouse=True)
def forked(request, monkeypatch):
    """As in a build, which starts workers before any letter is drawn: what other tests imported rules nothing out here."""
    if "way" not in request.fixturenames:
        monkeypatch.setattr(pool, "_may_fork", lambda: True)


@pytest.fixture(autouse=True)
def quiet(capfd):
    """No traceback reaches the terminal, whatever happens to a worker."""
    yield
    assert capfd.readouterr().err == ""


def test_all_come_back_once(way):
    done = go(list(range(50)))
    assert {d.value for d in done.values()} == set(range(50))
    assert all(d.problem is None and d.trace == "" for d in done.values())


def test_a_lost_worker_is_forgiven_once(way, tmp_path):
    done = go([["once", str(tmp_path / "marker")], *range(20)])
    assert done["once"].problem is None
    assert all(d.problem is None for d in done.values())


@pytest.mark.parametrize(("load", "says"), [
    ("always", "Killed"), ("segfault", "Segmentation fault"), ("exit", "exit code 3")])
def test_a_task_that_always_loses_its_worker_is_named(load, says):
    done = go([load, *range(20)], workers=3)
    assert done[load].problem.code == "B421"
    assert done[load].problem.path == load
    assert says in done[load].problem.message
    assert all(done[str(i)].value == i for i in range(20))


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_many_crashes_and_everything_else_is_done(workers, tmp_path):
    loads = ["always", "exit", *(["once", str(tmp_path / str(i))] for i in range(6)), *range(30)]
    tasks = [Task(f"{n}", load) for n, load in enumerate(loads)]
    done: list[Done] = []
    assert pool.run(tasks, work, on_done=done.append, workers=workers) == []
    assert sorted(int(d.task.name) for d in done) == list(range(len(loads)))
    assert {d.task.load for d in done if d.problem} == {"always", "exit"}


@pytest.mark.parametrize("load", ["hang", "deaf"])
def test_a_hanging_task_is_stopped_and_named(load):
    start = time.monotonic()
    done = go([load, *range(20)], time_limit_s=0.5)
    assert time.monotonic() - start < 4
    assert done[load].problem.code == "B423"
    assert "0.5 s" in done[load].problem.message
    assert all(done[str(i)].value == i for i in range(20))


def test_the_time_limit_is_for_each_task_alone():
    done: list[Done] = []
    tasks = [Task(str(i), "slowly") for i in range(24)]
    pool.run(tasks, work, on_done=done.append, workers=2, time_limit_s=0.5)
    assert [d.problem for d in done] == [None] * 24


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is set on Linux only")
def test_a_task_that_eats_memory_is_stopped_and_named(way):
    done = go(["memory", *range(20)], memory_limit_mb=100)
    assert done["memory"].problem.code == "B422"
    assert all(done[str(i)].value == i for i in range(20))
    assert go(["memory"], memory_limit_mb=1000)["memory"].value == 2**28


@pytest.mark.parametrize(("load", "says"), [
    ("bug", "ValueError: two lines (test_pool.py:"), ("unsendable", "lambda"), ("unreadable", "not a number"),
    ("leave", "SystemExit: 4"), ("pipe", "BrokenPipeError")])
def test_our_own_bugs_are_problems_with_a_trace(load, says):
    done = go([load, *range(5)])
    assert done[load].problem.code == "B424"
    assert says in done[load].problem.message and "\n" not in str(done[load].problem)
    assert done[load].trace.startswith("Traceback")
    assert done["4"].value == 4


def test_a_load_that_cannot_be_sent_is_a_problem():
    done = go([lambda: 1, 1, 2])
    assert [d.problem.code for d in done.values() if d.problem] == ["B424"]


@pytest.mark.parametrize(("start", "says"), [(bad_start, "no fonts"), (dead_start, "Killed")])
def test_workers_that_cannot_start_end_the_run(start, says):
    done: list[Done] = []
    problems = pool.run([Task(str(i), i) for i in range(9)], work, on_done=done.append,
                        workers=2, initializer=start)
    assert [p.code for p in problems] == ["B425"]
    assert says in problems[0].message and "Left: 9" in problems[0].message
    assert done == [] and multiprocessing.active_children() == []


def test_most_urgent_first():
    done: list[Done] = []
    tasks = [Task(str(u), u, urgency=u) for u in (1, 5, 3, 4, 2)]
    pool.run(tasks, work, on_done=done.append, workers=1)
    assert [d.value for d in done] == [5, 4, 3, 2, 1]


def test_no_task_is_no_work():
    assert pool.run([], work, on_done=print, workers=4) == []


def test_a_big_value_comes_back_whole():
    assert go(["big"])["big"].value == b"x" * 5_000_000


def test_both_cores_are_used():
    done: list[Done] = []
    pool.run([Task(str(i), "who") for i in range(60)], work, on_done=done.append, workers=2)  # 3 s for one; a worker starts in less
    assert len({d.value for d in done}) == 2


def test_a_worker_that_has_grown_too_large_makes_way_for_a_fresh_one(forked, monkeypatch):
    monkeypatch.setattr(life, "own_memory_mb", lambda: life.WORKER_MEMORY_MB + 1)
    monkeypatch.setattr(life, "ASKED_EACH_SECONDS", -1.0)
    done: list[Done] = []
    assert pool.run([Task(str(i), "who") for i in range(5)], work, on_done=done.append, workers=2) == []
    assert len({one.value for one in done}) == 5 and not [one.problem for one in done if one.problem]


def test_memory_of_its_own_is_what_a_process_has_filled_and_does_not_share():
    def of_a_fork(fill: int) -> float:
        ours, theirs = multiprocessing.Pipe()
        if not (child := os.fork()):
            kept = os.urandom(fill)
            theirs.send(memory.own_memory_mb() + 0 * len(kept))
            os._exit(0)
        os.waitpid(child, 0)
        return ours.recv()

    shared = os.urandom(200 * 2**20)
    assert of_a_fork(0) < 100 < 190 < of_a_fork(200 * 2**20) - of_a_fork(0) < 210 and shared


def test_many_small_tasks_are_done_by_few_workers():
    done: list[Done] = []
    pool.run([Task(str(i), "quickly") for i in range(1000)], work, on_done=done.append, workers=2)
    assert len(done) == 1000 and len({one.value for one in done}) <= 2


def test_an_exception_here_ends_the_workers():
    def stumble(done: Done) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pool.run([Task("1", 1), Task("2", "hang")], work, on_done=stumble, workers=2)
    assert multiprocessing.active_children() == []


def test_a_worker_whose_parent_died_before_it_could_notice_ends():
    ours, theirs = multiprocessing.Pipe()
    orphan = multiprocessing.get_context("fork").Process(target=life.live, args=(theirs, os.getpid() + 1, work, None, None), daemon=True)
    orphan.start()
    theirs.close()
    orphan.join(5)
    assert orphan.exitcode == 0
    with pytest.raises(EOFError):  # it did not even say that it was ready
        ours.recv_bytes()


DRIVER = """
import sys, test_pool as t
from generator.build.pool import run, Task
from generator.build.publish import build_lock
try:
    with build_lock(sys.argv[2]):
        run([Task(str(i), ["pid", sys.argv[1]]) for i in range(9)], t.work, on_done=print, workers=3)
except KeyboardInterrupt:
    sys.exit(130)
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")
@pytest.mark.parametrize(("sign", "code"), [
    (signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL)])
def test_when_the_parent_ends_so_do_the_workers(tmp_path, sign, code):
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    build, tmp_path = tmp_path / "build", tmp_path / "pids"
    tmp_path.mkdir()
    parent = subprocess.Popen([sys.executable, "-c", DRIVER, str(tmp_path), str(build)],
                              env=os.environ | {"PYTHONPATH": path},
                              stderr=subprocess.PIPE, start_new_session=True)
    with parent:
        until = time.monotonic() + 10
        while len(os.listdir(tmp_path)) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        pids = [int(name) for name in os.listdir(tmp_path)]
        assert len(pids) == 3
        start = time.monotonic()
        if sign == signal.SIGINT:
            os.killpg(parent.pid, sign)  # as a terminal does: the workers get it as well
        else:
            parent.send_signal(sign)
        assert parent.wait(5) == code
        assert time.monotonic() - start < 2
        assert parent.stderr.read() == b""
    until = time.monotonic() + 1
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(map(alive, pids))
    with build_lock(build) as got:  # forked workers had it as well
        assert got

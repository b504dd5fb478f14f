"""Where nothing has changed nothing is planned; where anything has, everything is looked at."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import conftest
from generator.build import builder, standing
from generator.build.narrow import Narrow
from generator.build.publish import build_lock, published
from generator.build.report import Report
from generator.problem import Problem, Severity

ROOT = Path(__file__).parents[1]
ASKED = Narrow(area="wiltshire", material="number-card,sms")
HEAVY = {"weasyprint", "pikepdf", "numpy", "PIL", "pydantic", "polib", "fontTools", "uharfbuzz", "rich", "jinja2"}


@dataclass(frozen=True)
class Office:
    """A root, its build, and what the build told."""

    root: Path
    build: Path
    report: Report

    def stands(self, today: dt.date = conftest.TODAY, narrow: Narrow = ASKED) -> Report | None:
        return standing.standing(self.root, self.build, today=today, narrow=narrow)

    def make(self) -> Report:
        return builder.build(self.root, self.build, today=conftest.TODAY, narrow=ASKED, workers=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two languages, for their few fonts."""
    folder = tmp_path_factory.mktemp("office")
    root = conftest.copy_root(folder / "root", frozenset({"en", "ro"}), frozenset({"wiltshire"}))
    report = builder.build(root, folder / "build", today=conftest.TODAY, narrow=ASKED, workers=1)
    assert report.published and report.made == 4
    return Office(root, folder / "build", report)


@pytest.fixture
def office(made: Office, tmp_path: Path) -> Office:
    """A copy to spoil."""
    shutil.copytree(made.root, tmp_path / "root")
    subprocess.run(["cp", "-a", made.build, tmp_path / "build"], check=True)  # with its links
    return Office(tmp_path / "root", tmp_path / "build", made.report)


def test_what_stands_is_told_as_the_build_told_it(office: Office) -> None:
    said = office.stands()
    assert said is not None and said.whole and not said.published and (said.made, said.unchanged) == (0, 4)
    assert (said.problems, said.numbers, said.qr_codes, said.pages) == (
        office.report.problems, office.report.numbers, office.report.qr_codes, office.report.pages)
    made = json.loads((office.build / "manifest.json").read_bytes())
    assert said.tally == office.report.tally and said.tally.files == len(made["outputs"]) and said.tally.statuses == {"draft": said.tally.files}
    assert said.failed == office.report.failed and len(said.failed) == len(made["failed"]) > 0


def _append(path: str) -> Callable[[Office], object]:
    def change(office: Office) -> None:
        with open(office.root / path, "ab") as out:
            out.write(b"\n")
    return change


def _in_the_set(change: Callable[[Path], object]) -> Callable[[Office], object]:
    return lambda office: change((office.build / "current").resolve())


def _swap_digit(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(b"08000", b"08001", 1))


CHANGES: dict[str, Callable[[Office], object]] = {
    "a fact": _append("content/services/helpline.yaml"),
    "a translation": _append("locales/ro.po"),
    "a template": _append("templates/web-page.css"),
    "a drawing": lambda o: next((o.root / "templates" / "icons").glob("*.svg")).unlink(),
    "a file too many": lambda o: (o.root / "content" / "services" / "new.yaml").write_text("id: new\n"),
    "a file made a link": lambda o: (p := o.root / "locales" / "ro.po").rename(o.root / "x") and p.symlink_to(o.root / "x"),
    "a digit in the set": _in_the_set(lambda s: _swap_digit(s / "wiltshire" / "ro" / "sms.txt")),
    "a file gone from the set": _in_the_set(lambda s: (s / "wiltshire" / "ro" / "sms.txt").unlink()),
    "a stranger in the set": _in_the_set(lambda s: (s / "wiltshire" / "old.pdf").write_bytes(b"%PDF")),
    "a mode in the set": _in_the_set(lambda s: (s / "index.html").chmod(0o600)),
    "a link for a file of the set": _in_the_set(lambda s: (s / "index.html").rename(s.parent / "x") and (s / "index.html").symlink_to(s.parent / "x")),
    "a top name gone": lambda o: (o.build / "wiltshire").unlink(),
    "a top name that leads elsewhere": lambda o: (o.build / "guide.html").unlink() or (o.build / "guide.html").symlink_to("index.html"),
    "no set": lambda o: (o.build / "current").unlink(),
    "a record cut short": lambda o: os.truncate(o.build / standing.RECORD, 200),
    "a record that was edited": lambda o: _swap_digit(o.build / standing.RECORD),
    "a record of nothing": lambda o: (o.build / standing.RECORD).write_bytes(b""),
    "no record": lambda o: (o.build / standing.RECORD).unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_seen(office: Office, change: str) -> None:
    CHANGES[change](office)
    assert office.stands() is None


def test_another_day_or_another_wish_is_looked_at_anew(office: Office) -> None:
    assert office.stands(today=conftest.TODAY + dt.timedelta(1)) is None
    assert office.stands(today=conftest.TODAY - dt.timedelta(1)) is None
    assert office.stands(narrow=Narrow(area="wiltshire")) is None
    assert office.stands() is not None


def test_another_program_library_or_font_is_looked_at_anew(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        shutil.copytree(standing.PACKAGE, tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
        patch.setattr(standing, "PACKAGE", tmp_path / "generator")
        assert office.stands() is not None
        with open(tmp_path / "generator" / "gallery" / "page.py", "a") as out:
            out.write("#")
        assert office.stands() is None
    libraries = standing.libraries()
    assert any("libpango-1.0" in path for path in libraries) and any("libharfbuzz.so" in path for path in libraries)
    other = shutil.copy(libraries[0], tmp_path / "libpango.so")
    with monkeypatch.context() as patch:
        patch.setattr(standing, "libraries", lambda: [*libraries[1:], other])
        assert office.stands() is None
    with monkeypatch.context() as patch:
        patch.setattr(standing, "packages_in", lambda folder: ["weasyprint-99.0.dist-info"])
        assert office.stands() is None
    record = json.loads((office.build / standing.RECORD).read_bytes().partition(b"\n")[2])
    fonts = standing.Watched(tuple(record["fonts"]), tuple(record["folders"]))
    changed = shutil.copy(record["fonts"][0], tmp_path / "font.ttf")
    before = standing.machine_digest(fonts)
    assert before != standing.machine_digest(standing.Watched((changed, *fonts.fonts[1:]), fonts.folders))
    assert before != standing.machine_digest(standing.Watched(fonts.fonts, (*fonts.folders, str(tmp_path))))


def test_a_damaged_file_is_made_again_by_the_build_itself(office: Office) -> None:
    sms = office.build / "wiltshire" / "ro" / "sms.txt"
    right = sms.read_bytes()
    _swap_digit(sms)
    assert office.stands() is None
    report = office.make()
    assert report.published and sms.read_bytes() == right and "B405" in {p.code for p in report.problems}
    again = office.stands()
    assert again is not None and "B405" not in {p.code for p in again.problems}, "the set is as it was, and the damage is told once"


def test_what_befell_a_worker_is_not_taken_for_the_state_of_things(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builder.make_stale

    def lost(root: Path, target: Path, inputs: object, planned: list, files: list, executor: object, progress: object, report: Report, *more: object) -> dict:
        report.problems.append(Problem("x", 0, "B421", "worker-lost", Severity.ERROR, "Lost.", ""))
        return real(root, target, inputs, planned[1:], files, executor, progress, report, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(builder, "make_stale", lost)
    assert office.make().published
    assert office.stands() is None


def test_an_edit_while_the_build_runs_is_not_lost(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builder.make_stale

    def meanwhile(*arguments: object) -> object:
        with open(office.root / "content" / "services" / "helpline.yaml", "a") as out:
            out.write("# seen by nobody yet\n")
        return real(*arguments)

    (office.build / standing.RECORD).unlink()
    monkeypatch.setattr(builder, "make_stale", meanwhile)
    office.make()
    assert office.stands() is None


def test_an_edit_that_is_taken_back_while_the_build_runs_does_not_stand(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood in the file before the build and after it was never read."""
    service, real = office.root / "content" / "services" / "helpline.yaml", builder.read_inputs
    right = service.read_bytes()

    def meanwhile(*arguments: object) -> object:
        service.write_bytes(right.replace(b"08000 121 700", b"08000 121 701").replace(b"+448000121700", b"+448000121701"))
        try:
            return real(*arguments)
        finally:
            service.write_bytes(right)

    def sms() -> str:
        return (office.build / "wiltshire" / "ro" / "sms.txt").read_text(encoding="utf-8")

    before = sms()
    (office.build / standing.RECORD).unlink()
    monkeypatch.setattr(builder, "read_inputs", meanwhile)
    assert office.make().published and "701" in sms()
    assert office.stands() is None
    monkeypatch.undo()
    assert office.make().published and sms() == before and office.stands() is not None


def test_two_builds_at_once_are_left_to_the_lock(office: Office) -> None:
    taking = ("import sys, time; from pathlib import Path; from generator.build.publish import build_lock\n"
              "with build_lock(Path(sys.argv[1])):\n print('held', flush=True); time.sleep(60)")
    other = subprocess.Popen([sys.executable, "-c", taking, office.build], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        assert office.stands() is None
    finally:
        other.kill()
        other.communicate()
    with build_lock(office.build) as lock:
        assert lock and published(office.build)


@pytest.mark.parametrize("arguments", ["--help", "build --help", "build"])
def test_a_command_that_has_nothing_to_do_loads_nothing_for_it(office: Office, arguments: str) -> None:
    """No typesetter, no models: they cost more than everything else together."""
    wanted = ["--root", str(office.root), "--build", str(office.build), *arguments.split()]
    if arguments == "build":
        wanted += ["--area", ASKED.area, "--material", ASKED.material]
    run = ("import sys, datetime\nsys.argv = ['generator', *sys.argv[1:]]\n"
           "class Day(datetime.date):\n today = classmethod(lambda cls: cls(2026, 11, 21))\n"
           "datetime.date = Day\nfrom generator.cli import main\ntry:\n main()\n"
           "except SystemExit as end:\n print('LOADED', end.code, *sorted({name.partition('.')[0] for name in sys.modules}))")
    ran = subprocess.run([sys.executable, "-c", run, *wanted], cwd=ROOT, capture_output=True, text=True, check=True)
    code, *loaded = ran.stdout.rpartition("LOADED ")[2].split()
    assert code == "0" and not HEAVY & set(loaded), ran.stdout + ran.stderr
    if arguments == "build":
        assert "Made 0 editions, 4 unchanged" in ran.stdout

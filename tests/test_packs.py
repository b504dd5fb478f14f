"""Packs and print runs: a printer gets what is released and nothing else, and what was printed is known for ever."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from click.testing import CliRunner
from conftest import ROOT, copy_root, generator

from generator.build.inputs import read_inputs
from generator.checks.telling import Telling
from generator.cli import main
from generator.content.reader import read_library
from generator.handoff import Parcel
from generator.ledger.releases import read_releases
from generator.ledger.runs import write_run
from generator.model.content import Area
from generator.model.edition import MANY, Edition
from generator.packs.job import Job, JobFile, JobItem
from generator.packs.order import Order, order
from generator.packs.pack import fetched, outdated, telling
from generator.packs.parcel import parcel, read_pack
from generator.packs.printed import counted, run_of
from generator.packs.ticket import COLUMNS, ticket_csv
from generator.facts import value_of
from generator.review import approvals, record_fact, record_texts, sentences
from generator.signoff_state import uses

DAY = dt.date.today()  # what was rung long ago is a draft again
CARDS = ("number-card", "safety-card")
WORDS = Telling.of(read_library(ROOT)[0])


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


def released_root(root: Path) -> Path:
    """Two cards in English and Romanian: the English read and approved, the numbers rung, the address set."""
    copy_root(root)
    for folder, keep in (("content/locales", ("en", "ro")), ("locales", ("ro", "messages")), ("content/materials", CARDS),
                         ("content/areas", ("wiltshire",))):
        for file in (root / folder).iterdir():
            if file.stem not in keep:
                file.unlink()
    area = root / "content/areas/wiltshire.yaml"
    text = area.read_text(encoding="utf-8").replace("nation: england", "nation: england\naddress: https://day.example.org/w/")
    area.write_text(re.sub(r"(?m)^  (?!ro|en)[A-Za-z-]+: \d+\n", "", text), encoding="utf-8")
    (root / "content/people/ada.yaml").write_text("id: ada\nname: Ada Fictional\nreviews: [en]\nrings: true\n")
    inputs = read_inputs(root, DAY)
    known = sentences(inputs.library, inputs.catalogs, inputs.signoffs, (), "en")
    given, problems = approvals("en", known, uses(inputs.library)["safety-card"], "ada", DAY)
    assert not problems and not record_texts(root, "en", given)
    for service, fact in (("helpline", "phone"), ("helpline", "hours"), ("police-emergency", "phone"), ("police-emergency", "hours")):
        record = inputs.library.services[service]
        if getattr(record, fact) and value_of(record, fact):
            assert not record_fact(root, service, fact, value_of(record, fact), "ada", DAY)
    return root


def pack(root: Path, *more: str):
    return generator("pack", "--root", root, "--area", "wiltshire", *more)


def zips(root: Path) -> list[Path]:
    return sorted((root / "build" / "packs").glob("*.zip"))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """One real pack, of all that is released."""
    root = released_root(tmp_path_factory.mktemp("packs") / "root")
    ran = pack(root)
    assert ran.code == 0, ran.out + ran.err
    file, = zips(root)
    with zipfile.ZipFile(file) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    return SimpleNamespace(root=root, ran=ran, file=file, files=files, job=read_pack(file)[0],
                           manifest=json.loads((root / "build/release/manifest.json").read_text(encoding="utf-8")))


@pytest.fixture
def again(done: SimpleNamespace, tmp_path: Path) -> Path:
    """A copy of that root and its build, to be spoilt."""
    return Path(shutil.copytree(done.root, tmp_path / "root", symlinks=True))


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(document[i].get_textpage().get_text_range() for i in range(len(document)))


# The pack


def test_what_is_released_is_packed_as_it_was_checked_and_no_draft_is(done: SimpleNamespace) -> None:
    released = [o for o in done.manifest["outputs"] if o["kind"] == "print" and o["printer"] == "sheet-fed" and o["status"] == "released"]
    assert {(o["material"], o["locale"]) for o in released} == {("number-card", "en"), ("number-card", "ro"), ("safety-card", "en")}
    pdfs = {name: data for name, data in done.files.items() if name.endswith(".pdf") and name != "job-ticket.pdf"}
    assert {hashlib.sha256(data).hexdigest() for data in pdfs.values()} == {o["sha256"] for o in released}
    assert not [o for o in done.manifest["outputs"] if o["status"] == "draft"], "no draft lies beside what is handed out"
    assert {name[:14] for name in pdfs} == {o["edition"] for o in released} == read_releases(done.root)[0].standing, "and the ledger holds each"
    for name, data in pdfs.items():
        assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}\.pdf", name)
        assert name[:14] in words(data) and "DRAFT" not in words(data)


def test_every_file_has_its_checksum(done: SimpleNamespace) -> None:
    assert dict(reversed(line.split("  ")) for line in done.files["SHA256SUMS"].decode().splitlines()) == {
        name: hashlib.sha256(data).hexdigest() for name, data in done.files.items() if name != "SHA256SUMS"}
    assert hashlib.sha256(done.file.read_bytes()).hexdigest() in done.ran.out


def test_what_was_left_out_is_told_with_why_and_what_to_do(done: SimpleNamespace) -> None:
    assert "1 of the editions asked for is not released" in done.ran.out
    told = [line for line in done.ran.out.splitlines() if "K402" in line]
    assert len(told) == 1 and "texts of ro are not reviewed" in told[0] and "make review LOCALE=ro BY=you" in told[0]


def test_the_ticket_says_what_a_printer_asks(done: SimpleNamespace) -> None:
    rows = list(csv.reader(io.StringIO(done.files["job-ticket.csv"].decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row[3], row[4], row[10]) for row in rows[1:]] == [
        ("Romanian", "500", "1 side"), ("English", "100", "1 side"), ("English", "100", "2 sides")]
    assert [row[6] for row in rows[1:]] == ["4/0", "4/0", "4/4"]
    assert {(row[2], row[9], row[5], row[7]) for row in rows[1:]} == {
        ("Card, 85 × 55 mm", "85 × 55 mm", "300 g/m² uncoated", "cut to size, square corners")}
    page = " ".join(words(done.files["job-ticket.pdf"]).split())
    for row in rows[1:]:
        assert all(cell in page for cell in (row[1], row[3], row[4], row[5], *row[12].split())), row
    assert done.job.code in page and "as on your order" in page
    document = pypdfium2.PdfDocument(done.files["job-ticket.pdf"])
    assert [round(x) for x in document[0].get_size()] == [595, 842]


def test_names_titles_and_the_ticket_do_not_say_what_it_is_for(done: SimpleNamespace) -> None:
    assert re.fullmatch(r"print-job-wiltshire-[0-9A-Z]{4}(-[0-9A-Z]{4}){2}\.zip", done.file.name)
    seen = [done.file.name, *done.files, words(done.files["job-ticket.pdf"]), done.files["job-ticket.csv"].decode()]
    for name, data in done.files.items():
        if name.endswith(".pdf"):
            seen.append(pypdfium2.PdfDocument(data).get_metadata_value("Title"))
    assert not [text for text in seen if WORDS.in_text("en", text) or re.search("number-card|safety", text)]


def test_the_same_content_gives_the_same_zip_made_anew_or_not(again: Path, tmp_path: Path, done: SimpleNamespace) -> None:
    shutil.rmtree(again / "build/packs")
    asked = ("--material", "number-card", "--locale", "en", "--copies", "2000")
    one, two = pack(again, *asked), pack(again, *asked, "--build", tmp_path / "anew")
    assert one.code == two.code == 0, one.err + two.err
    (first,), (second,) = zips(again), (tmp_path / "anew/packs").iterdir()
    assert first.name == second.name != done.file.name and first.read_bytes() == second.read_bytes()
    assert [item.copies for item in read_pack(first)[0].items] == [2000]


def test_a_draft_that_was_asked_for_is_refused_and_nothing_is_packed(again: Path) -> None:
    shutil.rmtree(again / "build/packs")
    ran = pack(again, "--material", "safety-card", "--format", "json")
    assert ran.code == 1 and {p["code"] for p in ran.problems} == {"K401"} and not zips(again)
    assert [p["remedy"] for p in ran.problems] == ["Have them read: make review LOCALE=ro BY=you"]


def test_a_changed_number_puts_the_old_pack_aside_and_it_can_still_be_recorded(again: Path) -> None:
    old, = zips(again)
    edit(again, "content/services/helpline.yaml", 'shown: "08000 121 700"\n  dial: "+448000121700"', 'shown: "0808 157 0000"\n  dial: "+448081570000"')
    ran = pack(again, "--material", "number-card", "--locale", "en", "--format", "json")
    assert ran.code == 1 and {p["code"] for p in ran.problems} == {"K401", "K407"} and not zips(again)
    assert [p for p in ran.problems if "0808 157 0000" in p["message"] and "make verified SERVICE=helpline" in p["remedy"]]
    ran = generator("printed", "--root", again, "--pack", old.parent / "outdated" / old.name, "--by", "ada", "--format", "json")
    assert ran.code == 0 and [p["code"] for p in ran.problems] == ["K416"]
    run, = read_library(again)[0].print_runs.values()
    assert {phone.shown for edition in run.editions for phone in edition.phones} == {"08000 121 700", "999"}


def test_a_file_that_is_not_the_one_that_was_checked_is_not_packed(again: Path, done: SimpleNamespace) -> None:
    made = next(o for o in done.manifest["outputs"] if o["kind"] == "print")
    assert list(fetched(again / "build" / "release", Order(sources={"a.pdf": made}))[0]) == ["a.pdf"]
    file = (again / "build" / "release" / made["path"]).resolve()
    file.unlink()
    file.write_bytes(done.files["job-ticket.pdf"])
    pdfs, problems = fetched(again / "build" / "release", Order(sources={"a.pdf": made}))
    assert not pdfs and [p.code for p in problems] == ["K405"]


def test_a_withdrawn_yes_makes_a_pack_outdated(again: Path, done: SimpleNamespace) -> None:
    assert outdated(done.job, read_inputs(again, DAY)) == []
    (again / "content/signoff/facts.yaml").write_text("id: facts\nfacts: []\n")
    assert set(outdated(done.job, read_inputs(again, DAY))) == {item.code for item in done.job.items}


@pytest.mark.parametrize(("more", "said"), [
    (("--printer", "gutenberg"), "office, print-room, sheet-fed, web-to-print"), (("--area", "narnia"), "wiltshire"), (("--area", ""), "AREA="),
    (("--copies", "0"), "1 to 9999999"), (("--copies", "many"), "1 to 9999999")])
def test_what_is_not_understood_ends_with_2(done: SimpleNamespace, more: tuple[str, ...], said: str) -> None:
    ran = CliRunner().invoke(main, ["pack", "--root", str(done.root), "--area", "wiltshire", *more])
    assert ran.exit_code == 2 and said in ran.stderr


# The order, on small manifests


def output(**more: object) -> dict[str, object]:
    return {"path": "wiltshire/ro/house/card.pdf", "sha256": "0" * 64, "area": "wiltshire", "locale": "ro", "material": "number-card",
            "kind": "print", "format": "card-85x55", "printer": "sheet-fed", "pages": 2, "trim_mm": [85, 55], "edition": "7F3A-9K2C-4TXW",
            "status": "released", "qr": [], "phones": ["08000 121 700"], "draft_because": []} | more


@pytest.fixture(scope="module")
def ordered() -> Callable[..., object]:
    """``order`` for the real Wiltshire at the real sheet-fed printer."""
    inputs = read_inputs(ROOT, DAY)
    library = inputs.library

    def make(*outputs: dict, failed: tuple[dict, ...] = (), held: tuple[Edition, ...] = (), area: dict | None = None, **more: object):
        there = Area.model_validate(library.areas["wiltshire"].model_copy(update=area or {}), strict=False)
        return order({"outputs": list(outputs), "failed": list(failed)}, held, inputs, there, library.printers["sheet-fed"],
                     **{"takes": lambda locale, material: True, "specific": False, "copies": None} | more)

    return make


def test_only_files_for_this_printer_and_this_area_are_taken(ordered) -> None:
    done = ordered(output(), output(printer="web-to-print"), output(area="west-mercia"), output(kind="screen", printer=None, path="x"))
    assert [file.name for item in done.job.items for file in item.files] == ["7F3A-9K2C-4TXW.pdf"] and not done.problems


def test_the_area_says_how_many_by_language_by_item_and_none(ordered) -> None:
    arabic = output(locale="ar", edition="0000-0000-0000", material="booklet", format="booklet-a6", pages=16)
    done = ordered(output(), arabic, area={"copies": {"booklet": 30}})
    assert [(item.language, item.copies, item.sides, item.colours, item.binding) for item in done.job.items] == [
        ("Romanian", 500, "2 sides", "4/4", ""), ("Arabic", 30, "16 pages", "4/4", "right")]
    assert [item.code for item in ordered(output(), arabic, area={"copies": {"booklet": 0}}).job.items] == ["7F3A-9K2C-4TXW"]


def test_nobody_guesses_how_many_sheets_in_all_languages_are_wanted(ordered) -> None:
    sheet = output(locale="mul", material="language-sheet", format="sheet-a4")
    done = ordered(sheet)
    assert done.job is None and [(p.code, p.severity) for p in done.problems] == [("K404", "error")]
    assert [p.severity for p in ordered(sheet, output(edition="0000-0000-0000")).problems] == ["warning"]
    assert ordered(sheet, copies=20).job.items[0].copies == 20


def test_what_could_not_be_made_is_told_and_refused_where_it_was_asked_for(ordered) -> None:
    missing = {"area": "wiltshire", "locale": "ro", "material": "booklet", "format": "booklet-a6", "problems": ["x: error P202 text-too-long: y"]}
    assert [p.code for p in ordered(output(), failed=(missing,)).problems] == ["K402"]
    refused = ordered(output(), failed=(missing,), specific=True)
    assert refused.job is None and [p.code for p in refused.problems] == ["K401"]
    contact = missing | {"material": "coordinator-card", "format": "card-85x55", "problems": ["x:1: warning F310 local-fact-missing: y"]}
    assert ordered(output(), failed=(contact,), specific=True).job and not ordered(
        output(), failed=(contact,), specific=True, material_named=True).job
    assert [p.code for p in ordered().problems] == ["K403"]


def test_a_sheet_in_all_languages_names_those_that_nobody_has_read(ordered) -> None:
    inputs = replace(read_inputs(ROOT, DAY), release=True)
    library = inputs.library
    sheet, _ = inputs.join.edition(library.materials["language-sheet"], MANY, library.areas["wiltshire"])
    told, = [p for p in ordered(held=(sheet,)).problems if "languages on one sheet" in p.message]
    assert "ro, pl" in told.message and told.remedy == "Have each read: make review LOCALE=ro BY=you"


def item(**more: object) -> JobItem:
    return JobItem.model_validate({
        "code": "7F3A-9K2C-4TXW", "locale": "ro", "language": "Romanian", "material": "number-card", "format": "card-85x55", "form": "Card",
        "copies": 5, "trim_mm": (85.0, 55.0), "sides": "1 side", "stock": "", "colours": "4/0", "fold": "", "finishing": "", "binding": "",
        "files": (JobFile(name="7F3A-9K2C-4TXW.pdf", sha256=hashlib.sha256(b"x").hexdigest(), pages=1),), "phones": (), "qr": ()} | more)


def job(*items: JobItem, **more: object) -> Job:
    return Job.model_validate({"area": "wiltshire", "area_name": "Wiltshire", "printer": "office", "printer_name": "Office", "contact": "Ada",
                               "items": items or (item(),)} | more)


def test_a_telling_word_stops_a_pack() -> None:
    assert not telling(job(), Parcel({"a.txt": b""}), WORDS)
    assert [p.code for p in telling(job(contact="Slavery team"), Parcel({"a.txt": b""}), WORDS)] == ["K406"]
    assert [p.code for p in telling(job(), Parcel({"victims.txt": b""}), WORDS)] == ["K406"]


def test_a_cell_of_the_ticket_is_never_a_formula() -> None:
    assert b"\"'=1+1\"" in ticket_csv(job(item(stock="=1+1")))


# What was printed


def test_a_print_run_keeps_what_the_paper_shows(again: Path, done: SimpleNamespace) -> None:
    ran = generator("printed", "--root", again, "--pack", done.file, "--by", "ada", "--on", "2026-11-20", "--where", "Trowbridge")
    assert ran.code == 0 and "700 copies of 3 editions" in ran.out, ran.err
    library, problems = read_library(again)
    run, = library.print_runs.values()
    assert not problems and (run.pack, run.area, run.printer, run.on, run.where, run.by) == (
        done.job.code, "wiltshire", "sheet-fed", dt.date(2026, 11, 20), "Trowbridge", "ada")
    shown = {o["edition"]: (o["phones"], o["qr"]) for o in done.manifest["outputs"]}
    for edition in run.editions:
        phones, qr = shown[edition.code]
        assert [phone.shown for phone in edition.phones] == phones and set(edition.qr) == set(qr)
    assert {phone.services for edition in run.editions for phone in edition.phones} == {("helpline",), ("police-emergency",)}
    # once more is said aloud, and nothing is written over
    before = {file: file.read_bytes() for file in (again / "content/print-runs").iterdir()}
    twice = generator("printed", "--root", again, "--pack", done.file, "--by", "ada", "--format", "json")
    assert twice.code == 1 and [p["code"] for p in twice.problems] == ["K413"]
    other = generator("printed", "--root", again, "--pack", done.file, "--by", "nobody-listed", "--on", "2026-11-20", "--again", "--copies",
                      f"{run.editions[0].code}=7")
    assert other.code == 0 and "allowed here" in other.out
    after = {file: file.read_bytes() for file in (again / "content/print-runs").iterdir()}
    assert len(after) == 2 and before.items() < after.items()
    assert [[e.copies for e in kept.editions] for name, kept in read_library(again)[0].print_runs.items() if name.endswith("-2")] == [[7]]


@pytest.mark.parametrize("copies", ["0", "-3", "1.5", "٣", "00", "99999999", "many", "7F3A-9K2C-4TXV=5", "=5", "7F3A-9K2C-4TXW="])
def test_a_number_of_copies_is_a_number(copies: str) -> None:
    with pytest.raises(ValueError):
        counted(job(), copies, "x.zip")


def test_only_editions_of_the_pack_can_have_been_printed(done: SimpleNamespace) -> None:
    first, second, *_ = done.job.items
    one = job(first)
    assert [p.code for p in counted(one, f"{second.code}=5", "x.zip")[1]] == ["K415"]
    assert counted(one, f"{first.code.lower().replace('-', '')}=5", "x.zip") == ({first.code: 5}, [])


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, data in sorted(files.items()):
            bundle.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def changed(files: dict[str, bytes], name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    assert old in files[name]
    return files | {name: files[name].replace(old, new)}


SPOILT: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes]]] = {
    "not a zip": ("K411", lambda files: b"%PDF-1.7"), "nothing": ("K411", lambda files: b""),
    "a zip of somebody else": ("K411", lambda files: zipped({"a.txt": b"a"})),
    "cut short": ("K411", lambda files: Parcel(files).zip()[:-30]),
    "packed tighter": ("K411", lambda files: _deflated(files)),
    "no job": ("K411", lambda files: Parcel({n: d for n, d in files.items() if n != "job.json"}).zip()),
    "deep nesting": ("K411", lambda files: Parcel(files | {"job.json": b"[" * 100_000}).zip()),
    "copies changed": ("K412", lambda files: Parcel(changed(files, "job.json", b'"copies": 500', b'"copies": 900')).zip()),
    "a number changed": ("K412", lambda files: Parcel(changed(files, "job.json", b"08000 121 700", b"08000 121 701")).zip()),
    "a PDF changed": ("K412", lambda files: Parcel({n: d + b"\n" if n.endswith(".pdf") and n[0] != "j" else d for n, d in files.items()}).zip()),
    "a file added": ("K412", lambda files: Parcel(files | {"more.pdf": b""}).zip()),
    "a PDF taken out": ("K412", lambda files: Parcel({n: d for n, d in files.items() if n != min(files)}).zip()),
    "the ticket changed": ("K412", lambda files: Parcel(changed(files, "job-ticket.csv", b"500", b"900")).zip()),
    "packed by another program": ("K412", lambda files: zipped(files)),
}


def _deflated(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("name", SPOILT)
def test_only_a_pack_of_ours_that_nobody_changed_is_read(name: str, done: SimpleNamespace, tmp_path: Path) -> None:
    code, spoil = SPOILT[name]
    file = tmp_path / done.file.name
    file.write_bytes(Parcel(done.files).zip())
    assert read_pack(file)[0] == done.job
    file.write_bytes(spoil(done.files))
    found, problems = read_pack(file)
    assert found is None and [p.code for p in problems] == [code]


@pytest.mark.parametrize(("more", "code", "said"), [
    (("--pack", "nothing-here.zip"), 1, "K411"), (("--copies", "0"), 2, "1 to 9999999"), (("--by", "Ada Example"), 2, "small letters"),
    (("--on", "2999-01-01"), 2, "not come yet"), (("--on", "yesterday"), 2, "no day")])
def test_nonsense_is_recorded_nowhere(again: Path, done: SimpleNamespace, more: tuple[str, ...], code: int, said: str) -> None:
    ran = CliRunner().invoke(main, ["printed", "--root", str(again), "--pack", str(done.file), "--by", "ada", *more])
    assert ran.exit_code == code and said in ran.stderr and not (again / "content/print-runs").exists()


def test_the_ledger_writes_no_file_that_cannot_be_read_back(tmp_path: Path) -> None:
    run = run_of(job(), {"7F3A-9K2C-4TXW": 5}, on=DAY, where='a "place": of\u2028sorts', by="ada")
    path, problems = write_run(tmp_path, run)
    assert path is None and problems and not list(tmp_path.rglob("*.yaml"))
    path, problems = write_run(tmp_path, run | {"where": 'a "place": of # sorts'})
    assert not problems and path.name == f"{DAY}-{job().code.lower()}.yaml"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_pack_read_back_is_the_job_that_was_packed(tmp_path: Path) -> None:
    file = tmp_path / "p.zip"
    file.write_bytes(parcel(job(), {"7F3A-9K2C-4TXW.pdf": b"x"}, b"t", b"c").zip())
    assert read_pack(file) == (job(), []) and job().code != job(contact="Bob").code


def test_the_drafts_to_look_at_stay_where_they_are(done: SimpleNamespace) -> None:
    """A pack is made beside them, in build/release/."""
    assert not (done.root / "build/index.html").exists(), "nobody has built here"
    assert (done.root / "build/release/index.html").exists()

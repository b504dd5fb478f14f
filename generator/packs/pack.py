"""Floor 11. One pack: build, choose what is released, set the ticket, write the zip.

It is always made from a build of this moment. Zips of the area whose contents are no longer what
content/ says are put aside first, into packs/outdated/, whether a new one can be made or not:
the wrong one must not be at hand. They are not removed, since what was printed from one still
has to be recorded.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf

from generator import fonts
from generator.build.inputs import Inputs, font_files
from generator.build.narrow import Narrow
from generator.build.publish import build_lock, read_current
from generator.build.disk import digest, disk_problem, make_folder
from generator.checks.telling import SOURCE, Telling
from generator.edition import MANY
from generator.handoff import Parcel, write_parcel
from generator.model.content import Area
from generator.model.printer import Printer
from generator.packs.job import Job
from generator.packs.order import Order, order
from generator.packs.parcel import parcel, read_pack
from generator.packs.ticket import ticket_csv, ticket_pdf
from generator.page import Pages
from generator.model.release import Release
from generator.problem import Problem, error, warning
from generator.release import FOLDER as FOLDER_OF_RELEASE
from generator.release import release

NOT_WHAT_WAS_MADE = error("K405", "pack-not-as-checked", "a page that changed on its way was checked by nobody")
TELLS = error("K406", "pack-tells", "an order is seen on counters and screens, and what it is for must not be")
OUTDATED = warning("K407", "pack-outdated", "an older file with an older number could be sent to the printer")

FOLDER = "packs"  #: in BUILD, beside the published set and no part of it


@dataclass
class Packed:
    """What was written, and what stood in the way."""

    path: Path | None = None
    sha256: str = ""
    job: Job | None = None
    left_out: int = 0  #: editions that are not released
    release: Release | None = None  #: what the ledger got to know by this pack
    problems: list[Problem] = field(default_factory=list)


def pack(root: Path, target: Path, area: Area, printer: Printer, *, today: dt.date, locale: str = "", material: str = "",
         copies: int | None = None, progress: Callable[[str, int, int], None] = lambda name, done, total: None) -> Packed:
    """Write ``BUILD/packs/print-job-<area>-<code>.zip``, or say why not. The same content gives the same bytes."""
    narrow = Narrow(locale=locale, area=area.id, material=material, printer=printer.id)
    made = release(root, target, narrow, today=today, progress=progress)
    done = Packed(problems=list(made.problems))
    if made.inputs is None:
        return done
    done.problems += put_aside(target, area.id, made.inputs)
    if not made.stands:
        return done
    inputs, done.release = made.inputs, made.release
    with build_lock(target / FOLDER_OF_RELEASE) as lock:
        if not lock:
            done.problems += lock.problems
            return done
        manifest = json.loads(read_current(target / FOLDER_OF_RELEASE, "manifest.json") or b"{}")
        chosen = order(manifest, made.report.held, inputs, area, printer, specific=bool(locale or material), material_named=bool(material),
                       copies=copies, takes=lambda tag, name: narrow.takes(area.id, tag, name, False))
        done.problems += chosen.problems
        done.left_out = chosen.left_out
        if chosen.job is not None:
            _write(root, target, inputs, chosen, done)
    return done


def _write(root: Path, target: Path, inputs: Inputs, chosen: Order, done: Packed) -> None:
    job = chosen.job
    pdfs, problems = fetched(target / FOLDER_OF_RELEASE, chosen)
    if not problems:
        ticket, problems = _ticket(root, target / FOLDER_OF_RELEASE, inputs, job)
    if problems:
        done.problems += problems
        return
    bundle = parcel(job, pdfs, ticket, ticket_csv(job))
    if found := telling(job, bundle, Telling.of(inputs.library)):
        done.problems += found
        return
    path = target / FOLDER / f"{job.name}.zip"
    try:
        make_folder(path.parent)
        write_parcel(bundle, path)
        done.path, done.sha256, done.job = path, digest(path.read_bytes()), job
    except OSError as fault:
        done.problems.append(disk_problem(fault, path))


def fetched(made: Path, chosen: Order) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of the set that stands, each as the manifest has it."""
    pdfs, problems = {}, []
    for name, output in chosen.sources.items():
        data = read_current(made, output["path"])
        if data is None or digest(data) != output["sha256"]:
            problems.append(NOT_WHAT_WAS_MADE.at(output["path"], 0, "The file is not the one that was made and checked.",
                                                 "Type make clean, then pack again."))
        else:
            pdfs[name] = data
    return pdfs, problems


def _ticket(root: Path, target: Path, inputs: Inputs, job: Job) -> tuple[bytes | None, list[Problem]]:
    """FONTCONFIG_FILE is set here, before the typesetter is imported."""
    files, _ = font_files(inputs)
    try:
        os.environ["FONTCONFIG_FILE"] = str(fonts.private_fontconfig(files, target / ".cache" / "fonts"))
    except OSError as fault:
        return None, [disk_problem(fault, Path(fault.filename or target))]
    from generator.typeset.typesetter import Typesetter
    return ticket_pdf(job, Pages(root), Typesetter())


def telling(job: Job, bundle: Parcel, words: Telling) -> list[Problem]:
    """An error for each name or title that a counter would see with a telling word in it."""
    seen = [(f"{job.name}.zip", f"{job.name}.zip"), ("the job ticket", f"{job.area_name} {job.printer_name} {job.contact}")]
    for name, data in sorted(bundle.files.items()):
        seen.append((name, name))
        if name.endswith(".pdf"):
            seen.append((name, _title(data)))
    seen += [(item.code, " ".join((item.form, item.stock, item.fold, item.finishing))) for item in job.items]
    return [TELLS.at(f"content/areas/{job.area}.yaml", 0, f"{where}: “{found}” says what this is.", "Choose neutral words.")
            for where, text in dict.fromkeys(seen)
            if (found := words.in_text(SOURCE, text) or (words.in_name(text) if text == where else ""))]


def _title(pdf: bytes) -> str:
    """All that a list of files could show: the title, in both places where a PDF keeps it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        kept = [str(document.docinfo[key]) for key in ("/Title", "/Subject", "/Keywords", "/Author") if key in document.docinfo]
        if "/Metadata" in document.Root:
            kept.append(document.Root.Metadata.read_bytes().decode("utf-8", "replace"))
    return " ".join(kept)


def outdated(job: Job, inputs: Inputs) -> list[str]:
    """The codes of a job that content/ no longer gives, or no longer releases."""
    library, join, old = inputs.library, replace(inputs, release=True).join, []
    area = library.areas.get(job.area)
    for item in job.items:
        material, form = library.materials.get(item.material), library.formats.get(item.format)
        locale = _locale(inputs, item.locale)
        edition = join.edition(material, locale, area, form)[0] if material and form and locale and area else None
        if edition is None or edition.code != item.code or edition.status != "released":
            old.append(item.code)
    return old


def _locale(inputs: Inputs, tag: str) -> Any:
    return MANY if tag == MANY.tag else inputs.library.locales.get(tag)


def put_aside(target: Path, area: str, inputs: Inputs) -> list[Problem]:
    """Move packs of the area that are no longer right to packs/outdated/; a warning for each."""
    problems = []
    for file in sorted((target / FOLDER).glob("print-job-*.zip")):
        job, _ = read_pack(file)
        if job is None or job.area != area or not (old := outdated(job, inputs)):
            continue
        there = file.parent / "outdated" / file.name
        try:
            make_folder(there.parent)
            os.replace(file, there)
        except OSError as fault:
            problems.append(disk_problem(fault, file))
            continue
        problems.append(OUTDATED.at(f"{FOLDER}/{file.name}", 0, f"{len(old)} of its {len(job.items)} editions are not as content/ has them "
                                    f"now, {old[0]} among them; it was moved to {FOLDER}/outdated/.",
                                    "Do not send it out. If it was printed: make printed PACK=… as ever."))
    return problems

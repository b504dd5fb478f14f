"""Floor 12. preflight: whether a PDF from anywhere can go to a printer.

The file is read in a process of its own, with so much time and memory and no more: what
comes from outside may be anything, and a reader that is written in C may die of it.
"""

from __future__ import annotations

import os
import re
import resource
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.settings import Settings, options
from generator.limits import PDF_BYTES, PDF_MEMORY_BYTES, PDF_SECONDS
from generator.plainfile import Refused, Why, read_plain
from generator.problem import Problem

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from generator.checks.finished.opened import Opened
    from generator.checks.print import Job

SECONDS, MEMORY_BYTES, LARGEST_BYTES = PDF_SECONDS, PDF_MEMORY_BYTES, PDF_BYTES
MOST_PICTURES = 40


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--printer", required=True, help="A printer, such as sheet-fed: a file in content/printers/.")
@click.option("--kind", type=click.Choice(["print", "imposed"]), default=None,
              help="print: single pages with bleed; imposed: sheets. Without it, by the size of the first page.")
@click.option("--trim", default="", metavar="WxH", help="The size ordered, in mm, such as 85x55.")
@click.option("--pages", type=click.IntRange(min=1), default=None, help="How many pages were ordered.")
@click.option("--stitched", is_flag=True, help="It will be stitched: pages in fours.")
@click.option("--locale", default="", help="Its language, such as ur, for the smallest type. Without it, what the file says.")
@options
def preflight(settings: Settings, file: Path, printer: str, kind: str | None, trim: str, pages: int | None,
              stitched: bool, locale: str) -> None:
    """Check a PDF for a printer, and paint where it fails."""
    from generator.checks.print import Job
    known = sorted(one.stem for one in (settings.root / "content" / "printers").glob("*.yaml"))
    if printer not in known:
        raise click.UsageError(f"There is no printer “{printer[:60]}”. There are: {', '.join(known) or 'none'}.")
    house, problems = _record(settings.root, "printers", printer)
    if house is None or problems:
        settings.finish(problems)
    name = "".join(c if c.isprintable() else "?" for c in str(file))
    data = _bytes(file, name)
    if kind and kind not in house.files:
        raise click.UsageError(f"The printer {house.id} takes {' and '.join(house.files)} files only.")
    if locale and _floor(settings.root, locale) is None:
        raise click.UsageError(f"There is no locale “{locale[:60]}”. See content/locales/.")
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", file.stem).strip("-")[:60] or "file"
    folder = settings.build / "preflight"
    job = Job(path=name, kind=kind or house.files[0], printer=house, language=locale, trim_mm=_size(trim), pages=pages,
              stitched=stitched, picture=f"{folder}/{stem}-{{page}}.png")
    found, pictures, told = _apart(data, job, settings.root, guess=kind is None)
    try:
        _write(folder, stem, pictures)
    except OSError as fault:
        settings.say(f"The pictures cannot be written to {folder}: {fault.strerror}.")
    if not found:
        settings.say(f"{name}: ready for {house.name}: {told}. The printer's own check has the last word.")
    settings.finish(found)


def _write(folder: Path, stem: str, pictures: dict[int, bytes]) -> None:
    """The pictures of this file, and none of an earlier one of its name."""
    for old in folder.glob(f"{stem}-*.png") if folder.is_dir() else ():
        if re.fullmatch(r"-\d+\.png", old.name.removeprefix(stem)):
            old.unlink()
    for page, picture in pictures.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{stem}-{page}.png").write_bytes(picture)


def _record(root: Path, folder: str, name: str) -> tuple[Any, list[Problem]]:
    """One record of content/, without reading the rest."""
    from generator.content.reader import FOLDERS, read_plain_file
    from generator.content.validate import validate_named
    from generator.content.yamltext import read_yaml
    path, problems = f"content/{folder}/{name}.yaml", []
    raw = read_plain_file(root / path, path, problems)
    if raw is None:
        return None, problems
    document, found = read_yaml(raw, path)
    if document is None:
        return None, [*problems, *found]
    record, wrong = validate_named(document, FOLDERS[folder], name)
    return record, [*problems, *found, *wrong]


def _floor(root: Path, tag: str) -> float | None:
    """The smallest type of a locale; None where there is no such locale."""
    if not re.fullmatch(r"[A-Za-z0-9-]{2,20}", tag) or not (root / "content" / "locales" / f"{tag}.yaml").is_file():
        return None
    record, _ = _record(root, "locales", tag)
    return None if record is None else record.smallest_pt


def _bytes(file: Path, name: str) -> bytes:
    data = read_plain(file, LARGEST_BYTES, follow=True)
    if not isinstance(data, Refused):
        return data
    if data.why is Why.NOT_PLAIN:
        raise click.UsageError(f"{name} is not a file.")
    raise click.UsageError(f"{name}: {data.said}")


def _size(trim: str) -> tuple[float, float] | None:
    if not trim:
        return None
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,2})?)\s*[x×]\s*(\d{1,4}(?:\.\d{1,2})?)", trim.strip())
    if not found:
        raise click.UsageError(f"“{trim[:40]}” is not a size. Write it in mm, such as --trim 85x55.")
    return float(found[1]), float(found[2])


def _apart(data: bytes, job: Job, root: Path, guess: bool, seconds: float = SECONDS) -> tuple[list[Problem], dict[int, bytes], str]:
    """Problems, pictures by page, and a word on the file; from a process of its own, so that this one lives on."""
    import multiprocessing  # only here: it would slow the start of every command

    from generator.checks.print import broken
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_child, args=(there, data, job, root, guess), daemon=True)
    worker.start()
    there.close()
    try:
        if not here.poll(seconds):
            return [broken(job, f"it takes longer than {seconds:g} seconds to read").problem], {}, ""
        return here.recv()
    except EOFError:
        return [broken(job, "it takes too much memory, or breaks the reader").problem], {}, ""
    finally:
        worker.kill()
        worker.join()


def _child(to: Connection, data: bytes, job: Job, root: Path, guess: bool) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libraries in C write to it
    try:
        to.send(_checked(data, job, root, guess))
    except (MemoryError, RecursionError):
        pass  # the parent sees that nothing came


def _checked(data: bytes, job: Job, root: Path, guess: bool) -> tuple[list[Problem], dict[int, bytes], str]:
    from generator.checks.finished.opened import Opened
    from generator.checks.print import painted, preflight
    from generator.units import pt_to_mm
    file = Opened(data)
    if file.fault:
        return [finding.problem for finding in preflight(file, job)], {}, ""
    language = job.language or file.language
    floor = _floor(root, language) or 0.0
    job = replace(job, smallest_text_pt=floor, language=language if floor else job.language,
                  kind=_guessed(file, job) if guess else job.kind)
    findings = preflight(file, job)
    failing = sorted({finding.page for finding in findings if finding.page})
    pictures = {page: painted(file, page, findings) for page in failing[:MOST_PICTURES]}
    trim = file.trim(1)
    return ([finding.problem for finding in findings], pictures,
            f"{file.page_count} page{'s' * (file.page_count > 1)} of {pt_to_mm(trim.width):.4g} × {pt_to_mm(trim.height):.4g} mm, as {job.kind}")


def _guessed(file: Opened, job: Job) -> Any:
    """A page as large as the printer's sheet is a sheet, where the printer takes sheets."""
    from generator.units import pt_to_mm
    files, sheet, media = job.printer.files, job.printer.sheet_mm, file.frames[0].media
    if len(files) == 1 or sheet is None:
        return files[0]
    sides = sorted((pt_to_mm(media.width), pt_to_mm(media.height)))
    wanted = sorted((sheet.width, sheet.height))
    return "imposed" if all(abs(a - b) < 1 for a, b in zip(sides, wanted, strict=True)) else "print"

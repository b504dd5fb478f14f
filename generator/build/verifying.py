"""Floor 9. The whole of a published set read again, on all cores: files, manifest, content, page by page.

Nothing that makes a page is asked (``generator.verify``); what is shared with a build is how
content is read, how work is spread, and where a set lies.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.build.inputs import Inputs
from generator.build.pool import Done, Task, run
from generator.build.publish import published
from generator.model.edition import Edition
from generator.model.printer import Printer
from generator.model.values import is_reserved
from generator.problem import Problem, error
from generator.verify.entry import LIES, check_entry, check_facts, edition_of
from generator.verify.facts import Facts, facts_of, figures_of
from generator.verify.files import UNLISTED, check_files, read_manifest
from generator.verify.paper import check_paper
from generator.verify.picture import check_picture
from generator.verify.web import check_web
from generator.verify.words import check_words

NO_SET = error("V518", "nothing-to-verify", "where nothing stands nothing can be handed out")

TIME_LIMIT_S = 120.0
MEMORY_LIMIT_MB = 1500


@dataclass
class Verified:
    """What a look at a build found."""

    problems: list[Problem] = field(default_factory=list)
    files: int = 0  #: whose pages were read
    traces: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Load:
    folder: Path
    output: dict[str, Any]
    edition: Edition
    facts: Facts
    printer: Printer | None


def verify(target: Path, inputs: Inputs, *, workers: int | None = None,
           progress: Callable[[str, int, int], None] = lambda name, done, total: None) -> Verified:
    """Read the set that stands in ``target`` and every file of it."""
    done = Verified(problems=list(inputs.problems))
    # A reader goes through the link once and reads below what it led to, as any reader of a set should.
    folder = Path(os.path.realpath(target / "current"))
    if published(target) is None:
        done.problems.append(NO_SET.at(str(target), 0, "There is no set here.", "Type make first, or name the folder with --build."))
        return done
    done.problems += _strangers(target, folder)
    manifest, problems = read_manifest(folder)
    done.problems += problems
    if manifest is None:
        return done
    done.problems += check_files(folder, manifest)
    done.problems += _failed_and_there(manifest)
    loads = []
    figures = figures_of(inputs.library)
    facts = {name: facts_of(inputs.library, area, figures) for name, area in inputs.library.areas.items()}
    join, known = inputs.join, {}
    for output in manifest["outputs"]:
        key = tuple(output[name] for name in ("area", "locale", "material", "format"))
        if key not in known:
            known[key] = edition_of(join, inputs.library, output)
        edition, why = known[key]
        done.problems += check_entry(output, edition, why)
        if output["area"] in facts:
            done.problems += check_facts(output, facts[output["area"]])
        if edition is not None and output["area"] in facts and (folder / output["path"]).is_file():
            loads.append(_Load(folder, output, edition, facts[output["area"]], inputs.library.printers.get(str(output.get("printer")))))
    _read_all(loads, done, workers, progress)
    done.problems = sorted(dict.fromkeys(done.problems))
    return done


def _read_all(loads: list[_Load], done: Verified, workers: int | None, progress: Callable[[str, int, int], None]) -> None:
    def heard(result: Done) -> None:
        done.files += result.problem is None
        done.problems += result.value or ([result.problem] if result.problem else [])
        if result.trace:
            done.traces.append(f"{result.task.name}\n{result.trace}")
        progress(result.task.name, done.files, len(loads))

    tasks = [Task(load.output["path"], load, float(load.output["bytes"])) for load in loads]
    if tasks:
        done.problems += run(tasks, look, on_done=heard, workers=workers or os.cpu_count() or 1,
                             time_limit_s=TIME_LIMIT_S, memory_limit_mb=MEMORY_LIMIT_MB)


def look(load: _Load) -> list[Problem]:
    """Every problem of one file. Runs in a worker."""
    data, output, edition = (load.folder / load.output["path"]).read_bytes(), load.output, load.edition
    if output["kind"] == "page":
        return list(check_web(data, output, edition, load.facts))
    if output["kind"] == "text":
        return list(check_words(data, output, edition, load.facts))
    if output["kind"] == "image":
        return list(check_picture(data, output, edition))
    return check_paper(data, output, edition, load.printer)


def _strangers(target: Path, folder: Path) -> list[Problem]:
    """What lies in BUILD itself and is neither of the set nor of another command."""
    tops = set(os.listdir(folder))
    return [UNLISTED.at(name, 0, "It lies beside the set and belongs to nothing that was made.", "Take it away.")
            for name in sorted(os.listdir(target))
            if not name.startswith(".") and not is_reserved(name) and (name not in tops or not (target / name).is_symlink())]


def _failed_and_there(manifest: dict[str, Any]) -> list[Problem]:
    """What could not be made must not stand beside what could."""
    names = ("area", "locale", "material", "format")
    failed = {tuple(one.get(name) for name in names) for one in manifest["failed"] if isinstance(one, dict)}
    # A further printer's file may fail alone.
    return [LIES.at(output["path"], 0, "It is listed under failed too.", "Type make.", locale=output["locale"])
            for output in manifest["outputs"] if output.get("printer") is None and tuple(output[name] for name in names) in failed]

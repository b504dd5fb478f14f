"""One turn of one entrant: sets all editions of a folder and prints how many ms of CPU each took, as JSON.

Run by typesetting.py in a process of its own. What is needed once (imports, fonts) is told apart.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import gc
import json
import os
import resource
import shutil
import subprocess
import sys
import time
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
BESIDE = ".bench"  #: where Typst is kept

if TYPE_CHECKING:
    from generator.build.plan import Planned


def cpu_ms() -> float:
    """Of this process and of all its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (time.process_time() + children.ru_utime + children.ru_stime)


def bleed_of(one: Planned) -> float:
    """As in a build: where no colour runs to the edge there is nothing to bleed."""
    return one.order.bleed_mm if one.edition.format.bleed_mm else 0.0


def missing(entrant: str, root: Path) -> str:
    """Why an entrant cannot take part; empty where it can. Typst is fetched."""
    if entrant == "chromium-file" and not shutil.which("chromium"):
        return "chromium is not installed (Debian: apt install chromium)"
    if entrant == "typst" and not (root / BESIDE / "typst").is_dir():
        wanted = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]["bench"]
        fetched = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:",
                                  "--target", root / BESIDE, *wanted], capture_output=True, text=True)
        if fetched.returncode:
            return "typst could not be fetched from PyPI"
    return ""


def ours(work: Path, editions: list[Planned]) -> dict[str, Any]:
    """From the edition to the file for the screen: template, fitting, writing, finishing. Checks are timed by ``kinds``."""
    begun = cpu_ms()
    from generator.build.wanted import said, text_size
    from generator.build.worker import SELDOM
    from generator.fonts import FALLBACK
    from generator.page import Pages
    from generator.typeset import finish
    from generator.typeset.typesetter import Typesetter
    pages, typesetter = Pages(ROOT), Typesetter()
    gc.set_threshold(*SELDOM)  # as a worker does
    gc.freeze()
    found: dict[str, Any] = {"start": cpu_ms() - begun, "ms": [], "sizes": []}
    for one in editions:
        begun = cpu_ms()
        edition, bleed = one.edition, bleed_of(one)
        page, problems = pages.render(edition, bleed_mm=bleed)
        if page is None:
            raise SystemExit(str(problems[0]))
        set_, problems = typesetter.set(
            page.html, page.css, size=text_size(edition), pages=edition.page_count, edge_mm=edition.format.safe_mm + bleed,
            families=frozenset((*edition.fonts, FALLBACK)), accessible=True, date=dt.date(2000, 1, 1), path=edition.name, text="".join(said(edition)))
        if set_ is None:
            raise SystemExit(str(problems[0]))
        finish.trimmed(finish.finish(set_.pdf, bleed_mm=bleed))
        found["ms"].append(cpu_ms() - begun)
        found["sizes"].append(set_.size_pt)
    return found


def kinds(work: Path, editions: list[Planned]) -> dict[str, Any]:
    """All files of each edition as a build makes them, and what the checks of each kind of file take beside it."""
    from generator.build import item
    from generator.build.inputs import font_files, read_inputs
    from generator.fonts import FALLBACK
    from generator.page import Pages
    from generator.typeset.typesetter import Typesetter
    files, _ = font_files(read_inputs(ROOT, dt.date.today()))
    latin = next(f.path for f in files if f.family == FALLBACK and f.weight == "Regular")
    shop = item.Workshop(Pages(ROOT), Typesetter(), latin, tuple(files), work / "fonts")
    spent: dict[str, list[float]] = {}
    finished, preflight = item.check_finished, item.preflight

    def timed(kind: str, work_: Any, *given: Any) -> Any:
        begun = cpu_ms()
        try:
            return work_(*given)
        finally:
            spent.setdefault(kind, []).append(cpu_ms() - begun)

    item.check_finished = lambda file, expected: timed(expected.kind, finished, file, expected)
    item.preflight = lambda file, job: timed(f"{job.kind}, as the printer looks at it", preflight, file, job)
    begun = cpu_ms()
    for one in editions:
        shop.make(one.edition, one.order)
    whole = cpu_ms() - begun
    return {"kinds": {"all": whole, "editions": len(editions), "spent": {kind: (len(ms), sum(ms)) for kind, ms in spent.items()}}}


def weasyprint(work: Path, pages: list[Path]) -> dict[str, Any]:
    """As a plain user would: one font configuration, one write_pdf() a page."""
    begun = cpu_ms()
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    fonts = FontConfiguration()
    found: dict[str, Any] = {"start": cpu_ms() - begun, "ms": []}
    for page in pages:
        begun = cpu_ms()
        HTML(string=page.read_text(encoding="utf-8")).write_pdf(font_config=fonts, pdf_variant="pdf/ua-1")
        found["ms"].append(cpu_ms() - begun)
    return found


def typst(work: Path, pages: list[Path]) -> dict[str, Any]:
    """One compiler, our fonts only, PDF/UA-1 like ours."""
    begun = cpu_ms()
    sys.path.insert(0, str(ROOT / BESIDE))
    import typst as library
    compiler = library.Compiler(input=str(Path(__file__).with_name("page.typ")), root=str(Path(__file__).parent),
                                font_paths=[str(work / "fonts" / "files")], ignore_system_fonts=True)
    found: dict[str, Any] = {"start": cpu_ms() - begun, "ms": []}
    for page in pages:
        begun = cpu_ms()
        compiler.compile(sys_inputs={"data": page.with_suffix(".json").read_text(encoding="utf-8")}, format="pdf", pdf_standards=["ua-1"])
        found["ms"].append(cpu_ms() - begun)
    return found


def each(pages: list[Path], command: list[str]) -> dict[str, Any]:
    """A program started for each file; {} stands for the page, {pdf} for what it writes."""
    with suppress(OSError, AttributeError):  # Linux: PR_SET_CHILD_SUBREAPER; the children of a browser's helpers count too
        ctypes.CDLL(None).prctl(36, 1)
    found: dict[str, Any] = {"start": 0.0, "ms": []}
    for page in pages:
        begun = cpu_ms()
        pdf = page.with_suffix(".pdf")
        pdf.unlink(missing_ok=True)
        subprocess.run([part.replace("{pdf}", str(pdf)).replace("{}", str(page)) for part in command],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with suppress(ChildProcessError):
            while os.waitpid(-1, 0)[0]:
                pass
        if not pdf.is_file():
            raise SystemExit(f"{command[0]} wrote nothing")
        found["ms"].append(cpu_ms() - begun)
    return found


def main() -> None:
    entrant, work = sys.argv[1], Path(sys.argv[2])
    sys.path[:0] = [str(ROOT)]
    pages = sorted(work.glob("*.html"))
    if entrant in ("ours", "kinds"):
        from typesetting import chosen
        asked = json.loads((work / "chosen.json").read_text())
        found = (ours if entrant == "ours" else kinds)(work, chosen(asked["area"], asked["sample"]))
    elif entrant == "weasyprint-file":
        found = each(pages, [str(Path(sys.executable).with_name("weasyprint")), "--pdf-variant", "pdf/ua-1", "{}", "{pdf}"])
    elif entrant == "chromium-file":
        found = each(pages, ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work / 'browser'}",
                             "--no-pdf-header-footer", "--print-to-pdf={pdf}", "{}"])
    else:
        found = {"weasyprint": weasyprint, "typst": typst}[entrant](work, pages)
    print(json.dumps(found))


if __name__ == "__main__":
    main()

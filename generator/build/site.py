"""Floor 9. build/site/: a folder for each address, ready to upload; and the ledger of addresses, written before it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.build.disk import digest, disk_problem, make_folder
from generator.build.inputs import Inputs
from generator.build.publish import PublishFile, publish, read_current
from generator.manifest import outputs_in
from generator.model.web import Ledger
from generator.page import Pages
from generator.problem import Problem, error, errors
from generator.site.ledger import PATH, Made, grown, lacking, ledger_bytes, ledger_of, ledger_on_disk, with_printed
from generator.site.pages import Maker, Site
from generator.wholefile import alone, write_whole

CHANGED_MEANWHILE = error("W105", "changed-meanwhile", "a page from two builds could show two numbers")

PAGES = "pages"  #: in BUILD: the set of pages that a site is made of, drafts with their mark among them
INDEX = "site.json"  #: which folder belongs to which address
_README = """These folders go to the web hosts, one for each address:

{folders}

Upload everything in a folder, names that begin with a dot too, as its address is: the file ro/index.html
of the folder must answer at the address followed by ro/ and nothing may redirect.

Headers: Apache reads .htaccess, and Netlify and Cloudflare Pages read _headers, where they lie.
For nginx include the file <folder>.nginx.conf in the server block; it is not uploaded with the pages.

Afterwards: make check-site AREA=<area> fetches every address and says what is wrong.
"""


@dataclass(frozen=True)
class Written:
    """What stands in build/site/ after a run."""

    sites: tuple[Site, ...]
    published: bool  #: this set stands, whether it was written now or before
    recorded: int  #: addresses that are new in the ledger
    problems: tuple[Problem, ...]


def write_site(inputs: Inputs, made: Path, target: Path, today: dt.date, found: Iterable[Problem] = ()) -> Written:
    """Make the sites from the pages of the build in ``made``, write the ledger, then ``target``/site: whole or not at all."""
    broken = [p for p in inputs.problems if p.path.startswith(("content/ledger/", "content/print-runs/"))]
    if broken:
        return Written((), False, 0, tuple(broken))  # what it holds is not known: nothing may be left out by mistake
    built, problems = _built(made)
    before, known = ledger_of(inputs.library), with_printed(inputs.library)
    maker = Maker(inputs.join, Pages(inputs.root), built, found)
    sites = maker.sites(known) if not problems else []
    problems += maker.problems
    if sites:
        problems += lacking(known, {site.address: site.pages for site in sites})
    if errors(problems) or not sites:
        return Written(tuple(sites), False, 0, tuple(problems))
    after = grown(known, [Made(s.area, s.nation, s.address, s.tags) for s in sites if not (s.draft or s.former)], today)
    recorded = sum(len(s.locales) for s in after.sites) - sum(len(s.locales) for s in before.sites)
    if recorded:
        data, found_ = ledger_bytes(after)
        problems += found_ or _write(inputs.root, before, data)
        if found_ or errors(problems):
            return Written(tuple(sites), False, 0, tuple(problems))
    _, told = publish(target / "site", [PublishFile(path, digest(data), data) for path, data in site_files(sites).items()])
    return Written(tuple(sites), not told, recorded, (*problems, *told))


def site_files(sites: Iterable[Site]) -> dict[str, bytes]:
    """Everything below build/site/."""
    sites = list(sites)
    files = {f"{site.folder}/{path}": data for site in sites for path, data in site.files.items()}
    files |= {f"{site.folder}.nginx.conf": site.nginx for site in sites}
    files["README.txt"] = _README.format(folders="\n".join(
        f"    {site.folder}/  →  {site.address}" + ("   DRAFT: a reserved domain, not to be uploaded" if site.draft else "")
        + ("   an older address, to be kept alive" if site.former else "") for site in sites)).encode()
    files[INDEX] = (json.dumps([{"folder": s.folder, "area": s.area, "address": s.address, "draft": s.draft, "former": s.former,
                                 "pages": sorted(s.pages)} for s in sites], indent=1) + "\n").encode()
    return files


def _built(made: Path) -> tuple[dict[str, dict[str, bytes]], list[Problem]]:
    """The pages of the current set, each with the hash that its manifest gives."""
    found: dict[str, dict[str, bytes]] = {}
    for output in outputs_in(read_current(made, "manifest.json")):
        if output["kind"] != "page":
            continue
        data = read_current(made, output["path"])
        if data is None or digest(data) != output["sha256"]:
            return {}, [CHANGED_MEANWHILE.at(output["path"], 0, "It is not the page that the build made.", "Run it again.")]
        found.setdefault(output["area"], {})[output["locale"]] = data
    return found, []


def _write(root: Path, before: Ledger, data: bytes) -> list[Problem]:
    """The ledger, unless somebody has added to it since it was read: an address must not be forgotten."""
    file = root / PATH
    try:
        make_folder(file.parent)
        with alone(file.parent):
            if ledger_on_disk(root) != before:
                return [CHANGED_MEANWHILE.at(PATH, 0, "Another make site has added addresses meanwhile.", "Run it again.")]
            write_whole(file, data)
    except OSError as fault:
        return [disk_problem(fault, file.parent)]
    return []

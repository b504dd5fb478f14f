"""Floor 12. check-site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from generator.cli.settings import Settings, options
from generator.limits import JSON_BYTES, PAGE_BYTES
from generator.plainfile import read_plain

GIVE_UP_AFTER = 2  #: answers in a row that did not come; the others would take as long


@click.command("check-site")
@click.argument("url", required=False, default="")
@click.option("--area", default="", help="Only this area, such as wiltshire; with URL: the area whose pages stand there.")
@click.option("--time-limit", type=click.FloatRange(0.1, 300), default=15.0, show_default=True, help="Seconds for one page.")
@options
def check_site(settings: Settings, url: str, area: str, time_limit: float) -> None:
    """Fetch every published address of a live site, and say what is wrong.

    URL stands in for the address, for a site on trial: check-site http://127.0.0.1:8000/ --area wiltshire
    """
    from generator.content.reader import read_library
    from generator.site.fetch import fetch
    from generator.site.ledger import lacking, with_printed
    from generator.site.live import judge, together, wanted_pages
    sites = _sites(settings, url, area)
    ledger = with_printed(read_library(settings.root)[0])
    problems = []
    for site, base, pages in sites:
        mine = ledger.model_copy(update={"sites": tuple(s for s in ledger.sites if s.address == site["address"])})
        problems += lacking(mine, {site["address"]: pages})
        found, silent, asked = [], 0, 0
        everything = wanted_pages(base, pages)
        for one in everything:
            answer = fetch(one.url, time_limit)
            found += judge(one, answer)
            asked += 1
            silent = silent + 1 if answer.fault else 0
            if silent == GIVE_UP_AFTER:
                break
        settings.say(f"{base}: {asked} of {len(everything)} addresses fetched, "
                     + (f"{len({p.path for p in found})} with something wrong." if found else "all as they were built."))
        problems += together(found)
    settings.finish(problems)


def _sites(settings: Settings, url: str, area: str) -> list[tuple[dict[str, Any], str, dict[str, bytes]]]:
    """Each site to be looked at, where it is to be looked for, and its pages as they were built."""
    folder: Path = settings.build / "site"
    try:
        current = (folder / "current").resolve()  # one complete set, whatever is published meanwhile
        raw = read_plain(current / "site.json", JSON_BYTES)
        known = json.loads(raw) if isinstance(raw, bytes) else None
        if not isinstance(known, list) or not all(
                isinstance(s, dict) and all(isinstance(s.get(key), str) for key in ("folder", "area", "address"))
                and isinstance(s.get("pages"), list) and {"draft", "former"} <= s.keys() for s in known):
            raise ValueError("it is not what make site wrote")
    except (OSError, ValueError, RecursionError):
        raise click.UsageError(f"{folder} holds no site to compare with. Type make site first.") from None
    if url:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise click.UsageError(f"“{url[:80]}” is not an address such as https://help.example.org/.")
        url = url.rstrip("/") + "/"
    chosen = [s for s in known if (not area or area == s["area"]) and (not url or area or s["address"] == url)]
    if url and area:
        chosen = [s for s in chosen if s["address"] == url] or [s for s in chosen if not s["former"]]
    if not url:
        chosen = [s for s in chosen if not s["draft"]]
    if not chosen:
        raise click.UsageError(
            f"No site here has the address {url}. Say whose pages stand there: AREA=… ({', '.join(sorted({s['area'] for s in known}))})." if url
            else "No area has a web address of its own yet. To look at a site on trial: make check-site URL=… AREA=…")
    return [(site, url or site["address"], {path: _page(current, site["folder"], str(path)) for path in site["pages"]}) for site in chosen]


def _page(current: Path, folder: str, path: str) -> bytes:
    """A page as it was built."""
    inside = Path(folder, path)
    data = read_plain(current / inside, PAGE_BYTES) if not inside.is_absolute() and ".." not in inside.parts else None
    if not isinstance(data, bytes):
        raise click.UsageError(f"The page {inside} of {current.parent.name} cannot be read. Type make site first.")
    return data

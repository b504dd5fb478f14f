"""Floor 11. The job ticket: the same rows as a table for a spreadsheet and as a page for the counter.

It may lie open on a counter: items go by code, size and language, and no word says what they are for.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from itertools import groupby
from typing import Any

from generator.fonts import FALLBACK
from generator.packs.job import Job, JobItem, trim
from generator.page import Pages
from generator.problem import Problem
from generator.templates.drawn import FAULTS, draw, fault

COLUMNS = ("item", "edition code", "format", "language", "quantity", "stock", "colours", "finishing", "fold",
           "trim size", "sides or pages", "binding edge", "files")
DATE = dt.date(2000, 1, 1)  # any fixed day: finish() takes it out again


def ticket_csv(job: Job) -> bytes:
    """With a byte order mark, without which spreadsheets misread ×; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, item in enumerate(job.items, 1):
        cells = (str(number), item.code, item.form, item.language, str(item.copies), item.stock, item.colours, item.finishing,
                 item.fold, trim(item), item.sides, item.binding, " ".join(file.name for file in item.files))
        writer.writerow([f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def ticket_pdf(job: Job, pages: Pages, typesetter: Any) -> tuple[bytes | None, list[Problem]]:
    """The ticket as tagged A4 pages; ``typesetter``: a ``generator.typeset.typesetter.Typesetter``."""
    from generator.typeset.finish import finish
    from generator.typeset.typesetter import Size
    numbered = list(enumerate(job.items, 1))
    groups = [(rows[0][1], rows, sum(item.copies for _, item in rows), _hows(rows))
              for rows in (list(found) for _, found in groupby(numbered, key=lambda one: _form(one[1])))]
    try:
        html = draw(pages.environment, "job-ticket.html.j2", dict(
            job=job, groups=groups, trim=trim, copies=sum(item.copies for item in job.items)))
        style = pages.style(("job-ticket",))
    except FAULTS as problem:
        return None, [fault(problem, "job-ticket.html.j2")]
    said = job.model_dump_json()
    set_, problems = typesetter.set(html, style, size=Size(9.0, 9.0), pages=None, edge_mm=8.0,
                                    families=frozenset({FALLBACK}), accessible=True, date=DATE,
                                    path="packs/job-ticket.pdf", text=said)
    return (None if set_ is None else finish(set_.pdf, bleed_mm=0.0)), problems


def _form(item: JobItem) -> tuple[object, ...]:
    """What items of one table have in common."""
    return item.format, item.trim_mm, item.sides, item.stock, item.colours, item.fold, item.finishing, item.binding


def _hows(rows: list[tuple[int, JobItem]]) -> list[str]:
    """How the sheets are printed and cut, once each."""
    return list(dict.fromkeys(file.how for _, item in rows for file in item.files if file.how))

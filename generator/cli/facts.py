"""Floor 12. facts: what to ring next."""

from __future__ import annotations

import datetime as dt

import click

from generator.cli.settings import Settings, options, read

_TITLES = {"changed": "Changed since somebody rang it", "unverified": "Rung by nobody yet", "expired": "Rung too long ago",
           "soon": "To be rung again soon", "good": "Checked"}


@click.command()
@options
def facts(settings: Settings) -> None:
    """List every number and hour that is handed out: what to ring next comes first.

    How long a check holds stands in content/expiry/. What has run out, or was never checked,
    keeps each item that shows it a draft, and stops its release.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from generator.checks.content import checks
    from generator.facts import facts as all_facts
    inputs = read(settings)
    known = all_facts(inputs.library, inputs.signoffs, dt.date.today())
    if settings.form == "text":
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in ("", "who", "what", "checked", "holds until", "read at"):
            table.add_column(name, overflow="fold")
        before = ""
        for one in known:
            table.add_row(_TITLES[one.state] if one.state != before else "", f"{one.name} ({one.owner})", one.shown,
                          f"{one.checked_on} by {one.checked_by}" if one.checked_on else "never" if one.kind != "address" else "",
                          str(one.last_day or ""), f"{one.source}, {one.read_on}" if one.source else "")
            before = one.state
        Console(width=None if Console().is_terminal else 160, highlight=False).print(table)
        settings.say("Record a check: make verified SERVICE=helpline BY=you (FACT=hours for the hours)")
    from generator.waivers import checked_content
    wanted = {module.CODE.number for module in checks() if module.CODE.number.startswith(("F20", "E305"))}
    found = [p for p in checked_content(inputs.library, inputs.catalogs, inputs.signoffs, inputs.today) if p.code in wanted]
    settings.finish([*(p for p in inputs.problems if p.path.startswith(("content/services/", "content/signoff/facts", "content/expiry/", "content/people/"))),
                     *(found if settings.form != "text" else [])])

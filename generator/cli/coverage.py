"""Floor 12. coverage."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from generator.cli.settings import Settings, exit_code, options, read

if TYPE_CHECKING:
    from rich.text import Text

    from generator.coverage import Cell, Coverage, Row

COLOURS = {"done": "bold green", "reviewed": "green", "draft": "yellow", "missing": "bold red", "not-begun": "bold red",
           "facts": "cyan", "none": "dim"}
FRAME = 2  #: columns of the terminal at the two edges of the grid


@click.command()
@options
def coverage(settings: Settings) -> None:
    """Show which item exists in which language, and where it is needed most."""
    from generator.coverage import as_data
    from generator.coverage import coverage as grid_of
    from generator.signoff_state import states
    inputs = read(settings, kept=True)
    grid = grid_of(inputs.library, inputs.catalogs, inputs.signoffs,
                   states(inputs.library, inputs.catalogs, inputs.signoffs))
    if settings.json:
        problems = sorted(dict.fromkeys(inputs.problems))
        click.echo(json.dumps({"problems": [p.as_dict() for p in problems], **as_data(grid)}, ensure_ascii=False, indent=1))
        sys.exit(exit_code(problems))
    if settings.form == "text":
        _show(grid)
    settings.finish(inputs.problems)


def _show(grid: Coverage) -> None:
    """A grid of signs, in pieces as wide as the terminal; what each sign and each column is stands below."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from generator.coverage import COUNTED, KINDS, unmet
    console = Console(highlight=False, markup=False)
    names = [_name(grid, row) for row in grid.rows]
    for columns in _pieces(grid, console.width - max((len(line) for name in names for line in name.plain.splitlines()), default=0)):
        table = Table(box=box.SIMPLE_HEAD, padding=0)
        table.add_column("Language", no_wrap=True)
        for column in columns:
            table.add_column(str(column + 1), justify="right", no_wrap=True)
        for name, row in zip(names, grid.rows, strict=True):
            table.add_row(name, *(Text(_sign(row.cells[column]), COLOURS[row.cells[column].kind]) for column in columns))
        console.print(table)
    for number, (_, title) in enumerate(grid.materials, 1):
        console.print(f"{number:>3}  {title}")
    for _, title, cell in grid.once:
        console.print(f"  {cell.sign}  {title}, made once for all languages: {' '.join(filter(None, (cell.word, cell.counted)))}")
    console.print()
    for kind, (sign, word, meaning) in KINDS.items():
        more = " (how many stands beside it)" if kind in COUNTED else ""
        console.print(Text.assemble(f"  {sign}  ", (word, COLOURS[kind]), f": {meaning}{more}"))
    console.print()
    for title, rows in unmet(grid):
        console.print(f"Needed. {title}: {', '.join(row.english for row in rows)}.")
    for one in grid.publications:
        period = one.period if one.period == one.id else f"{one.id} is {one.period}"
        console.print(f"{period}: {one.total:,} referrals; only the nationalities named in the publication.\n{one.source}.")
    if grid.publications:
        console.print("The greatest need stands first: the part of all referrals that a language's nationalities have.\n"
                      "Which language a person reads is not counted; a nationality stands beside each that is likely.")
    else:
        console.print("No figures of referrals stand in content/referrals/; the languages stand by name.")


def _name(grid: Coverage, row: Row) -> Text:
    """The language, and below it who was referred."""
    from rich.text import Text
    name = Text(row.english, "bold" if row.need else "")
    for publication, group in zip(grid.publications, row.figures, strict=True):
        for figure in group:
            name.append(f"\n  {figure.nationality} {figure.referrals:,} ({publication.id})", "not bold dim")
    return name


def _pieces(grid: Coverage, room: int) -> list[range]:
    """The columns, shared out evenly among as few grids as there is room for."""
    total = len(grid.materials)
    width = max((len(_sign(cell)) for row in grid.rows for cell in row.cells), default=1)
    side_by_side = max(1, (room - FRAME) // (1 + max(width, len(str(total)))))
    grids = -(-total // side_by_side) or 1
    each = -(-total // grids) or 1
    return [range(first, min(first + each, total)) for first in range(0, total, each)]


def _sign(cell: Cell) -> str:
    return cell.sign + (str(cell.number) if cell.counted else "")

"""Floor 9. What is made of an edition besides its screen file: for which printers, and when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.model.content import Area, Format
from generator.model.library import Library
from generator.model.printer import Printer

OFFICE = "office"  #: the printer at hand: every area has it, and its sheets stand beside the screen file


@dataclass(frozen=True)
class Order:
    """One piece of work on an edition."""

    printers: tuple[Printer, ...] = ()
    with_screen: bool = True  #: False: for one further printer only
    bleed_mm: float = 0.0  #: the widest that any printer asks for: one layout serves them all

    @property
    def further(self) -> str:
        """The further printer's id; empty for the work of each day."""
        return "" if self.with_screen else self.printers[0].id

    @cached_property
    def digest(self) -> bytes:
        """All of it, for the key of what is made."""
        return json.dumps([[p.model_dump(mode="json") for p in self.printers], self.with_screen, self.bleed_mm],
                          sort_keys=True).encode()


def daily(area: Area) -> tuple[str, ...]:
    """The printers whose files are made each day: the office's, and the area's own."""
    return tuple(dict.fromkeys((OFFICE, area.printer)))


def orders(library: Library, area: Area, form: Format) -> Iterator[Order]:
    """The work of each day on a form, then that for each further printer."""
    if not form.is_paper or form.imposition == "none":
        yield Order()
        return
    bleed = max((printer.bleed_mm for printer in library.printers.values()), default=0.0)
    names = daily(area)
    yield Order(tuple(library.printers[name] for name in names if name in library.printers), True, bleed)
    for name, printer in library.printers.items():
        if name not in names:
            yield Order((printer,), False, bleed)

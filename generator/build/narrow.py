"""Floor 9. What the user asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Narrow:
    """What the user asked for, one name or several with commas between; empty means all."""

    locale: str = ""
    area: str = ""
    material: str = ""
    rare: bool = False  #: whether forms that are not made each day, and files for all printers, are made too
    printer: str = ""  #: further printers, besides the office's and the area's own

    @property
    def named(self) -> bool:
        """Whether anything was asked for by name."""
        return bool(self.locale or self.area or self.material or self.printer)

    def takes(self, area: str, locale: str, material: str, rare: bool, further: str = "") -> bool:
        """Whether this edition is asked for, and for a ``further`` printer, if one is named."""
        today = not rare and (not further or further in self.printer.split(","))
        return (self.rare or today) and all(not asked or name in asked.split(",") for asked, name in (
            (self.area, area), (self.locale, locale), (self.material, material)))

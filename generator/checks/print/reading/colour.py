"""Floor 7. Colour spaces and the inks that a colour lays down (ISO 32000-1, 8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from generator.checks.finished.reading.box import Unreadable

Cmyk = tuple[float, float, float, float]
_PROCESS = {"Cyan": 0, "Magenta": 1, "Yellow": 2, "Black": 3}
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
_DEVICE = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}
_CIE = {"CalGray": 1, "CalRGB": 3, "Lab": 3}
_DEEPEST = 4  # an Indexed space of a DeviceN of an ICCBased space


@dataclass(frozen=True)
class Space:
    """A colour space."""

    name: str  #: as a person calls it: DeviceCMYK, Separation PANTONE 185 C, ICCBased of 3 parts
    family: str
    parts: int = 0
    colorants: tuple[str, ...] = ()
    base: Space | None = None  #: of Indexed and of Pattern
    table: bytes = b""  #: of Indexed

    @property
    def for_press(self) -> bool:
        """Whether it says how much of the four inks is laid down, and needs no conversion.

        Grey that depends on no device (CalGray, an ICC profile of one part) may come out in four inks.
        """
        if self.family in ("Indexed", "Pattern"):
            return self.base is None or self.base.for_press
        if self.family == "Separation":
            return self.colorants[0] in ("All", "Black", "None")
        if self.family == "DeviceN":
            return set(self.colorants) <= {*_PROCESS, "None"}
        return self.family in ("DeviceGray", "DeviceCMYK") or (self.family == "ICCBased" and self.parts == 4)

    def cmyk(self, values: tuple[float, ...]) -> Cmyk | None:
        """Inks from 0 to 1; None where the space does not say."""
        if self.family == "Indexed" and self.base is not None and values:
            size, at = self.base.parts, int(values[0]) * self.base.parts
            return self.base.cmyk(tuple(part / 255 for part in self.table[at:at + size]))
        if self.family == "DeviceGray" and values:
            return 0.0, 0.0, 0.0, 1 - values[0]
        if self.parts == 4 and self.family in ("DeviceCMYK", "ICCBased") and len(values) == 4:
            return values[0], values[1], values[2], values[3]
        if self.family in ("Separation", "DeviceN"):
            if self.colorants == ("All",) and values:
                return (values[0],) * 4
            if set(self.colorants) <= {*_PROCESS, "None"}:
                inks = [0.0] * 4
                for name, part in zip(self.colorants, values, strict=False):
                    if name in _PROCESS:
                        inks[_PROCESS[name]] = part
                return inks[0], inks[1], inks[2], inks[3]
        return None


@dataclass(frozen=True)
class Ink:
    """A colour as it is painted."""

    space: Space
    values: tuple[float, ...] = ()

    @property
    def cmyk(self) -> Cmyk | None:
        """Cyan, magenta, yellow, black from 0 to 1; None where this is not known."""
        return self.space.cmyk(self.values)

    @property
    def percent(self) -> float:
        """All inks together; 0 where this is not known."""
        return 100 * sum(self.cmyk or ())

    @property
    def is_none(self) -> bool:
        """Nothing is laid down: the paper shows. White, in whichever space."""
        if self.space.family in ("DeviceRGB", "CalRGB", "CalGray") or (self.space.family == "ICCBased" and self.space.parts < 4):
            return bool(self.values) and min(self.values) >= 1 - _NEAR
        return self.cmyk is not None and max(self.cmyk) <= _NEAR

    @property
    def is_black(self) -> bool:
        """Black ink alone, and full: no other ink, no screen."""
        return self.cmyk is not None and max(self.cmyk[:3]) <= _NEAR and self.cmyk[3] >= 1 - _NEAR

    @property
    def count(self) -> int:
        """How many inks are laid down; 4 where this is not known."""
        return 4 if self.cmyk is None else sum(part > _NEAR for part in self.cmyk)

    def __str__(self) -> str:
        if self.space.family == "Pattern" or not self.values:
            return self.space.name
        return f"{self.space.name} {' '.join(f'{value:.3g}' for value in self.values)}"


_NEAR = 0.005  # half a percent, below what a plate holds
GRAY = Space("DeviceGray", "DeviceGray", 1)
BLACK = Ink(GRAY, (0.0,))


def start(space: Space) -> Ink:
    """The colour that a space begins with (ISO 32000-1, 8.6.5.6 and on)."""
    if space.family == "Pattern":
        return Ink(space)
    first = 1.0 if space.family in ("Separation", "DeviceN") else 0.0
    values = [first] * max(space.parts, 1)
    if space.parts == 4 and space.family in ("DeviceCMYK", "ICCBased"):
        values[3] = 1.0 if space.family == "DeviceCMYK" else 0.0
    return Ink(space, tuple(values))


def space_of(value: Any, resources: pikepdf.Object | None, depth: int = 0) -> Space:
    """The space of this name or array. A default that the resources set replaces a device's own (8.6.5.6)."""
    if depth > _DEEPEST:
        raise Unreadable("colour spaces stand within colour spaces without end")
    named = resources.get("/ColorSpace", {}) if isinstance(resources, pikepdf.Dictionary) else {}
    if isinstance(value, (pikepdf.Name, str)):
        name = str(value).lstrip("/")
        name = _SHORT.get(name, name)
        if name in _DEVICE:
            default = f"/Default{name.removeprefix('Device')}"
            if not depth and default in named:
                return space_of(named[default], None, 1)
            return Space(name, name, _DEVICE[name])
        if name == "Pattern":
            return Space(name, name)
        if f"/{name}" not in named:
            raise Unreadable(f"a colour space {name[:40]} is used that is not there")
        return space_of(named[f"/{name}"], resources, depth + 1)
    family = str(value[0]).lstrip("/")
    family = _SHORT.get(family, family)
    if family in _DEVICE or family in _CIE:
        return Space(family, family, (_DEVICE | _CIE)[family])
    if family == "ICCBased":
        parts = int(value[1].N)
        return Space(f"ICCBased of {parts} parts", family, parts)
    if family == "Separation":
        name = str(value[1]).lstrip("/")
        return Space(f"Separation {name}", family, 1, (name,))
    if family == "DeviceN":
        names = tuple(str(name).lstrip("/") for name in value[1])
        return Space(f"DeviceN {', '.join(names)}", family, len(names), names)
    if family == "Indexed":
        base = space_of(value[1], resources, depth + 1)
        table = value[3].read_bytes() if isinstance(value[3], pikepdf.Stream) else bytes(value[3])
        return Space(f"Indexed {base.name}", family, 1, base=base, table=table)
    if family == "Pattern":
        base = space_of(value[1], resources, depth + 1) if len(value) > 1 else None
        return Space(family, family, base.parts if base else 0, base=base)
    raise Unreadable(f"a colour space of the unknown family {family[:40]}")

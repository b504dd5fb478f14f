"""Files for print with exactly one fault each, made from one clean file.

``CLEAN`` is made by the real typesetter's steps (WeasyPrint, ``finish``, ``press``); a fault is
a function from the clean file's bytes to the faulty file's, named for what is wrong.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import qrcode
import weasyprint

from generator.content.reader import read_library
from generator.inks import Inks
from generator.model.printer import Printer
from generator.typeset.finish import finish
from generator.typeset.press import press
from generator.units import mm_to_pt

WIDTH_MM, HEIGHT_MM = 85.0, 55.0
ADDRESS = "https://help.example.org/xx/"
STYLE = """
@page { size: %(w)smm %(h)smm; margin: %(m)smm }
body { margin: 0; font: 8pt/1.4 "Noto Sans"; color: #16252b }
h1 { font-size: 12pt; margin: 0 0 2mm; color: #14585c } p { margin: 0 28mm 2mm 0 }
.band { position: absolute; left: -%(m)smm; right: -%(m)smm; bottom: -%(m)smm; height: %(b)smm; background: #14585c; color: #fff }
.band p { position: absolute; left: %(m)smm; top: 2mm; margin: 0; font-weight: bold }
.line { border-bottom: 0.5pt solid #16252b; width: 30mm; height: 3mm } section { height: %(s)smm; position: relative }
section + section { break-before: page } .qr { position: absolute; right: 0; top: 0 } .qr svg { display: block }
"""


def printer(name: str) -> Printer:
    """A real one, from content/printers/."""
    return _printers()[name]


@cache
def _printers() -> dict[str, Printer]:
    return dict(read_library(Path(__file__).parents[2])[0].printers)


@cache
def clean(bleed_mm: float = 3, of: str = "sheet-fed") -> bytes:
    """A card of two pages: text in black, a heading in two inks, a line, a code, a band that bleeds, letters left out of it."""
    safe = 4.6
    style = STYLE % {"w": WIDTH_MM + 2 * bleed_mm, "h": HEIGHT_MM + 2 * bleed_mm, "m": bleed_mm + safe,
                     "b": bleed_mm + 10, "s": HEIGHT_MM - 2 * safe}
    page = ('<section><h1>You can get help</h1>%s<p>Call 08081 570 123. It is free.</p><div class="line"></div>'
            '<div class="band"><p>Free from UK phones</p></div></section>')
    code = f'<div class="qr">{qr_svg()}</div>'
    html = f"<html lang=en><title>Card</title><style>{style}</style><body>{page % code}{page % ''}</body></html>"
    master = finish(weasyprint.HTML(string=html).write_pdf(), bleed_mm=bleed_mm)
    return press(master, printer(of), Inks.of_this_machine(), bleed_mm=bleed_mm, title="Card")


def modules(payload: str = ADDRESS) -> list[list[bool]]:
    """A QR code without its quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    return code.get_matrix()


def qr_svg(mm: float = 0.5) -> str:
    """The code with its quiet zone; ``mm``: a module."""
    rows = modules()
    path = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    size = len(rows) + 8
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{size * mm}mm" height="{size * mm}mm" viewBox="0 0 {size} {size}">'
            f'<path d="{path}"/></svg>')


def at(x_mm: float, y_mm: float, bleed_mm: float = 3) -> str:
    """A point, in mm from the lower left of the trim."""
    return f"{mm_to_pt(x_mm + bleed_mm):.4f} {mm_to_pt(y_mm + bleed_mm):.4f}"


def rect(x: float, y: float, width: float, height: float) -> str:
    """A rectangle, in mm from the lower left of the trim."""
    return f"{at(x, y)} {mm_to_pt(width):.4f} {mm_to_pt(height):.4f} re"


def qr(x: float, y: float, mm: float = 0.5, *, ink: str = "0 0 0 1 k", panel: str = "0 0 0 0 k",
       holes: frozenset[tuple[int, int]] = frozenset()) -> str:
    """Operators of a second code: its panel with the quiet zone from (x, y) up, and its modules."""
    rows = modules()
    size = len(rows)
    cells = " ".join(rect(x + (4 + column) * mm, y + (3 + size - row) * mm, mm, mm)
                     for row, line in enumerate(rows) for column, on in enumerate(line) if on and (row, column) not in holes)
    return f"{panel} {rect(x, y, (size + 8) * mm, (size + 8) * mm)} f {ink} {cells} f"


def edited(pdf: bytes, change: Callable[[pikepdf.Pdf], Any], **how: Any) -> bytes:
    """The file after a change to its objects."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out, fix_metadata_version=False, **how)
    return out.getvalue()


def drawn(pdf: bytes, operators: str, page: int = 1, **resources: Any) -> bytes:
    """The file with more painted on a page. ``resources``: category="name", as a function of the file."""
    def on_page(opened: pikepdf.Pdf) -> None:
        target = opened.pages[page - 1]
        for category, make in resources.items():
            held = target.resources.get(f"/{category}", pikepdf.Dictionary())
            held["/X"] = make(opened)
            target.resources[f"/{category}"] = held
        # What WeasyPrint writes leaves its own matrix behind.
        target.contents_add(b"q", prepend=True)
        target.contents_add(opened.make_stream(f"Q q {operators} Q".encode()))
    return edited(pdf, on_page)


def text(pdf: bytes, size: float, where: str, ink: str = "0 0 0 1 k", before: str = "", copies: int = 6) -> bytes:
    """Some letters of the card's own font."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        stream = pikepdf.parse_content_stream(opened.pages[0])
        font = next(str(i.operands[0]) for i in stream if str(i.operator) == "Tf")
        shown = next(i.operands[0] for i in stream if str(i.operator) in ("Tj", "TJ"))
        first = next(part for part in (shown if isinstance(shown, pikepdf.Array) else [shown]) if isinstance(part, pikepdf.String))
    code = bytes(first)[:2].hex()
    return drawn(pdf, f"{before} {ink} BT {font} {size} Tf {where} Td <{code * copies}> Tj ET")


@dataclass(frozen=True)
class Fault:
    """One fault: the check that must catch it, and what else it must set off."""

    make: Callable[[bytes], bytes]
    code: str
    also: frozenset[str] = frozenset()
    job: dict[str, Any] = field(default_factory=dict)  #: what the job says besides

    @property
    def name(self) -> str:
        """What is wrong."""
        return self.make.__name__


FAULTS: list[Fault] = []
SHEET_FAULTS: list[Fault] = []


def fault(code: str, *also: str, sheet: bool = False, **job: Any) -> Callable[[Callable[[bytes], bytes]], Callable[[bytes], bytes]]:
    """Put a function that makes a fault on the list."""
    def put(make: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
        (SHEET_FAULTS if sheet else FAULTS).append(Fault(make, code, frozenset(also), job))
        return make
    return put

"""Floor 3. An address → a QR code as one vector path.

Level M survived 5% random damage; version 3 at most, so that a module of at
least 0.45 mm fits on a card (measured: 300 dpi with 0.2 mm blur needs 0.45).
"""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4  # modules; ISO/IEC 18004, 9.1
LONGEST_ADDRESS = 42  # bytes: version 3, level M, byte mode


@dataclass(frozen=True)
class QrCode:
    """A QR code in units of its modules, quiet zone included."""

    payload: str
    size: int  #: modules along an edge, quiet zone included
    path: str  #: SVG path data of all dark modules, one path


class AddressTooLong(ValueError):
    """The address does not fit a QR code of version 3, level M."""


def qr_code(address: str) -> QrCode:
    """Raises AddressTooLong above 42 bytes."""
    if len(address.encode()) > LONGEST_ADDRESS:
        raise AddressTooLong(address)
    maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=None)
    maker.add_data(address, optimize=0)  # one byte segment: the same code from every version of the library
    maker.make(fit=True)
    rows = maker.get_matrix()
    path = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            run = 1
            while x + run < len(row) and row[x + run]:
                run += 1
            path.append(f"M{x} {y}h{run}v1h-{run}z")
            x += run
    return QrCode(address, len(rows), "".join(path))

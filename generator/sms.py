"""Floor 0. How many text messages a text takes.

The default alphabet of GSM (3GPP TS 23.038, 6.2.1) packs 160 characters of seven bits into one
message; a single character outside it makes the whole text UCS-2, 70 characters in one message.
In a text of several messages each loses room for its place in the row: 153 and 67 (TS 23.040, 9.2.3.24.1).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

BASIC = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
EXTENDED = frozenset("\f^{}\\[~]|€")  #: each takes two places
GSM_7, UCS_2 = "GSM-7", "UCS-2"
ONE = {GSM_7: 160, UCS_2: 70}
OF_MANY = {GSM_7: 153, UCS_2: 67}


@dataclass(frozen=True)
class Sms:
    """What a text costs as text messages."""

    encoding: str  #: GSM-7 or UCS-2
    units: int  #: places taken: septets, or 16-bit units
    segments: int  #: messages

    def as_dict(self) -> dict[str, object]:
        """For the manifest."""
        return asdict(self)


def sms_of(text: str) -> Sms:
    """The encoding that a telephone must choose for this text, and the messages that it takes."""
    text = text.rstrip("\n")
    if set(text) <= BASIC | EXTENDED:
        encoding, units = GSM_7, len(text) + sum(c in EXTENDED for c in text)
    else:
        encoding, units = UCS_2, len(text.encode("utf-16-be")) // 2
    return Sms(encoding, units, 1 if units <= ONE[encoding] else -(-units // OF_MANY[encoding]))

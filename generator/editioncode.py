"""Floor 0. The edition code: short, printed on every item, a function of its content.

Eleven characters of Crockford's base 32 (55 bits: among a million editions the
chance that any two agree is about 1 in 70,000) and a check character. The check
is a sum over GF(32) with a different weight at each place, so one mistyped
character, or two exchanged, is always noticed.
"""

from __future__ import annotations

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH = 11
_MODULUS = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0b100000:
            a ^= _MODULUS
        b >>= 1
    return product


def _check(body: str) -> str:
    total, weight = 0, 1
    for character in body:
        weight = _times(weight, 2)  # 2 generates GF(32)*, so the first 31 weights differ
        total ^= _times(weight, ALPHABET.index(character))
    return ALPHABET[total]


def code_of(content: bytes) -> str:
    """The code of this content, grouped for reading: ``7F3A-9K2C-4TXW``."""
    number = int.from_bytes(hashlib.sha256(content).digest(), "big")
    body = ""
    for _ in range(LENGTH):
        number, digit = divmod(number, 32)
        body += ALPHABET[digit]
    whole = body + _check(body)
    return "-".join(whole[i:i + 4] for i in range(0, LENGTH + 1, 4))


def read_code(typed: str) -> str | None:
    """The code that somebody typed, in its printed form; None if it is not one.

    Crockford's reading: O is 0, I and L are 1; case, spaces and hyphens do not count.
    """
    plain = typed.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    if len(plain) != LENGTH + 1 or any(c not in ALPHABET for c in plain) or _check(plain[:-1]) != plain[-1]:
        return None
    return "-".join(plain[i:i + 4] for i in range(0, LENGTH + 1, 4))

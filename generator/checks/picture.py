"""Floor 7. A picture holds dots and nothing else: no words, no place, no camera, no program's name.

PNG, third edition, 11.3: tEXt, zTXt, iTXt, eXIf and tIME chunks travel with the file and are shown by every gallery.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from generator.problem import Problem, error

CODE = error("B477", "picture-tells", "a picture on a phone says where it came from without being looked at")

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DOTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"sRGB", b"gAMA"})


def check(path: str, png: bytes) -> Iterator[Problem]:
    """A problem for the first thing in the file that is no dot of the picture."""
    found = next((kind for kind in chunks(png) if kind not in _DOTS), None)
    if found is not None:
        yield CODE.at(path, 0, f"the file holds {found.decode('latin-1')!r} beside its dots.", "Write the picture without it.")


def chunks(png: bytes) -> Iterator[bytes]:
    """The kinds of chunks, in order; a kind of its own for what is no PNG, or goes on after its end."""
    at = len(_SIGNATURE)
    if not png.startswith(_SIGNATURE):
        yield b"no PNG"
        return
    while at + 12 <= len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        yield kind
        at += 12 + length
        if kind == b"IEND":
            break
    if at != len(png):
        yield b"more bytes"

"""Floor 1. Bytes of a catalog → its text: UTF-8, plain line ends, nothing that readers split differently."""

from __future__ import annotations

import re
import unicodedata

from generator import limits
from generator.problem import Code, Problem, error

ENCODING = error("E102", "catalog-encoding", "letters read in the wrong encoding print as others")
SIZE = error("E107", "catalog-size", "a file too large to be one of ours would only cost time")
BOM = error("E111", "catalog-byte-order-mark", "some readers print the header of such a file as a sentence")
LINE_END = error("E112", "catalog-line-end", "readers that know no such line end take the file for one line")
HIDDEN = error("E113", "catalog-hidden-character", "it does not show, and some readers end the line at it")
EMPTY = error("E125", "catalog-empty", "a language without texts says nothing")

LARGEST_FILE, LONGEST_LINE = limits.PO_BYTES, limits.PO_LINE

#: Controls, and separators at which some readers end a line and others do not. Tab and line feed are plain.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]")
_CONTEXT = re.compile(r'msgctxt[ \t]+"([^"\n]*)"')
_AGAIN = "Save it as UTF-8 without a byte order mark, with Unix line ends (Poedit: Translation properties)."


def shown(text: str, most: int = 60) -> str:
    """A text from outside as a message can show it: short, on one line, and what cannot be seen by its number."""
    cut = text if len(text) <= most else text[:most - 1] + "…"
    return "".join(c if c == " " or unicodedata.category(c)[0] in "LMNPS" else f"<U+{ord(c):04X}>" for c in cut)


def decode(raw: bytes, path: str) -> tuple[str, list[Problem]]:
    """The text with line feeds only, or the problem that keeps it from being read."""
    if len(raw) > LARGEST_FILE:
        return "", [SIZE.at(path, 0, f"The file holds {len(raw)} bytes.", "This is not one of our catalogs.")]
    if not raw.strip(b" \t\r\n"):
        return "", [EMPTY.at(path, 0, "The file is empty.", "Take the last good file from git.")]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw.count(0) > len(raw) // 4:
        return "", [ENCODING.at(path, 1, "The file is saved as UTF-16 or UTF-32.", _AGAIN)]
    if raw.startswith(b"\xef\xbb\xbf"):
        return "", [BOM.at(path, 1, "The file begins with a byte order mark.", _AGAIN)]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as failure:
        lossy = raw.decode("utf-8", "replace")
        return "", [_at(ENCODING, path, lossy, len(raw[:failure.start].decode("utf-8")),
                        f"The byte 0x{raw[failure.start]:02X} is not UTF-8.", _AGAIN)]
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        return "", [_at(LINE_END, path, text, text.index("\r"), "A carriage return stands here alone.", _AGAIN)]
    odd = _ODD.search(text)
    if odd:
        return "", [_at(HIDDEN, path, text, odd.start(), f"The character U+{ord(odd[0]):04X} stands here and cannot "
                        "be seen.", "Delete it.")]
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            return "", [SIZE.at(path, number, f"The line has {len(line)} characters.", "No text of ours is so long.")]
    return text, []


def context_at(text: str, index: int) -> str:
    """The msgctxt of the entry around this place, where one can be made out; as a message can show it."""
    start = text.rfind("\n\n", 0, index) + 1
    end = text.find("\n\n", index)
    found = _CONTEXT.search(text, start, len(text) if end < 0 else end)
    return shown(found[1], 100) if found else ""


def _at(code: Code, path: str, text: str, index: int, message: str, remedy: str) -> Problem:
    context = context_at(text, index)
    return code.at(path, text.count("\n", 0, index) + 1, f"{message} It is in {context}." if context else message,
                   remedy, context=context)

"""Floor 1. New translations into a catalog's own text: the lines of those strings change, every other byte stays.

A writer of whole catalogs loses what it does not know. This one knows the grammar's
line numbers, and whoever calls it reads the result back before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.catalog.grammar import Written, entries
from generator.catalog.header import fields

LONGEST_PIECE = 4_000  #: characters of a text on one line; the reader takes no line of more than 20 000
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})
_BEFORE = ("Language-Team", "Language", "MIME-Version", "Content-Type")  # where Last-Translator stands by custom


def edit(raw: bytes, translations: Mapping[str, str], translator: str) -> bytes:
    """The catalog with these translations by context, and who translated in its header.

    ``raw`` is a catalog that the strict reader took, with each context in it. A changed
    entry loses the marks @machine and fuzzy, and the earlier English that goes with fuzzy.
    """
    text = raw.decode("utf-8")
    written, problems = entries(text.replace("\r\n", "\n"), "")
    if problems:
        raise ValueError("only a catalog that was read without a problem can be edited")
    lines: list[str | None] = [*text.split("\n")]  # None: taken away, with its line end
    before = 0  # the last line of the entry above, 1-based
    left = set(translations)
    for one in written:
        numbers = [number for parts in one.parts.values() for number, _ in parts]
        context = one.value("msgctxt")
        if not one.obsolete and context in left:
            left.discard(context)
            if one.value("msgstr") != translations[context] or one.fuzzy:
                _settle(lines, before, one.line - 1)
                _replace(lines, [n for n, _ in one.parts["msgstr"]], translations[context])
        before = max(numbers)
    if left:
        raise ValueError(f"{min(left)} is not in the catalog")
    if translator:
        _sign(lines, written[0], translator)
    return "\n".join(line for line in lines if line is not None).encode()


def quoted(text: str) -> str:
    """A text as one string of a .po file."""
    return '"' + text.translate(_ESCAPES) + '"'


def _pieces(text: str) -> list[str]:
    """The strings of one msgstr, as msgmerge --no-wrap cuts them: after each line feed."""
    cut = [piece[at:at + LONGEST_PIECE] for piece in re.findall(r"[^\n]*\n|[^\n]+", text)
           for at in range(0, len(piece), LONGEST_PIECE)]
    return [text] if len(cut) < 2 else ["", *cut]


def _replace(lines: list[str | None], numbers: list[int], text: str) -> None:
    first = numbers[0] - 1
    end = "\r" if lines[first].endswith("\r") else ""
    last_end = "\r" if lines[numbers[-1] - 1].endswith("\r") else ""
    for number in numbers:
        lines[number - 1] = None
    new = [f"{'msgstr ' if i == 0 else ''}{quoted(piece)}" for i, piece in enumerate(_pieces(text))]
    lines[first] = f"{end}\n".join(new) + last_end


def _settle(lines: list[str | None], after: int, until: int) -> None:
    """Take the marks out of the comments of one entry, those of lines ``after`` + 1 to ``until``."""
    for i in range(after, until):
        line = lines[i]
        bare = line.strip(" \t\r")
        if bare.startswith("#|"):
            lines[i] = None
        elif bare.startswith("#,"):
            flags = [flag.strip() for flag in bare[2:].split(",")]
            if "fuzzy" in flags:
                kept = [flag for flag in flags if flag and flag != "fuzzy"]
                lines[i] = f"#, {', '.join(kept)}{_end(line)}" if kept else None
        elif bare.startswith("#") and not bare.startswith(("#.", "#:", "#~")):
            words = bare.lstrip("#").split()
            if "@machine" in words:
                kept = [word for word in words if word != "@machine"]
                lines[i] = f"# {' '.join(kept)}{_end(line)}" if kept else None


def _sign(lines: list[str | None], header: Written, translator: str) -> None:
    """Set Last-Translator; only a header in an odd form is written anew."""
    name, parts = "Last-Translator", header.parts["msgstr"]
    values, at, _ = fields(header)
    if values.get(name) == translator:
        return
    new = f"{name}: {translator}\n"
    pieces = dict(parts)

    def alone(field: str) -> bool:
        return pieces.get(at.get(field, 0), "").startswith(f"{field}:") and pieces[at[field]].count("\n") == 1 \
            and pieces[at[field]].endswith("\n") and at[field] != parts[0][0]

    if name in values and alone(name):
        number = at[name] - 1
        lines[number] = quoted(new) + _end(lines[number])
        return
    place = next((field for field in _BEFORE if field in values and alone(field)), "")
    if name not in values and place:
        number = at[place] - 1
        lines[number] = f"{quoted(new)}{_end(lines[number])}\n{lines[number]}"
        return
    values[name] = translator
    _replace(lines, [n for n, _ in parts], "".join(f"{field}: {value}\n" for field, value in values.items()))


def _end(line: str) -> str:
    return "\r" if line.endswith("\r") else ""

"""Letters that went through the wrong encoding: UTF-8 read as Latin-1, and letters that became ? or U+FFFD.

A sentence is suspect where letters and signs, taken as the bytes of Windows-1252,
are UTF-8 for a letter of this locale or for a sign of print. Single pairs that
people do write (Ç’ in Albanian) are not: the pair must give such a letter.
"""

import re
import unicodedata
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import Printable, printable, script
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E217", "mojibake", "letters read in the wrong encoding say nothing, and can hide what was meant")
ALONE = True

_LOST = re.compile("\ufffd|\\?{3}|(?<=[^\\W\\d_])\\?(?=[^\\W\\d_])")  # poli?ia
#: Every character that a byte from 0x80 can turn into, and that byte.
_BYTES = {chr(b): b for b in range(0x80, 0x100)}
_BYTES.update({bytes([b]).decode("cp1252"): b for b in range(0x80, 0x100) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)})
_SUSPECT = re.compile(f"[{re.escape(''.join(_BYTES))}]{{2,}}")
_UTF8 = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_RARE = range(0x0180, 0x0300)  # Latin letters of which few belong to our languages
_OURS = frozenset("ơưșțȘȚƠƯ")

EXAMPLES = (
    Example("sq", "What is it?", "Ç’është? “Ç’do?”", False),
    Example("ro", "You can call.", "PuteÈ›i suna.", True),
    Example("ro", "You can call.", "Pute?i suna.", True),
    Example("th", "Free call", "โ?รฟรี", True),
    Example("th", "Are you safe?", "ปลอดภัยไหม? โทรได้", False),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with such letters."""
    for one in printable(content.library, content.catalogs):
        lost = _LOST.search(one.said)
        wrong = misread(one)
        if lost:
            yield one.problem(CODE, f"has lost letters: “{shown(one.said[max(0, lost.start() - 10):lost.end() + 10])}”.",
                              "Take the text from the file as it was before it was converted.")
        elif wrong:
            yield one.problem(CODE, f"was read in the wrong encoding: “{shown(wrong[0])}” stands for “{wrong[1]}”.",
                              "Convert the text back, or take the last good file from git.")


def misread(one: Printable) -> tuple[str, str] | None:
    """The first letters that were read in the wrong encoding, and what they stand for."""
    for run in _SUSPECT.finditer(one.said):
        raw = bytes(_BYTES[c] for c in run[0])
        for found in _UTF8.finditer(raw):
            try:
                meant = found[0].decode("utf-8")
            except UnicodeDecodeError:
                continue
            if _plausible(meant, one):
                return run[0][found.start():found.end()], meant
    return None


def _plausible(meant: str, one: Printable) -> bool:
    """Whether a text of this locale could hold the character."""
    if unicodedata.category(meant)[0] not in "LM":
        return unicodedata.category(meant)[0] in "PSZ" and (meant < "\u00c0" or "\u2010" <= meant <= "\u20bf")
    if ord(meant) in _RARE and meant not in _OURS:
        return False
    return script(meant) in one.scripts | {"Latn"}

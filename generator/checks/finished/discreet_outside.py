"""What shows of a closed item says only what its own outside says: no word of the template, no crest.

The texts that stand outside were checked in each language before anything was set. So here only
what they do not say is looked for: any word in Latin letters that none of them has, which is how a
force's name or a helpline's would be written, and any photograph or scan.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import numpy as np

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error
from generator.units import mm_to_pt

KINDS = ("screen", "print")
CODE = error("B474", "outside-stranger", "Whoever sees the card lying there learns what its holder is looking for.")

SHORTEST = 3  # letters; shorter ones are pieces that kerning has split
_GAP = 0.2  # em between two glyphs: a space, if none was written
_BASELINE = 0.12  # em


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """Each Latin word on the outside stands in its texts, and no picture of dots is painted on a victim's item."""
    wanted = expected.discreet
    if wanted is None or not wanted.outside:
        return
    there = " ".join(_letters(text) for text in wanted.outside_texts)
    for number, left, right in wanted.outside:
        if number > file.page_count:
            continue
        trim = file.trim(number)
        strange = [word for word in _words(file, number, trim.left + mm_to_pt(left), trim.left + mm_to_pt(right)) if word not in there]
        if strange:
            yield CODE.at(expected.path, number, f"page {number} shows “{strange[0][:40]}”, which no text of the outside says.",
                          "Take it out of the template, or write it as a text of the material.", locale=expected.language)
    if any(thing.get("/Subtype") == "/Image" for thing in file.streams):
        yield CODE.at(expected.path, 0, "the file holds a picture of dots; drawings alone are expected, and no crest or logo.",
                      "Take the picture out.", locale=expected.language)


def _words(file: Opened, page: int, left: float, right: float) -> Iterator[str]:
    """Runs of Latin letters in the order in which they are drawn, between two heights of the page's x."""
    glyphs = file.glyphs(page)
    shown = glyphs.inked & glyphs.painted & (glyphs.x >= left) & (glyphs.x < right)
    latin: dict[str, str] = {}
    word, last = "", -1
    for row in np.flatnonzero(shown):
        text = glyphs.text[row]
        letters = latin.get(text)
        if letters is None:
            letters = latin[text] = _letters(text) if text.isalpha() else ""
        if last >= 0 and word and (not letters or row != last + 1 or _apart(glyphs, last, row)):
            if len(word) >= SHORTEST:
                yield word
            word = ""
        word, last = word + letters, row
    if len(word) >= SHORTEST:
        yield word


def _apart(glyphs: object, last: int, row: int) -> bool:
    em = max(glyphs.size[last], glyphs.size[row])  # type: ignore[attr-defined]
    return bool(abs(glyphs.y[row] - glyphs.y[last]) > _BASELINE * em  # type: ignore[attr-defined]
                or abs(glyphs.x[row] - glyphs.x[last] - glyphs.advance[last]) > _GAP * em)  # type: ignore[attr-defined]


def _letters(text: str) -> str:
    """Its Latin letters, in small ones and without what stands between them."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalpha() and "LATIN" in unicodedata.name(c, ""))

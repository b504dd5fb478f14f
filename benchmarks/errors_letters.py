"""Errors that cannot be seen, and errors in letters: encodings, look-alikes, other scripts, other alphabets."""

from __future__ import annotations

import re
import unicodedata

from alphabets import ALIKE, OTHER_WORDS, STRANGE
from kinds import ARABIC, LATIN, Error, Place, letters


def _hide(*signs: str, unless: tuple[str, ...] = ()):
    return lambda place: None if place.tag in unless else place.inside(place.rng.choice(signs))


def _at_number(*signs: str):
    def make(place: Place) -> str | None:
        found = re.search(r"[0-9]", place.text)
        if not found:
            return None
        sign, i = place.rng.choice(signs), found.start() + place.rng.randint(0, 1)
        return place.text[:i] + sign + place.text[i:]
    return make


def _misread(as_what: tuple[str, ...]):
    def make(place: Place) -> str | None:
        words = [m for m in place.words() if not m[0].isascii()]
        if not words:
            return None
        one, codec = place.rng.choice(words), place.rng.choice(as_what)
        wrong = one[0].encode().decode(codec, "replace") if codec != "latin-1" else one[0].encode().decode(codec)
        return None if "\ufffd" in wrong else place.text[:one.start()] + wrong + place.text[one.end():]
    return make


def _lost(place: Place) -> str | None:
    pairs = {c: place.rng.choice(["?", "\ufffd"]) for c in set(place.text) if not c.isascii() and unicodedata.category(c)[0] in "LM"}
    inner = [i for i, c in enumerate(place.text[:-1]) if c in pairs and i and place.text[i + 1].isalpha() and place.text[i - 1].isalpha()]
    if not inner:
        return None
    i = place.rng.choice(inner)
    return place.text[:i] + pairs[place.text[i]] + place.text[i + 1:]


def _lost_all(place: Place) -> str | None:
    new = "".join("?" if not c.isascii() else c for c in place.text)
    return new if new.count("?") > place.text.count("?") + 2 else None


def _form(place: Place) -> str | None:
    if place.tag in ARABIC:
        return place.swap({"ب": "ﺑ", "م": "ﻣ", "ن": "ﻧ", "ا": "ﺍ", "ل": "ﻟ"})
    if place.tag in LATIN:
        return place.swap({c: chr(ord(c) + 0xFEE0) for c in "abcdeghijklmnopqrstuvwxyz"} | {"f": "𝐟"})
    return place.insert(place.rng.choice(["Ａ", "ﬁ", "𝐇", "🅰"]))


def _bare(place: Place) -> str | None:
    if place.tag not in LATIN:
        return None
    new = "".join(c for c in unicodedata.normalize("NFD", place.text) if not unicodedata.combining(c)).translate(str.maketrans("łđŁĐı", "ldLDi"))
    return new if sum(a != b for a, b in zip(new, place.text)) > 2 else None


def _nfd(place: Place) -> str | None:
    new = unicodedata.normalize("NFD", place.text)
    return new if new != place.text else None


H, L = "not to be seen", "letters"
ERRORS = [
    Error("bidi control", H, "error", _hide("\u202e", "\u202a", "\u202d", "\u2066", "\u2067", "\u200e", "\u200f", "\u061c", "\u2069")),
    Error("zero width sign", H, "error", _hide("\u2060", "\ufeff", "\u200b", "\u180e", "\u2063", unless=("th",))),
    Error("soft hyphen", H, "error", _hide("\u00ad")),
    Error("tag character", H, "error", _hide("\U000e0041", "\U000e007f")),
    Error("variation selector", H, "error", _hide("\ufe0f", "\ufe00", "\U000e0100")),
    Error("control character", H, "error", _hide("\x07", "\x1b", "\x7f", "\x0b", "\x90", "\x00")),
    Error("line or paragraph separator", H, "error", _hide("\u2028", "\u2029", "\x85")),
    Error("filler", H, "error", _hide("\u3164", "\u115f", "\u2800", "\uffa0")),
    Error("no-break space in a number", H, "error", lambda p: re.sub(r"(?<=[0-9]) (?=[0-9])", p.rng.choice("\u00a0\u202f"), p.text, count=1)
          if re.search("[0-9] [0-9]", p.text) else None, True),
    Error("space of another width", H, "error", lambda p: re.sub(" ", p.rng.choice("\u2003\u2009\u200a\u2000\u205f\u1680"), p.text, count=1) if " " in p.text else None),
    Error("joiner beside a digit", H, "error", _at_number("\u200c", "\u200d"), True),
    Error("mark on a digit", H, "error", _at_number("\u0336", "\u0338", "\u20e3", "\u064b"), True),
    Error("many marks on one letter", H, "error", _hide("\u0301" * 6, "\u0336" * 5 + "\u0301")),
    Error("private letter", L, "error", _hide("\ue000", "\uf8ff", "\U000f0000")),
    Error("unassigned letter", L, "error", _hide("\u0378", "\ufdd0", "\U0001ffff", "\U0003fffd")),
    Error("picture sign (emoji)", L, "error", lambda p: p.insert(p.rng.choice(["😀", "☎", "🚨", "✅", "➡"]))),
    Error("UTF-8 read as Windows-1252", L, "error", _misread(("cp1252",))),
    Error("UTF-8 read as Latin-1", L, "error", _misread(("latin-1",))),
    Error("UTF-8 read as Windows-1250, 1251 or DOS", L, "error", _misread(("cp1250", "cp1251", "cp437", "cp866"))),
    Error("letter that became ? or U+FFFD", L, "error", _lost),
    Error("all letters beyond ASCII became ?", L, "error", _lost_all),
    Error("look-alike letter in a word", L, "error", lambda p: p.swap(ALIKE[letters(p.tag)])),
    Error("word of another script", L, "error", lambda p: p.insert(p.rng.choice(
        [w for s, w in OTHER_WORDS.items() if s != letters(p.tag)]))),
    Error("letter outside the alphabet", L, "error", lambda p: p.swap(STRANGE.get(p.tag, {}))),
    Error("letter made for other ends (full width, presentation form)", L, "error", _form),
    Error("letters taken apart (not NFC)", L, "warning", _nfd),
    Error("marks of letters left out", L, "warning", _bare),
]

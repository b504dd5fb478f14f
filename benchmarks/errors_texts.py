"""Errors in what is said and how it is written: language, holes, spaces, length, punctuation, notes."""

from __future__ import annotations

import re

from kinds import ARABIC, CAPITALS, CHINESE, END, ETHIOPIC, LATIN, NO_SPACES, Error, Place, others, written_in

_OWN_SIGNS = {**dict.fromkeys(ARABIC, {"؟": "?", "،": ",", "؛": ";"}), "ur": {"؟": "?", "،": ",", "۔": "."},
              **dict.fromkeys(written_in("Beng", "Deva", "Guru"), {"।": "."}),
              **dict.fromkeys(ETHIOPIC, {"።": ".", "፣": ",", "፧": "?", "፤": ";", "፦": ":"}),
              **dict.fromkeys(CHINESE, {"。": ".", "，": ",", "？": "?", "：": ":", "；": ";"})}
_NOTES = ("TODO", "FIXME", "XXX", "[?]", "(?)", "[translator: check]", "??", "[TBC]", "NOTE: formal?", "***", "lorem ipsum")


def _whole_english(place: Place) -> str | None:
    english = place.entry.english
    return english if english != place.text and len(english) > 4 else None


def _english_word(latin: bool):
    def make(place: Place) -> str | None:
        if (place.tag in LATIN) is not latin:
            return None
        word = place.rng.choice(["help", "police", "phone", "interpreter", "support", "address"])
        words = place.words()
        if latin or place.tag in NO_SPACES or not words:
            return place.insert(word)
        one = place.rng.choice(words)
        return place.text[:one.start()] + word + place.text[one.end():]
    return make


def _half_english(place: Place) -> str | None:
    english, text = place.entry.english, place.text
    if "{" in english or len(english.split()) < 6:
        return None
    words = english.split()
    cut = text[:len(text) // 2].rsplit(" ", 1)[0] if place.tag not in NO_SPACES else text[:len(text) // 2]
    return cut + " " + " ".join(words[len(words) // 2:])


def _foreign(same_script: bool):
    def make(place: Place) -> str | None:
        tags = others(place.tag, place.files, same_script)
        if not tags or len(place.entry.english) < 15:
            return None
        new = place.of(place.rng.choice(tags))
        return new if new and new != place.text else None
    return make


def _elsewhere(place: Place) -> str | None:
    texts = [e.text for e in place.files[place.tag].entries
              if e.text != place.text and "{" not in e.text + place.text and len(e.text) > 12 < len(place.text)]
    return place.rng.choice(texts) if texts and "{" not in place.text else None


def _cut(place: Place) -> str | None:
    text = place.text
    if len(text) < 30 or "{" in text[int(len(text) * .4):]:
        return None
    part = text[:int(len(text) * place.rng.uniform(.25, .45))]
    return part.rsplit(" ", 1)[0] if " " in part and place.tag not in NO_SPACES else part


def _twice(place: Place) -> str | None:
    words = [w for w in place.words() if w[0].isalpha()]
    if place.tag in NO_SPACES:
        # Where no space parts words, a stretch of four letters twice.
        found = re.search(r"[^\W\d_]{6,}", re.sub(r"\{\w+\}", lambda m: "." * len(m[0]), place.text))
        return place.text[:found.start() + 4] + place.text[found.start():] if found else None
    if not words:
        return None
    one = place.rng.choice(words)
    return place.text[:one.end()] + " " + one[0] + place.text[one.end():]


def _ended(change):
    return lambda place: change(place, place.text[-1]) if place.text[-1] in END else None


def _other_end(place: Place, end: str) -> str:
    return place.text[:-1] + ({"?": ".", "؟": ".", "？": "。", "፧": "።"}.get(end) or ("؟" if place.tag in ARABIC else "？" if place.tag in CHINESE else "?"))


def _own_sign(place: Place) -> str | None:
    pairs = _OWN_SIGNS.get(place.tag, {})
    return place.swap(pairs)


def _split(place: Place) -> str | None:
    found = [m.start() for m in re.finditer(" ", place.text)]
    return None if not found else (lambda i: place.text[:i] + " " + place.text[i:])(place.rng.choice(found))


W, F, S = "language", "holes, spaces, length", "punctuation and notes"
ERRORS = [
    Error("left in English", W, "error", lambda p: None if p.entry.context.endswith(".name") else _whole_english(p)),
    Error("English word in another script", W, "error", _english_word(False)),
    Error("English word in a Latin script", W, "warning", _english_word(True)),
    Error("half left in English", W, "error", _half_english),
    Error("text of another locale, other script", W, "error", _foreign(False)),
    Error("text of another locale, same script", W, "error", _foreign(True)),
    Error("text that belongs elsewhere in the catalog", W, "warning", _elsewhere),
    Error("empty", F, "error", lambda p: ""),
    Error("blank, dash or dots", F, "error", lambda p: p.rng.choice([" ", "-", "…", "...", "—", "\u00a0", "?", "/"])),
    Error("spaces around", F, "error", lambda p: p.rng.choice([" " + p.text, p.text + " ", p.text + "\u00a0", "  " + p.text + " "])),
    Error("doubled spaces", F, "warning", _split),
    Error("line break", F, "error", lambda p: p.insert("\n") if p.tag in NO_SPACES else p.text.replace(" ", "\n", 1) if " " in p.text else None),
    Error("tab or carriage return", F, "error", lambda p: p.text.replace(" ", p.rng.choice("\t\r"), 1) if " " in p.text else p.text + "\t"),
    Error("cut off after a third", F, "warning", _cut),
    Error("word doubled", F, "warning", _twice),
    Error("whole text doubled", F, "warning", lambda p: f"{p.text} {p.text}" if "{" not in p.text else None),
    Error("ten times too long", F, "error", lambda p: " ".join([p.text] * 9 + [p.text, p.text]) + " " + " ".join([re.sub(r"\{\w+\}", "", p.text)] * 6) if "{" not in p.text and len(p.text) > 12 else None),
    Error("word of 400 letters", F, "error", lambda p: p.insert((p.rng.choice([c for c in p.text if c.isalpha()]) + "a" * (p.tag in LATIN)) * 400)),
    Error("sign at the end lost", S, "warning", _ended(lambda p, end: p.text[:-1])),
    Error("other sign at the end", S, "warning", _ended(_other_end)),
    Error("sign at the end doubled", S, "warning", _ended(lambda p, end: p.text + end)),
    Error("Latin sign where the script has its own", S, "warning", _own_sign),
    Error("space before the sign at the end", S, "warning", _ended(lambda p, end: p.text[:-1] + " " + end)),
    Error("bracket or quotation mark not closed", S, "warning", lambda p: p.insert(p.rng.choice(["(", "“", "«", "„"]))),
    Error("small letter at the beginning", S, "warning", lambda p: p.text[0].lower() + p.text[1:] if p.text[0].isupper() and p.entry.english[0].isupper() else None),
    Error("all in capitals", S, "warning", lambda p: re.sub(r"\{\w+\}|[^{}]+", lambda m: m[0] if m[0][0] == "{" else m[0].upper(), p.text)
          if p.tag in CAPITALS and len(p.text) > 12 else None),
    Error("note left in", S, "error", lambda p: p.text + " " + p.rng.choice(_NOTES)),
    Error("two choices left in", S, "warning", lambda p: (lambda m: p.text[:m.end()] + "/" + m[0][::-1] + p.text[m.end():])(p.rng.choice(
        [w for w in p.words() if w[0].isalpha()])) if any(w[0].isalpha() for w in p.words()) else None),
]

#: What no program can see: a person who reads both languages has to.
NOT_VISIBLE = (
    "a negation dropped or added (“you need not” for “you need”)",
    "a number written as a word changed (“three times” for “two times”)",
    "a person, place or thing exchanged (“doctor” for “lawyer”, “woman” for “man”)",
    "a tense, a mood or a promise changed (“will” for “may”)",
    "a register that insults or a gender that does not fit the reader",
    "an existing word for another (a letter changed, and still a word)",
    "an address or a number spelled out in words",
    "a sentence that is fluent and says something else",
)

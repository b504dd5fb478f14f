"""Errors of a whole catalog: entries, header, encoding, form. Each gives the bytes of a spoilt file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from catalogfile import File, One, quoted, written
from kinds import ARABIC, others


@dataclass(frozen=True)
class Spoilt:
    """One class of error in a file. ``make`` gives None where the file has no place for it."""

    name: str
    group: str
    level: str
    make: Callable[[File, random.Random, Mapping[str, File]], bytes | None]


def _entry(change: Callable[[One, random.Random], str]):
    """One entry, written otherwise; the name of an area may stay in English, so its entry may be lost."""
    def make(file: File, rng: random.Random, files: Mapping[str, File]) -> bytes:
        one = rng.choice([e for e in file.entries if not e.context.endswith(".name")])
        return file.written().replace(written(one), change(one, rng), 1).encode()
    return make


def _text(change: Callable[[str, random.Random], str | None]):
    def make(file: File, rng: random.Random, files: Mapping[str, File]) -> bytes | None:
        new = change(file.written(), rng)
        return None if new is None or new == file.written() else new.encode()
    return make


def _header(pattern: str, *new: str):
    return _text(lambda text, rng: re.sub(pattern, lambda m: rng.choice(new), text, count=1))


def _raw(change: Callable[[bytes, random.Random], bytes | None]):
    def make(file: File, rng: random.Random, files: Mapping[str, File]) -> bytes | None:
        return change(file.written().encode(), rng)
    return make


#: What was written before UTF-8.
OLD = {**dict.fromkeys(("lt", "lv"), "cp1257"), **dict.fromkeys(("cs", "hu", "pl", "ro", "rom", "sk"), "cp1250"),
        **dict.fromkeys(("bg", "ru", "uk"), "cp1251"), **dict.fromkeys(("ku", "tr"), "cp1254"), "vi": "cp1258",
        **dict.fromkeys(("es", "fr", "pt", "sq"), "cp1252"), "cy": "iso8859-14", **dict.fromkeys(ARABIC, "cp1256"),
        "th": "cp874", "zh-Hans": "gb18030", "zh-Hant": "big5"}


def _recoded(*codecs: str):
    def make(file: File, rng: random.Random, files: Mapping[str, File]) -> bytes | None:
        own = OLD.get(file.tag, "latin-1")
        raw = file.written().encode(rng.choice(codecs) if codecs else own, "replace")
        try:  # a text of ASCII alone is the same in both
            raw.decode()
        except UnicodeDecodeError:
            return raw
        return None
    return make


def _swapped(corrected: bool):
    def make(file: File, rng: random.Random, files: Mapping[str, File]) -> bytes:
        other = files[rng.choice(others(file.tag, files, True) or others(file.tag, files, False))]
        return (replace(other, header=file.header) if corrected else other).written().encode()
    return make


def _inside(text: str, rng: random.Random, what: str) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines) // 3, len(lines) - 2)
    return "\n".join([*lines[:at], what, *lines[at:]])


def _cut_in_string(raw: bytes, rng: random.Random) -> bytes:
    at = raw.index(b'msgstr "', rng.randrange(len(raw) // 3, len(raw) * 2 // 3)) + 10
    return raw[:at].decode("utf-8", "ignore").encode()


E, H, F = "entries", "header", "encoding and form"
FILES = [
    Spoilt("entry twice, same text", E, "error", _entry(lambda e, r: written(e) + "\n" + written(e))),
    Spoilt("entry twice, other text", E, "error", _entry(lambda e, r: written(e) + "\n" + written(e.saying(e.text + " x")))),
    Spoilt("fuzzy", E, "error", _entry(lambda e, r: written(replace(e, flags=("fuzzy", *e.flags))))),
    Spoilt("English changed since", E, "error", _entry(lambda e, r: written(replace(e, english=e.english + " now")))),
    Spoilt("entry lost", E, "error", _entry(lambda e, r: "")),
    Spoilt("other msgctxt", E, "error", _entry(lambda e, r: written(replace(e, context=e.context + "-x")))),
    Spoilt("msgctxt lost", E, "error", _entry(lambda e, r: re.sub(r"msgctxt .*\n", "", written(e)))),
    Spoilt("obsolete (#~)", E, "error", _entry(lambda e, r: re.sub(r"(?m)^msg", "#~ msg", written(e)))),
    Spoilt("plural forms", E, "error", _entry(lambda e, r: written(e).replace("msgstr ", f"msgid_plural {quoted(e.english)}\nmsgstr[0] "))),
    Spoilt("header lost", H, "error", _text(lambda t, r: t.split("\n\n", 1)[1])),
    Spoilt("header fuzzy", H, "error", _text(lambda t, r: "#, fuzzy\n" + t)),
    Spoilt("other charset", H, "error", _header("charset=UTF-8", "charset=ISO-8859-1", "charset=CHARSET", "charset=windows-1250", "charset=GB2312")),
    Spoilt("charset lost", H, "error", _header(r'"Content-Type:.*\n', "")),
    Spoilt("other language", H, "error", _header(r'"Language: [^"]*"', '"Language: xx\\n"', '"Language: en\\n"', '"Language: ja\\n"')),
    Spoilt("language lost", H, "error", _header(r'"Language: .*\n', "")),
    Spoilt("other plural rule", H, "error", _header(r'"Plural-Forms: [^"]*"', '"Plural-Forms: nplurals=7; plural=n%7;\\n"', '"Plural-Forms: nplurals=2; plural=__import__;\\n"')),
    Spoilt("other transfer encoding", H, "error", _header(r'8bit', "base64", "7bit", "quoted-printable")),
    Spoilt("header field twice", H, "error", _header(r'"Language: ', '"Language: en\\n"\n"Language: ')),
    Spoilt("byte order mark", F, "error", _raw(lambda b, r: b"\xef\xbb\xbf" + b)),
    Spoilt("line ends of the old Macintosh (CR)", F, "error", _raw(lambda b, r: b.replace(b"\n", b"\r"))),
    Spoilt("one CR alone", F, "error", _text(lambda t, r: _inside(t, r, "# a\rb"))),
    Spoilt("UTF-16", F, "error", _recoded("utf-16", "utf-16-le", "utf-16-be")),
    Spoilt("Windows-1251", F, "error", lambda f, r, a: f.written().replace("msgstr \"", "msgstr \"Полиция ", 3).encode("cp1251", "replace")),
    Spoilt("the old encoding of the language", F, "error", _recoded()),
    Spoilt("one byte that is not UTF-8", F, "error", _raw(lambda b, r: (lambda i: b[:i] + bytes([r.choice([0x80, 0xC0, 0xFE, 0xFF])]) + b[i:])(b.index(b'msgstr "', r.randrange(len(b) // 2)) + 8))),
    Spoilt("NUL bytes", F, "error", _raw(lambda b, r: (lambda i: b[:i] + b"\0\0\0" + b[i:])(r.randrange(len(b))))),
    Spoilt("cut off in a text", F, "error", _raw(_cut_in_string)),
    Spoilt("cut off after a msgid", F, "error", _raw(lambda b, r: b[:b.index(b"msgstr", r.randrange(len(b) // 3, len(b) // 2))])),
    Spoilt("cut off between two entries", F, "error", _raw(lambda b, r: b[:b.index(b"\n\n", r.randrange(len(b) // 3, len(b) // 2)) + 1])),
    Spoilt("merge conflict", F, "error", _entry(lambda e, r: f"<<<<<<< HEAD\n{written(e)}=======\n{written(e.saying(e.text + 'x'))}>>>>>>> theirs\n")),
    Spoilt("escape that does not exist", F, "error", _entry(lambda e, r: written(e).replace('msgstr "', 'msgstr "' + r.choice(["\\q", "\\u0041", "\\x41", "\\'"])))),
    Spoilt("quotation mark not closed", F, "error", _entry(lambda e, r: written(e)[:-2] + "\n")),
    Spoilt("quotation mark not opened", F, "error", _entry(lambda e, r: written(e).replace('msgstr "', "msgstr "))),
    Spoilt("quotation mark without backslash", F, "error", _entry(lambda e, r: written(e)[:-2] + '" x"\n')),
    Spoilt("line that is no .po line", F, "error", _text(lambda t, r: _inside(t, r, r.choice(["xyz", "msgfoo \"x\"", "> quoted in a mail", "--", "msgstr[1] \"x\""])))),
    Spoilt("empty file", F, "error", _raw(lambda b, r: r.choice([b"", b"\n\n", b" "]))),
    Spoilt("a web page saved in its place", F, "error", _raw(lambda b, r: b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n")),
    Spoilt("catalog of another locale", F, "error", _swapped(False)),
    Spoilt("catalog of another locale, header corrected", F, "error", _swapped(True)),
]

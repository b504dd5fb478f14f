"""One file, spoilt at random: bytes, characters, lines, values, numbers, placeholders. The same random source spoils alike."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from fuzzing import letters

#: What means something to a reader of YAML, of .po files, of templates.
TOKENS = ("{phone}", "{name}", "{{phone}}", "{phone", "phone}", "{}", "{phone.dial}", "{phone!r}", "{phone:>3}", "{0}", "%s", "%(phone).3s", "\\n", "\\\"", "\\",
          "\\x30", "\\u0031", "\\u202e", "\\N", "\\P", "\\0", "\"", "'", " #", "# ", ": ", "- ", "? ", "&a ", "*a", "!!int ", "! ", "!!python/name:os.system ", "|\n  ", ">\n  ",
          "---\n", "...\n", "<<: ", "%YAML 1.1\n", "[", "]", "{", "}", ",", "\t", "\n", "\n\n", "\r", "\r\n", "~", "null", "true", "0x1F", "1e3", "22:30", "0777", "999", "112",
          "08000 121 701", "+448000121701", "0800", "msgid \"\"\n", "msgstr \"\"\n", "msgstr[0] \"\"\n", "msgid_plural \"\"\n", "msgctxt \"\"\n", "#~ ", "#| ", "#, fuzzy\n",
          "#, python-format\n", "# @machine\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "domain \"x\"\n", "\"Plural-Forms: nplurals=2; plural=n/0;\\n\"\n",
          "nplurals=99999999; plural=n", "charset=CHARSET", "<b>", "</b>", "<!--", "&lt;", "{% x %}", "https://a.example/", "a@b.example", "a" * 400, "9" * 40, "[" * 40, "{a: " * 30)
_VALUE = re.compile(r"^(?P<key>[ ]*(?:- )?[\w-]+: )(?P<value>\S.*)$", re.M)
_MSGSTR = re.compile(r"^(?P<key>msgstr )(?P<value>\".+\")$", re.M)
_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")
_NUMBER = re.compile(r"[0-9]{3,}(?: [0-9]+)*")
_SPELLINGS = re.compile(r'shown: "?(?P<shown>[0-9][0-9 ]*)"?\n\s*dial: "?(?P<dial>\+?[0-9]+)"?')
Change = Callable[[random.Random, str], "str | None"]


def _put(text: str, at: int, what: str, instead: int = 0) -> str:
    return text[:at] + what + text[at + instead:]


def _character(rng: random.Random) -> str:
    return rng.choice(rng.choice((letters.HIDDEN, letters.FIGURES, letters.FIGURES, letters.SPACES, letters.DIALLED, letters.ODD, letters.LETTERS, "0123456789")))


def _lines(rng: random.Random, text: str, how: Callable[[list[str], int, int], None]) -> str | None:
    lines = text.split("\n")
    if len(lines) < 3:
        return None
    how(lines, rng.randrange(len(lines)), rng.randrange(len(lines)))
    return "\n".join(lines)


def _pick(rng: random.Random, text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return rng.choice(found) if found else None


def put_character(rng: random.Random, text: str) -> str | None:
    return _put(text, rng.randrange(len(text) + 1), _character(rng), rng.randrange(2))


def put_beside_number(rng: random.Random, text: str) -> str | None:
    """A character at or in a number or a placeholder."""
    found = _pick(rng, text, re.compile(r"[0-9{}]"))
    return found and _put(text, found.start() + rng.randrange(2), _character(rng) * rng.choice((1, 1, 1, 2, 3)), rng.choice((0, 0, 1)))


def put_in_value(rng: random.Random, text: str) -> str | None:
    """A character inside a text that may be printed."""
    found = _pick(rng, text, _MSGSTR if "msgstr" in text else _VALUE)
    return found and _put(text, rng.randrange(found.start("value"), found.end("value")) + 1, _character(rng), rng.randrange(2))


def put_token(rng: random.Random, text: str) -> str | None:
    return _put(text, rng.randrange(len(text) + 1), rng.choice(TOKENS))


def put_token_in_value(rng: random.Random, text: str) -> str | None:
    found = _pick(rng, text, _MSGSTR if "msgstr" in text else _VALUE)
    return found and _put(text, rng.randrange(found.start("value"), found.end("value")) + 1, rng.choice(TOKENS))


def drop_character(rng: random.Random, text: str) -> str | None:
    return _put(text, rng.randrange(len(text)), "", rng.choice((1, 1, 2, 9)))


def swap_characters(rng: random.Random, text: str) -> str | None:
    at = rng.randrange(len(text) - 1)
    return _put(text, at, text[at + 1] + text[at], 2)


def copy_part(rng: random.Random, text: str) -> str | None:
    at, size = rng.randrange(len(text)), rng.randrange(1, 80)
    return _put(text, rng.randrange(len(text)), text[at:at + size])


def swap_lines(rng: random.Random, text: str) -> str | None:
    return _lines(rng, text, lambda lines, a, b: lines.__setitem__(slice(None), [lines[b if i == a else a if i == b else i] for i in range(len(lines))]))


def drop_line(rng: random.Random, text: str) -> str | None:
    return _lines(rng, text, lambda lines, a, b: lines.pop(a))


def double_line(rng: random.Random, text: str) -> str | None:
    return _lines(rng, text, lambda lines, a, b: lines.insert(rng.choice((a, b)), lines[a]))


def join_lines(rng: random.Random, text: str) -> str | None:
    return _lines(rng, text, lambda lines, a, b: a + 1 < len(lines) and lines.__setitem__(slice(a, a + 2), [lines[a] + rng.choice(("", " ")) + lines[a + 1].strip()]))


def indent_line(rng: random.Random, text: str) -> str | None:
    return _lines(rng, text, lambda lines, a, b: lines.__setitem__(a, rng.choice((" ", "  ", "\t", "- ")) + lines[a] if rng.random() < 0.5 else lines[a].lstrip(" ")))


def double_block(rng: random.Random, text: str) -> str | None:
    """A run of lines, or an entry of a catalog, written twice."""
    parts = text.split("\n\n")
    if len(parts) > 2:
        at = rng.randrange(len(parts))
        parts.insert(rng.randrange(len(parts) + 1), parts[at])
        return "\n\n".join(parts)
    return _lines(rng, text, lambda lines, a, b: lines.__setitem__(slice(b, b), lines[a:a + rng.randrange(2, 8)]))


def swap_values(rng: random.Random, text: str) -> str | None:
    """Two values, or two translations, in each other's place."""
    found = list((_MSGSTR if "msgstr" in text else _VALUE).finditer(text))
    if len(found) < 2:
        return None
    a, b = sorted(rng.sample(found, 2), key=lambda m: m.start())
    return text[:a.start("value")] + b["value"] + text[a.end("value"):b.start("value")] + a["value"] + text[b.end("value"):]


def drop_value(rng: random.Random, text: str) -> str | None:
    found = _pick(rng, text, _MSGSTR if "msgstr" in text else _VALUE)
    return found and text[:found.start("value")] + rng.choice(("", "\"\"", "[]", "{}", "\" \"", "no", "0")) + text[found.end("value"):]


def change_digit(rng: random.Random, text: str) -> str | None:
    found = _pick(rng, text, re.compile("[0-9]"))
    return found and _put(text, found.start(), rng.choice("0123456789"), 1)


def swap_digits(rng: random.Random, text: str) -> str | None:
    """Two digits of one number, as a finger slips: in one spelling of it only."""
    found = _pick(rng, text, _NUMBER)
    if not found:
        return None
    a, b = sorted(rng.sample([i for i in range(found.start(), found.end()) if text[i] != " "], 2))
    return text[:a] + text[b] + text[a + 1:b] + text[a] + text[b + 1:]


def regroup_number(rng: random.Random, text: str) -> str | None:
    """A space, hyphen or bracket more or less within a number."""
    found = _pick(rng, text, _NUMBER)
    return found and _put(text, rng.randrange(found.start(), found.end()) + 1, rng.choice((" ", "-", ".", "(", ")", "/", "\u00a0", "", "0")), rng.randrange(2))


def change_both_spellings(rng: random.Random, text: str) -> str | None:
    """Another number, written in both spellings: what an officer does when a service moves."""
    found = _pick(rng, text, _SPELLINGS)
    if not found:
        return None
    shown, dial = found["shown"], found["dial"]
    places = [i for i, c in enumerate(shown) if c != " "]
    which = rng.randrange(len(places))
    back = len(places) - which
    if dial.startswith("+") and which == 0 or back > len(dial):
        return None
    digit = rng.choice("0123456789")
    return text[:found.start("shown")] + _put(shown, places[which], digit, 1) + text[found.end("shown"):found.start("dial")] + _put(
        dial, len(dial) - back, digit, 1) + text[found.end("dial"):]


def mangle_placeholder(rng: random.Random, text: str) -> str | None:
    found = _pick(rng, text, _PLACEHOLDER)
    if not found:
        return None
    name = found[0][1:-1]
    return _put(text, found.start(), rng.choice(("", found[0] * 2, f"{{{name} }}", f"{{{name[:-1]}}}", f"{{{name.upper()}}}", f"{{{name}.x}}", f"%({name})s", f"｛{name}｝", name,
                                                 f"{{{{{name}}}}}", f"{{{name}}}{rng.randrange(10)}", f"{rng.randrange(10)}{{{name}}}", f"{{{name}}} {rng.randrange(1000)}",
                                                 f"{rng.randrange(100)} {{{name}}}", f"+{{{name}}}", f"{{phone}}", "{name}")), len(found[0]))


def mark_entry(rng: random.Random, text: str) -> str | None:
    """Flags, obsolete marks, plural forms and headers of a catalog."""
    if "msgid" not in text:
        return None
    return rng.choice((
        lambda: re.sub(r"^msg", "#~ msg", text, count=rng.randrange(1, 4), flags=re.M),
        lambda: text.replace("\nmsgstr \"", "\nmsgid_plural \"x\"\nmsgstr[0] \"", rng.randrange(1, 3)),
        lambda: text.replace("# @machine", "#, fuzzy", rng.randrange(1, 3)),
        lambda: re.sub(r"nplurals=.*?\\n", f"nplurals={rng.choice(('0', '-1', '99999999', 'n', '2'))}; plural={rng.choice(('n/0', 'n%0', 'n', '(n != 1)', '9**9**9'))};\\\\n", text, count=1),
        lambda: re.sub(r"^\"[A-Za-z-]+: .*\"$", "\"X\"", text, count=rng.randrange(1, 4), flags=re.M),
        lambda: text.replace("msgctxt", rng.choice(("msgid", "msgctx", "msgctxt[0]")), 1)))()


TEXT: tuple[Change, ...] = (put_character, put_beside_number, put_beside_number, put_in_value, put_in_value, put_token, put_token_in_value, drop_character, swap_characters, copy_part,
                            swap_lines, drop_line, double_line, join_lines, indent_line, double_block, swap_values, swap_values, drop_value, change_digit, swap_digits, regroup_number,
                            change_both_spellings, mangle_placeholder, mangle_placeholder, mark_entry)
BYTES = ("flip a bit", "set a byte", "drop bytes", "cut the end", "break a letter")


def _spoil_bytes(rng: random.Random, raw: bytes) -> tuple[str, bytes]:
    name, at = rng.choice(BYTES), rng.randrange(len(raw))
    spoilt = {"flip a bit": lambda: raw[:at] + bytes([raw[at] ^ 1 << rng.randrange(8)]) + raw[at + 1:],
              "set a byte": lambda: raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1:],
              "drop bytes": lambda: raw[:at] + raw[at + rng.randrange(1, 40):],
              "cut the end": lambda: raw[:at],
              "break a letter": lambda: raw[:at] + rng.choice((b"\xed\xa0\x80", b"\xc0\x80", b"\xff", b"\xf4\x90\x80\x80", b"\xe2\x80", b"\xef\xbb\xbf")) + raw[at:]}[name]()
    return name, spoilt


def mutate(rng: random.Random, raw: bytes) -> tuple[tuple[str, ...], bytes]:
    """The names of what was done, and the spoilt file; mostly one change, now and then several."""
    names: list[str] = []
    for _ in range(rng.choice((1, 1, 1, 1, 2, 3))):
        if not raw:
            break
        if rng.random() < 0.15:
            name, raw = _spoil_bytes(rng, raw)
        else:
            text = raw.decode("utf-8", "replace") if len(raw) > 2 else ""
            change = rng.choice(TEXT)
            spoilt = change(rng, text) if len(text) > 2 else None
            if spoilt is None:
                continue
            name, raw = change.__name__.replace("_", " "), spoilt.encode("utf-8", "surrogatepass")
        names.append(name)
    return tuple(names), raw

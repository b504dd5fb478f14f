"""Floor 1. The text of a catalog → its entries as written. Each line is held to the form; nothing is guessed.

Readers forgive broken quotes, unknown escapes and comments in the midst of an
entry, each in its own way; a forgiven line is a sentence lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.catalog.letters import context_at, shown
from generator.problem import Code, Problem, error

SYNTAX = error("E103", "catalog-syntax", "what follows a broken line is lost silently")
CONFLICT = error("E117", "catalog-conflict", "both sides of a merge conflict would be read as one")
CUT_OFF = error("E118", "catalog-cut-off", "the rest of the file is missing")
ESCAPE = error("E119", "catalog-escape", "readers make different letters of an escape that does not exist")
OPEN = error("E120", "catalog-open-string", "readers take the text for empty, or swallow the next one")
PLURAL = error("E121", "catalog-plural-entry", "we use no plurals: their rule would be code from outside")
MANY = error("E124", "catalog-too-many-problems", "the rest of this file was not looked at")

MOST_PROBLEMS = 50  #: of one file; then reading stops, and says so
_CUT = "It was cut off: send or save it again."
_MEND = "Mend it in a .po editor, or take the last good file from git."

_STRING = r'"([^"\\]*(?:\\[ntr"\\][^"\\]*)*)"'
_LINE = re.compile(rf"(?:(msgctxt|msgid|msgstr)[ \t]+)?{_STRING}")
_PREVIOUS = re.compile(rf"#\|[ \t]+(?:(msgctxt|msgid|msgid_plural)[ \t]+)?{_STRING}")
_COMMENT = re.compile(r"#(?:[.:,]?(?:[ \t].*)?|#.*)")  # what stands after #, #. #: or #, stands after a space
_AFTER = {"msgctxt": ("", "msgstr"), "msgid": ("", "msgctxt", "msgstr"), "msgstr": ("msgid",)}
_ESCAPE = re.compile(r'\\([ntr"\\])')
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


@dataclass
class Written:
    """One entry of the file: its strings in the parts they are written in, each with its line."""

    line: int = 0  #: of its first keyword
    obsolete: bool = False
    fuzzy: bool = False
    comments: list[str] = field(default_factory=list)  #: the translator's, without #
    extracted: list[str] = field(default_factory=list)  #: of the template, without #.
    parts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  #: by keyword

    def value(self, keyword: str) -> str:
        """The whole string; empty where there is none."""
        return "".join(text for _, text in self.parts.get(keyword, ()))


def unescape(body: str) -> str:
    """What stands between the quotes, as text."""
    return _ESCAPE.sub(lambda found: _PLAIN[found[1]], body)


def entries(text: str, path: str) -> tuple[list[Written], list[Problem]]:
    """All entries in order, the header among them; with any problem the entries are not to be used."""
    reading = _Reading(path, text)
    for number, line in enumerate(text.split("\n"), 1):
        reading.take(number, line.strip(" \t"))
        if reading.stopped:
            break
        reading.index += len(line) + 1
    else:
        reading.end()
    last = reading.problems[-1] if reading.problems else None
    if last and last.code in (SYNTAX.number, OPEN.number) and last.line == text.count("\n") + 1:  # a line without its end
        reading.problems[-1] = CUT_OFF.at(path, reading.number, "The file ends in the midst of a line.", _CUT,
                                          context=last.context)
    return reading.done, reading.problems


class _Reading:
    def __init__(self, path: str, text: str):
        self.path, self.text = path, text
        self.index = 0  # of the line at hand
        self.done: list[Written] = []
        self.problems: list[Problem] = []
        self.stopped = False
        self.now = Written()
        self.last = ""  # the keyword that a string on a line of its own continues; "" between entries
        self.number = 0
        self.earlier = False  # whether the line above is one of #|

    def say(self, code: Code, message: str, remedy: str = _MEND, *, stop: bool = False) -> None:
        context = shown(self.now.value("msgctxt"), 100) or context_at(self.text, self.index)
        english = shown(self.now.value("msgid"))
        where = f" It is in {context or f'“{english}”'}." if context or english else ""
        self.problems.append(code.at(self.path, self.number, message + where, remedy, context=context))
        if stop:
            self.stopped = True
        elif len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(MANY.at(self.path, self.number, f"This file has {MOST_PROBLEMS} problems and more; "
                                         "reading stopped here.", "Take the last good file from git."))
            self.stopped = True

    def take(self, number: int, line: str) -> None:
        """One line without the spaces around it."""
        self.number = number
        if not line:
            return
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            self.say(CONFLICT, "A merge conflict stands here.", "Keep one of its two sides.", stop=True)
        elif line.startswith("#~|"):
            return
        elif line.startswith("#~"):
            self.string(line[2:].strip(" \t"), True, line[2:3] in (" ", "\t"))
        elif line.startswith("#"):
            self.comment(line)
        else:
            self.string(line, False, True)

    def comment(self, line: str) -> None:
        if self.last in ("msgctxt", "msgid"):
            self.say(SYNTAX, "A comment stands in the midst of an entry.")
            return
        self.finish()
        earlier, self.earlier = self.earlier, line.startswith("#|")
        if self.earlier:
            found = _PREVIOUS.fullmatch(line)
            if not found or not (found[1] or earlier):
                self.say(SYNTAX, "This line begins with #| and holds no earlier text.", "Delete the line.")
        elif not _COMMENT.fullmatch(line):
            self.say(SYNTAX, "A comment needs a space after its first sign.", "Write it as “# …” or “#, …”.")
        elif line.startswith("#,"):
            self.now.fuzzy |= "fuzzy" in [flag.strip() for flag in line[2:].split(",")]
        elif line.startswith("#."):
            self.now.extracted.append(line[2:].strip())
        elif not line.startswith("#:"):
            self.now.comments.append(line.lstrip("#").strip())

    def string(self, line: str, obsolete: bool, spaced: bool) -> None:
        self.earlier = False
        found = _LINE.fullmatch(line)
        if found is None or not spaced:
            self.explain(line, obsolete)
            return
        keyword = found[1]
        if keyword is None:
            if not self.last or self.now.obsolete is not obsolete:
                self.say(SYNTAX, "A text stands here that belongs to no entry.", stop=True)
                return
        else:
            if self.last not in _AFTER[keyword]:
                self.say(SYNTAX, f"{keyword} cannot stand here{f', after {self.last}' if self.last else ''}.", stop=True)
                return
            self.begin(keyword, obsolete)
            if self.now.obsolete is not obsolete:
                self.say(SYNTAX, "Half of this entry is marked obsolete (#~).", stop=True)
                return
        self.now.parts.setdefault(self.last, []).append((self.number, unescape(found[2])))

    def begin(self, keyword: str, obsolete: bool) -> None:
        """A keyword that may stand here: the next string of the entry at hand, or the first of a new one."""
        self.finish()
        if not self.last:
            self.now.line, self.now.obsolete = self.number, obsolete
        self.last = keyword

    def explain(self, line: str, obsolete: bool) -> None:
        """Say what is wrong with a line that should hold a string; go on as if it held none where that is safe."""
        keyword, _, rest = line.partition(" ")
        if keyword == "msgid_plural" or keyword.startswith("msgstr["):
            self.say(PLURAL, "This entry has plural forms.", "Make it one sentence: we use no plurals.", stop=True)
            return
        body = (rest if keyword in _AFTER else line).strip(" \t")
        if not body.startswith('"'):
            self.say(SYNTAX, "This line is not in the form of a .po file.", stop=True)
            return
        quotes = re.findall(r'\\.|"', body[1:])
        bad = next((q for q in quotes if q[0] == "\\" and q[1] not in 'ntr"\\'), "")
        if '"' not in quotes:
            code, message = OPEN, "A text begins here and its quotation mark is not closed."
        elif bad:
            code, message = ESCAPE, f"{shown(bad)} is no escape of a .po file; there are \\n \\t \\\" \\\\."
        else:
            code, message = SYNTAX, 'A quotation mark stands inside a text without a backslash (\\").'
        if keyword in _AFTER and self.last in _AFTER[keyword]:  # so that the next line is not blamed for this one
            self.begin(keyword, obsolete)
        self.say(code, message)

    def finish(self) -> None:
        """The entry at hand is whole; the next begins."""
        if self.last == "msgstr":
            self.done.append(self.now)
            self.now, self.last = Written(), ""

    def end(self) -> None:
        if self.last in ("msgctxt", "msgid"):
            self.say(CUT_OFF, "The file ends in the midst of an entry.", _CUT)
        self.finish()
        if not self.done and not self.problems:
            self.say(CUT_OFF, "The file holds no entry.", _CUT)

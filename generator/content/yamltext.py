"""Floor 1. YAML read strictly: every scalar stays the text that was written, or the file is refused.

PyYAML only splits the file into events, which it does without recursion; the
tree is built here, from those events, within limits. Nothing is converted:
``no``, ``0777`` and ``2026-11-21`` are text, and each record says what it takes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NoReturn

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from generator import limits
from generator.content.yamlfaults import (ALIAS, ANCHOR, BLOCK, BREAK, BREAKING, COMPLEX, CUT, DEEP, DIRECTIVE,
                                          DUPLICATE, EMPTY, EMPTY_FILE, INVISIBLE, JOINERS, KEY, LONG, MANY,
                                          MERGE, NODES, NOT_NFC, NOT_UTF8, PLAIN_TEXT, REMEDIES, ROOT, SECOND,
                                          SYNTAX, TAG, TOO_LARGE, explain, fault_of, quoted)
from generator.problem import Code, Problem

LARGEST_FILE, DEEPEST, MOST_NODES, LONGEST_TEXT = limits.YAML_BYTES, limits.YAML_DEPTH, limits.YAML_NODES, limits.YAML_TEXT
MOST_PROBLEMS = 50  #: of one file; then reading stops, and says so

_KEY = re.compile("[a-zA-Z0-9_-]+")
_COMMENT = re.compile(r" +#(.?)")
_ONE_LINE = "Write the text after the colon, in double quotes."


@dataclass(frozen=True)
class Document:
    """A file as read: mappings, lists, and texts exactly as they were written."""

    path: str  #: as given, relative to the root
    data: dict | list | str  #: a mapping, since no other root is accepted
    lines: Mapping[tuple[str | int, ...], int]  #: path of keys and indices: 1-based line; for an entry that of its key


def read_yaml(raw: bytes, path: str) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of one file. The document is there only if there is no problem."""
    reading = _Reading(path)
    try:
        reading.read(raw)
    except _Stop:
        pass  # what stopped it was noted
    if reading.found or reading.root is None:
        return None, sorted(reading.found)
    return Document(path, reading.root, MappingProxyType(reading.lines)), []


class _Stop(Exception):
    """There is no use in reading further."""


@dataclass
class _Open:
    """A mapping or list whose end has not come yet."""

    node: dict | list
    path: tuple[str | int, ...]
    key: str | None = None  # in a mapping: the key whose value comes next
    seen: dict[str, int] = field(default_factory=dict)  # keys in NFKC, and their lines


class _Events(Reader, Scanner, Parser):
    """The first half of PyYAML, without what composes and converts."""

    def __init__(self, text: str, reading: _Reading) -> None:
        self._reading = reading
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def check_printable(self, data: str) -> None:
        """Not needed: each character was looked at before."""

    def fetch_directive(self) -> None:
        """Refuse it here, since PyYAML drops those that it does not know."""
        self._reading.stop(DIRECTIVE, self.line + 1, "A line that begins with % is an instruction to YAML.",
                           "Delete the line, or put the text in double quotes.")


class _Reading:
    """The reading of one file, and the problems found on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: dict[Problem, None] = {}
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.root: dict | list | str | None = None
        self.text = ""
        self.open: list[_Open] = []
        self.joiners: list[tuple[int, int, str]] = []  # index, line, character
        self.excused: set[int] = set()  # indices where a joiner may stand
        self.nodes = 0

    def say(self, code: Code, line: int, message: str, remedy: str) -> None:
        if len(self.found) >= MOST_PROBLEMS and code is not MANY:
            self.stop(MANY, line, f"This file has more than {MOST_PROBLEMS} problems; reading stopped here.",
                      "Correct those that are shown and run again.")
        self.found[code.at(self.path, line, message, remedy)] = None

    def stop(self, code: Code, line: int, message: str, remedy: str) -> NoReturn:
        self.say(code, line, message, remedy)
        raise _Stop

    def read(self, raw: bytes) -> None:
        if len(raw) > LARGEST_FILE:
            self.stop(TOO_LARGE, 0, f"The file has {len(raw)} bytes; {LARGEST_FILE} are allowed.", "Split it.")
        if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
            self.stop(NOT_UTF8, 1, "The file is saved as UTF-16 or UTF-32.", "Save it as UTF-8.")
        try:
            self.text = raw.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as failure:
            self.stop(NOT_UTF8, raw.count(b"\n", 0, failure.start) + 1,
                      f"The byte 0x{raw[failure.start]:02X} is not UTF-8.", "Save the file as UTF-8.")
        self.look_at_characters()
        if any(problem.code in BREAKING for problem in self.found):
            raise _Stop
        events = _Events(self.text, self)
        try:
            self.build(events)
        except yaml.MarkedYAMLError as failure:
            self.stop(*explain(failure))
        except (ValueError, OverflowError):  # an escape such as "\Uffffffff"
            self.stop(SYNTAX, events.line + 1, "An escape names a character that does not exist.",
                      "Write the character itself.")
        for index, line, ch in self.joiners:
            if index not in self.excused:
                self.character(ch, INVISIBLE, line)

    def look_at_characters(self) -> None:
        faults = {ch: fault for ch in set(self.text) if (fault := fault_of(ch))}
        if not faults:
            return
        line, told = 1, set()  # each character once for each line
        for index, ch in enumerate(self.text):
            if ch == "\n":
                line += 1
                told.clear()
            elif ch in JOINERS:
                self.joiners.append((index, line, ch))
            elif ch in faults and ch not in told:
                told.add(ch)
                self.character(ch, faults[ch], line)

    def character(self, ch: str, code: Code, line: int, how: str = "") -> None:
        name = "A tab" if ch == "\t" else f"U+{ord(ch):04X} {unicodedata.name(ch, '')}".rstrip()
        self.say(code, line, f"{name} stands in this line{how}.", REMEDIES[code])

    def build(self, events: _Events) -> None:
        documents = 0
        while events.check_event():
            event = events.get_event()
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.stop(SECOND, event.start_mark.line + 1, "A second document begins here.",
                              "Delete the line with ---, or make two files.")
            elif isinstance(event, yaml.NodeEvent):
                self.take(event, event.start_mark.line + 1)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
        if not documents:
            self.stop(EMPTY_FILE, 1, "Nothing is written in this file.", "Fill it in, or delete it.")

    def take(self, event: yaml.NodeEvent, line: int) -> None:
        """Put one node in its place: a key, a value, an entry or the root."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.stop(NODES, line, f"The file has more than {MOST_NODES} keys and values.", "Split it.")
        if isinstance(event, yaml.AliasEvent):
            self.say(ALIAS, line, f"{quoted('*' + event.anchor)} stands for something written elsewhere.", PLAIN_TEXT)
        elif event.anchor is not None:
            self.say(ANCHOR, line, f"{quoted('&' + event.anchor)} gives a name to this value.", PLAIN_TEXT)
        if getattr(event, "tag", None) is not None:
            self.say(TAG, line, "A word with ! stands before the value and gives it a type.", PLAIN_TEXT)
        top = self.open[-1] if self.open else None
        if top and isinstance(top.node, dict) and top.key is None:
            self.take_key(event, line, top)
            return
        path: tuple[str | int, ...] = ()
        if top:
            path = (*top.path, len(top.node) if isinstance(top.node, list) else top.key)
        line = self.lines.setdefault(path, line)
        node = self.value(event, line, path)
        if top is None:
            self.root = node
            if isinstance(event, yaml.ScalarEvent) and not event.value and event.style is None:
                self.stop(EMPTY_FILE, line, "Nothing is written in this file.", "Fill it in, or delete it.")
            if not isinstance(node, dict):
                self.say(ROOT, line, "The file holds no keys at its top.", "Begin with lines such as “id: ...”.")
        elif isinstance(top.node, list):
            top.node.append(node)
        else:
            top.node[top.key] = node
            top.key = None
        if isinstance(node, (dict, list)):
            self.enter(node, path, line)

    def enter(self, node: dict | list, path: tuple[str | int, ...], line: int) -> None:
        self.open.append(_Open(node, path))
        if len(self.open) > DEEPEST:
            self.stop(DEEP, line, f"More than {DEEPEST} mappings or lists stand inside one another.",
                      "Write it flatter.")

    def value(self, event: yaml.NodeEvent, line: int, path: tuple[str | int, ...]) -> dict | list | str:
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        if isinstance(event, yaml.AliasEvent):
            return ""
        self.look_at_text(event, line, joiners=bool(path) and path[-1] == "endonym")
        if path and event.style is None and event.tag is None and event.anchor is None:
            if not event.value:
                braces = self.text[event.start_mark.index:event.start_mark.index + 1] in ("}", ",")
                self.say(EMPTY, line, f"Nothing stands after {quoted(path[-1])}." if isinstance(path[-1], str)
                         else "An entry of the list is empty.",
                         "Put a text with braces in double quotes; else write key: value." if braces
                         else "Fill it in, delete it, or write \"\".")
            number = event.value[:1].isdigit() or event.value.startswith("+")
            comment = _COMMENT.match(self.text, event.end_mark.index) if event.value else None
            if comment and (number or comment[1].strip(" #")):
                self.say(CUT, line, f"A # cuts the value here, after {quoted(event.value)}.",
                         "Quote the whole value, or put the comment on a line of its own.")
        return event.value

    def take_key(self, event: yaml.NodeEvent, line: int, top: _Open) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            top.key = "?"
            self.lines.setdefault((*top.path, "?"), line)
            if isinstance(event, yaml.CollectionStartEvent):
                self.say(COMPLEX, line, "A list or mapping stands where a key is expected.",
                         "Put the text in double quotes, or write a key.")
                self.enter({} if isinstance(event, yaml.MappingStartEvent) else [], (*top.path, "?"), line)
            return
        top.key = event.value
        self.lines.setdefault((*top.path, top.key), line)
        self.look_at_text(event, line)
        if top.key == "<<":
            self.say(MERGE, line, "The key << merges another mapping into this one.", "Write its keys out here.")
        elif not _KEY.fullmatch(top.key):
            self.say(KEY, line, f"The key {quoted(top.key)} has other characters than a-z, A-Z, 0-9, _ and -.",
                     "Write it anew in plain letters, or quote the text if it is none.")
        plain = unicodedata.normalize("NFKC", top.key[:LONGEST_TEXT])
        if plain in top.seen:
            self.say(DUPLICATE, line, f"The key {quoted(top.key)} stands in line {top.seen[plain]} already.",
                     "Keep one of the two.")
        top.seen.setdefault(plain, line)

    def look_at_text(self, event: yaml.ScalarEvent, line: int, joiners: bool = False) -> None:
        """What is wrong with a text beyond its visible characters: escapes, breaks, length."""
        text = event.value
        if event.style in ("|", ">"):
            self.say(BLOCK, line, f"The text is written as a block, after {event.style}.", _ONE_LINE)
            return
        if len(text) > LONGEST_TEXT:  # also since normalising takes long for long texts
            self.say(LONG, line, f"The text has {len(text)} characters; {LONGEST_TEXT} are allowed.", "Shorten it.")
            return
        start, end = event.start_mark.index, event.end_mark.index
        if joiners:
            self.excused.update(range(start, end))
        for ch in sorted(set(text) - set(self.text[start:end])):
            fault = fault_of(ch)
            if fault and not (joiners and ch in JOINERS):
                self.character(ch, fault, line, ", written as an escape")
        if "\n" in text:
            self.say(BREAK, line, "The text has a line break: an empty line inside it, or \\n.", _ONE_LINE)
        if not unicodedata.is_normalized("NFC", text):
            self.say(NOT_NFC, line, f"The text {quoted(text)} is not in the composed form (NFC).",
                     "Type the letters anew, or let the editor convert the text to NFC.")

"""Floor 1. What can be wrong with a file of YAML: codes, characters, and PyYAML's messages in plain words."""

from __future__ import annotations

import re
import unicodedata

import yaml

from generator.problem import Code, error

_HIDDEN = "it does not show on the screen, and changes what is printed"
_NOT_PLAIN = "it gives the file a second meaning that a reviewer does not see"

TOO_LARGE = error("Y101", "file-too-large", "a file of this size was not written by hand")
NOT_UTF8 = error("Y102", "not-utf-8", "read in another encoding, names come out as other letters")
BOM = error("Y103", "byte-order-mark", "an invisible mark makes another key of the same letters")
CONTROL = error("Y104", "control-character", _HIDDEN)
LINE_MARK = error("Y105", "hidden-line-break", "it starts a new line and key that the editor does not show")
TAB = error("Y106", "tab", "a tab is as wide as each editor likes, and indentation has meaning")
BIDI = error("Y107", "bidi-control", "it turns the order of letters and digits round, for instance of a number")
INVISIBLE = error("Y108", "invisible-character", _HIDDEN)
SOFT_HYPHEN = error("Y109", "soft-hyphen", "a hyphen that was not there would be printed at the end of a line")
PRIVATE = error("Y110", "private-use-character", "no font is bound to have it: an empty box is printed")
UNASSIGNED = error("Y111", "unassigned-character", "no font has it: an empty box is printed")
SPACE = error("Y112", "odd-space", "it looks like a space and is none: a number with it is not recognised")
REPLACEMENT = error("Y113", "replacement-character", "a letter was lost here when the text was converted")
NOT_NFC = error("Y114", "not-nfc", "the same letters in two spellings do not count as the same text")
EMPTY_FILE = error("Y115", "empty-file", "what should stand here would be missing")
DIRECTIVE = error("Y116", "directive", _NOT_PLAIN)
SECOND = error("Y117", "second-document", "only the first would be read")
ROOT = error("Y118", "not-a-mapping", "a file is a list of keys and values")
SYNTAX = error("Y119", "syntax", "the file cannot be read")
ANCHOR = error("Y120", "anchor", _NOT_PLAIN)
ALIAS = error("Y121", "alias", _NOT_PLAIN)
TAG = error("Y122", "tag", _NOT_PLAIN)
MERGE = error("Y123", "merge-key", _NOT_PLAIN)
DUPLICATE = error("Y124", "duplicate-key", "one of the two values would be lost without a word")
KEY = error("Y125", "key-letters", "a key of look-alike letters is another key")
COMPLEX = error("Y126", "complex-key", "a key is a word")
EMPTY = error("Y127", "empty-value", "a fact was meant to stand here")
BLOCK = error("Y128", "block-text", "it carries line breaks that nobody sees, and texts are one line")
CUT = error("Y129", "cut-by-comment", "the rest of the value is lost: half a telephone number is printed")
BREAK = error("Y130", "line-break", "texts are one line: the layout breaks lines")
DEEP = error("Y131", "too-deep", "nothing that we write is nested like this")
NODES = error("Y132", "too-many-nodes", "nothing that we write is this long")
LONG = error("Y133", "text-too-long", "no item has room for it")
MANY = error("Y134", "too-many-problems", "the rest of this file was not looked at")

REMEDIES = {
    BOM: "Save the file as UTF-8 without a byte-order mark.", CONTROL: "Delete it.",
    LINE_MARK: "Replace it with an ordinary line break or a space.", TAB: "Use spaces.",
    BIDI: "Delete it: the generator sets the direction itself.", INVISIBLE: "Delete it.",
    SOFT_HYPHEN: "Delete it.", PRIVATE: "Write the letter that is meant.",
    UNASSIGNED: "Write the letter that is meant.", SPACE: "Write an ordinary space.",
    REPLACEMENT: "Write the letter that was lost."}
#: the parser is not let near these
BREAKING = frozenset({BOM.number, CONTROL.number, LINE_MARK.number, TAB.number})
_BY_CATEGORY = {"Cc": CONTROL, "Cf": INVISIBLE, "Co": PRIVATE, "Cn": UNASSIGNED, "Cs": UNASSIGNED, "Zs": SPACE}
_BY_CHARACTER = {"\t": TAB, "\ufeff": BOM, "\xad": SOFT_HYPHEN, "\ufffc": REPLACEMENT, "\ufffd": REPLACEMENT,
                 **dict.fromkeys("\x85\u2028\u2029", LINE_MARK),
                 **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c", BIDI)}
#: invisible, though Unicode counts them as letters, marks or symbols: joiners, fillers, variation selectors
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: some scripts are written with them: a language's own name may hold them
JOINERS = "\u200b\u200c\u200d"

#: part of what PyYAML says: (what that means, what to do, whether the line where it began is the better one)
_SYNTAX = {
    "mapping values are not allowed": ("A colon followed by a space stands where no key can be.",
                                       "Put the text in double quotes, or correct the indentation.", False),
    "could not find expected ':'": ("This line is neither a key with a colon nor part of the text above.",
                                    "Add the colon, or put the text in double quotes on one line.", True),
    "unexpected end of stream": ("A quotation mark is opened here and never closed.", "Close it.", True),
    "unexpected document separator": ("A quotation mark is opened here and never closed.", "Close it.", True),
    "cannot start any token": ("A value begins with a character that has a meaning in YAML.",
                               "Put the text in double quotes.", False),
    "expected the node content": ("A value should stand here, and something else does.",
                                  "Write the value, or put the text in double quotes.", False),
    "escape": ("A backslash stands before a letter that makes no escape.",
               "Write two backslashes, or put the text in single quotes.", False),
    "expected ',' or": ("A bracket is opened here and not closed, or a comma is missing.",
                        "Close it, and put a comma after each entry.", True),
    "expected <block end>": ("Something stands here that does not belong to the lines above.",
                             "Correct the indentation, or quote the whole text.", False),
    "sequence entries are not allowed": ("A list begins where none can be.",
                                         "Put it on a line of its own, or put the text in double quotes.", False),
    "expected '<document start>'": ("Something follows after the end of the content.",
                                    "Correct the indentation, or quote the whole text.", False)}
_BY_CONTEXT = {"anchor": ANCHOR, "alias": ALIAS, "tag": TAG, "block scalar": BLOCK}
PLAIN_TEXT = "Put the text in double quotes, if it is one; else write it out."


def quoted(text: str) -> str:
    """The text as a message can show it: short, and every other character than ASCII by its number."""
    cut = text if len(text) <= 60 else text[:57] + "..."
    return "“" + "".join(ch if " " <= ch <= "~" else f"<U+{ord(ch):04X}>" for ch in cut) + "”"


def fault_of(ch: str) -> Code | None:
    """What is wrong with a character, wherever it stands."""
    if " " <= ch <= "~" or ch == "\n":
        return None
    if _BLANK.match(ch):
        return INVISIBLE
    return _BY_CHARACTER.get(ch) or _BY_CATEGORY.get(unicodedata.category(ch))


def explain(failure: yaml.MarkedYAMLError) -> tuple[Code, int, str, str]:
    """Code, line, message and remedy for what PyYAML says."""
    said = failure.problem or ""
    context = f"{failure.context or ''} {said}"
    here = failure.problem_mark.line + 1
    began = failure.context_mark.line + 1 if failure.context_mark else here
    for word, code in _BY_CONTEXT.items():
        if re.search(rf"\b(a|an|undefined) {word}\b", context):
            return code, began, f"YAML takes this for a special sign ({word}).", PLAIN_TEXT
    for part, (message, remedy, from_start) in _SYNTAX.items():
        if part in said:
            return SYNTAX, began if from_start else here, message, remedy
    return SYNTAX, here, "The line cannot be read as YAML.", "Put texts in double quotes."

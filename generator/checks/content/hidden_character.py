"""No character that cannot be seen, or that changes its neighbours: bidi controls, fillers, joiners out of place.

A bidi control turns groups of digits round; an invisible character splits a word
or a number for every program that reads it. Some scripts need joiners: between
their letters, never beside a digit or a telephone number. A mark without a letter
strikes through or crowns whatever stands before it, a digit for instance.
"""

import unicodedata
from collections.abc import Iterator

from generator.catalog.printable import JOINERS, PLACEHOLDER, Printable, is_letter, printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.content.yamlfaults import REMEDIES, REPLACEMENT, SPACE, fault_of
from generator.problem import Problem, error

CODE = error("E215", "hidden-character", "what cannot be seen can turn the digits of a number round")
ALONE = True

_BRAHMIC = ("Beng", "Deva", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh")
#: What a script is written with, though it does not show.
_NEEDED = {**dict.fromkeys(("Arab", "Mong", *_BRAHMIC), JOINERS),
           **dict.fromkeys(("Thai", "Laoo", "Khmr", "Mymr"), "\u200b")}
_NO_BREAK = "\u00a0\u202f"  # French puts them before : ; ! ?, Polish and Czech after a word of one letter
_MOST_MARKS = 4  # on one letter; Vietnamese, Arabic and Thai have up to three

EXAMPLES = (
    Example("fa", "You can ask for help.", "می\u200cتوانید کمک بخواهید.", False),
    Example("fr", "Who are you?", "Qui êtes-vous\u202f?", False),
    Example("ro", "You can ask for help.", "Puteți cere aju\u00adtor.", True),
    Example("ar", "Call {phone}.", "اتصل \u202e{phone}", True),
    Example("bn", "Call {phone}.", "কল করুন\u200d{phone}", True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for the first such character of each translation."""
    for one in printable(content.library, content.catalogs):
        found = next((said for i, c in enumerate(one.said) if (said := _fault(one, i, c))), None)
        if found:
            yield one.problem(CODE, *found)


def _fault(one: Printable, index: int, character: str) -> tuple[str, str] | None:
    if " " <= character <= "~":
        return None
    name = f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    if character in _NEEDED.get(one.locale.script, ""):
        return None if _fits(one, index) else (f"holds {name} where it joins or parts no letters.", "Delete it.")
    if character in _NO_BREAK:
        beside = one.said[max(0, index - 1):index] + one.said[index + 1:index + 2]
        if not any(c.isdigit() or c.isspace() for c in beside):
            return None
        return f"holds {name} beside a digit or another space.", REMEDIES[SPACE]
    if unicodedata.category(character)[0] == "M":
        before = one.said[max(0, index - _MOST_MARKS):index]
        if not before or not (is_letter(before[-1]) or before[-1] in JOINERS):
            return f"holds {name} on no letter.", "Delete it, or write the letter that is meant."
        if len(before) == _MOST_MARKS and all(unicodedata.category(c)[0] == "M" for c in before):
            return f"holds more than {_MOST_MARKS} marks on one letter.", "Write the letter that is meant."
    fault = fault_of(character)
    if fault is None or fault is REPLACEMENT:  # lost letters have a check of their own
        return None
    return f"holds {name} ({fault.name}).", REMEDIES[fault]


def _fits(one: Printable, index: int) -> bool:
    """Whether a joiner stands after a letter and away from digits, other joiners and telephone numbers."""
    before, after = one.said[:index], one.said[index + 1:]
    if after[:1].isdigit() or (after and unicodedata.category(after[0]) == "Cf"):
        return False
    following = PLACEHOLDER.match(after)
    if following and _is_number(one, following[1]):
        return False
    if before.endswith("}"):
        return not _is_number(one, before[before.rfind("{") + 1:-1])
    return bool(before) and is_letter(before[-1])


def _is_number(one: Printable, placeholder: str) -> bool:
    return one.text.facts.get(placeholder, ".phone").endswith(".phone")

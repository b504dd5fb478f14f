"""A web or e-mail address is copied, never translated: a letter changed in it leads to somebody else.

An address that the English does not have is told by the check of plain text; this
one tells what the English has and the translation has lost or changed.
"""

import re
from collections import Counter
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import PLACEHOLDER, printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E225", "address-changed", "an address with one letter changed opens the page of a stranger")
ALONE = True

#: With its protocol, as an e-mail address, or as a site in small letters (gov.uk/help).
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"'<>]+"
                      r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
                      r"|(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:uk|org|com|net|info|eu|wales|scot|example)(?![a-z0-9-])(?:/[A-Za-z0-9/_.~%#?=&-]*)?")

EXAMPLES = (
    Example("ro", "Go to gov.uk/help or call.", "Intrați pe gov.uk/help sau sunați.", False),
    Example("ro", "Go to gov.uk/help or call.", "Intrați pe gov.uk/ajutor sau sunați.", True),
    Example("pl", "Write to help@shire.example.", "Napisz na help@shire.example.", False),
    Example("pl", "Write to help@shire.example.", "Napisz na pomoc@shire.example.", True),
    Example("th", "See https://shire.example/a/ now.", "ดูที่ https://shire.example/a/ ตอนนี้", False),
    Example("th", "See https://shire.example/a/ now.", "ดูที่เว็บไซต์ตอนนี้", True),
    Example("vi", "Yes, e.g. this one.", "Có, v.v.", False),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation without an address of the English, letter by letter."""
    for one in printable(content.library, content.catalogs):
        wanted = Counter(addresses(one.english))
        for address, times in wanted.items():
            # Counted as text: languages without spaces write on directly behind an address.
            if _times(address, one.said) < times:
                yield one.problem(CODE, f"lacks the address “{shown(address, 60)}” of the English.",
                                  "Copy it from the English.")
                break


def addresses(text: str) -> list[str]:
    """Every address of a text, without the full stop or bracket behind it."""
    return [found.rstrip(".,;:!?)>'\"]") for found in _ADDRESS.findall(PLACEHOLDER.sub(" ", text))]


def _times(address: str, text: str) -> int:
    """How often it stands there whole, not as the beginning or the end of another one."""
    return len(re.findall(rf"(?<![A-Za-z0-9@.-]){re.escape(address)}(?![A-Za-z0-9@/-]|\.[A-Za-z0-9])", text))

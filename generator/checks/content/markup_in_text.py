"""A translation comes from outside and is plain text: no HTML, Jinja, CSS, % conversion, or address of its own.

The page escapes it; yet what looks like code was not meant to be read, and an
address would send the reader where nobody looked.
"""

import re
from collections import Counter
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import PLACEHOLDER, printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E214", "not-plain-text", "what is not plain text can hide a number, turn it round, or replace it")
ALONE = True

_PATTERNS = (
    (re.compile(r"[<>\uff1c\uff1e]|&(?:#|[A-Za-z][A-Za-z0-9]*;)|\w=[\"']"), "HTML"),
    (re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\$\{"), "Jinja"),
    (re.compile(r"/\*|\*/|@(?:import|media|font-face)\b|\b(?:url|expression|attr|var)\(|:\s*expression|javascript:", re.I), "CSS or script"),
    (re.compile(r"%\(|%[-+0-9.$%]*[A-Za-z%]"), "a % conversion"),
    (re.compile(r"\\"), "a backslash"),
    (re.compile(r"\*\*|__|\]\("), "Markdown"),
    (re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|\bmailto:|\bwww\.", re.I), "an address"),
    (re.compile(r"[@\uff20]"), "an e-mail address"))
#: What no text may hold, whatever its English holds.
OF_CODE = tuple(one for one in _PATTERNS if one[1] in ("HTML", "Jinja", "CSS or script", "a backslash", "Markdown"))
#: help.example: no space after the dot, and small letters. Abbreviations (m.in., d.p.d.v.) have one letter before it.
_SITE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]+\.([A-Za-z]{2,})(?!\w)")
_TOP = frozenset("com org net info uk eu gov edu io app example invalid test localhost onion".split())

EXAMPLES = (
    Example("pl", "Ask, for instance, this.", "Zapytaj m.in. o to.", False),
    Example("ro", "You can ask for help.", "Puteți cere <b>ajutor</b>.", True),
    Example("ro", "You can ask for help.", "Puteți cere ajutor: ajutor.org", True),
    Example("ro", "You can ask for help.", "Puteți cere ajutor: {{ help }}", True),
    Example("zh-Hans", "You can ask for help.", "您可以求助：help@shire.example", True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with markup or an address that the English does not have."""
    for one in printable(content.library, content.catalogs):
        for pattern, name in _PATTERNS:
            said = one.said if name == "Jinja" else PLACEHOLDER.sub(" ", one.said)
            if Counter(pattern.findall(said)) - Counter(pattern.findall(one.english)):
                yield one.problem(CODE, f"holds {name}.", "A translation is plain text: take it out.")
                break
        else:
            sites = [site for site in _sites(one.said) if site not in one.english]
            if sites:
                yield one.problem(CODE, f"holds an address: “{shown(sites[0], 40)}”.", "Take it out; or put a space after the full stop.")


def _sites(text: str) -> list[str]:
    return [found[0] for found in _SITE.finditer(PLACEHOLDER.sub(" ", text))
            if found[1].islower() or found[1].lower() in _TOP]

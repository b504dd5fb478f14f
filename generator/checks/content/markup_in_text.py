"""A translation comes from outside and is plain text: no HTML, Jinja, CSS, address, or character that cannot be seen."""

import re
import unicodedata
from collections.abc import Iterator

from generator.checks.content import Content
from generator.problem import Problem, error

CODE = error("E214", "not-plain-text", "what is not plain text can hide a number, turn it round, or replace it")

_PATTERNS = ((re.compile(r"<[A-Za-z/!?]|&(#|[a-z]+;)"), "HTML"), (re.compile(r"\{\{|\{%|\{#"), "Jinja"),
             (re.compile(r"%\(|%[sd]"), "a % conversion"),
             (re.compile(r"https?:|www\.|[a-z0-9]\.(?:com|org|net|uk)\b|@[a-z]", re.I), "an address"))
_JOINERS = {"Arab": "\u200c\u200d", "Beng": "\u200c\u200d", "Deva": "\u200c\u200d", "Guru": "\u200d", "Taml": "\u200c",
            "Thai": "\u200b"}


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with markup, an address of its own, or an unseen character."""
    for tag, catalog in content.catalogs.items():
        script = content.library.locales[tag].script
        for entry in catalog.entries.values():
            if entry.context not in content.library.texts:
                continue
            said = entry.translation
            found = next((name for pattern, name in _PATTERNS if pattern.search(said) and not pattern.search(entry.english)), "")
            if not found:
                odd = next((c for c in said if _odd(c, script)), "")
                found = f"the character U+{ord(odd):04X}" if odd else ""
            if not found and said != " ".join(said.split(" ")).strip():
                found = "spaces at its ends"
            if not found and "\n" in said:
                found = "a line break"
            if found:
                yield CODE.at(catalog.path, entry.line, f"{entry.context} holds {found}.", "Take it out.",
                              locale=tag, context=entry.context)


def _odd(character: str, script: str) -> bool:
    category = unicodedata.category(character)
    if character in _JOINERS.get(script, ""):
        return False
    return category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or (category == "Zs" and character != " ")

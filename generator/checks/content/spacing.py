"""One space between words, none before a full stop, one after a comma, and one between a word and a telephone number.

A hole in a line looks like something that fell out; a sign without its space glues
two words together, and a word glued to a number is read as part of it. French sets
a space before : ; ! ? on purpose, and Nepali one before its full stop.
"""

import re
from collections.abc import Iterator

from generator.catalog.printable import PLACEHOLDER, Printable, printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, warning

CODE = warning("E509", "spacing", "words or numbers that are glued together are misread")
ALONE = True

_SIGNS = ",.;:!?،؛؟۔।॥።፣፤፥፦，。；：！？、"
_PATTERNS = (
    (re.compile(r"\s\s"), "two spaces", "Leave one."),
    (re.compile(rf"\s[{_SIGNS}](?![{_SIGNS}]|(?<=[.:])\w)"), "a space before a sign", "Take it out."),
    (re.compile(r"[(（]\s|\s[)）]"), "a space inside brackets", "Take it out."))
_GLUED = re.compile(r"[,;!?،؛؟۔।॥።፣፤፥](?=[^\W\d_])|(?<=[^\W\d_]{2})\.(?=([^\W\d_])[^\W\d_])")

EXAMPLES = (
    Example("ro", "Call. Ask.", "Sunați. Întrebați.", bad=False),
    Example("ro", "Call. Ask.", "Sunați.  Întrebați.", bad=True),
    Example("ro", "Call. Ask.", "Sunați . Întrebați.", bad=True),
    Example("pl", "Yes, no", "Tak,nie", bad=True),
    Example("ur", "Yes. No.", "ہاں۔نہیں۔", bad=True),
    Example("fr", "Who are you?", "Qui êtes-vous\u202f?", bad=False),
    Example("zh-Hans", "Yes, no.", "是，不是。", bad=False),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for the first such place of each translation."""
    for one in printable(content.library, content.catalogs):
        found = _fault(one)
        if found:
            yield one.problem(CODE, f"has {found[0]}.", found[1])


def _glued(text: str) -> bool:
    """A small letter after a full stop belongs to an abbreviation."""
    return any(not (found[1] or "").islower() for found in _GLUED.finditer(PLACEHOLDER.sub("0", text)))


def _fault(one: Printable) -> tuple[str, str] | None:
    for pattern, name, remedy in _PATTERNS:
        said = one.said
        if one.locale.tag == "fr":
            said = re.sub("\\s(?=[:;!?»])", "", said)
        elif one.locale.tag == "ne":
            said = re.sub("\\s(?=।)", "", said)
        if pattern.search(said):
            return name, remedy
    if one.has_word_spaces and _glued(one.said) and not _glued(one.english):
        return "a sign with no space after it", "Put a space there."
    if one.locale.script in ("Latn", "Cyrl"):
        for found in PLACEHOLDER.finditer(one.said):
            beside = one.said[:found.start()][-1:] + one.said[found.end():][:1]
            if one.text.facts.get(found[1], "").endswith(".phone") and any(c.isalnum() for c in beside):
                return f"a letter that touches {found[0]}, a telephone number", "Put a space between."
    return None

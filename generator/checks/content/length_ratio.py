"""A translation grows or shrinks by known amounts; far outside them a sentence was left out or something was added.

Real growth, 95th percentile: up to 10 characters 3.0 times, 11-20 2.1, 21-50 1.7,
longer 1.5. The limits here are wider: good translators explain. Marks above and
below letters are not counted, and Chinese and Thai say the same in fewer characters.
"""

import unicodedata
from collections.abc import Iterator

from generator.catalog.printable import PLACEHOLDER, sentences
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, warning

CODE = warning("E501", "length-ratio", "what was left out of a sentence may be what keeps the reader safe")
ALONE = True

_AT_MOST = ((10, 4.0), (20, 3.0), (50, 2.5), (10_000, 2.0))  #: characters of English: times as long
_SHORT = 20  #: characters of English, below which one word may stand for three
_AT_LEAST = 0.33
_AT_LEAST_HERE = {"Hans": 0.15, "Hant": 0.15, "Thai": 0.25}

EXAMPLES = (
    Example("ro", "You can ask for legal advice before you decide.", "Puteți cere sfat juridic înainte să hotărâți.", bad=False),
    Example("ro", "You can ask for legal advice before you decide.", "Puteți cere.", bad=True),
    Example("zh-Hans", "Many people are afraid of the police. Perhaps you are too.", "很多人害怕警察。也许您也是。", bad=False),
    Example("pl", "Free", "Za darmo z każdego telefonu", bad=True),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for each translation far longer or shorter than translations are."""
    for one in sentences(content.library, content.catalogs):
        english, said = length(one.english), length(one.said)
        if not english:
            continue
        most = next(times for length, times in _AT_MOST if english <= length)
        least = _AT_LEAST_HERE.get(one.locale.script, _AT_LEAST)
        if said > most * english:
            yield one.problem(CODE, f"has {said} letters and signs for {english} of the English.", "Look whether something was added.")
        elif english > _SHORT and said < least * english:
            yield one.problem(CODE, f"has {said} letters and signs for {english} of the English.", "Look whether something was left out.")


def length(text: str) -> int:
    """Letters and signs without marks, placeholders and what does not show."""
    return sum(unicodedata.category(c)[0] not in "MC" for c in PLACEHOLDER.sub("", text))

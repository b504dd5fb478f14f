"""As many sentences as the English: one less may be the one that warns, one more says what nobody checked.

Good translators join two short sentences, or part one. So a single sentence more or
less is told only where the text is too short, or too long, for all of it to be there.
Thai parts sentences by spaces, which part other things too: it is not judged.
"""

import re
from collections.abc import Iterator

from generator.catalog.printable import sentences
from generator.checks.content import Content
from generator.checks.content.length_ratio import length
from generator.checks.example import Example
from generator.problem import Problem, warning

CODE = warning("E503", "sentence-count", "the sentence that is missing may be the one that warns")
ALONE = True

#: A sign that ends a sentence, with a space or the end behind it; a small letter follows an abbreviation (m.in. te).
_END = re.compile(r"""[.!?؟۔।॥።፧…]+["'”“’»)]*(?=\s+(\S)|\s*$)|[。！？…]+""")
_NOT_JUDGED = frozenset({"Thai", "Laoo", "Khmr", "Mymr"})
#: How long our translations are, as a multiple of the English, where it is not 1.12.
_USUAL = {"Arab": 0.98, "Beng": 0.71, "Deva": 0.71, "Guru": 0.75, "Ethi": 0.76, "Hans": 0.35, "Hant": 0.35}
_WHOLE = (0.7, 1.5)  #: of the usual length

EXAMPLES = (
    Example("ro", "Ask for an interpreter. You can wait.", "Cereți un interpret. Puteți aștepta.", bad=False),
    Example("ro", "Ask for an interpreter. You can wait.", "Cereți un interpret.", bad=True),
    Example("am", "In danger now. Ask for the police.", "አሁን አደጋ ላይ ከሆኑ፣ ፖሊስ እንደሚፈልጉ ይናገሩ።", bad=False),
    Example("zh-Hans", "Ask for an interpreter. You can wait.", "请说您需要翻译。您可以等。不会收费。没有人会知道。", bad=True),
    Example("pl", "Ask questions, such as these.", "Zadawaj pytania, m.in. te.", bad=False),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for each translation that has lost or won a sentence."""
    for one in sentences(content.library, content.catalogs):
        english, said = _count(one.english), _count(one.said)
        if one.locale.script in _NOT_JUDGED or english == said:
            continue
        share = length(one.said) / max(length(one.english), 1) / _USUAL.get(one.locale.script, 1.12)
        if abs(english - said) > 1 or not _WHOLE[0] <= share <= _WHOLE[1]:
            yield one.problem(CODE, f"has {said} {'sentence' if said == 1 else 'sentences'}, the English has {english}.",
                              "Look whether one was left out or added, or part them as the English does.")


def _count(text: str) -> int:
    """Sentences, also one without a sign at its end: that is for another check."""
    ends = [found.end() for found in _END.finditer(text) if not (found[1] or "").islower()]
    return len(ends) + any(c.isalpha() for c in text[ends[-1] if ends else 0:])

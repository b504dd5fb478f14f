"""A word is written in one script: a Cyrillic е inside a Latin word looks right and is another letter.

Programs that read the card aloud, search it or check its spelling stumble over
it, and a font without the letter takes it from elsewhere.
"""

from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import mixed_scripts, printable, words
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E218", "mixed-scripts", "a look-alike letter makes a word that no reader and no program knows")
ALONE = True

EXAMPLES = (
    Example("ro", "Call now.", "Sunați acum.", False),
    Example("ro", "Call now.", "Sun\u0430ți acum.", True),
    Example("fa", "What about the NRM?", "NRM‌ها چیست؟", False),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with a word of several scripts."""
    for one in printable(content.library, content.catalogs):
        for word in words(one.own_words):
            mixed = mixed_scripts(word, one.scripts)
            if mixed:
                yield one.problem(CODE, f"has letters of {' and '.join(sorted(mixed))} in one word: “{shown(word, 40)}”.",
                                  "Type the word anew.")
                break

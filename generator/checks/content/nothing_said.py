"""A translation says something: where the English has words, a blank, a dash or a placeholder alone is a hole."""

from collections.abc import Iterator

from generator.catalog.printable import PLACEHOLDER, printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E213", "nothing-said", "a hole on the card looks like a mistake of the reader's")
ALONE = True

EXAMPLES = (
    Example("ro", "Call {phone}.", "Sunați la {phone}.", False),
    Example("ro", "Call {phone}.", "{phone}", True),
    Example("ro", "Call {phone}.", " — ", True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation without a letter of its own."""
    for one in printable(content.library, content.catalogs):
        if _has_letters(one.english) and not _has_letters(one.said):
            yield one.problem(CODE, "says nothing.", "Translate it, or leave it empty until somebody can.")


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in PLACEHOLDER.sub("", text))

"""A text is one line: the layout breaks lines, and spaces at its ends would stand on the card as holes."""

from collections.abc import Iterator

from generator.catalog.printable import printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E216", "space-or-break", "a line break or a hole can part a number from what it is for")
ALONE = True

EXAMPLES = (
    Example("ro", "You can ask for help.", "Puteți cere ajutor.", False),
    Example("ro", "You can ask for help.", "Puteți cere\najutor.", True),
    Example("ro", "You can ask for help.", "Puteți cere ajutor. ", True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with other line breaks than the English, or spaces at its ends."""
    for one in printable(content.library, content.catalogs):
        if one.said.count("\n") != one.english.count("\n"):
            yield one.problem(CODE, "holds a line break (\\n).", "Write it as one line.")
        elif one.said != one.said.strip():
            yield one.problem(CODE, "has spaces at its ends.", "Take them away.")

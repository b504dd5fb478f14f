"""No English text tells outside what the item is; from it, forty languages would.

Outside are both sides of a flat item, cover and back of a folded one, and the title of the file.
The words stand in content/glossary/ under telling: en.
"""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.checks.outside import contexts
from generator.checks.telling import SOURCE, Telling
from generator.problem import Problem, error

CODE = error("C345", "outside-tells-english", "whoever sees the card lying there learns what its holder is looking for")


def check(content: Content) -> Iterator[Problem]:
    """An error for each English text that shows and tells."""
    telling = Telling.of(content.library)
    for context, (where, besides) in contexts(content.library).items():
        text = content.library.texts[context]
        if found := telling.in_text(SOURCE, text.english, besides):
            yield CODE.at(text.path, text.line, f"{context} says “{found}”, and shows on {where}.",
                          "Say it without that word, or move it to a page inside.", context=context)

"""The English is plain text too: what looks like code would be printed as it stands, and copied into every language."""

from collections.abc import Iterator

from generator.catalog.printable import PLACEHOLDER
from generator.checks.content import Content
from generator.checks.content.markup_in_text import OF_CODE
from generator.problem import Problem, error

CODE = error("C339", "english-not-plain", "letters of code on a card make it look like a mistake, and nobody trusts the number on it")


def check(content: Content) -> Iterator[Problem]:
    """An error for each English text with HTML, Jinja, CSS, Markdown or a backslash."""
    for text in content.library.texts.values():
        for pattern, name in OF_CODE:
            if pattern.search(text.english if name == "Jinja" else PLACEHOLDER.sub(" ", text.english)):
                yield CODE.at(text.path, text.line, f"The English of {text.context} holds {name}.", "Write it as people read it, in plain words.",
                              context=text.context)
                break

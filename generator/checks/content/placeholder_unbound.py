"""Each {name} in a text stands for one fact, and each fact has its place; two numbers in one sentence could be swapped."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.catalog.printable import PLACEHOLDER
from generator.problem import Problem, error

CODE = error("C314", "placeholder-unbound", "a placeholder without a fact prints nothing")


def check(content: Content) -> Iterator[Problem]:
    """An error for each placeholder without a fact, each fact without a placeholder, each stray brace, and two numbers in a text."""
    for text in content.library.texts.values():
        used = PLACEHOLDER.findall(text.english)
        for name in sorted(set(used) ^ set(text.facts)):
            if name in used:
                message, remedy = f"{{{name}}} is bound to no fact.", f"Bind it: facts: {{{name}: …}}"
            else:
                message, remedy = f"The fact {name} stands nowhere in the text.", f"Write {{{name}}}, or take it out."
            yield CODE.at(text.path, text.line, message, remedy, context=text.context)
        if set("{}") & set(PLACEHOLDER.sub("", text.english)):
            yield CODE.at(text.path, text.line, "A brace stands here that belongs to no placeholder.",
                          "Write {name}, or take it out.", context=text.context)
        phones = [name for name in used if text.facts.get(name, "").endswith(".phone")]
        if len(phones) > 1:
            yield CODE.at(text.path, text.line, "Two telephone numbers in one text: a translator could swap them unseen.",
                          "Make two texts of it.", context=text.context)

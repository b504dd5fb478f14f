"""A sentence used twice is referred to (same_as), not repeated: two translations of one sentence confuse a reader."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.problem import Problem, warning

CODE = warning("C313", "repeated-sentence", "two translations of one sentence look like two messages")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each English text that stands under two contexts."""
    first: dict[str, str] = {}
    for text in content.library.texts.values():
        if text.english in first and first[text.english] != text.context:
            yield CODE.at(text.path, text.line, f"“{text.english[:60]}” stands in {first[text.english]} already.",
                          f"Write same_as: {first[text.english]}", context=text.context)
        first.setdefault(text.english, text.context)

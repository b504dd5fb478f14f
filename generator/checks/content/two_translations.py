"""One English text has one translation: a reader who meets two looks for the difference, and there is none.

The English stands once (same_as); this holds where two texts differ only in capitals
or a sign at the end, and while a repeated English text still waits to be referred to.
"""

from collections.abc import Iterator

from generator.catalog.printable import Printable, printable
from generator.checks.content import Content
from generator.checks.content.same_translation import letters
from generator.problem import Problem, warning

CODE = warning("E505", "two-translations", "two translations of one sentence look like two messages")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each translation that differs from an earlier one of the same English."""
    first: dict[tuple[str, str], Printable] = {}
    for one in printable(content.library, content.catalogs):
        # A question and a statement of the same words are two texts.
        key = letters(one.english) + ("?" if one.english.endswith("?") else "")
        before = first.setdefault((one.locale.tag, key), one)
        if before is not one and letters(one.said) != letters(before.said):
            yield one.problem(CODE, f"translates the same English as {before.entry.context}, in other words.",
                              "Use the better of the two in both places.")

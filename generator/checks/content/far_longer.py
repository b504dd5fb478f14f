"""A translation is about as long as its English; what is many times longer is something else, or an attack.

Real growth, 95th percentile: up to 10 characters 3.0 times, 11-20 2.1, longer 1.7.
A Chinese character says about what three letters say.
A translation of a million characters keeps the typesetter busy for 40 seconds.
"""

from collections.abc import Iterator

from generator.catalog.printable import printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E221", "far-longer", "what does not fit is cut, and the number may stand in the part that is cut")
ALONE = True

TIMES, MORE = 6, 80
_LETTERS = {"Hans": 3, "Hant": 3}  #: of English in one character

EXAMPLES = (
    Example("ro", "Free", "Apelul nu costă nimic, de pe orice telefon", False),
    Example("ro", "Free", "Gratuit, și nu uitați nimic. " * 10, True),
    Example("zh-Hans", "Is it safe to keep this card?", "您保留这张卡片安全吗？", False),
    Example("zh-Hans", "Is it safe to keep this card?", "您保留这张卡片安全吗？" * 11, True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation far longer than its English."""
    for one in printable(content.library, content.catalogs):
        if len(one.said) * _LETTERS.get(one.locale.script, 1) > TIMES * len(one.english) + MORE:
            yield one.problem(CODE, f"is far longer than the English: {len(one.said)} characters for {len(one.english)}.",
                              "Say only what the English says.")

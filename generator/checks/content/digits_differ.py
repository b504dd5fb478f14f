"""A translator never types a number. The numbers of a translation, in any script, are those of the English.

Numbers are always printed in 0-9: others print reversed in right-to-left text. Whole
numbers are compared, not single digits: 42 for 24 is another number, and so is 9 99 for
999. A plus, star or hash beside a number is dialled too, and so is a digit: “{phone}24”
is another number, even where the English has a 24 of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator

from generator.catalog.printable import PLACEHOLDER, printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.checks.figures import beside, figures, is_odd, plain_sign
from generator.problem import Problem, error

CODE = error("E212", "digits-differ", "a number typed into a translation can be wrong, and nobody would know")
ALONE = True

_SIGN = "[+*#\u066d]"
_DIALLED = re.compile(rf"{_SIGN}\s*(?=[{{0-9])|(?<=[}}0-9])\s*{_SIGN}")
#: Chinese figures by place, as in 〇八〇〇; one or two of them are an ordinary word.
_FIGURES = re.compile("[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{3}")
_KEEP = "Numbers come from content/: keep the {…} of the English, and type none."

EXAMPLES = (
    Example("ro", "Call {phone} within 24 hours.", "Sunați la {phone} în 24 de ore.", False),
    Example("ro", "Call {phone}.", "Sunați la {phone} sau 112.", True),
    Example("ro", "Call {phone}.", "Sunați la +{phone}.", True),
    Example("bn", "Within 24 hours", "২৪ ঘণ্টার মধ্যে", True),
    Example("bn", "Call {phone}.", "কল করুন ₊{phone}", True),
    Example("zh-Hans", "Call {phone}.", "㏳请拨打{phone}。", True),
    Example("tr", "Press the 5 key and call {phone}.", "5 tuşuna basın ve {phone} numarasını arayın.", False),
    Example("tr", "Press the 5 key and call {phone}.", "{phone} 5 tuşuna basıp arayın.", True),
    Example("zh-Hans", "Call {phone}.", "请拨打{phone}，两三天。", False),
    Example("zh-Hans", "Call {phone}.", "请拨打〇八〇〇。", True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation whose numbers are not those of the English, or not in 0-9."""
    for one in printable(content.library, content.catalogs):
        said, english = PLACEHOLDER.sub(" ", one.said), PLACEHOLDER.sub(" ", one.english)
        if _numbers(said) != _numbers(english):
            yield one.problem(CODE, "has other digits than the English.", _KEEP)
        elif any(is_odd(c) and c not in english for c in said):
            yield one.problem(CODE, "has a digit that is not one of 0-9.", "Write it with 0-9.")
        elif _FIGURES.search(said):
            yield one.problem(CODE, "has a number in Chinese figures.", _KEEP)
        elif Counter(beside(one.said, one.text.facts)) - Counter(beside(one.english, one.text.facts)):
            yield one.problem(CODE, "has a digit, or a letter that looks like one, at a {…}: the two are read as one number.", "Put a space and a word between them.")
        elif _dialled(one.said) - _dialled(one.english):
            yield one.problem(CODE, "has a sign that is dialled (+ * #) and that the English does not have.", "Take it out.")


def _numbers(text: str) -> Counter[str]:
    """Each run of digits of any script, as 0-9."""
    return Counter(re.findall("[0-9]+", "".join(figures(c) or c for c in text)))


def _dialled(text: str) -> Counter[str]:
    return Counter(_DIALLED.findall("".join(map(plain_sign, text))))

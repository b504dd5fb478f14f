"""Which numbers a text tells to a person who reads or dials it. Shares nothing with the checks that it judges.

A number is what an eye takes for one: figures of any script, with at most two signs between
its groups that are no letters. Letters that look like figures are not told from letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BETWEEN = re.compile(r"[\s()\[\]./\u2010-\u2015\u2212\u00b7-]")
_CHINESE = re.compile("[〇零一二三四五六七八九]{3,}")
_YEAR = re.compile("(19|20)[0-9]{2}")
_JOINERS = "\u200b\u200c\u200d"


def is_figure(c: str) -> bool:
    """A sign that is read as a digit, of whatever script or form."""
    return unicodedata.category(c)[0] == "N" or any(d.isdecimal() for d in unicodedata.normalize("NFKC", c))


def numbers(text: str) -> Counter[str]:
    """Each number of a text as it would be dialled, groups joined."""
    return Counter(_numbers(text))


def _numbers(text: str) -> Iterator[str]:
    number, gap = "", 0
    for c in text:
        figures = "".join(str(unicodedata.decimal(d)) for d in unicodedata.normalize("NFKC", c) if d.isdecimal()) if is_figure(c) else ""
        if figures:
            number, gap = number + figures, 0
        elif number:
            if _BETWEEN.match(c):
                gap += 1
            elif unicodedata.category(c) not in ("Cf", "Cc", "Mn", "Me", "Co", "Cn"):  # these take no room
                gap = 3
            if gap > 2:
                yield number
                number, gap = "", 0
    if number:
        yield number


def odd_figures(text: str) -> set[str]:
    """Figures that are not 0-9, and numbers written in Chinese."""
    return {c for c in text if not "0" <= c <= "9" and is_figure(c)} | set(_CHINESE.findall(text))


def is_year(number: str) -> bool:
    """A number that an English text may hold as it is: a year, or a count of one or two digits."""
    return len(number) < 3 or bool(_YEAR.fullmatch(number))


def told_apart(said: str, english: str, fact: Callable[[str], str]) -> Iterator[str]:
    """What a translation tells of numbers that its English does not; ``fact`` gives the value of a placeholder."""
    if Counter(PLACEHOLDER.findall(said)) != Counter(PLACEHOLDER.findall(english)):
        yield "other placeholders"
        return
    meant, told = (numbers(PLACEHOLDER.sub(lambda p: fact(p[1]), text)) for text in (english, said))
    if meant != told:
        yield f"other numbers: {sorted((told - meant).elements())} for {sorted((meant - told).elements())}"
    if odd := odd_figures(said) - odd_figures(english):
        yield f"other figures: {sorted(odd)}"
    yield from beside_numbers(said, english, fact)


def beside_numbers(said: str, english: str, fact: Callable[[str], str]) -> Iterator[str]:
    """Signs at a number that change what is dialled or how it is seen, and that the English does not have."""
    found, there = (Counter(_signs(text, fact)) for text in (said, english))
    if found - there:
        yield f"at a number: {sorted(found - there)}"
    hidden = [c for i, c in enumerate(said) if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")
              and not (c in _JOINERS and not _at_number(said, i, fact))]
    if hidden:
        yield f"hidden: {sorted(f'U+{ord(c):04X}' for c in hidden)}"


def _at_number(text: str, i: int, fact: Callable[[str], str]) -> bool:
    return is_figure(text[i - 1:i] or "x") or is_figure(text[i + 1:i + 2] or "x") or any(
        i in (p.start() - 1, p.end()) and numbers(fact(p[1])) for p in PLACEHOLDER.finditer(text))


def _signs(text: str, fact: Callable[[str], str]) -> Iterator[str]:
    spots = [(p.start(), p.end()) for p in PLACEHOLDER.finditer(text) if numbers(fact(p[1]))]
    spots += [(p.start(), p.end()) for p in re.finditer("[0-9]{3,}", text)]
    for start, end in spots:
        before, after = text[:start].rstrip(), text[end:].lstrip()
        for c in (before[-1:], after[:1]):
            if c and any(d in "+*#" for d in unicodedata.normalize("NFKC", c)) or c == "\u066d":
                yield c
        for c in (text[max(start - 1, 0):start], text[end:end + 1]):
            if c and c in "OoIl|\u041e\u043e\u0406\u04c0\u039f\u03bf\u0399":
                yield f"{c} like a digit"
        if text[end:end + 1] and unicodedata.category(text[end])[0] == "M":
            yield f"U+{ord(text[end]):04X}"


def dials(shown: str) -> str:
    """What a telephone in the United Kingdom dials for a number as it is shown, in E.164 or as a short number."""
    digits = shown.replace(" ", "")
    return "+44" + digits[1:] if digits.startswith("0") else digits

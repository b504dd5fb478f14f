"""Each language has its own quotation marks, in pairs: „…” in Polish, «…» in Persian, „…“ in Lithuanian.

Straight marks come from a keyboard, others from another language; one that is not
closed makes the rest of the page a quotation. Apostrophes are not looked at.
"""

import re
from collections.abc import Iterator

from generator.catalog.printable import printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, warning

CODE = warning("E506", "quotation-marks", "strange marks make the card look like something that was not meant for the reader")
ALONE = True

_MARKS = re.compile('["“”„‟«»「」『』《》″＂]')
_HIGH, _LOW_HIGH, _LOW_TURNED, _ANGLES = "“”", "„”", "„“", "«»"
#: Pairs in use, the first the usual one (CLDR, delimiters). A locale that is not here is not judged.
_PAIRS = {"bg": (_LOW_TURNED,), "cs": (_LOW_TURNED, "»«"), "sk": (_LOW_TURNED, "»«"), "lt": (_LOW_TURNED,), "lv": (_LOW_HIGH, _HIGH, _ANGLES),
          "pl": (_LOW_HIGH, _ANGLES), "ro": (_LOW_HIGH, _ANGLES), "hu": (_LOW_HIGH, "»«"),
          "fr": (_ANGLES, _HIGH), "es": (_ANGLES, _HIGH), "pt": (_HIGH, _ANGLES), "sq": (_HIGH, _ANGLES, _LOW_HIGH, _LOW_TURNED),
          "ru": (_ANGLES, _LOW_TURNED), "uk": (_ANGLES, _LOW_TURNED), "fa": (_ANGLES,), "fa-AF": (_ANGLES,),
          "ps": (_ANGLES, "”“", _HIGH), "ckb": (_ANGLES, "”“", _HIGH), "ar": (_ANGLES, "”“", _HIGH), "ur": ("”“", _HIGH),
          "am": (_ANGLES, _HIGH), "ti": (_ANGLES, _HIGH), "zh-Hans": (_HIGH, "《》"), "zh-Hant": ("「」", "『』", "《》"),
          **dict.fromkeys(("bn", "cy", "fil", "hi", "id", "ne", "om", "pa", "so", "ta", "th", "tr", "vi"), (_HIGH,))}

EXAMPLES = (
    Example("lt", "Say yes.", "Sakykite „taip“.", bad=False),
    Example("pl", "Say yes.", "Powiedz \"tak\".", bad=True),
    Example("pl", "Say yes.", "Powiedz „tak.", bad=True),
    Example("fa", "Say yes.", "بگویید «بله».", bad=False),
    Example("ro", "Say yes.", "Spuneți “da”.", bad=True),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for each translation with other quotation marks than its own, or with half a pair."""
    for one in printable(content.library, content.catalogs):
        pairs = _PAIRS.get(one.locale.tag)
        marks = "".join(_MARKS.findall(one.said))
        if not pairs or not marks:
            continue
        usual = f"Write {pairs[0][0]}…{pairs[0][1]}."
        strange = next((mark for mark in marks if mark not in "".join(pairs)), "")
        if strange:
            yield one.problem(CODE, f"has the quotation mark {strange}, which this language does not use.", usual)
        elif not _paired(marks, pairs):
            yield one.problem(CODE, f"has quotation marks that make no pair: {marks}", usual)


def _paired(marks: str, pairs: tuple[str, ...]) -> bool:
    """Whether pairs can be taken out, the inner ones first, until nothing is left."""
    before = ""
    while marks != before:
        before = marks
        for pair in pairs:
            marks = marks.replace(pair, "")
    return not marks

"""A sentence ends with the sign of its own script, and a question stays a question.

Urdu ends a sentence with ۔ and not with a full stop, Arabic asks with ؟, Amharic
ends with ።, Thai with nothing. A question that became a statement says that the
danger is there; a heading with a full stop looks like a sentence cut off.
"""

import re
from collections.abc import Iterator

from generator.catalog.printable import Printable, sentences
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, warning

CODE = warning("E502", "end-punctuation", "a question read as a statement tells the reader something else")
ALONE = True

_KINDS = {"statement": ".", "question": "?", "exclamation": "!", "colon": ":", "ellipsis": "…"}
#: Signs of each kind, the first the one to write. Nothing said: those of Latin.
_LATIN = {"statement": ".", "question": "?", "exclamation": "!", "colon": ":", "ellipsis": "…"}
_ETHIOPIC = {"statement": "።", "question": "?፧", "exclamation": "!", "colon": "፦:፡", "ellipsis": "…"}
_DANDA = {**_LATIN, "statement": "।"}
_HAN = {"statement": "。", "question": "？", "exclamation": "！", "colon": "：", "ellipsis": "…"}
_SCRIPTS = {"Arab": {**_LATIN, "question": "؟"}, "Beng": _DANDA, "Deva": {**_LATIN, "statement": "।."}, "Guru": _DANDA,
            "Ethi": _ETHIOPIC, "Hans": _HAN, "Hant": _HAN, "Thai": {**_LATIN, "statement": ""},
            "Khmr": {**_LATIN, "statement": "។"}, "Mymr": {**_LATIN, "statement": "။"}, "Tibt": {**_LATIN, "statement": "།"},
            "Armn": {**_LATIN, "statement": "։", "question": "։."}, "Laoo": {**_LATIN, "statement": ""},
            "Orya": _DANDA, "Mong": {**_LATIN, "statement": "᠃"}}
_LOCALES = {"ur": {**_SCRIPTS["Arab"], "statement": "۔"}, "ps": {**_SCRIPTS["Arab"], "statement": ".۔"}}
_CLOSING = "\"'”“’»«)]）」』》›"  # a sentence may end inside quotation marks
_SIGNS = ".?!:;,。？！：；，、؟،؛۔।॥።፧፦፡፣፤፥…។៕။၊།༎։᠃᠂"
_QUOTED = re.compile("[:：፦«“„「]")

EXAMPLES = (
    Example("ur", "Do not sign what you cannot read.", "جو پڑھ نہ سکیں، اس پر دستخط نہ کریں۔", bad=False),
    Example("ur", "Do not sign what you cannot read.", "جو پڑھ نہ سکیں، اس پر دستخط نہ کریں.", bad=True),
    Example("ar", "Are you safe now?", "هل أنت في أمان الآن؟", bad=False),
    Example("ar", "Are you safe now?", "هل أنت في أمان الآن?", bad=True),
    Example("th", "There are people who listen.", "มีคนที่รับฟัง", bad=False),
    Example("ro", "Are you safe now?", "Sunteți în siguranță acum.", bad=True),
    Example("lt", "Are you safe now?", "Ar jūs dabar saugūs??", bad=True),
    Example("lt", "Your health", "Jūsų sveikata.", bad=True),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for each translation that ends with another sign than its English, or with one of another script."""
    for one in sentences(content.library, content.catalogs):
        asked = next((kind for kind, sign in _KINDS.items() if _end(one.english) == sign), "")
        said = _end(one.said)
        right = _signs(one).get(asked, "")
        if _twice(one.said) and not _twice(one.english):
            yield one.problem(CODE, f"ends with “{said}” twice.", "Take one away.")
            continue
        if said in right if said else not right:
            continue
        if asked == "statement" and said and said in _signs(one)["question"] and _QUOTED.search(one.said):
            continue  # Ask: what will happen?
        yield one.problem(CODE, f"ends with “{said}”." if said else "ends without a sign.",
                          f"End it with “{right[0]}”." if right else "End it without a sign.")


def _signs(one: Printable) -> dict[str, str]:
    return _LOCALES.get(one.locale.tag) or _SCRIPTS.get(one.locale.script, _LATIN)


def _twice(text: str) -> bool:
    text = text.rstrip(_CLOSING + " \u00a0\u202f")
    return text[-1:] == text[-2:-1] != "" and text[-1] in _SIGNS and not text.endswith("...")


def _end(text: str) -> str:
    """The sign at the end, or nothing after a letter, a digit or a placeholder."""
    text = text.rstrip(_CLOSING + " \u00a0\u202f")
    if text.endswith("..."):
        return "…"
    last = text[-1:]
    return last if last and last in _SIGNS else ""

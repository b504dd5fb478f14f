"""Letters and signs belong to the scripts of the locale: others are another language, or look-alikes, or boxes.

Latin words in another script are told by the check of English left behind. Letters made for
other ends (fullwidth, mathematical, presentation forms, parts of Chinese letters) are none. Nor
are arrows, boxes and pictures where the English has none: each telephone draws its own.
"""

import re
import unicodedata
from collections.abc import Iterator

from generator.catalog.printable import foreign, mixed_scripts, printable, words
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E219", "foreign-script", "the reader cannot read it, and its font may not have it")
ALONE = True

_FORMS = re.compile("[\u2e80-\u2fdf\ufb00-\ufdff\ufe70-\ufefe\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff]")
_PICTURE = re.compile("[\u2190-\u21ff\u2300-\u245f\u2500-\u2bff\U0001f000-\U0001faff]")

EXAMPLES = (
    Example("ro", "You can ask for help.", "Puteți cere ajutor.", False),
    Example("ro", "You can ask for help.", "Можно просить о помощи.", True),
    Example("ar", "You can ask for help.", "ﻳﻤﻜﻨﻚ طلب المساعدة.", True),
    Example("zh-Hant", "In the bag", "袋⼦裡", True),
    Example("pl", "Call now.", "Zadzwoń ☎ teraz.", True),
    Example("pl", "Yes → next page", "Tak → następna strona", False),
    Example("th", "You can ask for help.", "ขอຄວາມช่วยเหลือได้", True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with a letter or sign of a script that its locale does not use."""
    for one in printable(content.library, content.catalogs):
        text = one.own_words
        for word in {w for w in words(text) if mixed_scripts(w, one.scripts)}:  # told by a check of its own
            text = text.replace(word, " ")
        form = _FORMS.search(text) or (None if _PICTURE.search(one.english) else _PICTURE.search(text))
        odd = form[0] if form else next((c for c in text if not c.isascii() and foreign(c, one.scripts)), "")
        if odd:
            yield one.problem(CODE, f"holds U+{ord(odd):04X} {unicodedata.name(odd, '')}".rstrip() + ".",
                              f"Write the letters of this language ({one.locale.script}).")

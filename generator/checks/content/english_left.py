"""No English in a translated item, except names, the short form NRM and what is declared bilingual.

Where a script is not Latin, any Latin word is one left behind; in Latin scripts
only a whole sentence that is still the English can be told.
"""

import re
from collections.abc import Iterator

from generator.checks.content import Content
from generator.edition import PLACEHOLDER
from generator.problem import Problem, error

CODE = error("E220", "english-left", "a word that the reader cannot read is a word missing")

_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
SHORT_FORMS = frozenset({"NRM"})  # heard and seen by everybody who meets it, in every language


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation that is still English or holds Latin words in another script."""
    for tag, catalog in content.catalogs.items():
        latin = content.library.locales[tag].script == "Latn"
        for entry in catalog.entries.values():
            text = content.library.texts.get(entry.context)
            if text is None or entry.fuzzy or not entry.translation:
                continue
            left = [] if latin else [w for w in _LATIN_WORD.findall(PLACEHOLDER.sub("", entry.translation))
                                     if w not in SHORT_FORMS]
            if latin and not text.is_name and entry.translation == entry.english:
                left = [entry.english[:40]]
            if left:
                yield CODE.at(catalog.path, entry.line, f"{entry.context} still holds English: “{left[0]}”.",
                              "Translate it.", locale=tag, context=entry.context)

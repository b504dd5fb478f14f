"""A catalog holds the language of its name: a file saved under another tag is a whole card that nobody can read.

Told by CLD2 (Apache licence), which knows languages by their letters and words. It
is asked of the whole catalog, never of one sentence: of few words it knows too little.
It has no Kurmanji in Latin letters and no Romani, and takes Dari for Persian; what it
cannot judge is named as skipped, and has not passed. The two ways of writing Chinese are parted by
the check of alphabets.
"""

from collections.abc import Iterator
from types import ModuleType

from generator.catalog.printable import sentences
from generator.checks.content import Content
from generator.problem import Problem, error

try:
    import pycld2 as _imported
except ImportError:  # no wheel for this machine: said by skipped()
    _imported = None

CODE = error("E226", "other-language", "a card in a language that the reader does not have is no card")

_CLD: ModuleType | None = _imported
#: What CLD2 calls our locales, where it is not the tag. Neighbours that it cannot part are taken as one.
_NAMES = {"fil": {"tl"}, "fa-AF": {"fa"}, "zh-Hans": {"zh", "zh-Hant"}, "zh-Hant": {"zh", "zh-Hant"},
          "id": {"id", "ms"}, "ckb": {"ku"}, "ku": set(), "rom": set()}
ENOUGH = 600  #: bytes of text in UTF-8; below that CLD2 guesses
_HALF = 50  #: per cent of the text


def check(content: Content) -> Iterator[Problem]:
    """An error for each catalog more than half of which is in another language than its own."""
    if _CLD is None:
        return
    for tag, text in _texts(content).items():
        if len(text.encode()) < ENOUGH:
            continue
        names = _NAMES.get(tag, {tag})
        _, _, found = _CLD.detect(text, isPlainText=True, bestEffort=True)
        own = sum(percent for _, code, percent, _ in found if code in names)
        name, code, percent, _ = found[0]
        # A language that CLD2 does not know can only be told from one that it knows.
        if own < _HALF if names else code != "un" and percent >= _HALF:
            locale = content.library.locales[tag]
            other = "another language" if code == "un" or percent < _HALF else name.replace("_", " ").title()
            yield CODE.at(content.catalogs[tag].path, 0, f"The catalog is in {other}, not in {locale.english_name}.",
                          f"Put the {locale.english_name} catalog here.", locale=tag)


def skipped(content: Content) -> Iterator[str]:
    """What this check did not look at."""
    if _CLD is None:
        yield "All catalogs: pycld2, which tells languages apart, is not installed."
        return
    for tag, text in _texts(content).items():
        name = f"{content.library.locales[tag].english_name} ({tag})"
        if len(text.encode()) < ENOUGH:
            yield f"{name}: too little text to tell its language."
        elif not _NAMES.get(tag, {tag}):
            yield f"{name}: CLD2 does not know the language; another one that it knows would be told."


def _texts(content: Content) -> dict[str, str]:
    """All translations of each catalog as one text."""
    texts = {tag: [] for tag in content.catalogs}
    for one in sentences(content.library, content.catalogs):
        if one.own_words.isprintable():  # CLD2 refuses control characters
            texts[one.locale.tag].append(one.own_words)
    return {tag: "\n".join(said) for tag, said in texts.items()}

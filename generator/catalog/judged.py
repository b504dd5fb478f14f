"""Floor 1. Whether a translation may be printed: it is there, of this English, read by somebody, with all its placeholders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from generator.catalog.printable import PLACEHOLDER
from generator.model.catalog import Catalog
from generator.model.library import Text
from generator.problem import Problem, error, warning

MISSING = error("E201", "translation-missing", "a missing sentence must not be filled with English")
STALE = error("E202", "translation-stale", "the English has changed since this was translated")
FUZZY = error("E203", "translation-fuzzy", "a guess of msgmerge has been read by nobody")
NAME_IN_ENGLISH = warning("E205", "area-name-in-english", "people look for their area in their own letters")
PLACEHOLDERS = error("E210", "placeholders-differ", "a lost or misspelt placeholder loses a number or a name")


def judged(tag: str, text: Text, catalog: Catalog | None, approved: Callable[[str, str, str, str], bool]) -> tuple[str, tuple[Problem, ...], str]:
    """The translation, or what stands in its way; and why it is still a draft."""
    if tag == "en":
        is_approved = approved(tag, text.context, text.english, text.english)
        return text.english, (), "" if is_approved else "English text is not approved"
    entry = catalog.entries.get(text.context) if catalog else None
    path = catalog.path if catalog else f"locales/{tag}.po"
    place = {"locale": tag, "context": text.context}
    shown = f"“{text.english[:60]}”"
    if catalog is None:
        return "", (MISSING.at(path, 0, "There is no catalog that can be used.",
                               "Take it back from git, or: make translations", locale=tag),), ""
    if text.is_name and (entry is None or not entry.translation):
        return text.english, (NAME_IN_ENGLISH.at(
            text.path, text.line, f"“{text.english}” stands in English where it is not translated.",
            "Type make translations, and have the name written in each language's own letters."),), "the area's name stands in English"
    if entry is None or not entry.translation:
        return "", (MISSING.at(path, entry.line if entry else 0, f"{text.context} {shown} is not translated.",
                               "Translate it; if it is not in the file: make translations", **place),), ""
    if entry.english != text.english:
        return "", (STALE.at(path, entry.line, f"The English of {text.context} is now {shown}.",
                             "Type make translations, then look at the translation again.", **place),), ""
    if entry.fuzzy:
        return "", (FUZZY.at(path, entry.line, f"{text.context} {shown} is marked fuzzy.",
                             "Look at it and take the mark away.", **place),), ""
    meant, given = (Counter(PLACEHOLDER.findall(s)) for s in (text.english, entry.translation))
    rest = PLACEHOLDER.sub("", entry.translation)
    if meant != given or "{" in rest or "}" in rest:
        wrong = sorted((given - meant) | (meant - given)) or ["{"]
        return "", (PLACEHOLDERS.at(
            path, entry.line, f"In {text.context} the placeholders differ from the English: "
            + ", ".join("{" + w[:30] + "}" for w in wrong) + ".",
            "Write " + " ".join("{" + m + "}" for m in sorted(meant)) + " exactly as in the English."
            if meant else "The English has none: take it out.", **place),), ""
    is_approved = approved(tag, text.context, text.english, entry.translation)
    return entry.translation, (), "" if is_approved else "its translation is not reviewed"

"""Floor 1. A .po file, from outside, read strictly: what is doubtful is refused with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import polib

from generator.model.catalog import Catalog, Entry
from generator.model.content import Locale
from generator.problem import Problem, error

CATALOG_MISSING = error("E101", "catalog-missing", "a language without a catalog says nothing")
ENCODING = error("E102", "catalog-encoding", "letters read in the wrong encoding print as others")
SYNTAX = error("E103", "catalog-syntax", "what follows a broken line is lost silently")
HEADER = error("E104", "catalog-header", "a wrong header makes other programs misread the letters")
DUPLICATE = error("E105", "catalog-duplicate", "of two translations of one text, readers keep one silently")
PLURAL_RULE = error("E106", "catalog-plural-rule", "a plural rule is code from outside and is compared, never run")
CATALOG_SIZE = error("E107", "catalog-size", "a file too large to be one of ours would only cost time")

SIZE_LIMIT = 4_000_000  # bytes; forty thousand sentences, far above the whole catalogue
#: Line separators that some readers take for the end of a line and others do not.
_ODD_BREAKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]")


def read_catalog(root: Path, locale: Locale) -> tuple[Catalog | None, list[Problem]]:
    """Read locales/<tag>.po. A catalog with any error of form is not used at all."""
    path = f"locales/{locale.tag}.po"
    file = root / path
    if file.is_symlink() or not file.is_file():
        return None, [CATALOG_MISSING.at(path, 0, f"There is no catalog for {locale.english_name}.",
                                         "Take it back from git, or make it: make translations", locale=locale.tag)]
    try:
        raw = file.read_bytes()
    except OSError as problem:
        return None, [CATALOG_MISSING.at(path, 0, f"The catalog cannot be read: {problem.strerror}.",
                                         "Check its permissions and the disk.", locale=locale.tag)]
    return parse_catalog(raw, path, locale)


def parse_catalog(raw: bytes, path: str, locale: Locale) -> tuple[Catalog | None, list[Problem]]:
    """The same for bytes at hand; ``path`` is what problems name."""
    text, problems = _decoded(raw, path)
    if text is None:
        return None, [p.on(locale=locale.tag) for p in problems]
    problems += _grammar(text, path)
    if problems:
        return None, [p.on(locale=locale.tag) for p in problems]
    try:
        po = polib.pofile(text, check_for_duplicates=False, encoding="utf-8")
    except (OSError, ValueError, IndexError, AssertionError) as problem:
        found = re.search(r"line (\d+)", str(problem))
        return None, [SYNTAX.at(path, int(found[1]) if found else 0, "This is not the form of a .po file.",
                                "Open it in Poedit, or take the last good file from git.", locale=locale.tag)]
    problems += _header(po, path, locale)
    entries: dict[str, Entry] = {}
    for item in po:
        if item.obsolete:
            continue
        context = item.msgctxt or ""
        if context in entries:
            problems.append(DUPLICATE.at(path, item.linenum, f"{context} is translated twice; first in line "
                                         f"{entries[context].line}.", "Keep one of the two.", context=context))
            continue
        entries[context] = Entry(context, item.msgid, item.msgstr, item.linenum, "fuzzy" in item.flags,
                                 "@machine" in item.tcomment.split())
    if problems:
        return None, [p.on(locale=locale.tag) for p in problems]
    return Catalog(locale.tag, path, entries), []


def _decoded(raw: bytes, path: str) -> tuple[str | None, list[Problem]]:
    again = "Save it as UTF-8 without a byte order mark (Poedit: Catalogue properties), with Unix line ends."
    if len(raw) > SIZE_LIMIT:
        return None, [CATALOG_SIZE.at(path, 0, f"The file holds {len(raw)} bytes.", "This is not one of our catalogs.")]
    if not raw.strip():
        return None, [SYNTAX.at(path, 0, "The file is empty.", "Take the last good file from git.")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = raw[:problem.start].count(b"\n") + 1
        return None, [ENCODING.at(path, line, "This is not UTF-8.", again)]
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        return None, [ENCODING.at(path, 1, "The lines end in carriage returns alone.", again)]
    odd = _ODD_BREAKS.search(text)
    if odd:
        return None, [ENCODING.at(path, text[:odd.start()].count("\n") + 1,
                                  f"The character U+{ord(odd[0]):04X} stands here and cannot be seen.", again)]
    return text, []


_LINE = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-9]\])?[ \t]*"((?:[^"\\]|\\[ntr"\\])*)"[ \t]*')
_ORDER = {"msgctxt": ("", "msgstr"), "msgid": ("", "msgctxt", "msgstr"), "msgid_plural": ("msgid",),
          "msgstr": ("msgid",), "msgstr[": ("msgid_plural", "msgstr[")}


def _grammar(text: str, path: str) -> list[Problem]:
    """polib forgives broken quotes and escapes; a forgiven line is a sentence lost. Hold each line to the form."""
    last = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        keyword = (found[1] or last) if found else ""
        keyword = "msgstr[" if keyword.startswith("msgstr[") else keyword
        if not found or not keyword or (found[1] and last not in _ORDER[keyword] and last != ""):
            return [SYNTAX.at(path, number, "This line is not in the form of a .po file"
                              + (" (a merge conflict)." if line.startswith(("<<<<<<<", "=======", ">>>>>>>")) else "."),
                              "Mend it in a .po editor, or take the last good file from git.")]
        last = keyword
    if last not in ("msgstr", "msgstr["):
        return [SYNTAX.at(path, text.count("\n"), "The file ends in the middle of an entry.",
                          "It was cut off: send or save it again.")]
    return []


def _header(po: polib.POFile, path: str, locale: Locale) -> list[Problem]:
    meta = po.metadata
    problems = []
    charset = re.search(r"charset=([^;\s]+)", meta.get("Content-Type", ""))
    if not charset or charset[1].lower() not in ("utf-8", "utf8"):
        problems.append(HEADER.at(path, 1, "The header does not say charset=UTF-8.",
                                  'It must hold "Content-Type: text/plain; charset=UTF-8\\n".'))
    if meta.get("Language", "").replace("_", "-") != locale.tag:
        problems.append(HEADER.at(path, 1, f"The header names the language “{meta.get('Language', '')[:20]}”.",
                                  f'In {path} it must be "Language: {locale.tag}\\n".'))
    if locale.gettext and "Plural-Forms" in meta:
        expected = f"nplurals={locale.gettext.nplurals};plural={locale.gettext.plural};"
        if re.sub(r"\s", "", meta["Plural-Forms"]).rstrip(";") != re.sub(r"\s", "", expected).rstrip(";"):
            problems.append(PLURAL_RULE.at(path, 1, "Plural-Forms is not the rule of this language.",
                                           f"It must be: nplurals={locale.gettext.nplurals}; "
                                           f"plural={locale.gettext.plural};"))
    return problems

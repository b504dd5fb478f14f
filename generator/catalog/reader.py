"""Floor 1. A .po file, from outside, read strictly: what is doubtful is refused with file and line.

The values are those of our own grammar, and polib has to read the same ones: a
file that two readers take differently is not used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator import limits
from generator.catalog.grammar import MANY, MOST_PROBLEMS, SYNTAX, Written, entries
from generator.catalog.header import MISSING, check_header, fields
from generator.catalog.letters import LARGEST_FILE, SIZE, decode, shown
from generator.kept import NOTHING, Kept, Kind, digest_of
from generator.model.catalog import Catalog, Entry
from generator.model.content import Locale
from generator.plainfile import Refused, Why, read_plain
from generator.problem import Problem, error

CATALOG_MISSING = error("E101", "catalog-missing", "a language without a catalog says nothing")
DUPLICATE = error("E105", "catalog-duplicate", "of two translations of one text, readers keep one silently")
NO_CONTEXT = error("E122", "catalog-context-missing", "without its msgctxt a translation belongs to no place")
CONVERTED = error("E126", "catalog-converted", "the marks of what was drafted by machine would be lost, and nobody would look again")
NO_ENGLISH = error("E123", "catalog-msgid-empty", "readers take an empty msgid for the header")

MOST_ENTRIES, LONGEST_TEXT = limits.PO_ENTRIES, limits.PO_TEXT


def read_catalog(root: Path, locale: Locale, kept: Kept = NOTHING) -> tuple[Catalog | None, list[Problem]]:
    """Read locales/<tag>.po. A catalog with any error of form is not used at all."""
    raw, problems = read_bytes(root, locale)
    if raw is None:
        return None, problems
    path, sha = catalog_path(locale), hashlib.sha256(raw).hexdigest()
    of = digest_of(sha, path, locale)
    if before := kept.find(Kind.CATALOG, locale.tag, of):
        return Catalog(locale.tag, path, {one[0]: Entry(*one) for one in before}, sha), []
    catalog, problems = parse_catalog(raw, path, locale)
    if catalog is None:
        return None, problems
    if not problems:
        kept.keep(Kind.CATALOG, locale.tag, of, [[e.context, e.english, e.translation, e.line, e.fuzzy, e.machine] for e in catalog.entries.values()])
    return replace(catalog, sum=sha), problems


def catalog_path(locale: Locale) -> str:
    """Where the catalog of a locale stands, relative to the root."""
    return f"locales/{locale.tag}.po"


def read_bytes(root: Path, locale: Locale) -> tuple[bytes | None, list[Problem]]:
    """The bytes of locales/<tag>.po, if it is a plain file of a size that can be ours."""
    path = catalog_path(locale)
    data = read_plain(root / path, LARGEST_FILE)
    if not isinstance(data, Refused):
        return data, []
    code, said, remedy = {
        Why.NOT_PLAIN: (CATALOG_MISSING, data.said, "Put the catalog itself here, not a link."),
        Why.MISSING: (CATALOG_MISSING, f"There is no catalog for {locale.english_name}.", "Take it back from git, or make it: make translations"),
        Why.TOO_LARGE: (SIZE, data.said, "This is not one of our catalogs."),
        Why.UNREADABLE: (CATALOG_MISSING, data.said, "Check its permissions and the disk.")}[data.why]
    return None, [code.at(path, 0, said, remedy, locale=locale.tag)]


def parse_catalog(raw: bytes, path: str, locale: Locale, *, converted: bool = False) -> tuple[Catalog | None, list[Problem]]:
    """The same for bytes at hand; ``path`` is what problems name.

    ``converted``: whether this may be a download in which another program has rewritten the comments.
    """
    text, problems = decode(raw, path)
    if not problems:
        written, problems = entries(text, path)
    if not problems:
        problems = [*_form(written, path, locale), *(() if converted else _converted(written, path))]
    if not problems:
        problems = _second_reader(text, written, path)
    if problems:
        if len(problems) > MOST_PROBLEMS + 1:
            problems = [*problems[:MOST_PROBLEMS], MANY.at(
                path, problems[MOST_PROBLEMS].line, f"This file has {len(problems)} problems; the rest is not shown.",
                "Take the last good file from git.")]
        return None, [p.on(locale=locale.tag) for p in problems]
    return Catalog(locale.tag, path, {
        context: Entry(context, one.value("msgid"), one.value("msgstr"), one.line, one.fuzzy, _machine(one))
        for one in written[1:] if not one.obsolete and (context := one.value("msgctxt"))}), []


def _form(written: list[Written], path: str, locale: Locale) -> Iterator[Problem]:
    """What is wrong with the header, and with entries that are well-formed each by itself."""
    header, *rest = written
    if header.obsolete or header.value("msgid") or "msgctxt" in header.parts:
        yield MISSING.at(path, 1, "The catalog does not begin with a header.",
                         "Take the last good file from git, or copy the header of another catalog and change it.")
        rest = written
    else:
        yield from check_header(header, path, locale)
    if len(written) > MOST_ENTRIES:
        yield SIZE.at(path, written[MOST_ENTRIES].line, f"The catalog has {len(written)} entries.",
                      f"More than {MOST_ENTRIES} are not ours.")
        return
    seen: dict[str, Written] = {}
    for one in rest:
        if one.obsolete:
            continue
        key, english = one.value("msgctxt"), one.value("msgid")
        context = shown(key, 100)
        if not english:
            yield NO_ENGLISH.at(path, one.line, f"{context or 'An entry'} has no English (msgid).",
                                "Type make translations after mending the file.", context=context)
        elif not context:
            yield NO_CONTEXT.at(path, one.line, f"“{shown(english)}” has no msgctxt.",
                                "Take the entry out, and type make translations.")
        elif key in seen:
            first = seen[key]
            same = "" if first.value("msgid") == english else f", of another English: “{shown(english)}”"
            yield DUPLICATE.at(path, one.line, f"{context} is translated twice{same}; first in line {first.line}.",
                               "Keep one of the two.", context=context)
        seen.setdefault(key, one)
        for keyword in one.parts:
            if len(one.value(keyword)) > LONGEST_TEXT:
                yield SIZE.at(path, one.line, f"The {keyword} of {context} has {len(one.value(keyword))} characters.",
                              "No text of ours is so long.", context=context)


def _converted(written: list[Written], path: str) -> Iterator[Problem]:
    """Weblate's converted download writes a translator's comment as one of the template, which the next merge takes out."""
    first = next((one for one in written if any("@machine" in comment.split() for comment in one.extracted)), None)
    if first:
        yield CONVERTED.at(path, first.line, "This is a converted download: “# @machine” has become “#. @machine”.",
                           "Take the catalog back from git, and bring this file in with make receive; or download the original file.")


def _second_reader(text: str, written: list[Written], path: str) -> list[Problem]:
    """Let polib read the same text, and refuse it unless every value is the same."""
    import polib  # where every catalog was read before, nobody needs it
    try:
        # Without the last comment polib forgets the last entry when an empty “#,” or a “#~|” comes after it.
        po = polib.pofile(text + "\n# end\n", check_for_duplicates=False, encoding="utf-8")
    except (OSError, ValueError, IndexError, AssertionError):
        return [SYNTAX.at(path, 0, "Another reader cannot read this file.", "Save it anew in a .po editor.")]
    other = [(e.msgctxt or "", e.msgid, e.msgstr, bool(e.obsolete), "fuzzy" in e.flags, "@machine" in e.tcomment.split())
             for e in po]
    ours = [(e.value("msgctxt"), e.value("msgid"), e.value("msgstr"), e.obsolete, e.fuzzy, _machine(e))
            for e in written[1:]]
    if other == ours and po.metadata == fields(written[0])[0]:
        return []
    at = next((i for i, pair in enumerate(zip(ours, other)) if pair[0] != pair[1]), len(ours) - 1)
    line = written[1:][at].line if ours else 1
    return [SYNTAX.at(path, line, "Two readers read different texts here.", "Save the file anew in a .po editor.",
                      context=shown(ours[at][0], 100) if ours else "")]


def _machine(one: Written) -> bool:
    return any("@machine" in comment.split() for comment in one.comments)

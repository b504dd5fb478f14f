"""Floor 1. The header of a catalog: what it must say of letters, language and plurals. Nothing in it is ever run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalog.grammar import Written
from generator.catalog.letters import shown
from generator.model.content import Locale
from generator.problem import Problem, error

HEADER = error("E104", "catalog-header", "a wrong header makes other programs misread the letters")
PLURAL_RULE = error("E106", "catalog-plural-rule", "a plural rule is code from outside and is compared, never run")
MISSING = error("E114", "catalog-header-missing", "without a header each program guesses language and letters")
FUZZY = error("E115", "catalog-header-fuzzy", "programs leave a fuzzy header out, and with it the encoding")
LANGUAGE = error("E116", "catalog-language", "the texts of another language would be printed")

_UTF8 = re.compile(r"text/plain;\s*charset=utf-?8", re.IGNORECASE)
_IN_EDITOR = "Set it in Poedit under Translation properties."


def fields(header: Written) -> tuple[dict[str, str], dict[str, int], list[tuple[int, str]]]:
    """Values by name, the line of each, and what is no field or stands twice."""
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    wrong: list[tuple[int, str]] = []
    begun = ""  # a field may be written in several parts
    for number, part in header.parts.get("msgstr", ()):
        for piece in re.findall(r"[^\n]*\n|[^\n]+", part):
            at = number if not begun else at
            begun += piece
            if begun.endswith("\n"):
                _field(begun, at, values, lines, wrong)
                begun = ""
    if begun:
        _field(begun, at, values, lines, wrong)
    return values, lines, wrong


def _field(text: str, line: int, values: dict[str, str], lines: dict[str, int], wrong: list[tuple[int, str]]) -> None:
    name, colon, value = text.partition(":")
    if not colon or name in values or "\r" in text:
        wrong.append((line, shown(text.strip(), 40)))
        return
    values[name], lines[name] = value.strip(), line


def check_header(header: Written, path: str, locale: Locale) -> Iterator[Problem]:
    """Everything wrong with the header of this locale's catalog."""
    values, lines, wrong = fields(header)
    if header.fuzzy:
        yield FUZZY.at(path, header.line, "The header is marked fuzzy.", "Take the line “#, fuzzy” above it away.")
    for line, text in wrong:
        yield HEADER.at(path, line, f"“{text}” in the header is no field, or the field stands twice.",
                        "Write each as “Name: value\\n”, once.")
    content_type = values.get("Content-Type", "")
    if not _UTF8.fullmatch(content_type):
        template = " It is still that of an empty template." if "CHARSET" in content_type else ""
        yield HEADER.at(path, lines.get("Content-Type", header.line), "The header does not say charset=UTF-8." + template,
                        'It must hold "Content-Type: text/plain; charset=UTF-8\\n".')
    if values.get("Content-Transfer-Encoding", "8bit").lower() != "8bit":
        yield HEADER.at(path, lines["Content-Transfer-Encoding"], "The transfer encoding is not 8bit.",
                        'It must be "Content-Transfer-Encoding: 8bit\\n".')
    language = values.get("Language", "")
    if language.replace("_", "-") != locale.tag:
        yield LANGUAGE.at(path, lines.get("Language", header.line), f"The header names the language “{shown(language, 20)}”.",
                          f'In {path} it must be "Language: {locale.tag}\\n". {_IN_EDITOR}')
    if locale.gettext and "Plural-Forms" in values:
        # Compared as text. Spaces and a pair of brackets around the whole are all that programs write differently.
        rule = _bare(values["Plural-Forms"])
        count, allowed = str(locale.gettext.nplurals), set()
        for plural in map(_bare, (locale.gettext.plural, *locale.gettext.also)):
            inner = plural[1:-1] if plural.startswith("(") and plural.endswith(")") else plural
            allowed |= {f"nplurals={count};plural={p}" for p in (plural, f"({plural})", inner)}
        if rule.rstrip(";") not in allowed:
            yield PLURAL_RULE.at(path, lines["Plural-Forms"], "Plural-Forms is not the rule of this language.",
                                 f"It must be: nplurals={count}; plural={locale.gettext.plural}; {_IN_EDITOR}")


def _bare(rule: str) -> str:
    return re.sub(r"\s", "", rule)

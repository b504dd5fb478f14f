"""Floor 1. The words of the templates themselves, as translators meet them."""

from __future__ import annotations

import io
from collections.abc import Mapping

from generator.kept import NOTHING, Kept, Kind
from generator.model.library import Text


def template_texts(templates: Mapping[str, str], kept: Kept = NOTHING, total: str = "") -> tuple[Text, ...]:
    """The words of the templates themselves: each pgettext("layout.…", "…") in them. ``templates``: texts by file name.

    ``total``: what their words depend on, for ``kept``.
    """
    if before := kept.find(Kind.TEMPLATES, "words", total):
        return tuple(Text(context, english, path, line, tuple(notes)) for context, english, path, line, notes in before)
    from jinja2.ext import babel_extract
    found: dict[str, Text] = {}
    for name, source in sorted(templates.items()):
        if not name.endswith(".html.j2"):
            continue
        for line, _, arguments, comments in babel_extract(io.BytesIO(source.encode()), ["pgettext"], [], {}):
            if isinstance(arguments, tuple) and len(arguments) >= 2 and all(isinstance(one, str) for one in arguments[:2]):
                context, english = arguments[:2]
                found.setdefault(context, Text(context, english, f"templates/{name}", line,
                                               ("A word of the layout, used on several materials.", *comments)))
    kept.keep(Kind.TEMPLATES, "words", total, [[one.context, one.english, one.path, one.line, one.notes] for one in found.values()])
    return tuple(found.values())

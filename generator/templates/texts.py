"""Floor 1. The words of the templates themselves, as translators meet them."""

from __future__ import annotations

import io
from collections.abc import Mapping

from jinja2.ext import babel_extract

from generator.model.library import Text


def template_texts(templates: Mapping[str, str]) -> tuple[Text, ...]:
    """The words of the templates themselves: each pgettext("layout.…", "…") in them. ``templates``: texts by file name."""
    found: dict[str, Text] = {}
    for name, source in sorted(templates.items()):
        if not name.endswith(".html.j2"):
            continue
        for line, _, arguments, comments in babel_extract(io.BytesIO(source.encode()), ["pgettext"], [], {}):
            if isinstance(arguments, tuple) and len(arguments) >= 2 and all(isinstance(one, str) for one in arguments[:2]):
                context, english = arguments[:2]
                found.setdefault(context, Text(context, english, f"templates/{name}", line,
                                               ("A word of the layout, used on several materials.", *comments)))
    return tuple(found.values())

"""Floor 7. Every character of every sentence is in the fonts of its locale, in both weights.

Text extraction cannot see a missing glyph, and the typesetter would take the letter from
another font; so it is asked before anything is set.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.edition import Edition, Run
from generator.problem import Problem, error

CODE = error("E230", "glyph-missing", "a box where a letter should be")


def check(edition: Edition, drawable: frozenset[int]) -> Iterator[Problem]:
    """An error for each sentence with characters that no font of the locale's stack can draw."""
    tag = edition.locale.tag
    for context, runs in _sentences(edition):
        missing = sorted({c for run in runs for c in run.text if ord(c) not in drawable and not c.isspace()
                          and c not in "\u200b\u200c\u200d"})
        if missing:
            path = f"content/materials/{edition.material}.yaml" if edition.locale.is_source else f"locales/{tag}.po"
            shown = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in missing[:5])
            yield CODE.at(path, 0, f"In {context} no font of {edition.locale.english_name} has {shown}.",
                          "Take the character out, or name a font that has it in content/locales/.",
                          locale=tag, context=context)


def _sentences(edition: Edition) -> Iterator[tuple[str, tuple[Run, ...]]]:
    yield f"area.{edition.area}.name", edition.area_name
    for page in edition.pages:
        for block in page.blocks:
            yield block.context, block.runs
            for line in block.lines:
                yield line.context, line.runs
    for context, text in edition.words:
        yield context, (Run(text),)

"""Floor 5. The same edition with each text in an element that bears its number, so that it is found on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from generator.model.edition import Edition, Run

MARK = "data-text"  #: the attribute that numbers a text in the marked page


def marked(edition: Edition, numbers: Mapping[str, int]) -> Edition:
    """The edition with each text of ``numbers`` (by context) wrapped in an element that bears its number.

    The element has no style, so nothing moves. Tabs, since the templates put
    no-break spaces into numbers.
    """
    def wrap(context: str, text: str) -> Any:
        if context not in numbers:
            return text
        return Markup('<span\t%s="%d">%s</span>') % (Markup(MARK), numbers[context], text)

    def runs(context: str, old: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(run, text=wrap(context, run.text)) for run in old)

    return replace(
        edition, area_name=runs(f"area.{edition.area}.name", edition.area_name),
        # The words beside the QR code are for the ear; they stand inside a drawing.
        words=tuple((context, text if context == "layout.qr" else wrap(context, text)) for context, text in edition.words),
        pages=tuple(replace(page, blocks=tuple(
            replace(block, runs=runs(block.context, block.runs),
                    lines=tuple(replace(line, runs=runs(line.context, line.runs)) for line in block.lines))
            for block in page.blocks)) for page in edition.pages))

"""Floor 7. Sign-offs of texts that are of today's words: the ground of the checks of reviewers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from generator.catalog.printable import printable
from generator.model.office import TextApproval
from generator.signoff import text_hash

if TYPE_CHECKING:
    from generator.checks.content import Content


def hashes(content: Content) -> Mapping[tuple[str, str], str]:
    """By locale and context: what a sign-off of today's words holds. Only of texts that could be printed, and have one."""
    given = {(tag, approval.context) for tag, kept in content.signoffs.files.items() for approval in kept.texts}
    found = {("en", text.context): text_hash("en", text.context, text.english, text.english)
             for text in content.library.texts.values() if ("en", text.context) in given}
    catalogs = {tag: content.catalogs[tag] for tag in {tag for tag, _ in given} & content.catalogs.keys()}
    found.update({(one.locale.tag, one.text.context): text_hash(one.locale.tag, one.text.context, one.english, one.said)
                  for one in printable(content.library, catalogs) if (one.locale.tag, one.text.context) in given})
    return found


def standing(content: Content) -> Iterator[tuple[str, tuple[str, int], TextApproval]]:
    """Locale, file and line, and the approval itself, where it is of today's words."""
    if not any(kept.texts for kept in content.signoffs.files.values()):
        return
    today = hashes(content)
    for tag, kept in content.signoffs.files.items():
        for number, approval in enumerate(kept.texts):
            if today.get((tag, approval.context)) == approval.hash:
                yield tag, content.library.place("signoff", tag, "texts", number), approval

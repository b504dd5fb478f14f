"""A sign-off is of exactly the words that were read: once the English or the translation changes, nobody has read it.

The line in content/signoff/ holds a hash of both texts. Older lines of the same text
may stay as a record; one that matches today's words is enough.
"""

from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.checks.approvals import hashes
from generator.checks.content import Content
from generator.problem import Problem, error

CODE = error("E302", "sign-off-void", "a text that changed after it was read would be handed out as read")


def check(content: Content) -> Iterator[Problem]:
    """An error for each text with sign-offs none of which is of today's words."""
    today = hashes(content)
    for tag, kept in content.signoffs.files.items():
        good = {t.context for t in kept.texts if today.get((tag, t.context)) == t.hash}
        last = {t.context: (number, t) for number, t in enumerate(kept.texts)}  # of several lines the latest is told
        for context, (number, approval) in last.items():
            # What is missing, stale or gone is printed nowhere, and the join says so.
            if context in good or (tag, context) not in today:
                continue
            yield CODE.at(*content.library.place("signoff", tag, "texts", number),
                          f"The text of {shown(context)} has changed since {shown(approval.by)} approved it "
                          f"on {approval.on.isoformat()}.",
                          "Have it read again and write the new line, or delete this one.", locale=tag, context=context)

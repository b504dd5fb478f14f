"""Floor 7. A text message is one message.

A second one can come alone, late or not at all, and the number stands in only one of them.
Lengths: 3GPP TS 23.038 and 23.040.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.edition import Edition
from generator.problem import Problem, error
from generator.sms import ONE, Sms

CODE = error("E232", "sms-too-long", "half a message may come without the number")


def check(path: str, edition: Edition, sms: Sms) -> Iterator[Problem]:
    """An error where the text takes more than one message."""
    if sms.segments > 1:
        contexts = sorted(block.context for page in edition.pages for block in page.blocks)
        yield CODE.at(path, 0, f"The text takes {sms.units} characters in {sms.encoding}, {sms.segments} messages; "
                      f"one holds {ONE[sms.encoding]}.", f"Shorten it by {sms.units - ONE[sms.encoding]}.",
                      locale=edition.locale.tag, context=contexts[0] if contexts else "")

"""Floor 12. approve: the English, by the office itself; the same as review with --locale en."""

from __future__ import annotations

import copy

import click

from generator.cli.review import review

approve = copy.copy(review)
approve.name = "approve"
approve.help = "Read the English texts and approve them, one by one: review with --locale en."
approve.params = [copy.copy(one) for one in review.params]
for _one in approve.params:
    if isinstance(_one, click.Option) and _one.name == "locale":
        _one.required, _one.default = False, "en"

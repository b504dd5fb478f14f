"""Floor 8. What stands between here and a release, in the order to do it."""

from __future__ import annotations

from collections.abc import Iterable

from generator.problem import Problem, Severity

#: What to do, in order, and the codes of the problems that belong to it.
STEPS = (
    ("Mend what stops a build", None),
    ("Give each area its own web address", ("F320",)),
    ("Ring each number and record it", ("F201", "F202", "E305")),
    ("Have the English approved, then each translation reviewed", ("E301", "E302", "E303", "E304")),
    ("Fill in local facts", ("F310",)),
)


def status(problems: Iterable[Problem]) -> list[tuple[str, list[Problem]]]:
    """Each step with its problems; steps that are done are left out."""
    found = sorted(dict.fromkeys(problems))
    steps = []
    for title, codes in STEPS:
        if codes is None:
            mine = [p for p in found if p.severity is Severity.ERROR]
        else:
            mine = [p for p in found if p.code in codes]
        if mine:
            steps.append((title, mine))
    told = {p for _, mine in steps for p in mine}
    rest = [p for p in found if p not in told]
    if rest:
        steps.append(("Look at the other warnings", rest))
    return steps

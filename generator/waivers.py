"""Floor 8. Problems that a person looked at and lets stand (content/waivers/), and what is wrong with such waivers.

Only what the checks of content and catalogs say can be waived: warnings, and the few
errors that judge the words of a translation. What keeps a number right cannot.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from generator.checks.content import check_content, checks
from generator.kept import NOTHING, Kept
from generator.model.catalog import Catalog
from generator.model.library import Library
from generator.model.office import Waiver
from generator.problem import Problem, Severity, error, warning
from generator.signoff import SignOffs

UNUSED = warning("C350", "waiver-unused", "a waiver that is left behind will hide the next problem of its kind")
NOBODY = warning("C351", "waiver-by-nobody", "nobody can be asked why the problem was let stand")
NOT_WAIVED = error("C352", "never-waived", "a waived error of this kind could print a wrong number")

#: Errors that judge words, not numbers: for one text of one locale a person may know better than the check.
WORDS = frozenset({"E150", "E218", "E219", "E220", "E223", "E240"})
#: Warnings that a release counts on: they end when the thing is done, not when somebody waves it through.
TO_BE_DONE = frozenset({"E301", "F201", "F320"})


def apply(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """The problems that stand: without those waived, with those of the waivers themselves."""
    problems = list(problems)
    found: list[Problem] = []
    waived: set[Problem] = set()
    may = waivable()
    for waiver in library.waivers.values():
        path, line = library.place("waivers", waiver.id, "code")
        if waiver.code not in may:
            found.append(NOT_WAIVED.at(path, line, f"{waiver.code} cannot be waived.",
                                       f"Mend what it tells of, and delete {path}."))
            continue
        if waiver.code in WORDS and not (waiver.locale and waiver.context):
            found.append(NOT_WAIVED.at(path, line, f"{waiver.code} is an error: it is waived for one text of one locale.",
                                       "Write the locale and the context that the message names."))
            continue
        if waiver.by not in library.people:
            path, line = library.place("waivers", waiver.id, "by")
            found.append(NOBODY.at(path, line, f"The waiver is of {waiver.by}, whom content/people/ does not know; it does not hold.",
                                   f"Write content/people/{waiver.by}.yaml, or have somebody who stands there waive it."))
            continue
        mine = {problem for problem in problems if _covers(waiver, problem)}
        waived |= mine
        if not mine:
            found.append(UNUSED.at(path, line, f"The waiver of {waiver.code} waives nothing.", f"Delete {path}."))
    return sorted([problem for problem in problems if problem not in waived] + found)


def checked_content(library: Library, catalogs: Mapping[str, Catalog], signoffs: SignOffs,
                    today: dt.date, kept: Kept = NOTHING) -> list[Problem]:
    """Every problem of content and catalogs that stands after the waivers."""
    return apply(check_content(library, catalogs, signoffs, today, kept), library)


def waivable() -> frozenset[str]:
    """Numbers of the kinds of problem that a waiver may name."""
    kinds = {module.CODE for module in checks()}
    return frozenset(kind.number for kind in kinds
                     if kind.number in WORDS or (kind.severity is Severity.WARNING and kind.number not in TO_BE_DONE))


def _covers(waiver: Waiver, problem: Problem) -> bool:
    return (problem.code == waiver.code and waiver.locale in (None, problem.locale)
            and waiver.context in (None, problem.context) and waiver.path in (None, problem.path))

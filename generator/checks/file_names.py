"""Floor 7. The names of all files of a set tell nothing, whoever put them together: sheets, press files, thumbnails, pictures of problems.

The ids in them were checked in every language (C347); what is left are words of the program, in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.checks.telling import SOURCE, Telling
from generator.problem import Problem, error

CODE = error("B475", "file-name-tells", "the name of a file is read by everybody who sees a list of files")


def check(paths: Iterable[str], telling: Telling) -> Iterator[Problem]:
    """An error for each part of a path with a telling word, once."""
    first: dict[str, str] = {}
    for path in paths:
        for part in path.split("/"):
            first.setdefault(part, path)
    words = telling.words.get(SOURCE, ())
    for part, path in first.items():
        if found := next((word.entry for word in words if word.stands_in_name(part)), ""):
            yield CODE.at(path, 0, f"“{part}” holds “{found}”.", "Give the file a neutral name where it is made.")

"""Nothing is attached to the file or kept beside its pages: no files, layers, forms, names, page labels.

A viewer lists them in a panel of its own, and no other check reads them. A victim's file has no
bookmarks either: they would show the headings of its inside beside the closed cover.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from generator.checks.finished.opened import Opened
from generator.model.edition import Expected
from generator.problem import Problem, error

KINDS = ("screen", "print", "imposed")
CODE = error("B472", "parts-tell", "A viewer shows a name that nobody has checked beside the closed page.")

_NEEDED = frozenset({"/Type", "/Version", "/Extensions", "/Pages", "/Lang", "/Metadata", "/MarkInfo", "/StructTreeRoot", "/ViewerPreferences", "/OutputIntents"})
_BOOKMARKS = "/Outlines"


def check(file: Opened, expected: Expected) -> Iterator[Problem]:
    """The document has the parts that a page needs, and no others."""
    wanted = expected.discreet
    if wanted is None:
        return
    root = file.pdf.Root
    for key in sorted(set(root.keys()) - _NEEDED):
        if key == _BOOKMARKS and (not wanted.held or "/First" not in root[key]):
            continue
        yield CODE.at(expected.path, 0, f"the document has {key.lstrip('/')}{_first(root[key])}; none is expected.",
                      "Take it out where the file is written; a heading on paper has bookmark-level: none.", locale=expected.language)
    if "/PieceInfo" in root or any("/PieceInfo" in page or "/AF" in page for page in file.pdf.pages):
        yield CODE.at(expected.path, 0, "a page keeps another program's notes; none are expected.", "Take them out.", locale=expected.language)


def _first(part: pikepdf.Object) -> str:
    first = part.get("/First") if isinstance(part, pikepdf.Dictionary) else None
    title = first.get("/Title") if isinstance(first, pikepdf.Dictionary) else None
    return f" (“{str(title)[:40]}” is the first)" if title is not None else ""

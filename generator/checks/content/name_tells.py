"""The names of files and folders tell nothing: they show on a phone, in a list of downloads, on a counter.

They are made of ids: of the area, the material, its format and the printer; the page's address
too. A telling word of any language is refused in them, as far as it is written in the letters a to z.
"""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.checks.telling import Telling
from generator.problem import Problem, error

CODE = error("C347", "name-tells", "the name of a file is read by everybody who sees a list of files")

#: Folders of content/ whose ids stand in names of files.
NAMED = ("areas", "materials", "formats", "printers", "locales")


def check(content: Content) -> Iterator[Problem]:
    """An error for each id with a telling word in it."""
    telling = Telling.of(content.library)
    for folder in NAMED:
        for name in getattr(content.library, folder):
            if found := telling.in_name(name):
                yield CODE.at(f"content/{folder}/{name}.yaml", 1, f"Files are named after “{name}”, which holds “{found}”.", "Give it a neutral id.")

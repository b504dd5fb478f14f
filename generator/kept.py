"""Floor 0. What was worked out before and still holds: each value with a digest of all that it depends on.

Whoever works something out asks ``find`` first, with that digest, and gives what it worked out to ``keep``.
Where nothing is kept (the class below) everything is worked out anew: the result is the same, always.
``build.keeping`` keeps on the disk.

What each kind of value depends on, besides itself, stands here and nowhere else; every digest holds the program
(each byte of this package), Python and the versions of all packages on top of it.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What can be kept, and what it depends on."""

    YAML = "yaml"  #: a file of content/, read: its path and its bytes
    CATALOG = "catalog"  #: a catalog, read: its bytes, its path, the whole record of its locale
    TEMPLATES = "templates"  #: that all of them are good, and their words: the name and the bytes of each
    IMPORTS = "imports"  #: what a module of ours imports: its bytes
    #: what the checks that judge each translation alone say of one: the translation (with its line and its marks), its English
    #: (with its facts), the record of its locale, the path of its catalog; all proper names; the whole glossary
    WORDS = "words"
    #: the editions of a language: every file of content/ but the sign-offs of other languages, every English text, the catalog, the
    #: day, the tools (templates, modules, libraries, fonts) and the errors that checks found, here and in all languages; of a sheet
    #: for all languages every catalog and all sign-offs
    PLAN = "plan"


class Kept:
    """Nothing is kept."""

    def find(self, kind: Kind, name: str, of: str) -> Any:
        """The value (of JSON) that was kept under this name, if it depends on exactly this; else None."""
        return None

    def keep(self, kind: Kind, name: str, of: str, value: Any) -> None:
        """To be found another time."""

    def write(self, forget: bool) -> bool:
        """Put down what is new. ``forget``: what nobody asked for is taken away. False where the program was changed meanwhile."""
        return True

    def forget(self) -> None:
        """All of it."""


NOTHING = Kept()


def digest_of(*parts: object) -> str:
    """One digest of several parts; each is a text, bytes, a number, a day, or a tuple, list or dict of such."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()

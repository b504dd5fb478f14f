"""Floor 7. What a check of translations says of itself: texts that it must pass, and texts that it must refuse."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One translation, and whether the check of the module that shows it must tell of it."""

    locale: str  #: BCP 47 tag of a locale in content/locales/
    english: str
    translation: str
    bad: bool  #: whether the module's own code is expected

"""Floor 7. What was read once is kept, by the hash of what it was read from.

The screen file, the sheets and the press file of an edition share fonts and drawings byte
for byte, and editions of one language share them with each other. Only what follows from
the bytes alone is kept: never anything of a page, a place or a rule.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by content; the one that was not asked for longest goes first."""

    def __init__(self, most_mb: float, size: Callable[[bytes, T], float] = lambda content, value: 0) -> None:
        """``most_mb``: how much memory all may take together; ``size``: an estimate of one, in bytes."""
        self._most, self._size = int(most_mb * 2**20), size
        self._values: OrderedDict[Hashable, tuple[int, T]] = OrderedDict()
        self.size = 0  #: bytes, estimated

    def of(self, content: bytes, make: Callable[[], T], *about: Hashable) -> T:
        """What ``make`` gives for this content and what is told ``about`` it; made the first time. A failure is not kept."""
        key = (blake2b(content, digest_size=20).digest(), *about)
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key][1]
        value = make()
        size = 500 + int(self._size(content, value))
        if size <= self._most:
            self._values[key] = size, value
            self.size += size
            while self.size > self._most:
                self.size -= self._values.popitem(last=False)[1][0]
        return value

    def __len__(self) -> int:
        return len(self._values)

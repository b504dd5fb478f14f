"""Characters that spoil a file or a number, taken from Unicode itself and from no list of the generator."""

from __future__ import annotations

import unicodedata

#: The planes that hold letters and figures, and the tags.
_ALL = [chr(i) for i in (*range(0xD800), *range(0xF900, 0x20000), *range(0xE0000, 0xE0080))]
_KIND = {c: unicodedata.category(c) for c in _ALL}

#: Whatever a reader takes for a digit or a figure: digits of all scripts, in circles, raised, of Roman and Chinese kind.
FIGURES = tuple(c for c in _ALL if c not in "0123456789" and _KIND[c] not in ("Cn", "Co") and (
    _KIND[c][0] == "N" or unicodedata.numeric(c, None) is not None or any(d.isdecimal() for d in unicodedata.normalize("NFKC", c))))
#: What does not show, or changes its neighbours: controls, bidi, joiners, tags, separators, selectors.
HIDDEN = tuple(c for c in _ALL if _KIND[c] in ("Cc", "Cf", "Zl", "Zp")) + tuple("\u034f\u115f\u2800\u3164\ufe0e\ufe0f\U000e0101\ue000\ufffe\uffff")
SPACES = tuple(c for c in _ALL if _KIND[c] == "Zs")
#: Signs that a telephone dials, and their other forms.
DIALLED = tuple(c for c in _ALL if c in "+*#" or any(d in "+*#" for d in unicodedata.normalize("NFKC", c)))
#: What stands on or beside a letter: marks that cross out, keycaps, look-alikes of digits.
ODD = tuple("\u0301\u0338\u20e3\u0335\u0489OoIlSBОоІзЗбօ౦०") + tuple("{}[]<>&%\\\"'`$@:;#|-_.,!?~^=")
LETTERS = tuple(c for c in _ALL if _KIND[c] in ("Ll", "Lo", "Mn", "So", "Po") and ord(c) < 0x3100)

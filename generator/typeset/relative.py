"""Floor 5. Which properties of an element hang on the size of the root: the others are computed once a page.

Whatever is not plainly the same at every size is taken to hang on it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css.properties import INHERITED
from weasyprint.css.units import RELATIVE_UNITS
from weasyprint.css.tokens import Pending

from generator.typeset.logical import DECIDES

#: Of the font's size, where others have percentages of a box.
_OF_FONT = {"font_size", "line_height", "vertical_align"}
#: Computed from more than their own value, or into something that WeasyPrint changes later.
_NEVER = {"content", "anchor", "link", "string_set", "bookmark_label", "background_image", "border_image_source", "list_style_image", "size"}
_PLAIN = (str, int, float, type(None))


class Relative:
    """Of a page's declarations, by element."""

    def __init__(self, styles: dict[tuple[object, str | None], dict]):
        self.styles = styles
        self.variables: set[str] = set()  #: ``--names`` that somewhere stand for a relative length
        self.own: dict[int, set[str]] = {}
        self.found: dict[tuple[object, str | None], set[str]] = {}
        distinct = {id(style): style for style in styles.values()}.values()
        said = [(name, value) for style in distinct for name, (value, _) in style.items() if name.startswith("__")]
        before = -1
        while before < len(self.variables):  # a variable may name another
            before = len(self.variables)
            self.variables |= {name for name, value in said if self._is(name, value)}

    def of(self, element: object, pseudo: str | None, above: set[str] | None) -> set[str]:
        """The properties of an element that may be another at another size; ``above``: those of its parent, None for the root."""
        if (element, pseudo) not in self.found:
            style = self.styles.get((element, pseudo), {})
            own = self.own.get(id(style))
            if own is None or not style:
                own = self.own[id(style)] = {key for name, (value, _) in style.items() if self._is(name, value)
                                             for key in (name, *DECIDES.get(name, ()))}
            self.found[element, pseudo] = own | _NEVER | ({"font_size"} if above is None else {
                name for name in above if name not in style and (name in INHERITED or name.startswith(("__", "text_decoration_")))})
        return self.found[element, pseudo]

    def _is(self, name: str, value: Any) -> bool:
        if isinstance(value, _PLAIN):
            return value in ("inherit", "larger", "smaller", "sub", "super", "bolder", "lighter")
        if isinstance(value, Pending):
            return any(self._token(token) for token in value.tokens)
        if type(value).__name__ == "Dimension":
            return value.unit is not None and (value.unit.lower() in RELATIVE_UNITS or value.unit == "%" and name in _OF_FONT)
        if isinstance(value, (tuple, list)):
            return any(self._is(name, one) for one in value)
        if hasattr(value, "serialize") and hasattr(value, "type"):
            return self._token(value)
        return not name.endswith("color")

    def _token(self, token: Any) -> bool:
        if token.type == "dimension":
            return token.unit.lower() in RELATIVE_UNITS
        if token.type == "function":
            return (token.lower_name == "var" and any(self._named(part) for part in token.arguments)
                    or any(self._token(part) for part in token.arguments))
        if token.type in ("() block", "[] block", "{} block"):
            return any(self._token(part) for part in token.content)
        return token.type == "percentage"

    def _named(self, token: Any) -> bool:
        return token.type == "ident" and token.value.replace("-", "_") in self.variables

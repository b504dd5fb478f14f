"""Floor 5. The styles of a page, matched once for all sizes at which it is tried.

WeasyPrint matches every selector with every element and computes every property one
by one each time a document is laid out, though between two sizes only the root's
font size differs. Here selectors are matched once a page, and what a style merely
inherits or leaves at its initial value is copied at once. Both give what WeasyPrint
itself would compute; tests/test_quick.py holds that, property by property.
"""

from __future__ import annotations

from functools import cached_property
from math import inf

import tinycss2
from weasyprint import CSS, HTML
from weasyprint.css import AnonymousStyle, ComputedStyle, InitialStyle, StyleFor, declaration_precedence, find_style_attributes, find_stylesheets
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.css.validation import preprocess_declarations
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from generator.typeset.logical import DECIDES
from generator.typeset.relative import Relative

#: Computed from each other, or taken from an ancestor in a way of their own.
_SPECIAL = {"position", "float", "display", "page"}
_COPIED = {key: value for key, value in INITIAL_VALUES.items()
           if key not in INHERITED and key not in INITIAL_NOT_COMPUTED and key not in _SPECIAL and not key.startswith("text_decoration_")}
_INHERITED = tuple(key for key in INITIAL_VALUES if key in INHERITED and not key.startswith("text_decoration_"))
_SPECIFIED = {"position", "float", "display"}


class QuickStyle(ComputedStyle):
    """A computed style that starts with all that needs no computing; what it computes is kept for another size."""

    kept: tuple[dict, dict] | None = None
    sizing = False

    def __init__(self, parent_style, cascaded, pseudo_type, root_style, base_url, font_config, initial_page_sizes):  # noqa: ANN001
        super().__init__(parent_style, cascaded, pseudo_type, root_style, base_url, font_config, initial_page_sizes)
        if parent_style is None:
            return
        self.update(_COPIED)
        self.update(handed_down(parent_style))
        for key in cascaded:
            self.pop(key, None)
            for physical in DECIDES.get(key, ()):
                self.pop(physical, None)

    def __missing__(self, key):  # noqa: ANN001, ANN204
        if key == "font_size" and self.parent_style is not None:
            if self.sizing:  # calc() of rem asks for the size that it is to give: WeasyPrint goes on until the stack is full, then inherits
                LOGGER.warning("A font-size of calc() or clamp() with rem or em is not known: it is inherited.")
                self[key] = self.parent_style[key]
                return self[key]
            self.sizing = True
        value = super().__missing__(key)
        if self.kept is not None and key in self:
            self.kept[0][key] = value
            if key in _SPECIFIED:
                self.kept[1].update(self.specified)
        return value

    def keep(self, kept: tuple[dict, dict]) -> None:
        """Take what was computed at another size, and keep there what will be."""
        self.update(kept[0])
        self.specified.update(kept[1])
        self.kept = kept

    def copy(self):  # noqa: ANN201
        copy = QuickStyle.__new__(QuickStyle)
        copy.update(self)
        ComputedStyle.__init__(copy, self.parent_style, self.cascaded, self.pseudo_type, self.root_style, self.base_url,
                               self.font_config, self.initial_page_sizes)
        copy.specified = self.specified.copy()
        return copy

    @cached_property
    def anonymous_style(self):  # noqa: ANN201
        return QuickAnonymousStyle(self)


class QuickAnonymousStyle(AnonymousStyle):
    """The style of a box without an element, likewise."""

    is_copy = False

    def __init__(self, parent_style):  # noqa: ANN001
        self.update(_COPIED)
        self.update(handed_down(parent_style))
        super().__init__(parent_style)

    def copy(self):  # noqa: ANN201
        copy = QuickAnonymousStyle.__new__(QuickAnonymousStyle)
        AnonymousStyle.__init__(copy, self.parent_style)
        copy.update(self)
        copy.is_copy = True
        return copy

    @cached_property
    def anonymous_style(self):  # noqa: ANN201
        return QuickAnonymousStyle(self)


def handed_down(style: ComputedStyle) -> dict[str, object]:
    """What children inherit of a style unless they say otherwise; computed when the first child asks."""
    kept = style.__dict__.get("_handed_down")
    if kept is None:
        kept = style.__dict__["_handed_down"] = {key: style[key] for key in _INHERITED}
    return kept


#: Sets of rules that hold for an element, kept for a style sheet.
MOST_APPLIED = 2000


class Cascade:
    """Which declarations hold for which element of a page. The root's font size is left open."""

    def __init__(self, source: HTML, sheets: list[CSS], fonts: FontConfiguration):
        self.source, self.fonts = source, fonts
        self.counters = CounterStyle()
        for style in source._ua_counter_style():
            self.counters.update(style)
        own = find_stylesheets(source.wrapper_element, source.media_type, source.url_fetcher, source.base_url, fonts,
                               self.counters, {}, [], [])
        self.sheets = [*((sheet, "user agent", None) for sheet in source._ua_stylesheets()),
                       *((sheet, "author", None) for sheet in own), *((sheet, "user", None) for sheet in sheets)]
        self.styles: dict[tuple[object, str | None], dict] = {}
        self.first: list[tuple[object, object, object]] = []  #: element, parent, the first element that looks the same
        self.kept: dict[tuple[object, str | None], tuple[dict, dict]] = {}  #: computed and specified values that hold at any size
        self.relative: Relative | None = None
        self._match()

    def _match(self) -> None:
        said: dict[object, tuple] = {}
        for specificity, element, declarations, base_url in find_style_attributes(self.source.etree_element, False, self.source.base_url):
            said[element] = tuple(declarations)
            _apply(self.styles.setdefault((element, None), {}), preprocess_declarations(base_url, declarations), "author", inf, specificity)
        same: dict[object, object] = {}
        like = self._like = {}
        kept = self.sheets[-1][0].__dict__.setdefault("_applied", {})  # as long as the form's own style sheet
        lasting = {id(sheet) for sheet, origin, _ in self.sheets if origin != "author"}
        if len(kept) > MOST_APPLIED:
            kept.clear()
        for element in self.source.wrapper_element.iter_subtree():
            mine = element.etree_element
            parent = element.parent.etree_element if element.parent else None
            keys, matched, lasts = [], [], mine not in said
            for sheet, origin, _ in self.sheets:
                for specificity, _order, pseudo, (declarations, layer) in sheet.matcher.match(element):
                    order = inf if layer is None else sheet.layers.index(layer)
                    keys.append((id(sheet), specificity, id(declarations), order, pseudo))
                    matched.append((pseudo, declarations, origin, order, specificity))
                    lasts = lasts and id(sheet) in lasting
            rules = tuple(keys)
            styles = kept.get(rules) if lasts else None
            if styles is None:
                styles = {None: self.styles[mine, None]} if mine in said else {}
                for pseudo, *more in matched:
                    _apply(styles.setdefault(pseudo, {}), *more)
                if lasts:
                    kept[rules] = styles
            for pseudo, style in styles.items():
                self.styles[mine, pseudo] = style
            key = (like.get(parent), said.get(mine), rules)
            like[mine] = same.setdefault(key, mine)
            self.first.append((mine, parent, like[mine]))

    def forget(self) -> None:
        """Before another size: what hangs on the size that was."""
        if not self.kept:
            return
        if self.relative is None:
            self.relative = Relative(self.styles)
            for element, parent, first in self.first:
                if element is first:
                    self.relative.of(element, None, self.relative.found[self._like[parent], None] if parent is not None else None)
        for (element, pseudo), (computed, _) in self.kept.items():
            for key in self.relative.of(element, pseudo, self.relative.found[self._like[element], None] if pseudo else None) & computed.keys():
                del computed[key]

    def at(self, size_pt: float | None) -> dict[tuple[object, str | None], dict]:
        """The declarations by element and pseudo-element, with the root's font size; None: with its own."""
        if size_pt is None:
            return dict(self.styles)
        root = self.source.etree_element
        style = dict(self.styles.get((root, None), {}))
        declared = list(preprocess_declarations("", tinycss2.parse_blocks_contents(f"font-size:{size_pt:g}pt")))
        _apply(style, declared, "user", inf, (0, 0, 1))
        return {**self.styles, (root, None): style}


def _apply(style: dict, declarations: object, origin: str, order: float, specificity: tuple[int, int, int]) -> None:
    for name, values, importance in declarations:
        weight = (declaration_precedence(origin, importance), order, specificity)
        old = style.get(name)
        if old is None or old[1] <= weight:
            style[name] = values, weight


class SizedStyles(StyleFor):
    """What ``weasyprint.css.StyleFor`` is, from a cascade and a size of the root."""

    def __init__(self, cascade: Cascade, size_pt: float | None, target_collector):  # noqa: ANN001
        self._cascaded_styles = self._pseudo = cascaded = cascade.at(size_pt)
        self._computed_styles = computed = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets, self.font_config = cascade.sheets, cascade.fonts
        source = cascade.source
        self._cascade = cascade
        cascade.forget()
        more = dict(root=source.etree_element, base_url=source.base_url, target_collector=target_collector)
        for element, parent, first in cascade.first:
            if element is first:
                self.set_computed_styles(element, parent=parent, **more)
            else:
                computed[element, None] = computed[first, None]
        computed[source.etree_element, None].pages_unnamed = not any("page" in style for style in cascaded.values())
        self._cascaded_styles = {}  # the pages' own come in later
        self._more = more
        for element, pseudo in cascaded:
            if pseudo and "anchor" in cascaded[element, pseudo]:
                self(element, pseudo)

    def __call__(self, element, pseudo_type=None):  # noqa: ANN001, ANN204
        # WeasyPrint's own style sheet has six rules for pseudo-elements of every element: made when asked for.
        if pseudo_type and (element, pseudo_type) in self._pseudo and (element, pseudo_type) not in self._computed_styles:
            self.set_computed_styles(element, pseudo_type=pseudo_type, parent=element, **self._more)
        return super().__call__(element, pseudo_type)

    def _declared(self, element, pseudo_type):  # noqa: ANN001, ANN202
        return self._cascaded_styles.get((element, pseudo_type)) or self._pseudo.get((element, pseudo_type), {})

    def set_computed_styles(self, element, parent, root=None, pseudo_type=None, base_url=None,  # noqa: ANN001
                            target_collector=None) -> None:
        """As in WeasyPrint, with styles of our own."""
        computed = self._computed_styles
        is_root = element == root and pseudo_type is None
        style = computed[element, pseudo_type] = QuickStyle(
            None if is_root else computed[parent, None], self._declared(element, pseudo_type), pseudo_type,
            InitialStyle(self.font_config) if is_root else computed[root, None], base_url, self.font_config, self.initial_page_sizes)
        if hasattr(element, "itertext"):  # no page
            style.keep(self._cascade.kept.setdefault((element, pseudo_type), ({}, {})))
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])

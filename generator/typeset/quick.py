"""Floor 5. Work that WeasyPrint does again for each line, box or font, done once.

Each function here stands in for one of WeasyPrint 70 and gives what it gives; the
places are listed in ``REPLACED``, and tests/test_quick.py holds the text of every
original, so that another version is looked at before it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import weasyprint.layout
import weasyprint.layout.block
import weasyprint.layout.inline
import weasyprint.layout.preferred
import weasyprint.text.line_break
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import percent
from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from generator.typeset.styles import QuickAnonymousStyle

_DECORATED = line_break.Layout.setup
_ALL_PAGES = weasyprint.layout.make_all_pages
_MARGIN_BOXES = weasyprint.layout.make_margin_boxes
_PAGE_NAME = weasyprint.layout.block.block_level_page_name
_RESOLVE = percent.resolve_percentages
_SPLIT = line_break.split_first_line
_RECTANGLE = ffi.new("PangoRectangle *")


def set_up(self: line_break.Layout, style: Any) -> None:
    """``Layout.setup``: the Pango context is kept for each language and direction, the font for each style."""
    if style["text_decoration_line"] != "none":
        _DECORATED(self, style)
        return
    self.style = style
    self.first_line_direction = 0
    context, self.language = _context(style)
    kept = style.__dict__.get("_pango")
    if kept is None:
        features = font_features(style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
                                 style["font_variant_caps"], style["font_variant_numeric"], style["font_variant_alternates"],
                                 style["font_variant_east_asian"], style["font_feature_settings"])
        kept = style.__dict__["_pango"] = get_font_description(style), ",".join(f"{k} {v}" for k, v in features.items()).encode()
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, kept[0])
    self.ascent = self.underline_position = self.strikethrough_position = None
    if kept[1]:
        attributes = style.font_config.font_features
        attribute = attributes.get(kept[1]) or attributes.setdefault(kept[1], pango.pango_attr_font_features_new(kept[1]))
        several = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(several, attribute)
        pango.pango_layout_set_attributes(self.layout, several)


def _context(style: Any) -> tuple[Any, Any]:
    """A Pango context and its language."""
    contexts = style.font_config.__dict__.setdefault("_contexts", {})
    key = style["direction"], style["font_language_override"], style["lang"]
    if key not in contexts:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[key[0]])
        language = pango.pango_language_get_default()
        tag = LST_TO_ISO.get(key[1].lower(), key[1]) if key[1] != "normal" else key[2]
        if tag:
            pointer, _kept = unicode_to_char_p(tag)
            language = pango.pango_language_from_string(pointer)
            pango.pango_context_set_language(context, language)
        contexts[key] = context, language
    return contexts[key]


def line_size(line: Any, style: Any) -> tuple[float, float]:
    """``line_size``, into one rectangle."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, _RECTANGLE)
    width, height = _RECTANGLE.width * FROM_UNITS, _RECTANGLE.height * FROM_UNITS
    if style["letter_spacing"] != "normal":
        width += style["letter_spacing"]
    return width, height


def split_first_line(text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float,
                     is_line_start: bool = True, minimum: bool = False) -> tuple:
    """``split_first_line``, once for each question: a row of a flex box asks the same up to six times."""
    if context is None:
        return _SPLIT(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    kept = context.__dict__.setdefault("_lines", {})
    key = text, id(style), max_width, justification_spacing, is_line_start, minimum
    found = kept.get(key)
    if found is None:
        # The style is kept too: another one might come to stand at its address.
        found = kept[key] = style, _SPLIT(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    return found[1]


def is_in_normal_flow(self: Any) -> bool:
    """``Box.is_in_normal_flow``, asked for each child of each box, without five other questions."""
    style = self.style
    position = style["position"]
    return style["float"] not in _OUT_OF_LINE and position not in _POSITIONED and position[0] not in _TAKEN_OUT


def block_level_page_name(sibling_before: Any, sibling_after: Any) -> str | None:
    """``block_level_page_name``: where no box of the document names its page there is nothing to compare."""
    if sibling_before.style.root_style.__dict__.get("pages_unnamed") and sibling_after.style.root_style.__dict__.get("pages_unnamed"):
        return None
    return _PAGE_NAME(sibling_before, sibling_after)


_OUT_OF_LINE = frozenset({"left", "right", "inline-start", "inline-end", "footnote"})
_POSITIONED = frozenset({"absolute", "fixed"})
_TAKEN_OUT = frozenset({"running()", "note()"})


def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterator[Any]:
    """``make_margin_boxes``: none where no ``@page`` rule says what stands in a margin."""
    # The two areas for notes are parts of the page itself.
    said = (context.style_for(element, pseudo) for element, pseudo in tuple(context.style_for._computed_styles)
            if pseudo and pseudo[0] == "@" and pseudo not in ("@footnote", "@note-area") and element == page.page_type)
    if any(style["content"] not in ("normal", "inhibit", "none") for style in said):
        yield from _MARGIN_BOXES(context, page, state)


def make_all_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """``make_all_pages``: those that have been laid out one by one (laying.py) are taken as they are."""
    made = context.__dict__.get("made")
    if made is None:
        yield from _ALL_PAGES(context, root_box, html, pages)
    else:
        context.page_maker = made[1]
        yield from made[0]


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """``resolve_percentages``: what has no percentage is the same for each box of a style."""
    style = box.style
    kept = style.__dict__.get("_lengths")
    if kept is None:
        # A box without an element has no lengths of its own; a copy of its style may have been given some.
        plain = type(style) is QuickAnonymousStyle and not style.is_copy and style["border_collapse"] != "collapse"
        kept = style.__dict__["_lengths"] = _PLAIN_LENGTHS if plain and _PLAIN_LENGTHS else _lengths(style)
        if plain and not _PLAIN_LENGTHS:
            _PLAIN_LENGTHS.update(kept)
    if kept:
        box.__dict__.update(kept)
    else:
        _RESOLVE(box, containing_block)


_PLAIN_LENGTHS: dict[str, Any] = {}
_MARGINS = tuple(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom"))
_SIZES = ("width", "min_width", "max_width", "height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def _lengths(style: Any) -> dict[str, Any]:
    """The used lengths of a box of this style; empty where they depend on what is around it."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    found: dict[str, Any] = {side: style[side] for side in _BORDERS}
    for name in (*_MARGINS, *_SIZES):
        value = style[name]
        if value == "auto":
            found[name] = 0 if name.startswith("min_") else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return {}
    return found


#: Where each stands in, in every room of WeasyPrint that calls it.
REPLACED: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
    (line_break.Layout, "setup", set_up),
    (line_break, "line_size", line_size),
    (weasyprint.layout.inline, "split_first_line", split_first_line),
    (weasyprint.layout.preferred, "split_first_line", split_first_line),
    (weasyprint.layout, "make_all_pages", make_all_pages),
    (Box, "is_in_normal_flow", is_in_normal_flow),
    (weasyprint.layout.block, "block_level_page_name", block_level_page_name),
    (weasyprint.layout, "make_margin_boxes", make_margin_boxes),
)
REPLACED += tuple((room, "resolve_percentages", resolve_percentages) for name, room in sorted(sys.modules.items())
                  if name.startswith("weasyprint.layout.") and getattr(room, "resolve_percentages", None) is _RESOLVE)
for _place, _name, _function in REPLACED:
    setattr(_place, _name, _function)

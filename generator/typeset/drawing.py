"""Floor 5. Work that WeasyPrint does again for each drawing and each font of a PDF, done once.

As in quick.py: each function gives what the one gives for which it stands in, and
tests/test_quick.py holds the text of every original.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pydyf
import weasyprint.pdf.fonts
import weasyprint.svg
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

_PATH = weasyprint.svg.TAGS["path"]
_TO_BYTES = pydyf._to_bytes


def subset(self: Any, to_unicode: dict[int, str], hinting: bool) -> None:
    """``Font._harfbuzz_subset``: the types of its arrays are not parsed anew for each length."""
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    if self.missing:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    wanted = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(wanted), sorted(to_unicode))
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags | harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS)
    dropped = harfbuzz_subset.hb_subset_input_set(wanted, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(dropped, [harfbuzz.hb_tag_from_string(tag, -1) for tag in _DROPPED])
    face = ffi.gc(harfbuzz_subset.hb_subset_or_fail(self.hb_face, wanted), harfbuzz.hb_face_destroy)
    # Again without what stands behind the last glyph used.
    _add(harfbuzz_subset.hb_subset_input_glyph_set(wanted), list(range(max(to_unicode) + 1)))
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags if hinting else flags | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING)
    face = ffi.gc(harfbuzz_subset.hb_subset_or_fail(face, wanted), harfbuzz.hb_face_destroy)
    content = get_hb_object_data(face) if face else None
    if content:
        self.file_content = content
    else:
        weasyprint.pdf.fonts.LOGGER.warning('Unable to subset "%s" with HarfBuzz', self.family)


def to_bytes(item: Any) -> bytes:
    """``_to_bytes``, without asking most items twice what they are."""
    kind = type(item)
    if kind is bytes:
        return item
    if kind is float:
        return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
    if kind is str or kind is int:
        return str(item).encode("ascii")
    return _TO_BYTES(item)


def path(svg: Any, node: Any, font_size: float) -> None:
    """``path``: an icon stands on a page several times, a QR code on all items of a language."""
    data = node.get("d", "")
    if not _PLAIN.fullmatch(data):
        _PATH(svg, node, font_size)
        return
    drawn = svg.stream.stream
    if data not in _DRAWN:
        if len(_DRAWN) == MOST_PATHS:
            _DRAWN.clear()
        before, corners = len(drawn), len(node.vertices)
        _PATH(svg, node, font_size)
        _DRAWN[data] = b"\n".join(to_bytes(item) for item in drawn[before:]), tuple(node.vertices)[corners:]
        return
    drawn.append(_DRAWN[data][0])
    node.vertices.extend(_DRAWN[data][1])


MOST_PATHS = 500
_PLAIN = re.compile(r"[-0-9 .,\nA-DF-Za-df-z]+")  # no percent and no exponent: the same numbers wherever it stands
_DRAWN: dict[str, tuple[bytes, tuple]] = {}

_DROPPED = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")


def _add(numbers: Any, more: list[int]) -> None:
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new(_NUMBERS, more), len(more))


_NUMBERS = ffi.typeof("hb_codepoint_t[]")

#: Where each stands in.
REPLACED: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
    (weasyprint.pdf.fonts.Font, "_harfbuzz_subset", subset),
    (pydyf, "_to_bytes", to_bytes),
)
for _place, _name, _function in REPLACED:
    setattr(_place, _name, _function)
weasyprint.svg.TAGS["path"] = path

"""Floor 5. At which size will the text fit? An estimate from one layout, so that few others are needed.

The paragraphs of a laid-out page are broken into lines again by Pango alone, for the
width that another size leaves them. It only says which size to try next: whether a
page fits is decided by laying it out.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from generator.typeset.fit import GAP_MM, Overrun, _beside, _ink, _Parts, _texts
from generator.units import mm_to_px

MOST = 4  #: sizes foretold for a page; then the interval is halved

FULL = 1.002
SIDEWAYS = ("left", "right", "its box", "what stands beside it")
ROW = 0.6  #: of the page's width, for what grows in a row that is too wide

#: Thai, Lao, Burmese, Khmer, Chinese: lines are broken where there is no space.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF))


class Estimate:
    """What one document says about other sizes; corrected by each further document."""

    def __init__(self, document: Document, size_pt: float, over: list[Overrun]):
        self.size_pt, self.correction = size_pt, 1.0
        self.asked = 0
        self.holds = True  #: as long as nothing else than its height decides whether the page fits
        self.pieces: dict[object, list[boxes.Box]] = {}
        self.room: dict[object, float] = {}
        self.lines: dict[tuple[int, float], int] = {}
        for page in document.pages:
            for part in _Parts.of(page._page_box).main:
                self.pieces.setdefault(part.element, []).append(part)
        self.missed: list[tuple[float, float, bool]] = []  #: sizes that were too large, by how much of the page's width, sideways?
        self.learn(document, size_pt, over)

    def learn(self, document: Document, size_pt: float, over: list[Overrun]) -> None:
        """Compare what was foretold for a size with what came of it."""
        surprise = not over and not self._fits(size_pt)
        taken: dict[object, float] = {}
        self.room = {}  # what stands below is larger or smaller too
        for page in document.pages:
            of = _Parts.of(page._page_box)
            for part in of.main:
                self.room.setdefault(part.element, min([page._page_box.margin_height()] + [b.position_y for b in of.low if _beside(part, b)])
                                     - mm_to_px(GAP_MM) - part.content_box_y())
                bottom = max((_ink(t).bottom for t, _ in _texts(part, None)), default=0.0)
                taken[part.element] = taken.get(part.element, 0.0) + max(0.0, bottom - part.content_box_y())
        full = max((taken[part] / self.room[part] for part in taken if self.room.get(part, 0) > 0), default=0.0)
        foretold = self._fullness(size_pt) / self.correction
        self.correction = full / foretold if full and foretold else 1.0
        wide = any(one.side in SIDEWAYS for one in over)
        if over:
            self.missed.append((size_pt, mm_to_px(max(one.by_mm for one in over)) / document.pages[0].width, wide))
        self.holds = self.holds and not surprise and (not over) == (full <= FULL and not wide)
        if len(self.pieces) > 1 and len(self.missed) == 1:  # what is far from full decides nothing
            self.pieces = {part: pieces for part, pieces in self.pieces.items() if taken.get(part, 0.0) > 0.7 * full * self.room.get(part, 0.0)}

    def largest(self, steps: list[float], low: int, high: int) -> int:
        """The largest step, from ``low`` to below ``high``, at which the text should fit; ``low`` at least."""
        if not self.holds or self.asked == MOST:
            return (low + high) // 2
        self.asked += 1
        at = bisect.bisect_left(range(low, high), True, key=lambda i: not self._fits(steps[i]))
        return min(high - 1, low + max(0, at - 1))

    def _fits(self, size_pt: float) -> bool:
        return size_pt <= self._limit() and self._fullness(size_pt) <= FULL

    def _limit(self) -> float:
        """The size at which nothing should stick out, by how far it did: that grows with the letters."""
        (size, by, wide), *others = sorted(self.missed)
        if others and others[0][1] > by:
            return size - by * (others[0][0] - size) / (others[0][1] - by)
        return size * (1 - by / ROW) if wide else float("inf")

    def _fullness(self, size_pt: float) -> float:
        by = size_pt / self.size_pt
        return self.correction * max((sum(self._inside(piece, by, piece.width) for piece in self.pieces.get(part, ())) / room
                                      for part, room in self.room.items() if room > 0), default=0.0)

    def _inside(self, box: boxes.Box, by: float, width: float) -> float:
        """The height of what a box holds, when its letters are ``by`` times as large and its own width is ``width``."""
        flow = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
        if not flow:
            return box.height * by
        if isinstance(flow[0], boxes.LineBox):
            return self._count(box, flow, by, width) * box.height / len(flow) * by
        if isinstance(box, (boxes.FlexBox, boxes.InlineFlexBox)):
            return max(self._outside(child, by, child.width) for child in flow)
        return (sum(self._outside(child, by, width - (box.width - child.width) * by) for child in flow)
                + (box.height - sum(child.border_height() for child in flow)) * by)

    def _outside(self, box: boxes.Box, by: float, width: float) -> float:
        return self._inside(box, by, width) + (box.border_height() - box.height) * by

    def _count(self, box: boxes.Box, lines: list[boxes.LineBox], by: float, width: float) -> int:
        """How many lines a paragraph takes: counted at the size it has, in a width that is larger by as much."""
        key = id(box), round(width / by, 1)
        if key not in self.lines:
            pieces = [[t for t in line.descendants() if isinstance(t, boxes.TextBox)] for line in lines]
            first = next((t for line in pieces for t in line), None)
            if first is None or by == 1:
                self.lines[key] = len(lines)
            else:
                # With other letters in between, such as a number, the count may be wrong: by how much is told by the lines there are.
                text = _joined("".join(t.text for t in line) for line in pieces)
                self.lines[key] = max(1, _lines(text, first.style, width / by) + len(lines) - _lines(text, first.style, box.width))
        return self.lines[key]


def _joined(lines: Iterator[str]) -> str:
    text = ""
    for line in lines:
        close = not text or not line or any(a <= ord(line[0]) <= b for a, b in _UNSPACED) or text.endswith(" ")
        text += line if close else " " + line
    return text


def _lines(text: str, style: object, width: float) -> int:
    layout = Layout(style)
    pango.pango_layout_set_width(layout.layout, int(max(1, width) * TO_UNITS))
    layout.set_text(text)
    count = 0
    while pango.pango_layout_get_line_readonly(layout.layout, count) != ffi.NULL:
        count += 1
    return max(1, count)

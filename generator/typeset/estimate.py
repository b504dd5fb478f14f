"""Floor 5. At which size will the text fit? An estimate from what was laid out last, so that little else need be.

The paragraphs of a laid-out page are broken into lines again by Pango alone, for the
width that another size leaves them. It only says which size to try next: whether a
page fits is decided by laying it out.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from generator.typeset.fit import GAP_MM, Overrun, _beside, _ink, _Parts, _texts
from generator.units import mm_to_px

MOST = 6  #: sizes foretold for a page; then the interval is halved

FULL = 1.002
NEARLY = 0.001
ASTRAY = 0.06  #: from there on something else than the height decides
FAR = 0.04  #: sizes that differ by as much, as a share, tell how the text grows
SPLIT = 1.01  #: at least, of a part that goes on over the next page
SIDEWAYS = ("left", "right", "its box", "what stands beside it")
ROW = 0.6  #: of the page's width, for what grows in a row that is too wide

#: Thai, Lao, Burmese, Khmer, Chinese: lines are broken where there is no space.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF))


@dataclass
class _Part:
    """What is known of a part of a page: its boxes at the size at which it was laid out last."""

    size_pt: float
    pieces: list[boxes.Box]
    room: float = 0.0  #: height from its top to what stands below
    taken: float = 0.0  #: height of its text
    correction: float = 1.0  #: what was found at that size by what would have been foretold
    power: float = 0.0  #: of the size, by which more was found than foretold: what stands around grows too, or nothing but letters does
    lines: dict[tuple[int, float], int] = field(default_factory=dict)  #: by paragraph and width

    @property
    def full(self) -> float:
        """The share of the room that the text takes."""
        return max(self.taken / self.room, SPLIT if len(self.pieces) > 1 else 0.0)


class Estimate:
    """What laid-out pages say about other sizes; corrected by each further page."""

    def __init__(self) -> None:
        self.parts: dict[object, _Part] = {}
        self.asked = 0
        self.limit = FULL  #: the share of its room that a part may take: letters may reach above and below their lines
        self.holds = True  #: as long as nothing else than its height decides whether the page fits
        self.missed: list[tuple[float, float]] = []  #: sizes that were too wide, and by how much of the page's width

    def learn(self, pages: list[boxes.PageBox], size_pt: float, over: list[Overrun]) -> None:
        """Take what came of a size for what is foretold of others."""
        found: dict[object, _Part] = {}
        every = [_Parts.of(page) for page in pages]
        for page, of in zip(pages, every, strict=True):
            for box in of.main:
                one = found.setdefault(box.element, _Part(size_pt, []))
                one.pieces.append(box)
                bottom = max((_ink(t).bottom for t, _ in _texts(box)), default=0.0)
                one.taken += max(0.0, bottom - box.content_box_y())
                # Where a part goes on over the next page what belongs below it stands there.
                low = [b for other in every for b in other.low if _beside(box, b)]
                roof = min((b.position_y for b in low), default=page.margin_height())
                one.room = one.room or max(1.0, roof - mm_to_px(GAP_MM) - box.content_box_y())
        full = max((part.full for part in found.values()), default=0.0)
        for element, part in found.items():
            before = self.parts.pop(element, None)
            if part.full > 0.7 * full:  # what is far from full decides nothing
                if before:
                    part.power = before.power
                    if abs(log(size_pt / before.size_pt)) > FAR and len(part.pieces) == len(before.pieces) == 1:
                        part.power = max(-1.5, min(2.5, before.power + log(part.full / _full(before, size_pt)) / log(size_pt / before.size_pt)))
                part.correction = part.taken / (sum(_inside(part, piece, 1.0, piece.width) for piece in part.pieces) or part.room)
                self.parts[element] = part
        by = max((one.by_mm for one in over if one.side in SIDEWAYS), default=0.0)
        if by:
            self.missed.append((size_pt, mm_to_px(by) / pages[0].width))
        elif over and full <= self.limit:
            self.limit = full - NEARLY
        elif not over and full > self.limit:
            self.limit = full
        self.holds = self.holds and abs(self.limit - 1) < ASTRAY

    def largest(self, steps: list[float], low: int, high: int) -> int:
        """The largest step, from ``low`` to below ``high``, at which the text should fit; ``low`` at least."""
        if not self.holds or self.asked == MOST:
            return (low + high) // 2
        self.asked += 1
        at = bisect.bisect_left(range(low, high), True, key=lambda i: not self._fits(steps[i]))
        return min(high - 1, low + max(0, at - 1))

    def _fits(self, size_pt: float) -> bool:
        return size_pt <= self._widest() and self.fullness(size_pt) <= self.limit

    def _widest(self) -> float:
        """The size at which nothing should stick out, by how far it did: that grows with the letters."""
        if not self.missed:
            return float("inf")
        (size, by), *others = sorted(self.missed)
        if others and others[0][1] > by:
            return size - by * (others[0][0] - size) / (others[0][1] - by)
        return size * (1 - by / ROW)

    def fullness(self, size_pt: float) -> float:
        """The share of its room that the fullest part should take."""
        return max((_full(part, size_pt) for part in self.parts.values()), default=0.0)


def _full(part: _Part, size_pt: float) -> float:
    by = size_pt / part.size_pt
    return part.correction * by ** part.power * sum(_inside(part, piece, by, piece.width) for piece in part.pieces) / part.room


def _inside(part: _Part, box: boxes.Box, by: float, width: float) -> float:
    """The height of what a box holds, when its letters are ``by`` times as large and its own width is ``width``."""
    flow = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    if not flow:
        return box.height * by
    if isinstance(flow[0], boxes.LineBox):
        if any(isinstance(child, boxes.InlineBlockBox) for line in flow for child in line.children):
            return sum(max(_outside(part, child, by, min(child.width * by, width)) for child in line.children) for line in flow if line.children)
        # Of its lines: the box itself may be stretched to the height of its row.
        return _count(part, box, flow, by, width) * sum(line.height for line in flow) / len(flow) * by
    if isinstance(box, (boxes.FlexBox, boxes.InlineFlexBox)):
        return max(_outside(part, child, by, now) for child, now in zip(flow, _shared(flow, by, width), strict=True))
    between = box.height - sum(child.border_height() for child in flow)
    if len(part.pieces) > 1:  # the rest of a page is no part of the text
        between = min(between, sum(max(0, child.margin_top) + max(0, child.margin_bottom) for child in flow))
    return sum(_outside(part, child, by, width - (box.width - child.width) * by) for child in flow) + between * by


def _shared(row: list[boxes.Box], by: float, width: float) -> list[float]:
    """The widths of the items of a row: each wants ``by`` times its own; what is left over goes to those that fill the row, and the widest gives way."""
    wanted = [child.width * (by if _grows(child) else 1.0) for child in row]
    left = width - sum(wanted) - sum(child.margin_width() - child.width for child in row)
    shares = [child.style["flex_grow"] for child in row]
    if any(shares):
        return [max(1.0, one + left * share / sum(shares)) for one, share in zip(wanted, shares, strict=True)]
    wide = max(range(len(row)), key=lambda n: wanted[n])
    wanted[wide] += min(0.0, left)
    return wanted


def _grows(box: boxes.Box) -> bool:
    """Whether a box has no width of its own in millimetres."""
    said, _ = getattr(box.style, "cascaded", {}).get("width", (None, None))
    return getattr(said, "unit", "rem") in ("em", "rem")


def _outside(part: _Part, box: boxes.Box, by: float, width: float) -> float:
    return _inside(part, box, by, width) + (box.border_height() - box.height) * by


def _count(part: _Part, box: boxes.Box, lines: list[boxes.LineBox], by: float, width: float) -> int:
    """How many lines a paragraph takes: counted at the size it has, in a width that is larger by as much."""
    key = id(box), round(width / by, 1)
    if key not in part.lines:
        pieces = [[t for t in line.descendants() if isinstance(t, boxes.TextBox)] for line in lines]
        first = next((t for line in pieces for t in line), None)
        if first is None or by == 1:
            part.lines[key] = len(lines)
        else:
            # With other letters in between, such as a number, the count may be wrong: by how much is told by the lines there are.
            text = _joined("".join(t.text for t in line) for line in pieces)
            part.lines[key] = max(1, _lines(text, first.style, width / by) + len(lines) - _lines(text, first.style, box.width))
    return part.lines[key]


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

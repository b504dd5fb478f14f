"""What is done to a PDF after it was finished."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import qrcode
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from sabotage import sabotage

CARD, HINDI, URDU, SHEET, CHINESE = "en/safety-card.pdf", "hi/safety-card.pdf", "ur/safety-card.pdf", "en/safety-card-duplex.pdf", "zh-hans/safety-card.pdf"


def edited(pdf: bytes, change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    """The file after a change to its objects."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def texts(font: pikepdf.Object) -> dict[bytes, str]:
    """What ToUnicode says of each code of two bytes."""
    found = {}
    for line in font.ToUnicode.read_bytes().splitlines():
        parts = line.split()
        if len(parts) == 2 and parts[0].startswith(b"<") and len(parts[0]) == 6:
            found[bytes.fromhex(parts[0][1:-1].decode())] = bytes.fromhex(parts[1][1:-1].decode()).decode("utf-16-be", "replace")
    return found


Shown = list[tuple[int, int, int, str, bytes]]  # instruction, part of its array, place in the part, text, code


def shown(page: pikepdf.Page) -> tuple[list[Any], Shown]:
    """The instructions of a page, and each glyph that they show, in their order."""
    instructions = [[list(i.operands), i.operator] for i in pikepdf.parse_content_stream(page)]
    font: dict[bytes, str] = {}
    found: Shown = []
    for n, (operands, operator) in enumerate(instructions):
        if str(operator) == "Tf":
            font = texts(page.resources.Font[str(operands[0])])
        elif str(operator) in ("Tj", "TJ"):
            parts = list(operands[0]) if str(operator) == "TJ" else [operands[0]]
            operands[0] = Array(parts) if str(operator) == "TJ" else parts[0]
            for p, part in enumerate(parts):
                if isinstance(part, String):
                    data = bytes(part)
                    found += [(n, p, k, font.get(data[k:k + 2], ""), data[k:k + 2]) for k in range(0, len(data), 2)]
    return instructions, found


def glyphs(pdf: bytes, change: Callable[[Shown], dict[int, bytes]], number: int = 1) -> bytes:
    """The file with some glyphs of a page exchanged: their place in the list, and the code that is shown instead."""
    def on_page(opened: pikepdf.Pdf) -> None:
        page = opened.pages[number - 1]
        instructions, found = shown(page)
        for at, code in change(found).items():
            n, p, k, _, _ = found[at]
            operands, operator = instructions[n]
            whole = operands[0][p] if str(operator) == "TJ" else operands[0]
            data = bytes(whole)[:k] + code + bytes(whole)[k + 2:]
            if str(operator) == "TJ":
                operands[0][p] = String(data)
            else:
                operands[0] = String(data)
        page.Contents = opened.make_stream(pikepdf.unparse_content_stream([(o, op) for o, op in instructions]))
    return edited(pdf, on_page)


def run_of(found: Shown, text: str) -> list[int]:
    """Where the glyphs of a text stand in the list, spaces left out."""
    places = [n for n, one in enumerate(found) if one[3].strip()]
    whole = "".join(found[n][3][0] for n in places)
    at = whole.index(text.replace(" ", ""))
    return places[at:at + len(text.replace(" ", ""))]


def painted(pdf: bytes, operators: str, number: int = 1) -> bytes:
    """The file with more painted over a page."""
    def on_page(opened: pikepdf.Pdf) -> None:
        page = opened.pages[number - 1]
        page.contents_add(b"q", prepend=True)
        page.contents_add(opened.make_stream(f" Q q {operators} Q".encode()))
    return edited(pdf, on_page)


def around(pdf: bytes, text: str, before: list[tuple[list[Any], str]], after: list[tuple[list[Any], str]], number: int = 1) -> bytes:
    """The file with operators put before and after those that show a text."""
    def on_page(opened: pikepdf.Pdf) -> None:
        page = opened.pages[number - 1]
        instructions, found = shown(page)
        places = run_of(found, text)
        first, last = found[places[0]][0], found[places[-1]][0]
        while str(instructions[first][1]) != "BT":
            first -= 1
        while str(instructions[last][1]) != "ET":
            last += 1
        out = [(o, op) for o, op in instructions[:first]] + [(o, pikepdf.Operator(op)) for o, op in before]
        out += [(o, op) for o, op in instructions[first:last + 1]] + [(o, pikepdf.Operator(op)) for o, op in after]
        page.Contents = opened.make_stream(pikepdf.unparse_content_stream(out + [(o, op) for o, op in instructions[last + 1:]]))
    return edited(pdf, on_page)


def program(pdf: bytes, change: Callable[[TTFont], Any], family: str) -> bytes:
    """The file with an embedded font changed."""
    def on_font(opened: pikepdf.Pdf) -> None:
        for thing in opened.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor and family in str(thing.FontName) \
                    and "/FontFile2" in thing:
                font = TTFont(io.BytesIO(thing.FontFile2.read_bytes()), recalcBBoxes=False, recalcTimestamp=False)
                change(font)
                out = io.BytesIO()
                font.save(out)
                thing.FontFile2 = opened.make_stream(out.getvalue(), Length1=len(out.getvalue()))
    return edited(pdf, on_font)


def code(payload: str, x: float, y: float, side: float, ink: str = "0 g", paper: str = "1 g") -> str:
    """Operators of a QR code in a square of so many points."""
    maker = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    maker.add_data(payload)
    rows = maker.get_matrix()
    step = side / len(rows)
    cells = " ".join(f"{x + c * step:.3f} {y + side - (r + 1) * step:.3f} {step:.3f} {step:.3f} re"
                     for r, row in enumerate(rows) for c, on in enumerate(row) if on)
    return f"{paper} {x} {y} {side} {side} re f {ink} {cells} f"


#: Where the code of the safety card stands, in points: 85 × 55 mm, the code 18.5 mm wide at the right.
_QR = (175.0, 90.0, 56.0)


@sabotage("V301", CARD)
def two_digits_of_the_number_changed_places(pdf: bytes) -> bytes:
    def swap(found: Shown) -> dict[int, bytes]:
        digits = run_of(found, "08000 121 700")
        return {digits[5]: found[digits[6]][4], digits[6]: found[digits[5]][4]}
    return glyphs(pdf, swap)


@sabotage("V302", CARD)
def one_digit_of_the_number_is_another(pdf: bytes) -> bytes:
    return glyphs(pdf, lambda found: {run_of(found, "08000 121 700")[-1]: found[run_of(found, "08000 121 700")[1]][4]})


@sabotage("V301", URDU)
def the_groups_of_a_number_run_from_right_to_left(pdf: bytes) -> bytes:
    def turn(found: Shown) -> dict[int, bytes]:
        digits = run_of(found, "08000 121 700")
        return {place: found[digits[order]][4] for place, order in zip(digits, (8, 9, 10, 5, 6, 7, 0, 1, 2, 3, 4), strict=True)}
    return glyphs(pdf, turn)


@sabotage("V303", CARD)
def the_text_layer_says_another_digit_than_is_drawn(pdf: bytes) -> bytes:
    def lie(opened: pikepdf.Pdf) -> None:
        for thing in opened.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font and "/ToUnicode" in thing:
                table = thing.ToUnicode.read_bytes()
                thing.ToUnicode.write(table.replace(b"<0031>", b"<swap>").replace(b"<0037>", b"<0031>").replace(b"<swap>", b"<0037>"))
    return edited(pdf, lie)


@sabotage("V503", CARD)
def the_outlines_of_two_digits_are_exchanged_in_the_font(pdf: bytes) -> bytes:
    def swap(font: TTFont) -> None:
        one, seven = (font.getBestCmap().get(ord(digit)) for digit in "17")
        if one and seven:
            font["glyf"][one], font["glyf"][seven] = font["glyf"][seven], font["glyf"][one]
    return program(pdf, swap, "Noto-Sans")


@sabotage("V304", CARD)
def a_map_to_glyphs_exchanges_two_digits(pdf: bytes) -> bytes:
    def swap(opened: pikepdf.Pdf) -> None:
        for thing in list(opened.objects):
            if isinstance(thing, Dictionary) and thing.get("/Subtype") == Name.CIDFontType2:
                table = bytearray(b"".join(n.to_bytes(2, "big") for n in range(4000)))
                table[2 * 0x14:2 * 0x14 + 2], table[2 * 0x1A:2 * 0x1A + 2] = (0x1A).to_bytes(2, "big"), (0x14).to_bytes(2, "big")
                thing.CIDToGIDMap = opened.make_stream(bytes(table))
    return edited(pdf, swap)


@sabotage("V501", HINDI)
def the_outlines_of_two_letters_are_exchanged_in_an_indic_font(pdf: bytes) -> bytes:
    def swap(font: TTFont) -> None:
        one, other = font.getBestCmap()[ord("स")], font.getBestCmap()[ord("म")]
        font["glyf"][one], font["glyf"][other] = font["glyf"][other], font["glyf"][one]
    return program(pdf, swap, "Devanagari")


@sabotage("V501", HINDI)
def a_letter_of_an_indic_word_is_another(pdf: bytes) -> bytes:
    def swap(found: Shown) -> dict[int, bytes]:
        places = [n for n, one in enumerate(found) if one[3] in ("म", "स", "न", "क")]
        other = next(n for n in places if found[n][4] != found[places[0]][4])
        return {places[0]: found[other][4]}
    return glyphs(pdf, swap)


@sabotage("V501", CHINESE)
def two_characters_of_a_chinese_word_changed_places(pdf: bytes) -> bytes:
    def swap(found: Shown) -> dict[int, bytes]:
        one, other = [n for n, this in enumerate(found) if "\u4e00" <= this[3][:1]][2:4]
        return {one: found[other][4], other: found[one][4]}
    return glyphs(pdf, swap)


@sabotage("V501", URDU)
def a_word_of_urdu_is_gone(pdf: bytes) -> bytes:
    def blank(found: Shown) -> dict[int, bytes]:
        space = next(one[4] for one in found if one[3] == " ")
        first = next(n for n, one in enumerate(found) if "\u0600" <= one[3][:1])
        return {n: space for n in range(first, first + 3)}
    return glyphs(pdf, blank)


@sabotage("V501", CARD)
def a_line_is_gone(pdf: bytes) -> bytes:
    def blank(found: Shown) -> dict[int, bytes]:
        space = next(one[4] for one in found if one[3] == " ")
        return {n: space for n in run_of(found, "You can ask for an interpreter")}
    return glyphs(pdf, blank)


@sabotage("V502", CARD)
def a_sentence_is_added(pdf: bytes) -> bytes:
    def add(opened: pikepdf.Pdf) -> None:
        page = opened.pages[0]
        instructions, found = shown(page)
        places = run_of(found, "You can ask")
        font = next(o for n in range(found[places[0]][0], -1, -1) for o, op in [instructions[n]] if str(op) == "Tf")
        word = b"".join(found[n][4] for n in places)
        page.contents_add(b"q", prepend=True)
        page.contents_add(opened.make_stream(b" Q q BT %s 7 Tf 60 72 Td <%s> Tj ET Q" % (str(font[0]).encode(), word.hex().encode())))
    return edited(pdf, add)


@sabotage("V330", CARD)
def a_font_is_dropped(pdf: bytes) -> bytes:
    def drop(opened: pikepdf.Pdf) -> None:
        for thing in opened.objects:
            if isinstance(thing, Dictionary) and "/FontFile2" in thing:
                del thing["/FontFile2"]
    return edited(pdf, drop)


@sabotage("V320", CARD)
def the_code_is_covered(pdf: bytes) -> bytes:
    x, y, side = _QR
    return painted(pdf, f"1 g {x} {y} {side} {side} re f")


@sabotage("V320", CARD)
def the_code_opens_another_page(pdf: bytes) -> bytes:
    return painted(pdf, code("https://wiltshire.example/ro/", *_QR))


@sabotage("V323", CARD)
def the_code_is_light_on_dark(pdf: bytes) -> bytes:
    return painted(pdf, code("https://wiltshire.example/en/", *_QR, ink="1 g", paper="0 g"))


@sabotage("V320", CARD)
def a_part_of_the_code_is_gone(pdf: bytes) -> bytes:
    x, y, side = _QR
    return painted(pdf, f"1 g {x} {y} {side} {side / 2} re f")


@sabotage("V320", CARD)
def the_code_is_deleted(pdf: bytes) -> bytes:
    def drop(opened: pikepdf.Pdf) -> None:
        page = opened.pages[0]
        instructions = [(list(i.operands), i.operator) for i in pikepdf.parse_content_stream(page)]
        kept, path = [], []
        for operands, operator in instructions:
            if str(operator) in ("m", "l", "c", "h", "re"):
                path.append((operands, operator))
            else:
                kept += [] if len(path) > 150 else path
                kept.append(([], pikepdf.Operator("n")) if len(path) > 150 else (operands, operator))
                path = []
        page.Contents = opened.make_stream(pikepdf.unparse_content_stream(kept))
    return edited(pdf, drop)


@sabotage("V343", CARD)
def a_line_is_moved_out_of_the_trim(pdf: bytes) -> bytes:
    return around(pdf, "You need not say", [([], "q"), ([1, 0, 0, 1, -60, 0], "cm")], [([], "Q")])


@sabotage("V343", CARD)
def a_line_is_clipped(pdf: bytes) -> bytes:
    return around(pdf, "You need not say", [([], "q"), ([0, 0, 40, 400], "re"), ([], "W"), ([], "n")], [([], "Q")])


@sabotage("V362", CARD)
def a_line_is_white(pdf: bytes) -> bytes:
    def whiten(opened: pikepdf.Pdf) -> None:
        page = opened.pages[0]
        instructions, found = shown(page)
        n = found[run_of(found, "You need not say")[0]][0]
        out = [(o, op) for o, op in instructions[:n]] + [([1], pikepdf.Operator("g"))] + [(o, op) for o, op in instructions[n:]]
        page.Contents = opened.make_stream(pikepdf.unparse_content_stream(out))
    return edited(pdf, whiten)


@sabotage("V362", CARD)
def a_line_is_drawn_in_no_ink(pdf: bytes) -> bytes:
    return around(pdf, "You need not say", [([], "q"), ([3], "Tr")], [([], "Q")])


@sabotage("V362", CARD)
def a_white_box_lies_on_the_text(pdf: bytes) -> bytes:
    return painted(pdf, "1 g 20 60 100 60 re f")


@sabotage("V304", CARD)
def a_line_is_drawn_through_the_number(pdf: bytes) -> bytes:
    return painted(pdf, "0.08 0.35 0.36 rg 20 31 165 2.4 re f")


@sabotage("V360", CARD)
def the_mark_of_a_draft_is_gone(pdf: bytes) -> bytes:
    def blank(found: Shown) -> dict[int, bytes]:
        space = next(one[4] for one in found if one[3] == " ")
        return {n: space for n in run_of(found, "DRAFT")}
    return glyphs(pdf, blank)


@sabotage("V361", CARD)
def the_edition_code_is_another(pdf: bytes) -> bytes:
    def swap(found: Shown) -> dict[int, bytes]:
        dash = next(n for n, one in enumerate(found) if one[3] == "-" and n + 5 < len(found) and found[n + 5][3] == "-")
        return {dash + 1: found[dash + 2][4], dash + 2: found[dash + 1][4]}
    return glyphs(pdf, swap, 2)


@sabotage("V311", CARD)
def the_back_is_gone(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: opened.pages.__delitem__(1))


@sabotage("V501", CARD)
def front_and_back_changed_places(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: opened.pages.reverse())


@sabotage("V312", CARD)
def the_page_is_turned(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: setattr(opened.pages[0], "Rotate", 180))


@sabotage("V365", CARD)
def a_note_is_stuck_on_the_page(pdf: bytes) -> bytes:
    def stick(opened: pikepdf.Pdf) -> None:
        form = opened.make_stream(b"1 g 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50])
        opened.pages[0].Annots = Array([opened.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=[20, 20, 70, 70], AP=Dictionary(N=form)))])
    return edited(pdf, stick)


@sabotage("V310", CARD)
def the_file_breaks_off(pdf: bytes) -> bytes:
    return pdf[:len(pdf) * 2 // 3]


@sabotage("V351", CARD)
def the_language_is_another(pdf: bytes) -> bytes:
    return edited(pdf, lambda opened: opened.Root.__setitem__("/Lang", String("ro")))


def on_one_copy(pdf: bytes, before: bytes) -> bytes:
    """A sheet with operators put before one of its copies."""
    def on_page(opened: pikepdf.Pdf) -> None:
        page = opened.pages[0]
        data = page.Contents.read_bytes()
        at = data.index(b" Do", data.index(b" Do") + 3)
        at = data.rindex(b"/", 0, at)
        page.Contents = opened.make_stream(data[:at] + before + b" " + data[at:])
    return edited(pdf, on_page)


@sabotage("V364", SHEET)
def one_copy_of_a_sheet_is_mirrored(pdf: bytes) -> bytes:
    return on_one_copy(pdf, b"-1 0 0 1 240 0 cm")


@sabotage("V501", SHEET)
def one_copy_of_a_sheet_is_left_out_on_the_back(pdf: bytes) -> bytes:
    def drop(opened: pikepdf.Pdf) -> None:
        page = opened.pages[1]
        data = page.Contents.read_bytes()
        end = data.index(b" Do") + 3
        page.Contents = opened.make_stream(data[:data.rindex(b"/", 0, end)] + data[end:])
    return edited(pdf, drop)


@sabotage("V362", SHEET)
def a_box_lies_on_one_copy_of_a_sheet(pdf: bytes) -> bytes:
    return painted(pdf, "1 g 60 330 150 60 re f")

"""The checks of finished files: clean cards pass, and each fault is caught by the check for it.

Every file is made here, by WeasyPrint with the system's Noto fonts, and faulted either in
its HTML or afterwards in the PDF. The numbers are those that Ofcom sets aside for drama.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import qrcode
import weasyprint

from generator.checks.finished import Tally, check_finished, checks
from generator.checks.finished.opened import Opened
from generator.model.edition import Expected, Run, Said
from generator.units import mm_to_pt

ADDRESS = "https://help.example.org/xx/"
PHONE, CODE = "08081 570 123", "7F3A 9K2C X"
NBSP = "\u00a0"

STYLE = """
@page { size: 85mm 55mm; margin: 4.6mm }
body { margin: 0; font: 8pt/1.5 "Noto Sans"; color: #000 }
h1 { font-size: 11pt; margin: 0 24mm 0 0 } p { margin: 0 24mm 0 0 }
[lang=ar] body { font-family: "Noto Sans Arabic", "Noto Sans"; line-height: 1.7 }
[lang=ar] h1, [lang=ar] p { margin: 0 0 0 24mm }
.number { font: bold 16pt/1.2 "Noto Sans"; margin: 1mm 0 } .small { font: 6pt "Noto Sans" }
.qr { position: absolute; top: 0; inset-inline-end: 0 } .qr svg { display: block }
"""
ENGLISH = ("You can get help.", "Free from UK phones. You need not say your name.")
ARABIC_NUMBER = '.number { font: bold 11pt/1.2 "Noto Sans Arabic" }'
ARABIC = ("يمكن الحصول على المساعدة.", "مجانًا من هواتف المملكة المتحدة")


def qr(payload: str = ADDRESS, mm: float = 17.5, ink: str = "#000", under: str = "") -> str:
    """A code with its quiet zone of 4 modules as one path, ``mm`` wide in all."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    rows = code.get_matrix()
    path = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    size = len(rows) + 8
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{mm}mm" height="{mm}mm" viewBox="0 0 {size} {size}">'
            f'<title>QR</title>{under}<path d="{path}" fill="{ink}"/></svg>')


def isolated(text: str) -> str:
    """A number or a code as the templates write it."""
    return f'<span dir="ltr">{text.replace(" ", NBSP)}</span>'


def card(texts: tuple[str, str] = ENGLISH, *, lang: str = "en", direction: str = "ltr", code: str = isolated(CODE),
         number: str = isolated(PHONE), picture: str | None = None, extra: str = "", style: str = "",
         title: str = "<title>Card</title>", mark: str = "DRAFT", variant: str | None = "pdf/ua-1") -> bytes:
    """A card of 85 × 55 mm."""
    html = (f'<html lang="{lang}" dir="{direction}"><head>{title}<style>{STYLE}{style}</style></head><body>'
            f"<h1>{texts[0]}</h1><p>{texts[1]}</p>{extra}"
            f'<div class="qr">{qr() if picture is None else picture}</div>'
            f'<p class="number">{number}</p><p class="small">{code} {mark}</p></body></html>')
    return weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)


EXPECTED = Expected(
    path="area/en/card.pdf", kind="screen", pages=1, trim_mm=(85, 55), bleed_mm=3, safe_mm=4, smallest_pt=6,
    language="en", direction="ltr", phones=(PHONE,), qr=(ADDRESS,), fonts=("Noto Sans", "Noto Sans Arabic"),
    code=CODE, draft=True, texts=(*ENGLISH, f"Call {PHONE}."))
RIGHT_TO_LEFT = replace(EXPECTED, language="ar", direction="rtl", texts=ARABIC)
SHEET = replace(EXPECTED, kind="imposed", trim_mm=(210.0, 297.0))


def reported(pdf: bytes, expected: Expected = EXPECTED) -> set[str]:
    """The codes of the problems found."""
    return {problem.code for problem in check_finished(pdf, expected)[0]}


def edited(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file after a change to its objects."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def rewritten(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file after a change to what its first page draws."""
    def on_page(opened: pikepdf.Pdf) -> None:
        before = opened.pages[0].Contents.read_bytes()
        after = change(before)
        assert after != before
        opened.pages[0].Contents = opened.make_stream(after)
    return edited(pdf, on_page)


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every font that the first page may use."""
    return [font for _, font in pdf.pages[0].resources.Font.items()]


def sheet(pdf: bytes, left_mm: float = 20, matrix: tuple[int, int] = (1, 1)) -> bytes:
    """Ten copies on an A4; those of the second column stand upside down."""
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as out:
        out.add_blank_page(page_size=(mm_to_pt(210), mm_to_pt(297)))
        form = out.copy_foreign(source.pages[0].as_form_xobject())
        name = out.pages[0].add_resource(form, pikepdf.Name.XObject)
        drawn = []
        for column in range(2):
            for row in range(5):
                a, d = (-1, -1) if column else matrix
                x, y = left_mm + 85 * (column + (a < 0)), 11 + 55 * (row + (d < 0))
                drawn.append(f"q {a} 0 0 {d} {mm_to_pt(x):.4f} {mm_to_pt(y):.4f} cm {name} Do Q")
        out.pages[0].Contents = out.make_stream("\n".join(drawn).encode())
        written = io.BytesIO()
        out.save(written)
    return written.getvalue()


@pytest.fixture(scope="module")
def english() -> bytes:
    return card()


@pytest.fixture(scope="module")
def arabic() -> bytes:
    return card(ARABIC, lang="ar", direction="rtl")


@pytest.fixture(scope="module")
def imposed(english: bytes) -> bytes:
    return sheet(english)


# What is clean passes.

def test_clean_card(english: bytes) -> None:
    assert check_finished(english, EXPECTED) == ([], Tally(numbers=1, qr_codes=1, pages=1))


def test_clean_arabic_card(arabic: bytes) -> None:
    assert check_finished(arabic, RIGHT_TO_LEFT) == ([], Tally(numbers=1, qr_codes=1, pages=1))


def test_clean_sheet_with_copies_upside_down(imposed: bytes) -> None:
    assert check_finished(imposed, SHEET) == ([], Tally(numbers=10, qr_codes=10, pages=1))


def test_released_card_without_qr() -> None:
    pdf = card(picture="", mark="")
    assert reported(pdf, replace(EXPECTED, draft=False, qr=())) == set()


def test_black_ink_alone_is_black() -> None:
    assert reported(card(picture=qr(ink="device-cmyk(0 0 0 1)"))) == set()


def test_numbers_beside_words_steps_years_and_turned_text() -> None:
    extra = f'<p>1 In 2015: call {isolated("999")}, 24 hours.</p>'
    turned = f'<div style="position:absolute;left:40mm;top:33mm;transform:rotate(-90deg)">{isolated(PHONE)}</div>'
    expected = replace(EXPECTED, phones=(PHONE, "999"), texts=("In 2015: call 999, 24 hours.",))
    problems, tally = check_finished(card(extra=extra + turned), expected)
    assert not problems
    assert tally.numbers == 3


@pytest.mark.parametrize(("lang", "family", "text"), [
    ("ur", "Noto Nastaliq Urdu", "آپ کو مدد مل سکتی ہے۔ جو ہوا وہ آپ کا قصور نہیں۔"),
    ("zh-Hans", "Noto Sans CJK SC", "您可以得到帮助。发生的事不是您的错。"),
    ("ti", "Noto Sans Ethiopic", "ሓገዝ ክትረኽቡ ትኽእሉ ኢኹም። እቲ ዘጋጠመ ጌጋኹም ኣይኮነን።"),
    ("hi", "Noto Sans Devanagari", "आपको मदद मिल सकती है। जो हुआ वह आपकी गलती नहीं है।"),
])
def test_other_scripts(lang: str, family: str, text: str) -> None:
    """Nothing but the empty texts that WeasyPrint 70 writes for some scripts is found."""
    pdf = card((f"{text[:18]}", text), lang=lang, direction="rtl" if lang == "ur" else "ltr",
               style=f'body {{ font-family: "{family}", "Noto Sans"; line-height: {2.4 if lang == "ur" else 1.6} }}'
                     f"[dir=rtl] :is(h1, p) {{ margin: 0 0 0 24mm; padding-inline: .3em }} .number {{ margin: 0 }}")
    expected = replace(EXPECTED, language=lang, fonts=(family, "Noto Sans"))
    assert reported(pdf, expected) <= {"V332", "V350"}


# Each fault is caught, by the check that is meant to and, where only one thing is wrong, by no other.

def placed(text: str, x: float, y: float, style: str = "") -> str:
    """A text at a place, in millimetres from the corner of the page's margins."""
    return f'<div style="position:absolute;left:{x}mm;top:{y}mm;white-space:nowrap;{style}">{text}</div>'


def covered(first: str, share: float, grey: float = 1.0, margin: float = 0.0, style: str = "") -> bytes:
    """A card on which ``first`` stands; a patch lies on so much of its first letter, from the left, and so many points beyond."""
    pdf = card(style=style)
    glyphs = Opened(pdf).glyphs(1)
    row = next(row for row in range(len(glyphs)) if "".join(glyphs.text[row:row + len(first)]) == first)
    left, bottom, right, top = glyphs.boxes[row].tolist()
    sides = left - margin, bottom - margin, share * (right - left) + 2 * margin, top - bottom + 2 * margin
    patch = f" /Artifact BMC {grey} g {' '.join(f'{side:.3f}' for side in sides)} re f EMC".encode()
    return edited(pdf, lambda opened: (opened.pages[0].contents_add(b"q", prepend=True), opened.pages[0].contents_add(b" Q" + patch)))


#: name: what makes the file, what is expected of it, the codes that must be reported.
FAULTS: dict[str, tuple[Callable[[], bytes], Expected, set[str]]] = {
    "digits reversed in Arabic": (
        lambda: card(ARABIC, lang="ar", direction="rtl", number=f"اتصل {PHONE} الآن", style=ARABIC_NUMBER),
        RIGHT_TO_LEFT, {"V301"}),
    "a right and a reversed number": (
        lambda: card(ARABIC, lang="ar", direction="rtl", extra=f"<p>اتصل {PHONE} الآن</p>"), RIGHT_TO_LEFT, {"V301"}),
    "two digits swapped": (lambda: card(number=isolated("08081 571 023")), EXPECTED, {"V301"}),
    "one digit changed": (lambda: card(number=isolated("08081 570 124")), EXPECTED, {"V301", "V302"}),
    "a digit missing": (lambda: card(number=isolated("08081 570 12")), EXPECTED, {"V301", "V302"}),
    "number over two lines": (lambda: card(number="08081 570<br>123"), EXPECTED, {"V301", "V302"}),
    "digits on each other": (lambda: card(number=isolated(PHONE), style=".number { letter-spacing: -.5em }"),
                             EXPECTED, {"V301"}),
    "an unknown number": (lambda: card(extra="<p>Or 01632 960 001.</p>"), EXPECTED, {"V302"}),
    "a digit too near": (lambda: card(number="1 " + isolated(PHONE)), EXPECTED, {"V301", "V302"}),
    "no number": (lambda: card(number=""), EXPECTED, {"V301"}),
    "a line through the number": (
        lambda: card(number=f'<span dir="ltr" style="text-decoration: line-through">{PHONE.replace(" ", NBSP)}</span>'),
        EXPECTED, {"V304"}),
    "a dot on a digit": (
        lambda: card(number=isolated(PHONE) + '<i style="position:absolute;left:3.2mm;top:25mm;width:1.5mm;'
                     'height:1.5mm;background:#000"></i>', style=".number { position: absolute; top: 23mm }"
                     ".number i { margin-top: -23mm }"), EXPECTED, {"V304"}),
    "most of a digit painted over": (lambda: covered("08", 0.6), EXPECTED, {"V304"}),
    "a digit painted over in grey": (lambda: covered("08", 1.0, grey=0.6), EXPECTED, {"V304"}),
    "a white digit painted over in white": (
        lambda: covered("08", 1.0, style=".number { background: #222; color: #fff; width: 55mm; margin-top: 5mm }"), EXPECTED, {"V304"}),
    "a bar over letters": (lambda: covered("ee", 2.2, grey=0.0, margin=0.5), EXPECTED, {"V362"}),
    "a code with a logo": (
        lambda: card(picture=qr().replace("</svg>", '<path d="M16 16h5v5h-5z" fill="#fff"/></svg>')),
        EXPECTED, {"V325"}),
    "another payload": (lambda: card(picture=qr("https://evil.example.org/xx/")), EXPECTED, {"V320"}),
    "no code": (lambda: card(picture=""), EXPECTED, {"V320"}),
    "a code where none belongs": (lambda: card(), replace(EXPECTED, qr=()), {"V320"}),
    "a second code": (lambda: card(extra=placed(qr(), 37, 27)), EXPECTED, {"V320"}),
    "small code": (lambda: card(picture=qr(mm=8)), EXPECTED, {"V321", "V322"}),
    "smallish code": (lambda: card(picture=qr(mm=14)), EXPECTED, {"V322"}),
    "inked quiet zone": (lambda: card(extra=placed("Free", 57, 15.2)), EXPECTED, {"V323"}),
    "code at the edge": (lambda: card(style=".qr { top: -5.5mm }"), EXPECTED, {"V323"}),
    "tint under the code": (lambda: card(picture=qr(under='<path d="M4 4h29v29h-29z" fill="#ddd"/>')),
                            EXPECTED, {"V324"}),
    "tint all around": (lambda: card(style=".qr { background: #e8f0f0 }"), EXPECTED, {"V323", "V324"}),
    "grey code": (lambda: card(picture=qr(ink="#777")), EXPECTED, {"V324"}),
    "another family": (lambda: card(style='h1 { font-family: "Noto Sans Display" }'), EXPECTED, {"V331"}),
    "a script without its font": (lambda: card(extra="<p>ሓገዝ</p>"), EXPECTED, {"V331"}),
    "empty text of glyphs": (
        lambda: card(("मिल", "मिल"), style='body { font-family: "Noto Sans Devanagari" }'),
        replace(EXPECTED, fonts=("Noto Sans", "Noto Sans Devanagari")), {"V332", "V350"}),
    "missing glyph": (lambda: card(extra="<p>\ue123</p>"), EXPECTED, {"V333", "V350"}),
    "sign without its letter": (
        lambda: card(extra='<p style="font-family:Noto Sans Devanagari">िक</p>'),
        replace(EXPECTED, fonts=("Noto Sans", "Noto Sans Devanagari")), {"V332", "V334", "V350"}),
    "outside the safe area": (lambda: card(extra=placed("Free", -2, 20)), EXPECTED, {"V340"}),
    "5 pt": (lambda: card(extra='<p style="font-size:5pt">Free</p>'), EXPECTED, {"V342"}),
    "squeezed to 5 pt": (lambda: card(extra=placed("Free", 0, 24, "transform:scaleX(.6)")), EXPECTED, {"V342"}),
    "cut by its box": (lambda: card(extra='<p style="overflow:hidden;height:2.5mm">Free</p>'), EXPECTED, {"V343"}),
    "cut by the page": (lambda: card(extra=placed("Free", 78, 25)), EXPECTED, {"V340", "V343", "V362"}),
    "not tagged": (lambda: card(variant=None), EXPECTED, {"V350"}),
    "another language": (lambda: card(), replace(EXPECTED, language="ro"), {"V351"}),
    "no language": (lambda: card(lang=""), EXPECTED, {"V350", "V351"}),
    "no title": (lambda: card(title=""), EXPECTED, {"V350", "V351"}),
    "draft without its mark": (lambda: card(mark=""), EXPECTED, {"V360"}),
    "mark in white": (lambda: card(mark='<b style="color:#fff">DRAFT</b>'), EXPECTED, {"V360", "V362"}),
    "mark on what is released": (lambda: card(), replace(EXPECTED, draft=False), {"V360"}),
    "no edition code": (lambda: card(code=""), EXPECTED, {"V361"}),
    "a mistyped code beside the right one": (
        lambda: card(code=isolated(CODE) + " or " + isolated("7F3A 8K2C X")), EXPECTED, {"V361"}),
    "code reversed in Arabic": (
        lambda: card(ARABIC, lang="ar", direction="rtl", code="X 9K2C 7F3A"), RIGHT_TO_LEFT, {"V361"}),
    "white text": (lambda: card(extra='<p style="color:#fff">Free</p>'), EXPECTED, {"V362"}),
    "covered text": (
        lambda: card(extra="<p>Free</p>" + placed("", 0, 13.5, "width:20mm;height:6mm;background:#fff")),
        EXPECTED, {"V362"}),
    "pale text": (lambda: card(extra='<p style="color:#999">Free</p>'), EXPECTED, {"V363"}),
    "pale on a tint": (lambda: card(extra='<p style="color:#3a9;background:#e8f0f0">Free</p>'), EXPECTED, {"V363"}),
    "a page too many": (lambda: card(extra='<p style="break-after:page">Free</p>'), EXPECTED, {"V311", "V360"}),
    "another size": (lambda: card(style="@page { size: 85.4mm 55mm }"), EXPECTED, {"V312"}),
    "a sheet with ink near its edge": (lambda: sheet(card(), left_mm=-1), SHEET, {"V341"}),
    "a sheet that mirrors": (lambda: sheet(card(), matrix=(-1, 1)), SHEET, {"V302", "V364"}),
    "a sheet that is no A4": (lambda: card(), SHEET, {"V312", "V341"}),
    "not a PDF": (lambda: b"<html>", EXPECTED, {"V310"}),
    "an empty file": (lambda: b"", EXPECTED, {"V310"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_caught(name: str) -> None:
    make, expected, codes = FAULTS[name]
    assert reported(make(), expected) == codes


def test_truncated_file(english: bytes) -> None:
    problems, tally = check_finished(english[:len(english) // 2], EXPECTED)
    assert {problem.code for problem in problems} == {"V310"}
    assert tally == Tally(0, 0, 0)


def test_repaired_file(english: bytes) -> None:
    """A file that opens only after a repair is named, whatever the repair gave."""
    assert "V310" in reported(english.replace(b"startxref\n", b"startxref\n9", 1))


def test_actual_text_is_not_believed(english: bytes) -> None:
    """The text layer says the right number over a wrong one; only the drawing counts."""
    wrong = card(number=isolated("08081 571 023"))
    lied = rewritten(wrong, lambda drawn: drawn.replace(
        b"<</MCID 2>>", f"<</MCID 2/ActualText ({PHONE})>>".encode()))
    assert "V301" in reported(lied)


def test_wrong_shapes_under_the_right_text(english: bytes) -> None:
    """Each 0 is drawn as 7, each 7 as 0, and ToUnicode hides it."""
    swap = {b"<0013>": b"<001a>", b"<001a>": b"<0013>"}

    def swapped(data: bytes) -> bytes:
        return re.sub(rb"<0013>|<001a>", lambda found: swap[found[0]], data)

    def relabel(pdf: pikepdf.Pdf) -> None:
        for font in fonts_of(pdf):
            text = font.ToUnicode.read_bytes()
            font.ToUnicode = pdf.make_stream(re.sub(
                rb"(<0013>|<001a>) (<[0-9a-f]+>)", lambda found: swap[found[1]] + b" " + found[2], text))
    assert "V303" in reported(edited(rewritten(english, swapped), relabel))


def test_digit_labelled_as_nothing(english: bytes) -> None:
    """A digit that the text layer does not know is found by its shape."""
    def relabel(pdf: pikepdf.Pdf) -> None:
        for font in fonts_of(pdf):
            font.ToUnicode = pdf.make_stream(
                re.sub(rb"(<001[3-9a-c]>) <[0-9a-f]+>", rb"\1 <200b>", font.ToUnicode.read_bytes()))
    assert {"V301", "V303"} <= reported(edited(english, relabel))


def test_font_not_embedded(english: bytes) -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        for font in fonts_of(pdf):
            del font.DescendantFonts[0].FontDescriptor["/FontFile2"]
    assert "V330" in reported(edited(english, strip))


def test_font_not_subset(english: bytes) -> None:
    def rename(pdf: pikepdf.Pdf) -> None:
        for font in fonts_of(pdf):
            font.BaseFont = pikepdf.Name("/NotoSans-Bold")
    assert reported(edited(english, rename)) >= {"V330"}
    assert "V331" not in reported(edited(english, rename))


def test_type_3_font(english: bytes) -> None:
    def draw(pdf: pikepdf.Pdf) -> None:
        dot = pdf.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 600, 700],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0], CharProcs=pikepdf.Dictionary(dot=dot), FirstChar=46, LastChar=46,
            Widths=[600], Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding,
                                                      Differences=[46, pikepdf.Name("/dot")]))
        pdf.pages[0].resources.Font["/Dots"] = pdf.make_indirect(font)
        pdf.pages[0].contents_add(b"BT /Dots 9 Tf 40 60 Td (.) Tj ET")
    assert {"V330", "V331", "V332"} <= reported(edited(english, draw))


def test_font_without_text(english: bytes) -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del fonts_of(pdf)[0]["/ToUnicode"]
    assert "V332" in reported(edited(english, strip))


def test_unpainted_text(english: bytes) -> None:
    """Render mode 3 paints nothing: the number is there for a text comparison only."""
    pdf = rewritten(english, lambda drawn: drawn.replace(b"BT\n", b"BT\n3 Tr\n"))
    assert {"V301", "V362"} <= reported(pdf)


def test_turned_page(english: bytes) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj["/Rotate"] = 180
    assert "V312" in reported(edited(english, turn))


def test_text_where_it_cannot_be_checked(english: bytes) -> None:
    def stamp(pdf: pikepdf.Pdf) -> None:
        look = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        pdf.pages[0].obj["/Annots"] = [pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[9, 9, 18, 18],
            AP=pikepdf.Dictionary(N=look)))]

    def tile(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].resources["/Pattern"] = pikepdf.Dictionary(Tiled=pdf.make_stream(
            b"BT /F 9 Tf (01632 960 001) Tj ET", Type=pikepdf.Name.Pattern, PatternType=1, PaintType=1,
            TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9, Resources=pikepdf.Dictionary()))
    assert "V365" in reported(edited(english, stamp))
    assert "V365" in reported(edited(english, tile))


def test_page_of_kilometres_is_a_problem_not_a_crash(english: bytes) -> None:
    def blow_up(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].mediabox = [0, 0, 1e7, 1e7]
        for name in ("/TrimBox", "/BleedBox"):
            del pdf.pages[0].obj[name]
    assert reported(edited(english, blow_up)) == {"V310"}


def test_forms_without_end_are_a_problem_not_a_crash(imposed: bytes) -> None:
    def nest(pdf: pikepdf.Pdf) -> None:
        _, form = next(iter(pdf.pages[0].resources.XObject.items()))
        form.Resources.XObject = pikepdf.Dictionary(Again=form)
        form.write(b"/Again Do")
    assert reported(edited(imposed, nest), SHEET) == {"V310"}


def test_damaged_bytes_are_problems_not_crashes(english: bytes) -> None:
    """Every 97th byte changed, one after the other."""
    for at in range(9, len(english), 97):
        damaged = english[:at] + bytes([english[at] ^ 0x15]) + english[at + 1:]
        check_finished(damaged, EXPECTED)


def test_a_page_of_the_web_is_not_for_these_checks(english: bytes) -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        check_finished(english, replace(EXPECTED, kind="page"))


# The house rules of the folder.

# Strings, shaped here anew.

HINDI = ("आप मदद ले सकते हैं।", "यह मुफ़्त है।")


def saying(*texts: str, lang: str = "en", font: str = "Noto Sans", expected: Expected = EXPECTED) -> Expected:
    """The same file, and the strings that must be seen on it."""
    way = "rtl" if lang in ("ar", "ur") else "ltr"
    return replace(expected, language=lang, direction=way, fonts=(font, "Noto Sans"),
                   said=tuple(Said((Run(text),), (font,), lang, way) for text in texts))


@pytest.mark.parametrize("texts, lang, font, expected", [
    (ENGLISH, "en", "Noto Sans", EXPECTED), (ARABIC, "ar", "Noto Sans Arabic", RIGHT_TO_LEFT), (HINDI, "hi", "Noto Sans Devanagari", EXPECTED)])
def test_strings_that_are_drawn_are_found(texts: tuple[str, str], lang: str, font: str, expected: Expected) -> None:
    pdf = card(texts, lang=lang, direction="rtl" if lang == "ar" else "ltr", style=f'body {{ font-family: "{font}", "Noto Sans" }}')
    assert reported(pdf, saying(*texts, lang=lang, font=font, expected=expected)) == set()


def test_a_string_that_is_not_there_is_missing(english: bytes) -> None:
    assert reported(english, saying(*ENGLISH, "You can stop at any time.")) == {"V501"}


def test_two_lines_that_changed_places_are_missing() -> None:
    long = "You need not say your name, and you can stop at any time, whenever you wish to."
    lines = card((ENGLISH[0], long))
    assert reported(lines, saying(ENGLISH[0], long)) == set()
    first, second = "You need not say your name, and you can", "stop at any time, whenever you wish to."
    assert reported(card((ENGLISH[0], f"{second}<br>{first}")), saying(ENGLISH[0], long)) >= {"V501"}


def test_a_sentence_of_nobody_is_a_stranger() -> None:
    assert reported(card(extra="<p>Trust nobody.</p>"), saying(*ENGLISH)) == {"V502"}
    assert reported(card(extra="<p>12</p>"), saying(*ENGLISH)) == set()


def test_a_copy_of_a_sheet_that_lacks_a_string_is_found(english: bytes) -> None:
    other = card((ENGLISH[0], "Free from UK phones. You must not say your name."))
    with pikepdf.open(io.BytesIO(sheet(english))) as whole, pikepdf.open(io.BytesIO(other)) as wrong:
        form = whole.copy_foreign(wrong.pages[0].as_form_xobject())
        name = whole.pages[0].add_resource(form, pikepdf.Name.XObject)
        held = whole.pages[0].Contents.read_bytes().splitlines()
        held[3] = re.sub(rb"/\S+ Do", f"{name} Do".encode(), held[3])
        whole.pages[0].Contents = whole.make_stream(b"\n".join(held))
        out = io.BytesIO()
        whole.save(out)
    assert reported(sheet(english), saying(*ENGLISH, expected=SHEET)) == set()
    assert reported(out.getvalue(), saying(*ENGLISH, expected=SHEET)) == {"V501"}


def test_every_check_gives_its_reason() -> None:
    for module in checks():
        assert len((module.__doc__ or "").splitlines()) >= 4, f"{module.__name__} needs its reason and its source"
        assert re.fullmatch(r"V[35]\d\d|B47\d", module.CODE.number) and module.CODE.why.endswith("."), module.__name__
        assert set(module.KINDS) <= {"screen", "print", "imposed"} and module.KINDS, module.__name__


def test_every_check_has_a_fault_here() -> None:
    source = "".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in (Path(__file__).name, "test_discretion_files.py", "sabotage/paper.py"))
    for module in checks():
        assert f'"{module.CODE.number}' in source, f"no test expects {module.CODE.number}"


def test_messages_name_page_seen_expected_and_remedy() -> None:
    pdf = card(number=isolated("08081 571 023"))
    problem, = [found for found in check_finished(pdf, EXPECTED)[0] if found.line]
    assert str(problem) == (
        "area/en/card.pdf:1: error V301 digit-order: page 1: 08081 571 023 is seen where 08081 570 123 is expected. "
        'Put each number into one element with dir="ltr" and no-break spaces between its groups, '
        "and give it room on one line.")
    assert problem.locale == "en"


def test_every_message_says_what_is_expected() -> None:
    for make, expected, _ in FAULTS.values():
        for problem in check_finished(make(), expected)[0]:
            assert "expected" in problem.message or problem.code == "V310", problem
            assert problem.message.endswith(".") and problem.remedy.endswith("."), problem
            assert problem.path == expected.path and problem.locale == expected.language

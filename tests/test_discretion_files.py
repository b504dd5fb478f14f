"""The finished files tell nothing beside their pages: a fault is put into each place, and its check finds it."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String
from PIL import Image, PngImagePlugin

from conftest import ROOT, real_inputs
from generator.build.wanted import expected
from generator.checks import file_names, picture, web_page
from generator.checks.finished import discreet_alternatives, discreet_metadata, discreet_outside, discreet_parts
from generator.checks.finished.opened import Opened
from generator.checks.telling import Telling
from generator.inks import Inks
from generator.model.edition import Edition, Expected
from generator.page import Pages
from generator.site.pages import CHOICE_TITLE, facts_page
from generator.thumbnail import thumbnail
from generator.typeset.finish import finish
from generator.typeset.press import press

INPUTS = real_inputs()
LIBRARY, PAGES = INPUTS.library, Pages(ROOT)
CHECKS = (discreet_metadata, discreet_parts, discreet_alternatives, discreet_outside)
#: What a file could say of itself, in several languages and alphabets.
WORDS = ("Modern slavery", "Ajutor pentru victime", "شرطة", "پولیس کی مدد", "警察", "เหยื่อ", "ፖሊስ", "পুলিশ", "Polis için", "Wiltshire")


@cache
def edition(material: str, tag: str = "en") -> Edition:
    made, problems = INPUTS.join.edition(LIBRARY.materials[material], LIBRARY.locales[tag], LIBRARY.areas["wiltshire"])
    assert made is not None, problems
    return made


def laid(one: Edition, change: Callable[[str], str] = lambda html: html) -> bytes:
    """Set in small type with the system's fonts: what is asked here does not hang on how it looks."""
    page, problems = PAGES.render(one)
    assert page is not None, problems
    html = change(page.html)
    style = [weasyprint.CSS(string=page.css), weasyprint.CSS(string="html{font-size:7pt}")]
    return finish(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", stylesheets=style), bleed_mm=0)


@cache
def clean(material: str = "folded-card", tag: str = "en") -> bytes:
    return laid(edition(material, tag))


def wanted(material: str = "folded-card", tag: str = "en", kind: str = "screen") -> Expected:
    size = edition(material, tag).format.page_mm
    return expected(edition(material, tag), f"area/{tag}/{material}.pdf", kind, 2, (size.width, size.height))


def told(pdf: bytes, of: Expected | None = None) -> list[str]:
    file = Opened(pdf)
    assert not file.fault, file.fault
    return [f"{p.code} {p.message}" for module in CHECKS for p in module.check(file, of or wanted())]


def codes(pdf: bytes, of: Expected | None = None) -> set[str]:
    return {line[:4] for line in told(pdf, of)}


def edited(change: Callable[[Pdf], None], pdf: bytes | None = None) -> bytes:
    with pikepdf.open(io.BytesIO(pdf or clean())) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out, fix_metadata_version=False)  # which would mend what is broken here
    return out.getvalue()


@pytest.mark.parametrize("material, tag", [("folded-card", "en"), ("folded-card", "ur"), ("nrm-explainer", "ar"), ("number-card", "ti"),
                                           ("child-card", "tr"), ("tear-off-poster", "th"), ("spot-the-signs", "ro")])
def test_a_real_file_tells_nothing(material: str, tag: str) -> None:
    assert told(clean(material, tag), wanted(material, tag)) == []


def test_a_victims_file_has_no_bookmarks_and_a_public_one_may() -> None:
    with pikepdf.open(io.BytesIO(clean())) as held, pikepdf.open(io.BytesIO(clean("spot-the-signs", "ro"))) as public:
        assert "/Outlines" not in held.Root and "/First" in public.Root.Outlines


def test_a_printers_file_and_a_sheet_say_their_code_alone() -> None:
    printer = LIBRARY.printers["sheet-fed"]
    code = edition("folded-card").code
    file = press(clean(), printer, Inks.of_this_machine(), bleed_mm=0, title=code)
    assert told(file, wanted(kind="print")) == []
    assert codes(press(clean(), printer, Inks.of_this_machine(), bleed_mm=0, title="Police cards"), wanted(kind="print")) == {"B471"}
    assert codes(edited(lambda pdf: pdf.docinfo.__setitem__("/CreationDate", "D:20261122031400Z"), file), wanted(kind="print")) == {"B471"}


@pytest.mark.parametrize("word", WORDS)
def test_the_title_is_the_expected_one(word: str) -> None:
    (line,) = told(edited(lambda pdf: pdf.docinfo.__setitem__("/Title", String(word))))
    assert line.startswith("B471") and word in line and "Information" in line


@pytest.mark.parametrize("key", ["/Author", "/Subject", "/Keywords", "/Producer", "/CreationDate", "/Company"])
def test_the_file_says_no_more_of_itself(key: str) -> None:
    assert codes(edited(lambda pdf: pdf.docinfo.__setitem__(key, String("Wiltshire Police")))) == {"B471"}


@pytest.mark.parametrize("old, new", [
    (b">Information<", ">شرطة<".encode()), (b"</rdf:RDF>", b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Police</dc:creator></rdf:Description></rdf:RDF>'),
    (b"</rdf:RDF>", b'<rdf:Description xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Keywords="victim"/></rdf:RDF>'), (b"</rdf:RDF>", b"<")])
def test_the_second_copy_of_the_metadata_is_read_too(old: bytes, new: bytes) -> None:
    def change(pdf: Pdf) -> None:
        before = pdf.Root.Metadata.read_bytes()
        assert old in before
        pdf.Root.Metadata = pdf.make_stream(before.replace(old, new, 1), Type=Name.Metadata, Subtype=Name.XML)
    assert codes(edited(change)) == {"B471"}


def _bookmark(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("The police", 0))


def _attach(pdf: Pdf) -> None:
    pdf.attachments["slavery.txt"] = pikepdf.AttachedFileSpec(pdf, b"x", filename="slavery.txt")


PARTS: dict[str, Callable[[Pdf], None]] = {
    "a bookmark": _bookmark, "an attached file": _attach,
    "a layer": lambda pdf: pdf.Root.__setitem__("/OCProperties", Dictionary(OCGs=Array([pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Police crest"))]), D=Dictionary())),
    "page labels": lambda pdf: pdf.Root.__setitem__("/PageLabels", Dictionary(Nums=Array([0, Dictionary(P="Victim ")]))),
    "a form": lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([]))),
    "named places": lambda pdf: pdf.Root.__setitem__("/Dests", Dictionary({"/police": Array([pdf.pages[0].obj, Name.Fit])})),
    "an action": lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.URI, URI="https://example.org/")),
    "another program's notes": lambda pdf: pdf.pages[0].__setitem__("/PieceInfo", Dictionary(X=Dictionary(Private="police")))}


@pytest.mark.parametrize("change", PARTS.values(), ids=list(PARTS))
def test_nothing_is_kept_beside_the_pages(change: Callable[[Pdf], None]) -> None:
    assert "B472" in codes(edited(change))


@pytest.mark.parametrize("key", ["/Alt", "/ActualText", "/T", "/E"])
def test_what_is_read_aloud_is_a_text_of_the_item(key: str) -> None:
    def change(pdf: Pdf) -> None:
        figure = next(thing for thing in pdf.objects if isinstance(thing, Dictionary) and "/Alt" in thing)
        figure[key] = String(word)
    for word in WORDS[1:3]:
        assert codes(edited(change)) == {"B473"}, word


@pytest.mark.parametrize("material, tag, place, told_of", [
    ("folded-card", "en", "cover", True), ("folded-card", "en", "back", True), ("folded-card", "en", "when-you-call", False),
    ("nrm-explainer", "en", "ask-first", False), ("nrm-explainer", "ar", "cover", True), ("nrm-explainer", "ar", "back", True),
    ("nrm-explainer", "ar", "ask-first", False), ("child-card", "tr", "back", True), ("number-card", "ti", "front", True)])
def test_a_word_of_the_template_is_found_where_it_shows(material: str, tag: str, place: str, told_of: bool) -> None:
    """A force's name on the cover is found; on the flap and inside it may stand."""
    def change(html: str) -> str:
        at = html.index('<div class="main', html.index(f' {place}"'))
        at = html.index(">", at) + 1
        return html[:at] + '<p dir="ltr" lang="en" style="font-family:Noto Sans">Constabulary</p>' + html[at:]
    found = told(laid(edition(material, tag), change), wanted(material, tag))
    assert [line for line in found if "“constabulary”" in line] == found and bool(found) is told_of


def test_a_crest_is_found_as_a_picture_of_dots() -> None:
    png = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(png, "PNG")
    crest = f'<img alt="English" src="data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}">'
    found = told(laid(edition("number-card"), lambda html: html.replace("</section>", crest + "</section>", 1)), wanted("number-card"))
    assert len(found) == 1 and found[0].startswith("B474") and "picture of dots" in found[0]


def test_who_is_asked_nothing_says_nothing() -> None:
    assert told(edited(_bookmark), replace(wanted(), discreet=None)) == []


@pytest.mark.parametrize("path, tells", [
    ("wiltshire/ro/safety-card.pdf", False), ("wiltshire/ro/safety-card-duplex.pdf", False), ("wiltshire/ro/thumbnails/nrm-explainer.png", False),
    ("wiltshire/ro/thumbnails/police.png", True), ("wiltshire/ro/problems/sheet-fed-victim-1.png", True), ("wiltshire-pcc/ro/index.html", True),
    ("wiltshire/ro/policy.pdf", False), ("site/anti-slavery-example/index.html", True)])
def test_no_file_is_named_after_what_it_is_for(path: str, tells: bool) -> None:
    assert [p.code for p in file_names.check([path, "index.html"], Telling.of(LIBRARY))] == ["B475"] * tells


@cache
def page(tag: str) -> tuple[str, str, dict[str, str]]:
    one = edition("helpline-page", tag)
    made, _ = PAGES.render(one)
    return made.html, one.title, {other.tag: other.endonym for other in one.others}


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans", "ti", "tr"])
def test_a_real_page_tells_nothing_in_the_list_of_open_pages(tag: str) -> None:
    assert list(web_page.check("x", *page(tag))) == []


@pytest.mark.parametrize("old, new", [
    ("<title>Information", "<title>Modern slavery helpline"), ("<title>Information</title>", ""), ("</title>", "</title><title>Police</title>"),
    ('href="data:,"', 'href="/crest.png"'), ("<title>", '<meta name="description" content="Police"><title>'),
    ("<title>", '<meta property="og:title" content="Police"><title>'), ("<title>", '<link rel="manifest" href="app.json"><title>'),
    ("<main>", '<main title="Victim support">'), ("<main>", '<main><img src="data:," alt="crest">'),
    ('dir="rtl">العربية<', 'dir="rtl">العربية (شرطة)<'), ('lang="ro"', 'lang="ro" title="Poliția"'), (">Română<", ">Poliția<")])
def test_a_page_that_tells_is_found(old: str, new: str) -> None:
    html, title, languages = page("en")
    assert html.count(old) >= 1
    assert {p.code for p in web_page.check("x", html.replace(old, new, 1), title, languages)} == {"B476"}


@pytest.mark.parametrize("word", WORDS)
def test_a_title_tells_in_no_language(word: str) -> None:
    html, title, languages = page("en")
    (problem,) = web_page.check("x", html.replace(f"<title>{title}", f"<title>{word}"), title, languages)
    assert word in problem.message


def test_the_page_to_choose_a_language_on_has_a_neutral_title() -> None:
    listed, _ = INPUTS.join.edition(facts_page(LIBRARY), LIBRARY.locales["en"], LIBRARY.areas["wiltshire"])
    html, _ = PAGES.choice(listed, "")
    names = {other.tag: other.endonym for other in listed.others}
    assert list(web_page.check("x", html, CHOICE_TITLE, names)) == []
    assert list(web_page.check("x", html.replace("<title>Languages", "<title>Victims"), CHOICE_TITLE, names))


def test_a_picture_holds_dots_alone() -> None:
    png = thumbnail(clean("number-card"))
    assert list(picture.check("x.png", png)) == []
    said = PngImagePlugin.PngInfo()
    said.add_text("Title", "Police")
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).save(out, "PNG", pnginfo=said)
    placed = png[:-12] + (4).to_bytes(4, "big") + b"eXIf" + b"II*\0" + zlib.crc32(b"eXIfII*\0").to_bytes(4, "big") + png[-12:]
    assert [len(list(picture.check("x.png", data))) for data in (out.getvalue(), placed, png + b"police", b"GIF89a")] == [1, 1, 1, 1]

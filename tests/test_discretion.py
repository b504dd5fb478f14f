"""Whoever sees an item lying there, its file in a list, its page in a history, learns nothing: in every language, at every place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from conftest import TODAY, real_inputs
from generator.checks.content import (Content, address_tells, contact_tells, name_tells, outside_drawing, outside_names,
                                      outside_tells, outside_tells_english)
from generator.checks.outside import contexts
from generator.checks.telling import Telling
from generator.cli.pseudo import pseudo_inputs
from generator.model.catalog import Catalog, Entry
from generator.model.content import AreaContact, Material
from generator.model.faces import HOLDERS, outside, pages_in
from generator.model.library import Library
from generator.problem import Problem
from generator.pseudo import TAGS, pseudo

INPUTS = real_inputs()
LIBRARY = INPUTS.library
WORDS = Telling.of(LIBRARY)
PLACES = contexts(LIBRARY)
TERMS = ("modern-slavery", "trafficking", "victim", "police", "exploitation")

#: A sentence in each of several languages with a telling word, written as people write it: inflected, joined to an
#: article, in capitals, without marks, with the other letters of a keyboard.
TELLS = {
    "ar": ("اتصل بالشرطة.", "الضَّحايا", "للاتجار بالبشر", "استغلالهم", "العبوديّة", "الشرطـــة"),
    "ur": ("پوليس کو بلائیں", "غلامی", "انسانی اسمگلنگ کے خلاف", "متاثرین کی مدد", "استحصال"),
    "fa": ("به پليس زنگ بزنید", "قربانیان", "برده\u200cداری", "قاچاق انسان", "بهره\u200cکشی"),
    "ckb": ("پۆليسەکان", "کۆیلەکان", "قوربانییەکان"),
    "zh-Hans": ("打电话报警", "人口贩卖", "受害者", "现代奴役", "警 察".replace(" ", "")),
    "th": ("เป็นทาส", "ตำรวจ", "การค้ามนุษย์", "ผู้เสียหาย"),
    "ti": ("ንፖሊስ ደውሉ", "ብባርነት", "ግዳያት", "ምዝመዛ"),
    "am": ("ለፖሊስ ይደውሉ", "የባርነት", "ሠለባ", "ተጐጂዎች"),
    "bn": ("পুলিশকে ফোন করুন", "দাসত্বের", "মানব পাচার", "ভুক্তভোগীদের"),
    "hi": ("पुलिस को", "गुलामी", "ग़ुलामी", "पीडि़त", "तस्करी"),
    "ro": ("la poliţie", "POLIȚIA", "politie", "victimelor", "sclavie", "trafic de persoane", "exploatați"),
    "tr": ("POLİS", "polısi", "Polise gidin", "mağdurlar", "MAGDUR", "köleliğe", "insan ticaretinin", "sömürülen"),
    "pl": ("na policję", "ofiarom", "handlu ludźmi", "NIEWOLNICTWO", "wykorzystywani"),
    "ru": ("в полицию", "ПОЛИЦИЮ", "рабы", "жертвам", "торговлей людьми", "пострадавших"),
    "vi": ("gọi cảnh sát", "NẠN NHÂN", "nô lệ", "công an", "buôn người"),
    "cy": ("i’r heddlu", "i gaethwasiaeth", "ddioddefwyr", "fasnachu mewn pobl"),
    "hu": ("a rendőrséget", "áldozatok", "modernkori rabszolgaság"),
    "en": ("the POLICE", "slaves", "trafficked", "victims’", "exploited", "The NRM", "\uff50olice", "pol\u00adice", "Victim Support", "modernslaveryhelpline.org"),
}
#: Words that look alike and tell nothing.
TELL_NOTHING = {
    "en": "politely policy Polish polite Slavonic vicinity convict exploration abuzz",
    "ro": "politicos poliță politețe politica victorie slavă trafic",
    "tr": "poliçesi poliklinik kolej kolera kurbağa somurtmak nokta",
    "ru": "работа полис работать политика жаркое робот",
    "uk": "робота поліс політика",
    "bg": "робот работа политика",
    "pl": "polica policzyć polisa ofiarować wolno ofiarność",
    "cs": "polička oběd policajka".removesuffix(" policajka"),
    "lt": "aukštas auklė aukoti politika",
    "lv": "upe politika",
    "sq": "politikë politesë",
    "fr": "politesse traitement expliquer",
    "es": "póliza política",
    "pt": "explorar política",
    "id": "polis budaya",
    "ar": "شرط بشروط شريطة واضحة اتجاه",
    "ur": "شکایت پوچھیں",
    "fa": "برده است",
    "th": "ทาสี ลูกค้าคนแรก",
    "zh-Hans": "警告 警惕",
    "hi": "शिकायत",
    "bn": "স্বীকার",
    "ku": "kolej kolektîf",
    "om": "garbuu",
    "cy": "heddwch heddiw",
    "fil": "samantala",
    "ta": "போலி",
}
#: Where a text shows, in a context of the real materials.
SHOWN = {"front of a card": "safety-card.heading", "back of a card": "safety-card.say-only", "a line beside an icon": "safety-card.interpreter",
         "the label of the number": "safety-card.number", "title": "safety-card.pdf-title", "front of a child's card": "child-card.heading",
         "the micro card": "micro-card.line", "cover of what is folded": "folded-card.there-are-people", "back of what is folded": "folded-card.more",
         "cover of the booklet": "booklet.for-you", "back of the booklet": "booklet.heading-back", "cover of the zine": "pocket-zine.heading",
         "cover of the leaflet": "nrm-explainer.first-this", "the bag's insert": "bag-insert.keep-hidden", "a poster": "tear-off-poster.line",
         "a message on a locked screen": "sms.message", "what is read aloud of the QR code": "layout.qr", "the area's name": "area.wiltshire.name",
         "the co-ordinator's card": "coordinator-card.role", "cover of easy read": "booklet.read-where-safe"}
INSIDE = ("booklet.police-lead", "folded-card.advice", "nrm-explainer.who-reads", "booklet.can-tell", "pocket-zine.hurts-you", "easy-read.can-tell",
          "officer-guide.heading" if "officer-guide.heading" in LIBRARY.texts else "booklet.nrm-lead", "spot-the-signs.close-by")


def content(library: Library = LIBRARY, catalogs: dict[str, Catalog] | None = None) -> Content:
    return Content(library, catalogs or {}, INPUTS.signoffs, TODAY)


def said(tag: str, text: str, *contexts: str) -> list[Problem]:
    """What the checks say where these contexts have this text in a language."""
    texts = {context: replace(LIBRARY.texts[context], english=text) for context in contexts}
    if tag == "en":
        return list(outside_tells_english.check(content(replace(LIBRARY, texts={**LIBRARY.texts, **texts}))))
    entries = {context: Entry(context, LIBRARY.texts[context].english, text, 7) for context in contexts}
    return list(outside_tells.check(content(catalogs={tag: Catalog(tag, f"locales/{tag}.po", entries)})))


@pytest.mark.parametrize("form, pages, closed", [
    ("card-85x55", 2, (0, 1)), ("card-85x55", 1, (0,)), ("card-50x25", 2, (0, 1)), ("leaflet-a5", 2, (0, 1)), ("folded-card-170x55", 4, (0, 3)),
    ("leaflet-dl", 6, (0, 5)), ("booklet-a6", 16, (0, 15)), ("booklet-a5", 8, (0, 7)), ("zine-a7", 8, (0, 7)), ("easy-read-a4", 14, (0, 13)),
    ("tear-off-a4", 1, (0,)), ("sheet-a4", 1, (0,)), ("web-page", 1, ()), ("plain-text", 1, (0,)), ("sms", 1, (0,)), ("image-square", 1, (0,)),
    ("large-print-a4", 4, (0, 3))])
def test_what_shows_of_a_closed_item_follows_from_its_form(form: str, pages: int, closed: tuple[int, ...]) -> None:
    assert outside(LIBRARY.formats[form], pages) == closed


def test_every_item_that_a_victim_holds_has_an_outside_or_is_a_web_page() -> None:
    seen = 0
    for material in LIBRARY.materials.values():
        for form in (LIBRARY.formats[name] for name in material.formats if material.audience in HOLDERS):
            pages = pages_in(material, form)
            assert bool(outside(form, len(pages))) is (form.kind != "page")
            seen += 1
    assert seen > 20


def test_what_an_edition_shows_is_what_the_form_says() -> None:
    card, booklet = (INPUTS.join.edition(LIBRARY.materials[name], LIBRARY.locales["en"], LIBRARY.areas["wiltshire"])[0] for name in ("folded-card", "booklet"))
    assert [page.id for page in card.outside] == ["cover", "back"] == [page.id for page in booklet.outside] and card.is_held


def test_each_language_has_words_for_all_that_tells() -> None:
    for tag in LIBRARY.locales:
        assert {term for term in TERMS if any(word.term == term for word in WORDS.words[tag])} == set(TERMS), tag


def test_a_language_without_words_has_not_passed() -> None:
    english = {name: term.model_copy(update={"telling": {tag: kept for tag, kept in term.telling.items() if tag != "ro"}}) for name, term in LIBRARY.glossary.items()}
    (note,) = outside_tells.skipped(content(replace(LIBRARY, glossary=english), {tag: INPUTS.catalogs[tag] for tag in ("ro", "pl")}))
    assert note.startswith("ro: ") and not list(outside_tells.skipped(content(catalogs=INPUTS.catalogs)))


def test_each_word_of_each_list_is_found_as_it_stands_and_at_the_place_itself() -> None:
    found = 0
    for tag in LIBRARY.locales:
        for word in WORDS.words[tag]:
            bare = word.entry.replace("-", "")
            assert WORDS.in_text(tag, bare) and WORDS.in_text(tag, f"(“{bare.upper() if word.tag != 'tr' else bare}”)"), word
            found += 1
    assert found > 500


@pytest.mark.parametrize("tag", TELLS)
def test_a_telling_word_is_found_however_it_is_written(tag: str) -> None:
    assert [text for text in TELLS[tag] if not said(tag, text, "safety-card.heading")] == []


@pytest.mark.parametrize("tag", TELL_NOTHING)
def test_a_word_that_looks_alike_is_let_stand(tag: str) -> None:
    assert [(word, WORDS.in_text(tag, word)) for word in (*TELL_NOTHING[tag].split(), TELL_NOTHING[tag]) if WORDS.in_text(tag, word)] == []


@pytest.mark.parametrize("tag", TELLS)
def test_a_telling_word_is_found_wherever_it_shows(tag: str) -> None:
    for text in TELLS[tag][:2]:
        found = said(tag, text, *SHOWN.values())
        assert {p.context for p in found} == set(SHOWN.values()) and {p.code for p in found} == {"C345" if tag == "en" else "E150"}
        assert all(p.line and (tag == "en" or p.path == f"locales/{tag}.po" and p.locale == tag) for p in found)


@pytest.mark.parametrize("tag", TELLS)
def test_inside_everything_may_be_said(tag: str) -> None:
    assert [text for text in TELLS[tag] if said(tag, text, *INSIDE)] == []


def test_beside_999_the_police_may_be_named_and_nothing_else() -> None:
    for context in ("safety-card.danger", "booklet.contact-emergency"):
        assert not said("ro", "În pericol: poliția", context) and not said("ar", "في خطر الآن: الشرطة", context)
        assert said("ro", "Pentru victime: poliția", context) and said("ar", "الضحايا", context)


def test_a_text_that_shows_elsewhere_too_must_tell_nothing_there_either() -> None:
    """Beside 999 on one card and alone on another: the stricter place counts."""
    alone = Material.model_validate({"id": "card", "title": "Card", "audience": "victim", "formats": ["card-85x55"], "text": "core", "order": "1",
                                     "pages": [{"id": "front", "blocks": [{"id": "a", "type": "text", "same_as": "safety-card.danger"}]}]})
    library = replace(LIBRARY, materials={**LIBRARY.materials, "card": alone})
    assert {p.context for p in outside_tells_english.check(content(library))} == {"safety-card.danger"}


def test_an_officers_and_a_public_item_may_tell() -> None:
    held = {context.partition(".")[0] for context in PLACES}
    assert not held & {"officer-guide", "partner-leaflet", "spot-the-signs", "social-image"}


def test_the_real_texts_tell_nothing_outside_in_any_language() -> None:
    here = content(catalogs=INPUTS.catalogs)
    checks: Iterable = (outside_tells, outside_tells_english, outside_names, outside_drawing, name_tells, address_tells, contact_tells)
    assert [str(p) for check in checks for p in check.check(here)] == []
    assert len(PLACES) > 60 and len(INPUTS.catalogs) == 39


def test_a_pseudo_locale_is_held_to_the_same() -> None:
    inputs, _ = pseudo_inputs(INPUTS, "wide")
    assert list(outside_tells.check(content(inputs.library, inputs.catalogs))) == []
    for tag in TAGS:
        spoilt = dict(inputs.catalogs[tag].entries)
        old = spoilt["safety-card.heading"]
        spoilt["safety-card.heading"] = replace(old, translation=pseudo(tag, "Call the police."))
        (problem,) = outside_tells.check(content(inputs.library, {tag: replace(inputs.catalogs[tag], entries=spoilt)}))
        assert problem.context == "safety-card.heading" and problem.locale == tag


def changed(kind: str, name: str, new: str, **more: object) -> Library:
    """The library with one record under another id, or with other values."""
    old = getattr(LIBRARY, kind)[name]
    return replace(LIBRARY, **{kind: {**getattr(LIBRARY, kind), new: old.model_copy(update={"id": new, **more})}})


@pytest.mark.parametrize("kind, old, new", [
    ("materials", "safety-card", "slavery-card"), ("materials", "safety-card", "antislavery-card"), ("areas", "wiltshire", "wiltshire-police"),
    ("formats", "card-85x55", "victim-card"), ("printers", "office", "police-print-room"), ("materials", "safety-card", "politie-card"),
    ("materials", "safety-card", "rendorseg"), ("areas", "wiltshire", "wiltshire-pcc"), ("materials", "safety-card", "nan-nhan")])
def test_a_file_is_not_named_after_what_it_is_for(kind: str, old: str, new: str) -> None:
    (problem,) = name_tells.check(content(changed(kind, old, new)))
    assert problem.code == "C347" and problem.path == f"content/{kind}/{new}.yaml"


@pytest.mark.parametrize("new", ["policy-card", "politely", "victor-card", "card-for-all", "nrm-explainer", "polis", "kolej"])
def test_a_name_that_only_looks_alike_is_let_stand(new: str) -> None:
    assert (new == "polis") is bool(list(name_tells.check(content(changed("materials", "safety-card", new)))))  # Turkish for police


@pytest.mark.parametrize("address, tells", [
    ("https://wiltspcc.example/", True), ("https://help.example/anti-slavery/", True), ("https://policja.example/", True), ("https://day.example/w/", False),
    ("https://policy.example/", False), ("https://pomoc-ofiarom.example/", True), ("https://crime-line.example/", True)])
def test_an_address_tells_in_no_language(address: str, tells: bool) -> None:
    assert bool(list(address_tells.check(content(changed("areas", "wiltshire", "wiltshire", address=address))))) is tells


@pytest.mark.parametrize("name, tells", [("Ada Fictional", False), ("Victim Care", True), ("Poliția Wiltshire", True), ("Polly Slaven", False)])
def test_who_answers_is_named_in_neutral_words(name: str, tells: bool) -> None:
    phone = LIBRARY.services["helpline"].phone
    contact = AreaContact.model_construct(name=name, phone=phone, languages=(), hours=None)
    assert bool(list(contact_tells.check(content(changed("areas", "wiltshire", "wiltshire", contacts={"coordinator": contact}))))) is tells


def card(*blocks: dict, form: str = "card-85x55", pages: int = 1) -> Library:
    """The library with one item more for a victim; the blocks stand on its first page."""
    sides = [{"id": f"p-{n}", "blocks": [{"id": f"q-{n}", "type": "qr"}]} for n in range(pages)]
    material = Material.model_validate({"id": "card", "title": "Card", "audience": "victim", "formats": [form], "text": "core", "order": "1",
                                        "pages": [{"id": "first", "blocks": list(blocks)}, *sides[1:]]})
    return replace(LIBRARY, materials={**LIBRARY.materials, "card": material})


@pytest.mark.parametrize("block, found", [
    ({"id": "c", "type": "contacts", "items": [{"id": "l", "service": "refuge", "text": "Call"}]}, 1),
    ({"id": "c", "type": "contacts", "items": [{"id": "l", "service": "police-emergency", "text": "Call"}]}, 0),
    ({"id": "c", "type": "text", "text": "Call {n}.", "facts": {"n": "helpline.name"}}, 1),
    ({"id": "c", "type": "text", "same_as": "booklet.this-is"}, 1),
    ({"id": "c", "type": "text", "text": "Call {n}.", "facts": {"n": "helpline.phone"}}, 0),
    ({"id": "c", "type": "number", "service": "helpline"}, 0)])
def test_a_service_is_named_inside_only(block: dict, found: int) -> None:
    assert [p.code for p in outside_names.check(content(card(block)))] == ["C346"] * found


def test_a_service_may_be_named_on_a_page_inside() -> None:
    library = card({"id": "c", "type": "qr"}, form="folded-card-170x55", pages=4)
    inner = library.materials["card"].pages[1].model_copy(update={"blocks": LIBRARY.materials["booklet"].pages[1].blocks})
    pages = (library.materials["card"].pages[0], inner, *library.materials["card"].pages[2:])
    material = library.materials["card"].model_copy(update={"pages": pages})
    assert list(outside_names.check(content(replace(library, materials={**library.materials, "card": material})))) == []


@pytest.mark.parametrize("icon, tells", [("officer", True), ("scales", True), ("crest-wiltshire", True), ("phone", False), ("question", False)])
def test_a_drawing_tells_nothing_outside(icon: str, tells: bool) -> None:
    library = card({"id": "c", "type": "list", "items": [{"id": "l", "text": "Call", "icon": icon}]})
    assert bool(list(outside_drawing.check(content(library)))) is tells

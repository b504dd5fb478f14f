"""The checks that warn, and the glossary: each tells its own fault, and is quiet on what people write and on our catalogs."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace

import pytest

from conftest import TODAY, real_inputs
from generator.build.inputs import Inputs
from generator.checks.content import (Content, double_words, end_punctuation, glossary_forbidden, glossary_stem, kashida,
                                      length_ratio, not_nfc, quotes, same_translation, sentence_count, spacing,
                                      two_translations)
from generator.checks.terms import says, says_english
from generator.model.catalog import Catalog, Entry
from generator.model.library import Text
from generator.problem import Problem, Severity
from generator.signoff import SignOffs

ALONE = (length_ratio, end_punctuation, sentence_count, quotes, kashida, double_words, spacing, not_nfc,
         glossary_forbidden, glossary_stem)
OURS = (*ALONE, same_translation, two_translations)


@functools.cache
def real() -> Inputs:
    return real_inputs()


def content(tag: str, pairs: Iterable[tuple[str, str]], *, is_name: bool = False, **facts: str) -> Content:
    """These texts and translations alone, with the real locales and glossary."""
    texts, entries = {}, {}
    for number, (english, said) in enumerate(pairs):
        context = f"card.t{number}"
        texts[context] = Text(context, english, "x", 1, facts=facts, is_name=is_name)
        entries[context] = Entry(context, english, said, 10 * number + 10)
    return Content(replace(real().library, texts=texts), {tag: Catalog(tag, f"locales/{tag}.po", entries)}, SignOffs({}), TODAY)


def told(module, tag: str, *pairs: tuple[str, str], **more) -> list[Problem]:
    return list(module.check(content(tag, pairs, **more)))


@pytest.mark.parametrize("module, example", [(m, e) for m in ALONE for e in m.EXAMPLES],
                         ids=lambda v: v.__name__.split(".")[-1] if hasattr(v, "CODE") else v.locale)
def test_each_example_is_told_or_passed(module, example) -> None:
    found = told(module, example.locale, (example.english, example.translation))
    assert bool(found) is example.bad
    for problem in found:
        assert (problem.code, problem.line, problem.locale, problem.context) == (module.CODE.number, 10, example.locale, "card.t0")
        assert problem.message.startswith("card.t0 ") and problem.remedy.endswith((".", "。")) and problem.message.isprintable()


def test_each_check_shows_a_good_and_a_bad_example_and_its_reason() -> None:
    for module in ALONE:
        assert {e.bad for e in module.EXAMPLES} == {True, False}, module.__name__
    for module in OURS:
        assert len(module.__doc__.split()) > 25 and module.CODE.why


def test_only_a_forbidden_word_stops_anything() -> None:
    assert {m.CODE.number for m in OURS if m.CODE.severity is Severity.ERROR} == {"E240"}


def test_our_own_catalogs_raise_no_alarm() -> None:
    assert len(real().catalogs) >= 14
    whole = Content(real().library, real().catalogs, real().signoffs, TODAY)
    assert [str(p) for m in OURS for p in m.check(whole)] == []


# ---- what good translators write ------------------------------------------------------------------------------------

@pytest.mark.parametrize("module, tag, english, said", [
    (length_ratio, "ro", "Call {phone}", "Sunați la {phone}"), (length_ratio, "vi", "OK", "Đồng ý"),
    (length_ratio, "th", "You can ask for an interpreter", "คุณขอล่ามได้"), (length_ratio, "bn", "Can I lock my door?", "আমি কি আমার দরজায় তালা দিতে পারি?"),
    (end_punctuation, "ar", "Ask what happens.", "من المهم السؤال: ماذا يحدث؟"), (end_punctuation, "pl", "Say yes.", "Powiedz „tak”."),
    (end_punctuation, "lt", "Before you say yes", "Prieš sakydami „taip“"), (end_punctuation, "zh-Hans", "Say this:", "请这样说："),
    (end_punctuation, "am", "What is it?", "ምንድን ነው፧"), (end_punctuation, "ro", "Call {phone}", "Sunați la {phone}"),
    (end_punctuation, "ps", "You can.", "تاسو کولای شئ."), (end_punctuation, "hi", "You can.", "आप कर सकते हैं।"),
    (sentence_count, "vi", "If you agree. They ask first.", "Nếu bạn đồng ý. Họ hỏi trước."), (sentence_count, "am", "Ask. They answer.", "ይጠይቁ። ይመልሳሉ።"),
    (sentence_count, "th", "Ask. You can wait.", "บอกว่าขอล่าม คุณถือสายรอได้"), (sentence_count, "ro", "The {office} decides. It takes long.", "Decide {office}. Durează mult."),
    (quotes, "sq", "What is it?", "Ç’është?"), (quotes, "ur", "Yes", "”ہاں“"), (quotes, "fr", "Yes", "«\u00a0Oui\u00a0»"), (quotes, "rom", "Yes", "\"Va\""),
    (quotes, "lt", "Yes and no", "„Taip“ ir „ne“"), (quotes, "zh-Hant", "Yes", "「『是』」"), (quotes, "ru", "Yes", "«Да „нет“»"),
    (kashida, "ps", "Yes or no", "هو ـ نه"), (double_words, "fr", "You are silent.", "Vous vous taisez."), (double_words, "id", "Children", "anak anak"),
    (double_words, "ta", "Slowly", "மெல்ல மெல்ல"), (double_words, "hi", "Slowly", "धीरे धीरे"), (double_words, "ro", "You and you", "tu, tu"),
    (double_words, "sq", "Little by little", "dalëngadalë-dalëngadalë dalë"), (spacing, "pl", "For instance these", "m.in. te"),
    (spacing, "fr", "Say: yes!", "Dites\u202f: oui\u202f!"), (spacing, "ro", "And so on.", "Ș.a.m.d., d.p.d.v. juridic."), (spacing, "zh-Hans", "Yes (no). OK", "是（不是）。好"),
    (spacing, "th", "Yes", "ใช่ๆ ฯลฯ"), (spacing, "hu", "At {name}", "{name}-nál"), (spacing, "bn", "Pain.", "দুঃখ। হ্যাঁ।"),
    (end_punctuation, "vi", "Wait…", "Chờ..."), (end_punctuation, "hi", "You can.", "आप कर सकते हैं."), (sentence_count, "ckb", "The page.", "پەڕە"),
    (spacing, "lv", "Call;Ask", "Zvanīt;Jautāt"), (spacing, "uk", "Other mail", "Інша ел.пошта"), (spacing, "ne", "You can.", "तपाईं सक्नुहुन्छ ।"),
    (glossary_forbidden, "bn", "It cannot be recovered.", "তা উদ্ধার করা যাবে না।"), (not_nfc, "bn", "They are", "হ\u09df"), (not_nfc, "ar", "Sent", "رشَّح"),
    (not_nfc, "bn", "They are", "হয়েছে"), (not_nfc, "fa", "I want", "می‌خواهم"), (not_nfc, "pa", "Yes", "ਹਾਂ ਜੀ"),
])
def test_good_translations_raise_no_alarm(module, tag: str, english: str, said: str) -> None:
    assert told(module, tag, (english, said), office="home-office.name", phone="helpline.phone", name="helpline.name") == []


@pytest.mark.parametrize("module, tag, english, said, part", [
    (length_ratio, "zh-Hans", "Many people are afraid of the police. Perhaps you are too.", "警察。", "3 letters and signs for 58"),
    (length_ratio, "th", "Nobody may keep your passport to stop you leaving.", "ห้ามยึด", "Look whether something was left out"),
    (length_ratio, "ro", "You can get help.", "Puteți primi ajutor la orice oră, ziua sau noaptea, de oriunde.", "was added"),
    (end_punctuation, "am", "You can get help.", "እርዳታ ማግኘት ይችላሉ.", "End it with “።”"), (end_punctuation, "zh-Hans", "Are you safe?", "您安全吗?", "“？”"),
    (end_punctuation, "fa", "Are you safe?", "در امان هستید?", "“؟”"), (end_punctuation, "th", "You can get help.", "คุณขอความช่วยเหลือได้.", "without a sign"),
    (end_punctuation, "ro", "You can get help.", "Puteți primi ajutor", "ends without a sign"), (end_punctuation, "pl", "Stop.", "Stój!", "“!”"),
    (end_punctuation, "ro", "You can get help.", "Puteți primi ajutor?", "“?”"), (end_punctuation, "bn", "You can get help.", "আপনি সাহায্য পেতে পারেন.", "“।”"),
    (sentence_count, "pl", "One. Two. Three.", "Raz dwa trzy.", "has 1 sentence, the English has 3"),
    (sentence_count, "ur", "Ask for an interpreter. You can wait on the line.", "ترجمان مانگیں۔", "1 sentence"),
    (quotes, "ro", "Yes", "„Da", "no pair"), (quotes, "lt", "Yes", "„Taip”", "„…“"), (quotes, "fa", "Yes", "“بله”", "“"), (quotes, "pl", "Yes", "”tak„", "no pair"),
    (kashida, "ur", "Help", "مـدد", "“مـدد”"), (double_words, "lt", "You can.", "Galite Galite.", "“Galite” twice"), (double_words, "fr", "The man", "le le homme", "“le”"),
    (spacing, "ar", "Yes, no", "نعم،لا", "no space after it"), (spacing, "am", "Yes. No.", "አዎ።አይ።", "no space"), (spacing, "ro", "Yes (no)", "Da ( nu)", "brackets"),
    (spacing, "ro", "Call {phone}.", "Sunați la{phone}.", "touches {phone}"), (spacing, "ro", "One. Two.", "Unu.Doi doi.", "no space"),
    (spacing, "zh-Hans", "Yes, no.", "是 ，不是。", "before a sign"), (spacing, "hi", "Yes.", "हाँ ।", "before a sign"),
    (end_punctuation, "ro", "Wait…", "Așteptați.", "“…”"), (sentence_count, "ro", "Wait. Ask. Go", "Așteptați", "has 1 sentence, the English has 3"), (not_nfc, "ar", "Ask", "ا\u0653سف", "in pieces"),
])
def test_faults_are_told_in_plain_words(module, tag: str, english: str, said: str, part: str) -> None:
    found = told(module, tag, (english, said), phone="helpline.phone")
    assert len(found) == 1 and part in str(found[0])


@pytest.mark.parametrize("script, sign", [("Khmr", "។"), ("Mymr", "။"), ("Tibt", "།"), ("Ethi", "።"), ("Armn", "։"), ("Orya", "।")])
def test_a_script_that_we_do_not_have_yet_ends_its_sentences_in_its_own_way(script: str, sign: str) -> None:
    khmer = real().library.locales["th"].model_copy(update={"tag": "km", "script": script})

    def told_of(said: str) -> list[Problem]:
        one = content("km", [("You can get help.", said)])
        return list(end_punctuation.check(replace(one, library=replace(one.library, locales={**one.library.locales, "km": khmer}))))

    assert not told_of("អ្នក" + sign) and [p.remedy for p in told_of("អ្នក.")] == [f"End it with “{sign}”."]


def test_a_name_of_a_place_is_not_judged_as_a_sentence() -> None:
    for module in (length_ratio, end_punctuation, sentence_count, glossary_stem, glossary_forbidden):
        assert told(module, "ro", ("Bury St. Edmunds.", "Bury"), is_name=True) == []


# ---- two texts ------------------------------------------------------------------------------------------------------

def test_one_translation_for_two_english_texts() -> None:
    found = told(same_translation, "ro", ("Call the police.", "Sunați la poliție."), ("Do not sign.", "Sunați la poliție"))
    assert [(p.code, p.context, p.line) for p in found] == [("E504", "card.t1", 20)] and "card.t0" in found[0].message
    assert told(same_translation, "ro", ("Call.", "Sunați."), ("Call", "Sunați"), ("Ask.", "Întrebați.")) == []


def test_two_translations_of_one_english_text() -> None:
    found = told(two_translations, "ro", ("When you call", "Când sunați"), ("When you call.", "La telefon."))
    assert [(p.code, p.context, p.line) for p in found] == [("E505", "card.t1", 20)] and "card.t0" in found[0].message
    assert told(two_translations, "ro", ("When you call", "Când sunați"), ("When you call.", "Când sunați.")) == []
    assert told(two_translations, "ro", ("Safe?", "În siguranță?"), ("Safe", "Sigur")) == []


def test_texts_of_two_languages_are_not_compared() -> None:
    one = content("ro", [("Police", "Poliția"), ("Yes", "Da")])
    both = replace(one, catalogs={**one.catalogs, "sq": Catalog("sq", "x", {"card.t1": Entry("card.t1", "Yes", "Poliția", 5)})})
    assert list(same_translation.check(both)) == [] == list(two_translations.check(both))


# ---- the glossary ---------------------------------------------------------------------------------------------------

def test_every_term_has_a_word_in_every_translated_locale_or_forbids_or_tells_some() -> None:
    terms = real().library.glossary
    assert len(terms) >= 12 and {"interpreter", "helpline", "nrm", "embassy", "lawyer", "refer"} <= set(terms)
    for term in terms.values():
        full = {tag for tag in real().catalogs if real().library.locales[tag].text == "full"}
        assert set(term.approved) >= full if term.approved else term.forbidden or term.telling, term.id
        assert term.note and set(term.forbidden) <= set(real().library.locales), term.id


@pytest.mark.parametrize("term", sorted(t.id for t in real_inputs().library.glossary.values() if t.approved))
def test_a_lost_term_is_told_in_every_language(term: str) -> None:
    """The agreed words are those of the catalogs: with the sentence's words taken away each one is missed."""
    one = real().library.glossary[term]
    texts = [t for t in real().library.texts.values() if not t.english_only and says_english(one.english, t.english)]
    assert texts, "the English uses the term"
    for tag, catalog in ((tag, catalog) for tag, catalog in real().catalogs.items() if tag in one.approved):
        for text in texts:
            entry = catalog.entries[text.context]
            said = "" if entry.fuzzy else entry.translation
            # A core language has words for the booklets' terms before it has the booklets.
            assert says(one.approved[tag], said) or not said and real().library.locales[tag].text == "core", (tag, text.context)
            found = told(glossary_stem, tag, (text.english, "x"))
            assert f"content/glossary/{term}.yaml" in " ".join(p.remedy for p in found)


@pytest.mark.parametrize("tag, said, is_told", [
    ("pl", "KMR", True), ("pl", "skmry", False), ("ro", "Imigranții ilegali", True), ("ro", "un imigrant care muncește ilegal", False),
    ("ar", "والمهاجرين غير الشرعيين", True), ("fa", "مهاجر غیرقانونی", True), ("vi", "giải cứu", True), ("th", "เหยื่อของ", True), ("so", "caawimo", False)])
def test_a_forbidden_word_stops_the_text(tag: str, said: str, is_told: bool) -> None:
    found = told(glossary_forbidden, tag, ("You can get help.", said))
    assert [(p.code, p.severity) for p in found] == ([("E240", Severity.ERROR)] if is_told else [])


@pytest.mark.parametrize("term, english, used", [
    ("refer", "They can refer you.", True), ("refer", "A child is referred.", True), ("refer", "a referral", False), ("refer", "I prefer it", False),
    ("NRM", "What is the NRM?", True), ("NRM", "to the NRMS", True), ("care co-ordinator", "Care co-ordinators help", True), ("lawyer", "a lawyer's", True)])
def test_a_term_is_found_in_the_english_however_it_ends(term: str, english: str, used: bool) -> None:
    assert says_english(term, english) is used


@pytest.mark.parametrize("stem, text, begins, found", [
    ("lini de ajutor", "La linia de ajutor", False, True), ("lini de ajutor", "linia ajutorului", False, False),
    ("interpret", "reinterpretare", True, False), ("interpret", "reinterpretare", False, True), ("a / b", "xbx", False, True),
    ("ộ", "o\u0323\u0302", False, True), ("POLIȚI", "poliția", False, True)])
def test_a_stem_is_found_however_it_is_inflected(stem: str, text: str, begins: bool, found: bool) -> None:
    assert says(stem, text, begins) is found

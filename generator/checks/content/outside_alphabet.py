"""A language has its alphabet: letters of its script that it does not use come from a wrong keyboard or another language.

The alphabets are those of CLDR. Auxiliary letters are for names: where a script has
capitals, they stand in words that begin with one. Some letters of other keyboards look
the same and are others (Romanian ș written ş, Persian ی written ي): search, screen
readers and fonts take them for what they are. English letters may stand in names, and so
may any letter of the English text. Chinese has no alphabet: there, letters of the other
way of writing it are told that the old national character set lacks.
"""

import functools
import json
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.catalog.letters import shown
from generator.catalog.printable import Printable, mixed_scripts, printable, script, words
from generator.checks.content import Content
from generator.checks.content.mojibake import misread
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E223", "outside-alphabet", "a letter that only looks right makes a word that no program and few readers know")
ALONE = True

DATA = Path(__file__).parents[1] / "content_data" / "alphabets.json"
#: Letters that CLDR lets pass as auxiliary, and what is meant by them, where that is one letter.
_MEANT: Mapping[str, Mapping[str, str]] = {
    "ro": dict(zip("şţŞŢ", "șțȘȚ")),
    "fa": dict(zip("يىك", "ییک")), "fa-AF": dict(zip("يىك", "ییک")), "ps": {"ك": "ک", "ى": "ی"},
    "ckb": dict(zip("يىكة", "ییکە")), "ur": dict(zip("يىكه", "ییکہ")), "bn": dict(zip("ৰৱ", "রব")), "th": dict(zip("ฃฅ", "ขค")),
    "ar": dict(zip("یک", "يك")), "uk": dict.fromkeys("ыэъёЫЭЪЁ", ""), "bg": dict.fromkeys("ыэёЫЭЁ", "")}
#: Letters that people write well and CLDR does not list, or lists as auxiliary.
_ALSO = {"fa": "ۀ", "fa-AF": "ۀ", "ps": "ۀۍ", "ckb": "ـ", "bg": "ѝ", "tr": "âîû", "fil": "áàâéèêíìîóòôúùû"}
#: CLDR lists syllables of other languages of its country as auxiliary.
_MAIN_ONLY = {"ti"}
#: The other way of writing, and the character set that holds nearly all of our own: CLDR lists few thousand letters.
_PAIRS = {"zh-Hans": ("zh-Hant", "gb2312"), "zh-Hant": ("zh-Hans", "big5")}
_FORMS = range(0xFB00, 0xFFF0)  # presentation forms and full-width letters: told by the check of scripts

EXAMPLES = (
    Example("ro", "You can ask for help.", "Puteți cere ajutor și sfaturi.", False),
    Example("ro", "You can ask for help.", "Puteţi cere ajutor şi sfaturi.", True),
    Example("pl", "You are not to blame.", "To nie twoja wina, niech żyje René.", False),
    Example("pl", "You are not to blame.", "To nie twojă wina.", True),
    Example("hu", "You can ask for help.", "Kérhet segítséget, idõben.", True),
    Example("bg", "You can ask for help.", "Може да ѝ помогнат.", False),
    Example("fa", "You can ask for help.", "می‌توانید کمک بگیرید.", False),
    Example("fa", "You can ask for help.", "مي‌توانيد كمك بگيريد.", True),
    Example("ur", "You can ask for help.", "آپ مدد مانگ سکتے ہیں، ابھی۔", False),
    Example("ur", "You can ask for help.", "آپ مدد مانگ سكتے هيں۔", True),
    Example("ckb", "You can ask for help.", "دەتوانیت داوای یارمەتی بکەیت.", False),
    Example("ckb", "You can ask for help.", "دەتوانيت داواى يارمەتى بكەيت.", True),
    Example("zh-Hans", "You can ask for help.", "您可以寻求帮助。", False),
    Example("zh-Hans", "You can ask for help.", "您可以尋求幫助。", True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with a letter of its script that its language does not have."""
    for one in printable(content.library, content.catalogs):
        odd = "" if misread(one) else next(_odd(one), "")  # letters of a wrong encoding have a check of their own
        if odd:
            meant = _MEANT.get(one.locale.tag, {}).get(odd, "")
            yield one.problem(CODE, f"holds “{odd}” (U+{ord(odd):04X} {unicodedata.name(odd, '')}), "
                                    f"a letter that {one.locale.english_name} does not have: “{shown(_around(one, odd), 30)}”.",
                              f"Write “{meant}” (U+{ord(meant):04X})." if meant else
                              f"Write the letters of {one.locale.english_name}.")


def skipped(content: Content) -> Iterator[str]:
    """What this check did not look at."""
    for tag in content.catalogs:
        if tag not in alphabets():
            yield f"{content.library.locales[tag].english_name} ({tag}): CLDR has no alphabet of it."


@functools.cache
def alphabets() -> Mapping[str, frozenset[str]]:
    """The letters of each locale that CLDR knows, small and capital; those of English not named."""
    data = json.loads(DATA.read_text(encoding="utf-8"))["alphabets"]
    found = {}
    for tag, kinds in data.items():
        letters = kinds["main"] + kinds["auxiliary"] * (tag not in _MAIN_ONLY) + _ALSO.get(tag, "")
        found[tag] = frozenset(letters + letters.upper()) - frozenset(_MEANT.get(tag, ()))
    return found


@functools.cache
def _names_only() -> Mapping[str, frozenset[str]]:
    """The auxiliary letters of each locale that has capitals; marks, as of stress, may stand anywhere."""
    data = json.loads(DATA.read_text(encoding="utf-8"))["alphabets"]
    return {tag: frozenset(c for c in kinds["auxiliary"] if c.upper() != c and c not in kinds["main"] + _ALSO.get(tag, ""))
            for tag, kinds in data.items()}


def _odd(one: Printable) -> Iterator[str]:
    tag = one.locale.tag
    own = alphabets().get(tag)
    if own is None:
        return
    own |= frozenset(one.english)
    for word in words(unicodedata.normalize("NFC", one.own_words)):
        if not mixed_scripts(word, one.scripts):  # told by a check of its own
            here = own if word[0].isupper() else own - (_names_only()[tag] - frozenset(one.english))
            yield from (c for c in word if not c.isascii() and c not in here and _is_of_another(c, one))


def _is_of_another(character: str, one: Printable) -> bool:
    """Whether a letter that is not in the alphabet is of this script all the same."""
    if one.locale.tag in _PAIRS:
        other, charset = _PAIRS[one.locale.tag]
        return character in alphabets()[other] and not character.encode(charset, "ignore")
    if unicodedata.category(character) == "Lm" or ord(character) in _FORMS:
        return False
    return script(character) in one.scripts


def _around(one: Printable, odd: str) -> str:
    return next((w for w in words(unicodedata.normalize("NFC", one.own_words)) if odd in w), odd)

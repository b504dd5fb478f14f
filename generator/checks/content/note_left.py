"""What people write to each other while they translate is not for the reader: TODO, [...], ??, “Translation:”.

Machines leave such words as well, when they speak of the translation instead of giving it.
"""

import re
from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.catalog.printable import PLACEHOLDER, printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.problem import Problem, error

CODE = error("E224", "note-left", "the reader takes a note between translators for part of the help, and trusts the rest less")
ALONE = True

#: “Translation” in our languages, where it stands first and a colon follows.
_TRANSLATION = ("translation|translated|traducere|tłumaczenie|vertimas|përkthim(?:i)?|turjumaad|tarjumaad|tarjumid|"
                "bản dịch|çeviri|traduction|traducci[oó]n|tradução|перевод|переклад|превод|překlad|preklad|fordítás|"
                "tulkojums|terjemahan|pagsasalin|salin|werger|wergerandin|cyfieithiad|hiikkaa|ترجمة|الترجمة|ترجمه|ترجمہ|ژباړه|"
                "وەرگێڕان|অনুবাদ|अनुवाद|ਅਨੁਵਾਦ|மொழிபெயர்ப்பு|คำแปล|ትርጉም|ትርጕም|翻译|译文|翻譯|譯文")
_NOTES = (
    re.compile(r"(?<![A-Za-z])(?:FIXME|XXX+|TBC|TBD|TBA)(?![A-Za-z])"),
    re.compile(r"(?<![A-Za-z])TODO(?:\s*:|(?![A-Za-z ])|$)|(?<![A-Za-z])(?-i:@@@|###)|(?<![A-Za-z])NOTE\s?:"),
    re.compile(r"\[\s*(?:\.{2,}|…|\?+)?\s*\]|[\[(]\s*(?:\?+|sic!?)\s*[\])]|(?<!\?)\?\?$|[？؟]{3}"),
    re.compile(r"[\[【〔][^\]】〕]*[\]】〕]"),
    re.compile(rf"^\W*(?:{_TRANSLATION})\s*[:：]", re.IGNORECASE),
    re.compile(r"\b(?:translator[’']?s? note|note to (?:the )?translator|needs? (?:review|checking)|lorem ipsum|"
               r"as an ai\b|here is the translation|machine translat\w+)", re.IGNORECASE),
)

EXAMPLES = (
    Example("ro", "Ask what happens next.", "Întrebați ce urmează (de exemplu: când?).", False),
    Example("es", "All this is free.", "TODO ESTO ES GRATIS", False),
    Example("ro", "Ask what happens next.", "TODO: Întrebați ce urmează.", True),
    Example("pl", "Ask what happens next.", "Zapytaj, co [...] dalej.", True),
    Example("pl", "Ask what happens next.", "Zapytaj, co dalej [sprawdzić].", True),
    Example("so", "Ask what happens next.", "Weydii waxa xiga XXX.", True),
    Example("ar", "Ask what happens next.", "الترجمة: اسأل ماذا يحدث بعد ذلك.", True),
    Example("zh-Hans", "Ask what happens next.", "译文：询问接下来会发生什么。", True),
    Example("pt", "Ask what happens next.", "Pergunte o que acontece a seguir. NOTE: formal?", True),
    Example("fr", "Write this down: the place.", "Prenez note : le lieu.", False),
    Example("lt", "Ask what happens next.", "Paklauskite, kas bus toliau (?)", True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation with a note that the English does not have."""
    for one in printable(content.library, content.catalogs):
        said, english = PLACEHOLDER.sub(" ", one.said), PLACEHOLDER.sub(" ", one.english)
        found = next((m[0] for pattern in _NOTES if (m := pattern.search(said)) and not pattern.search(english)), "")
        if found:
            yield one.problem(CODE, f"holds a note: “{shown(found.strip(), 40)}”.",
                              "Take it out; what is to be said to others stands in a comment of the catalog.")

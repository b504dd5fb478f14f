"""No translation tells outside what the item is: neither slavery nor trafficking, victim, police, exploitation.

Outside are both sides of a flat item, cover and back of a folded one, and the title of the file.
The words of each language stand in content/glossary/ under telling. The police may be named
where 999 stands beside it. Whoever sees the card over a shoulder must learn nothing from it.
"""

from collections.abc import Iterator

from generator.catalog.printable import printable
from generator.checks.content import Content
from generator.checks.example import Example
from generator.checks.outside import contexts
from generator.checks.telling import Telling
from generator.problem import Problem, error

CODE = error("E150", "outside-tells", "whoever sees the card lying there learns what its holder is looking for")

EXAMPLES = (
    Example("ro", "Ask politely.", "Întrebați politicos.", bad=False),
    Example("ro", "Ask the police.", "Întrebați la poliţie.", bad=True),
    Example("ar", "On one condition", "بشرط واحد", bad=False),
    Example("ar", "Ask the police.", "اسأل الشُّرطة.", bad=True),
    Example("tr", "Insurance policy", "Sigorta poliçesi", bad=False),
    Example("tr", "Police", "POLİS", bad=True),
    Example("th", "Paint the room", "ทาสีห้อง", bad=False),
    Example("th", "Nobody is a slave.", "ไม่มีใครเป็นทาส", bad=True),
    Example("zh-Hans", "Be careful.", "请警惕。", bad=False),
    Example("zh-Hans", "Call the police.", "请打电话报警。", bad=True),
    Example("ur", "Help", "Modern Slavery & Exploitation Helpline", bad=True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for each translation that shows and tells."""
    telling, places = Telling.of(content.library), contexts(content.library)
    for one in printable(content.library, content.catalogs):
        where, besides = places.get(one.entry.context, ("", frozenset()))
        if where and (found := telling.in_text(one.locale.tag, one.said, besides)):
            yield one.problem(CODE, f"says “{found}”, and shows on {where}.", "Say it without that word: everybody can see it there.")


def skipped(content: Content) -> Iterator[str]:
    """Languages without words to look for."""
    telling = Telling.of(content.library)
    for tag in content.catalogs:
        if not telling.words.get(tag):
            yield f"{tag}: content/glossary has no words under telling; whether an item tells outside was not looked at."

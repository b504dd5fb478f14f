"""Some words must never reach the reader: illegal, rescue, prostitute, a short form of the NRM that nobody knows.

The words stand in content/glossary/ under forbidden, with the reason in the note.
Who is named by such a word puts the card away and does not call.
"""

from collections.abc import Iterator

from generator.catalog.printable import sentences
from generator.checks.content import Content
from generator.checks.example import Example
from generator.checks.terms import says
from generator.problem import Problem, error

CODE = error("E240", "forbidden-word", "a word that blames or frightens the reader keeps them from calling")
ALONE = True

EXAMPLES = (
    Example("ro", "What you can do", "Ce puteți face", bad=False),
    Example("pl", "You can get help.", "Jako nielegalny imigrant możesz dostać pomoc.", bad=True),
    Example("zh-Hans", "You can get help.", "非法移民也能得到帮助。", bad=True),
)


def check(content: Content) -> Iterator[Problem]:
    """An error for the first forbidden word of each translation."""
    terms = content.library.glossary.values()
    for one in sentences(content.library, content.catalogs):
        for term in terms:
            word = next((word for word in term.forbidden.get(one.locale.tag, ())
                         if says(word, one.said, begins_a_word=one.locale.script == "Latn")), "")
            if word:
                yield one.problem(CODE, f"says “{word}”, which must not be said.", f"Write it another way: {term.note or term.english}")
                break

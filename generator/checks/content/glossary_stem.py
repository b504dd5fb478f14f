"""A term of the subject is translated as it was agreed (content/glossary/), everywhere the same.

Who hears interpreter on the telephone and reads another word on the card may think
of another person; the helpline, the police and the immigration authorities must
never be taken for each other.
"""

from collections.abc import Iterator

from generator.catalog.printable import sentences
from generator.checks.content import Content
from generator.checks.example import Example
from generator.checks.terms import says, says_english
from generator.problem import Problem, warning

CODE = warning("E520", "glossary-term", "two words for one thing look like two things")
ALONE = True

EXAMPLES = (
    Example("ro", "You can ask for an interpreter", "Puteți cere un interpret", bad=False),
    Example("ro", "You can ask for an interpreter", "Puteți cere un traducător", bad=True),
    Example("ar", "You can ask for an interpreter", "يمكنك طلب مساعد", bad=True),
)


def check(content: Content) -> Iterator[Problem]:
    """A warning for each term of the English whose agreed translation does not stand in the translation."""
    terms = content.library.glossary.values()
    for one in sentences(content.library, content.catalogs):
        for term in terms:
            stem = term.approved.get(one.locale.tag)
            if stem and says_english(term.english, one.english) and not says(stem, one.said):
                yield one.problem(CODE, f"does not say “{stem}” for “{term.english}”.",
                                  f"Use the agreed word, or change it in content/glossary/{term.id}.yaml.")

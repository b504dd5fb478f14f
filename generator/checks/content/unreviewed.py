"""A translation is a draft until a second person has read it; one line for each catalog, not one for each sentence."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.problem import Problem, warning

CODE = warning("E301", "unreviewed", "a sentence that nobody has read may say something else")


def check(content: Content) -> Iterator[Problem]:
    """A warning for each locale that has texts nobody has signed off."""
    for tag, catalog in content.catalogs.items():
        missing = [e for e in catalog.entries.values() if e.translation and not e.fuzzy
                   and not content.signoffs.approved(tag, e.context, e.english, e.translation)]
        if missing:
            machine = sum(e.machine for e in missing)
            yield CODE.at(catalog.path, missing[0].line, f"{len(missing)} texts are not reviewed"
                          + (f", {machine} of them drafted by machine." if machine else "."),
                          f"Have them read and approved: make review LOCALE={tag} BY=you", locale=tag)
    source = [t for t in content.library.texts.values()
              if not content.signoffs.approved("en", t.context, t.english, t.english)]
    if source:
        yield CODE.at("content/signoff/en.yaml", 0, f"{len(source)} English texts are not approved.",
                      "Have them read and approved: make review LOCALE=en BY=you", locale="en")

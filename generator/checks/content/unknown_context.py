"""What is in a catalog and not in the content is printed nowhere: work for nothing, or a text under a wrong name."""

from collections.abc import Iterator

from generator.catalog.letters import shown
from generator.checks.content import Content
from generator.problem import Problem, warning

CODE = warning("E204", "unknown-context", "a translation under a name that does not exist is never printed")


def check(content: Content) -> Iterator[Problem]:
    """One warning for each catalog, not one for each sentence."""
    for tag, catalog in content.catalogs.items():
        unknown = [e for e in catalog.entries.values() if e.context not in content.library.texts]
        if unknown:
            named = ", ".join(shown(e.context) for e in unknown[:3]) + (" …" if len(unknown) > 3 else "")
            yield CODE.at(catalog.path, unknown[0].line, f"The content does not know {named}.",
                          "Obsolete, or under a wrong name: type make translations.", locale=tag, context=shown(unknown[0].context))

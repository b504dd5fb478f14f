"""A form is cut and folded for a fixed number of pages; a page too many would lie on a sheet that nobody prints."""

from collections.abc import Iterator

from generator.checks.content import Content
from generator.problem import Problem, error

CODE = error("C318", "form-pages", "a page too many or too few does not fit on the paper")


def check(content: Content) -> Iterator[Problem]:
    """An error for each material whose number of pages is none that one of its forms takes."""
    library = content.library
    for material in library.materials.values():
        for i, name in enumerate(material.formats):
            form = library.formats.get(name)
            has = sum(not page.formats or name in page.formats for page in material.pages)
            if form and form.pages and has not in form.pages:
                takes = " or ".join(", ".join(map(str, form.pages)).rsplit(", ", 1))
                yield CODE.at(*library.place("materials", material.id, "formats", i),
                              f"{material.id} has {has} {'page' if has == 1 else 'pages'}, and {name} takes {takes}.",
                              "Change its pages, or name another form.")

"""Floor 0. What of an item shows while it lies closed, and who must be able to hold it so.

From the form alone: how it is folded or bound, and how many pages it has. What is folded or bound
shows its cover and its back, which in each of our forms are the first page and the last. A flat item
shows both sides; a text or a picture all that it is. A web page is open or gone: what shows of it
elsewhere is its title and its address.
"""

from __future__ import annotations

from generator.model.content import Format, Material, Page

HOLDERS = frozenset({"victim", "child"})  #: audiences that hold an item in danger
FOLDED = frozenset({"folded-cards", "leaflet", "stitched", "zine"})  #: kinds of imposition that end in a closed item
SIDES = 2  #: of a leaf: paper with more pages is bound, with a staple if nothing else


def outside(form: Format, pages: int) -> tuple[int, ...]:
    """Of so many pages of a material in reading order, from 0, those that show while it lies closed."""
    if form.kind == "page":
        return ()
    if form.is_paper and (form.imposition in FOLDED or pages > SIDES):
        return tuple(dict.fromkeys((0, pages - 1)))
    return tuple(range(pages))


def pages_in(material: Material, form: Format) -> tuple[tuple[int, Page], ...]:
    """The pages of a material in one of its formats, each with its place in the file."""
    return tuple((n, page) for n, page in enumerate(material.pages) if not page.formats or form.id in page.formats)

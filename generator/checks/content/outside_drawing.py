"""No drawing tells outside what the item is: an officer, a court's scales, a crest, a chain.

A drawing is seen from farther away than a word. Chains, cages and handcuffs stand nowhere.
"""

import re
from collections.abc import Iterator

from generator.checks.content import Content
from generator.checks.outside import shown
from generator.problem import Problem, error

CODE = error("C348", "outside-drawing", "a drawing is seen from farther away than a word")

#: Names of drawings in templates/icons and templates/pictures, or the beginning of one.
TELLING = re.compile(r"(?:^|-)(?:officer|police|badge|crest|shield|logo|court|judge|scales|chain|cage|cuff|handcuff|fist|hood|bars)s?(?:-|$)")


def check(content: Content) -> Iterator[Problem]:
    """An error for each drawing that shows and tells."""
    for one in shown(content.library):
        icon = getattr(one.piece, "icon", None) or ""
        if TELLING.search(icon):
            yield CODE.at(*content.library.place("materials", one.material, *one.loc, "icon"), f"The drawing “{icon}” shows on {one.where}.",
                          "Choose another one, or move the line to a page inside.")

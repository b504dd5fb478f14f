"""Floor 6. Sheets for a printer: copies or pages in their places, cut and fold marks, words for the office.

``place.impose`` makes the files; ``layout`` says where everything lies, in millimetres from the
sheet's top left corner; ``how`` is the office's one line for a variant.
"""

from generator.impose.saddle import leaves
from generator.impose.shapes import Box, Form, Layout, Mark, Patch, Place, Side, Unfit
from generator.impose.sheet import layout, variants
from generator.impose.words import Slug, how, words

__all__ = ["Box", "Form", "Layout", "Mark", "Patch", "Place", "Side", "Slug", "Unfit",
           "how", "layout", "leaves", "variants", "words"]

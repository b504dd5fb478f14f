"""Floor 6. Sheets for the office printer at hand: A4 upright, cut and fold marks, nothing else.

``impose`` lays cards and folded cards, ``impose_booklet`` pages to be stitched;
``layout`` says where everything lies, in millimetres from the sheet's top left
corner; ``how`` is the office's one sentence for a variant.
"""

from generator.impose.place import impose
from generator.impose.saddle import HOW as HOW_STITCHED
from generator.impose.saddle import SAFE_MM as STITCHED_SAFE_MM
from generator.impose.saddle import impose_booklet, leaves, stitched
from generator.impose.sheet import (Box, Form, Layout, Mark, Place, Side, Unfit, layout, units,
                                    variants)
from generator.impose.words import Slug, how, words

__all__ = ["HOW_STITCHED", "STITCHED_SAFE_MM", "Box", "Form", "Layout", "Mark", "Place", "Side",
           "Slug", "Unfit", "how", "impose", "impose_booklet", "layout", "leaves", "stitched",
           "units", "variants", "words"]

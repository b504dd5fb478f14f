"""Floor 6. Sheets for a printer: copies or pages in their places, cut and fold marks, words for the office.

``impose`` makes the files; ``layout`` says where everything lies, in millimetres from the
sheet's top left corner; ``how`` is the office's one line for a variant.
"""

from typing import TYPE_CHECKING, Any

from generator.impose.saddle import leaves
from generator.impose.shapes import Box, Form, Layout, Mark, Patch, Place, Side, Unfit
from generator.impose.sheet import layout, variants
from generator.impose.words import Slug, how, words

if TYPE_CHECKING:
    from generator.impose.place import impose

__all__ = ["Box", "Form", "Layout", "Mark", "Patch", "Place", "Side", "Slug", "Unfit",
           "how", "impose", "layout", "leaves", "variants", "words"]


def __getattr__(name: str) -> Any:
    """What opens PDFs comes in with the first sheet: whoever asks for a layout does without (PEP 562)."""
    if name != "impose":
        raise AttributeError(name)
    from generator.impose.place import impose
    globals()[name] = impose
    return impose

"""Floor 8. The office's overview: one page with a tile for each item in each language, from the manifest alone.

It opens from the disk, asks for nothing outside its folder, and says the same
for the same manifest. ``names`` is what people call the ids, ``tiles`` what was
made, ``changes`` what is not as it was at the last release, ``reading`` who has
read what, ``page`` the page itself.
"""

from generator.gallery.names import Names
from generator.gallery.page import gallery, gallery_pieces
from generator.gallery.reading import OF_A_KIND
from generator.gallery.tiles import AT_MOST

__all__ = ["AT_MOST", "OF_A_KIND", "Names", "gallery", "gallery_pieces"]

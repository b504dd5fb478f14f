"""Floor 7. Reading a finished file: what is drawn where. No rule stands here.

What is read is the drawing itself: glyph numbers at places (``content``), the
outlines behind them (``fontfile``, ``fonts``), and the rendered page (``raster``,
``codes``). A PDF's text layer is never asked where something stands: with
``/ActualText`` over the glyphs, pdfium reports whatever the text layer says, with
boxes in the order of that text (pypdfium2 5.15, measured: an ``/ActualText`` of
another number came out with correct-looking boxes).
"""

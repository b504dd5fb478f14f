"""Floor 5. By logical property (``margin_inline_start``): the physical ones that it may decide."""

from __future__ import annotations

from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS

DECIDES: dict[str, set[str]] = {}
for _key, _function in PHYSICAL_FUNCTIONS.items():
    for _inline in ("ltr", "rtl"):
        DECIDES.setdefault(_function(block="ttb", inline=_inline), set()).add(_key)

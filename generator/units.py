"""Floor 0. Lengths: millimetres for people, points for PDF, CSS pixels for WeasyPrint."""

MM_PER_INCH = 25.4
PT_PER_INCH = 72.0
PX_PER_INCH = 96.0  # CSS Values 3, 5.2: 1in = 96px


def mm_to_pt(mm: float) -> float:
    """Millimetres to PDF points."""
    return mm * PT_PER_INCH / MM_PER_INCH


def pt_to_mm(pt: float) -> float:
    """PDF points to millimetres."""
    return pt * MM_PER_INCH / PT_PER_INCH


def px_to_mm(px: float) -> float:
    """CSS pixels to millimetres."""
    return px * MM_PER_INCH / PX_PER_INCH


def mm_to_px(mm: float) -> float:
    """Millimetres to CSS pixels."""
    return mm * PX_PER_INCH / MM_PER_INCH

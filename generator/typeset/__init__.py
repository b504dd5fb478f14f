"""Floor 5. HTML → PDF. The only rooms that import WeasyPrint; no content, no disk."""

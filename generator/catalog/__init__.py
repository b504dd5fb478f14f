"""Floor 1. Catalogs: read here, rewritten by msgmerge alone."""

"""Floor 11. Packs for a printer: what is released, in one zip, with a job ticket and checksums."""

"""Floor 6. Checks: one file each, found by walking the folder."""

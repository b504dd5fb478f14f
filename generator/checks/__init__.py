"""Floor 7. Checks: one file each, found by walking the folder."""
